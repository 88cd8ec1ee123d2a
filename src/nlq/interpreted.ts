/**
 * Words that no list knows, taken for a KPI or a dimension: "money we made" for Revenue. Never for a value, a number, a date
 * or a negation, never where words that are known would be swallowed, and always printed.
 */
import type { Catalog } from '../analytics/catalog.ts'
import { matchWhen } from './calendar-phrases.ts'
import type { Lexicon } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import { nameOf } from './named.ts'
import { matchNumber } from './numbers.ts'
import { phraseMeanings } from './phrases.ts'
import type { Plan, Span } from './plan.ts'
import { isKnownWord } from './spelling.ts'
import { figuresOf } from './subjects.ts'
import type { Token } from './text.ts'
import { isEnglishWord } from './words/en-dictionary.ts'
import { functionWords } from './words/en.ts'
import { causeWords, futureWords, writeWords } from './words/en-refusals.ts'
import { otherLanguages } from './words/other-languages.ts'

/** More unknown words than this are more than a name. */
const mostUnknown = 3
const mostWords = 6

/** Why these words may not be taken so, for who proposed it; null when they may. */
export function interpretationFault(span: Span, words: readonly Token[], lexicon: Lexicon): string | null {
  const { catalog } = lexicon.knowledge
  if (span.as !== 'measure' && span.as !== 'dimension')
    return `words that are not known can be a measure or a dimension, not a ${span.as}`
  if (span.as === 'measure' ? !catalog.kpis.has(span.means) : !hasDimension(span.means, catalog))
    return `there is no ${span.as} ${span.means}`
  if (words.length > mostWords) return 'too many words for one name'
  const unknown = words.filter((token) => !isKnownWord(token, lexicon))
  const said = words.filter((token) => unknown.includes(token) || saysFigure(token, span, lexicon))
  if (said.length === 0) return 'each of these words is known, and as something else'
  if (unknown.length > mostUnknown) return 'too many words that are not known'
  for (let from = 0; from < words.length; from++)
    for (let to = words.length; to > from; to--) {
      const run = words.slice(from, to)
      const known = knownAs(run, span, lexicon)
      if (known) return `"${run.map(({ raw }) => raw).join(' ')}" is known as ${known} and is quoted by itself`
    }
  return null
}

/**
 * Why not even a question back may take these words so: what it would drop is a negation, a number, a date, a bound, a change
 * or a value of the data. The rest is for the asker to say.
 */
export function guessFault(span: Span, words: readonly Token[], lexicon: Lexicon): string | null {
  const { catalog } = lexicon.knowledge
  const [dimension = '', ...value] = span.means.split('=')
  if (span.as === 'measure' ? !catalog.kpis.has(span.means) : !hasDimension(dimension, catalog))
    return `there is no ${span.as} ${span.means}`
  if ((span.as === 'value') !== value.length > 0 || !guessed.has(span.as)) return `that is no ${span.as}`
  if (span.as === 'value' && !isValueHere(dimension, value.join('='), lexicon)) return `there is no ${span.means}`
  if (words.length > mostGuessed) return 'too many words for one name'
  if (span.as === 'value' && words.every((token) => isKnownWord(token, lexicon)) && words.length === 1)
    return 'that word is known, and as something else'
  for (let from = 0; from < words.length; from++)
    for (let to = words.length; to > from; to--) {
      const run = words.slice(from, to)
      if (isBinding(run, span, lexicon)) return `"${run.map(({ raw }) => raw).join(' ')}" is quoted by itself`
    }
  return null
}

const guessed: ReadonlySet<string> = new Set(['measure', 'dimension', 'value'])
const mostGuessed = 14

/** A value that the asker may see: what a model names beyond that is not even asked about. */
function isValueHere(dimension: string, value: string, { knowledge: { values } }: Lexicon): boolean {
  return [...values.values()].some((of) => of.get(dimension)?.some((each) => String(each) === value))
}

/** What changes the answer wherever it stands. */
function isBinding(run: readonly Token[], span: Span, lexicon: Lexicon): boolean {
  if (run.length === 1 && beyond.has(run[0]!.word)) return true
  // "Signed up", "fell over": without a number they bind nothing, and a number does by itself.
  if (run.length === 1 && particles.has(run[0]!.word)) return false
  const binds = phraseMeanings(run).some(
    (each) => (each.kind === 'cue' && (each.cue === 'not' || each.cue === 'between')) || binding.has(each.kind),
  )
  if (binds) return true
  if (run.length === 1 && functionWords.has(run[0]!.word)) return false
  if (matchNumber(run, 0)?.to === run.length || matchWhen(run, 0).some(({ to }) => to === run.length)) return true
  const view = lexicon.knowledge.catalog.views.get(lexicon.knowledge.catalog.kpis.get(span.means)?.view ?? '')
  return lexicon
    .values(run)
    .some(({ dimension, value }) => (view?.dimensions.has(dimension) ?? true) && `${dimension}=${value}` !== span.means)
}

const particles: ReadonlySet<string> = new Set(['up', 'down', 'over', 'off', 'out', 'back'])

const binding: ReadonlySet<string> = new Set(['bound', 'bound_after', 'change', 'before', 'step', 'text_test'])

/** "taking "money we made" as Revenue" */
export function interpretationInWords(text: string, { from, to, as, means }: Span, catalog: Catalog): string {
  const [dimension = '', ...value] = means.split('=')
  const label = as === 'measure' ? catalog.kpis.get(means)?.label : labelOf(dimension, catalog)
  return `taking "${text.slice(from, to)}" as ${[label ?? dimension, ...value].join(' ')}`
}

/** Whether a plan tells of everything that it took words for without being sure; a query holds no guess at all. */
export function saysInterpretations(
  text: string,
  plan: Plan & { kind: 'query' | 'clarify' },
  { knowledge }: Lexicon,
): boolean {
  const isTold = (said: string, span: Span) => said.includes(interpretationInWords(text, span, knowledge.catalog))
  return plan.kind === 'query'
    ? plan.reading.every((span) => !span.isGuess && (!span.isInterpretation || isTold(plan.understood, span)))
    : plan.reading.every((span) => !span.isGuess || isTold(plan.ask, span))
}

/** What words are known as, where that is something else than a part of a new name. */
function knownAs(run: readonly Token[], span: Span, lexicon: Lexicon): string | null {
  const [first] = run
  if (run.length === 1 && prepositions.has(first!.word)) return 'the beginning of another part'
  if (run.length === 1 && isForeign(first!.word)) return 'a word of another language'
  if (run.length === 1 && beyond.has(first!.word)) return 'a word for what is not in the data'
  const meaning = phraseMeanings(run).find((each) => !isHarmless(each, span, lexicon))
  if (meaning) return meaning.kind === 'cue' ? meaning.cue : meaning.kind
  if (run.length === 1 && functionWords.has(first!.word)) return null
  if (matchNumber(run, 0)?.to === run.length) return 'a number'
  if (matchWhen(run, 0).some(({ to }) => to === run.length)) return 'a period'
  // The end of a longer name is a name too, where it is another's.
  const named = lexicon.names(run).find(({ named: one, fit }) => fit >= 0.8 || nameOf(one) !== span.means)
  if (named) return `${named.named.kind} ${nameOf(named.named)}`
  const [value] = lexicon.values(run)
  return value ? `a value of ${value.dimension}` : null
}

/** A preposition inside would hide what it leads to: "intake of bicycles". */
const prepositions = new Set(
  'of in on at to for from with within into over by as per via through during among under'.split(' '),
)
const beyond = new Set([...causeWords, ...futureWords, ...writeWords])

/** Its small words too deny, compare and set bounds: "ohne", "sans", "mehr als". */
function isForeign(word: string): boolean {
  return !isEnglishWord(word) && otherLanguages.some(({ words }) => words.has(word))
}

/** Mere talk, or an everyday word that speaks of the very figure. */
function isHarmless(meaning: Meaning, span: Span, lexicon: Lexicon): boolean {
  if (meaning.kind === 'filler') return true
  if (meaning.kind === 'cue') return meaning.cue === 'with' || meaning.cue === 'which'
  return meaning.kind === 'everyday' && speaksOf(meaning, span, lexicon)
}

function saysFigure(token: Token, span: Span, lexicon: Lexicon): boolean {
  return phraseMeanings([token]).some((meaning) => meaning.kind === 'everyday' && speaksOf(meaning, span, lexicon))
}

function speaksOf({ subject }: Meaning & { kind: 'everyday' }, { means }: Span, lexicon: Lexicon): boolean {
  return figuresOf(subject, [], lexicon).some((figure) => figure.kind === 'kpi' && figure.kpi === means)
}

function hasDimension(name: string, catalog: Catalog): boolean {
  return [...catalog.views.values()].some((view) => view.dimensions.get(name)?.masked === false)
}

function labelOf(dimension: string, catalog: Catalog): string | undefined {
  for (const view of catalog.views.values()) {
    const found = view.dimensions.get(dimension)
    if (found) return found.label
  }
  return undefined
}
