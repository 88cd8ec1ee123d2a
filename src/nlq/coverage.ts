/**
 * The check that every plan must pass, whoever made it: each word of the question is accounted for, each span's words
 * are words for what the span claims, and each part of the plan was said, comes from the thread, or is a default.
 */
import type { KpiQuery } from '../analytics/kpi-query.ts'
import { matchRecurring } from './calendar-recurring.ts'
import { matchShift } from './calendar-shifts.ts'
import { matchWhen } from './calendar-phrases.ts'
import { rowCounter } from './counters.ts'
import type { Lexicon } from './lexicon.ts'
import { nameOf, type Named } from './named.ts'
import { sharedHeads } from './shared-heads.ts'
import { guessFault, interpretationFault, saysInterpretations } from './interpreted.ts'
import type { Meaning } from './meaning.ts'
import { isMended } from './mended.ts'
import { namingDimension } from './naming.ts'
import { matchNumber, wordsToNumber } from './numbers.ts'
import { phraseMeanings } from './phrases.ts'
import type { Plan, Question, Reading, ReadingPart, Span } from './plan.ts'
import { choiceOf } from './chosen.ts'
import { correctWords } from './spelling.ts'
import { figuresOf } from './subjects.ts'
import { wordsOf } from './abbreviations.ts'
import { signUnheard } from './signs.ts'
import { tokenize, type Token } from './text.ts'
import { answers, courtesies, ordinals, structureWords } from './words/en.ts'
import { interjections } from './words/en-talk.ts'
import { timesNamed } from './time-names.ts'
import { unsaidPart } from './said.ts'
import { endOfAge } from './written.ts'

/** Whether somebody with the right to vouched for this very question, under the name that a reading gives. */
export type IsVouched = (question: string, name: string, lexicon: Lexicon) => boolean

/** Null when the plan accounts for the question; else the first thing it does not account for. */
export function checkCoverage(
  question: Question,
  plan: Plan,
  lexicon: Lexicon,
  isVouched: IsVouched = () => false,
): string | null {
  switch (plan.kind) {
    case 'decline':
      return null
    case 'command':
    case 'clarify':
    case 'query': {
      const [first] = plan.reading
      const sign = signUnheard(question.text, tokenize(question.text), plan.reading)
      if (sign !== null && plan.kind !== 'command') return `${sign} is not accounted for`
      if (plan.kind === 'query' && first?.as === 'verified')
        return isVouched(question.text, first.means, lexicon) ? null : 'nobody vouched for that question'
      const readAs = plan.kind === 'command' ? undefined : plan.readAs
      const asked = readAs === undefined ? question : joinedWithLast(question, readAs)
      if (!asked) return 'it was not said in these words'
      return (
        uncoveredWord(asked, plan.reading, lexicon) ??
        falseClaim(asked, plan.reading, lexicon) ??
        (plan.kind === 'query' ? (chosenOtherwise(asked, plan) ?? unsaid(asked, plan, lexicon)) : null) ??
        (plan.kind !== 'command' && !saysInterpretations(asked.text, plan, lexicon)
          ? 'it hides what it took words for'
          : null)
      )
    }
  }
}

/** A question read together with the one before it, word for word. */
function joinedWithLast({ text, thread, now }: Question, readAs: string): Question | null {
  const last = thread.at(-1)?.text ?? ''
  const isJoined = readAs === `${last} ${text}` || readAs === `${text} ${last}`
  return isJoined || isMended(last, text, readAs) ? { text: readAs, now, thread: thread.slice(0, -1) } : null
}

function unsaid(question: Question, plan: Plan & { kind: 'query' }, lexicon: Lexicon): string | null {
  if (plan.reading[0]?.as === 'choice') return null
  return unsaidPart(plan.query, plan.reading, plan.wish, earlier(question), lexicon)
}

/** What picks a choice leads to that choice and to no other. */
function chosenOtherwise({ thread }: Question, { query, reading }: Plan & { kind: 'query' }): string | null {
  const [first] = reading
  if (first?.as !== 'choice') return null
  const choice = thread.at(-1)?.choices?.[Number(first.means)]
  return choice && JSON.stringify(choice.query) === JSON.stringify(query) ? null : 'another choice was made'
}

function earlier({ thread }: Question): readonly KpiQuery[] {
  return thread.flatMap(({ query }) => (query ? [query] : []))
}

function uncoveredWord(question: Question, reading: Reading, lexicon: Lexicon): string | null {
  const tokens = correctWords(wordsOf(question.text, lexicon), lexicon)
  const missed = tokens.find(
    (token, at) =>
      (!structureWords.has(token.word) || isNamedAfterBy(tokens, at, lexicon)) &&
      !(question.thread.length > 0 && isInterjection(tokens, at)) &&
      !reading.some((span) => span.from <= token.from && token.to <= span.to) &&
      !isCourtesy(tokens, at),
  )
  return missed ? `"${missed.raw}" is not accounted for` : null
}

/** "By title", where the catalog has titles: the word that elsewhere carries nothing is what is asked for. */
function isNamedAfterBy(tokens: readonly Token[], at: number, lexicon: Lexicon): boolean {
  const before = tokens[at - 1]?.word
  return (before === 'by' || before === 'per') && lexicon.names(tokens.slice(at, at + 1)).length > 0
}

/** "Great, now by country" */
function isInterjection(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(0, at + 1).every(({ word }) => interjections.has(word) || structureWords.has(word))
}

function isCourtesy(tokens: readonly Token[], at: number): boolean {
  for (let from = Math.max(0, at - 2); from <= at; from++)
    for (let to = at + 1; to <= from + 3; to++)
      if (
        courtesies.has(
          tokens
            .slice(from, to)
            .map((token) => token.word)
            .join(' '),
        )
      )
        return true
  return false
}

/** Whether the lists, the catalog, the values or the calendar give the words of a span for what it claims. */
export function isGivenFor(question: Question, span: Span, lexicon: Lexicon): boolean {
  return falseClaim(question, [span], lexicon) === null
}

function falseClaim(question: Question, reading: Reading, lexicon: Lexicon): string | null {
  const tokens = wordsOf(question.text, lexicon)
  const corrected = correctWords(tokens, lexicon)
  for (const span of reading) {
    const from = tokens.findIndex((token) => token.from >= span.from)
    let to = from
    while (to >= 0 && to < tokens.length && tokens[to]!.to <= span.to) to++
    if (from < 0 || to === from || !isWordFor(span, question, tokens, corrected, from, to, lexicon))
      return `"${question.text.slice(span.from, span.to)}" is no word for ${span.as} ${span.means}`
  }
  return null
}

function isWordFor(
  span: Span,
  question: Question,
  tokens: readonly Token[],
  corrected: readonly Token[],
  from: number,
  to: number,
  lexicon: Lexicon,
): boolean {
  const run = tokens.slice(from, to)
  const means = (kinds: readonly string[]) =>
    phraseMeanings(corrected.slice(from, to)).some((meaning) =>
      kinds.includes(meaning.kind === 'cue' ? meaning.cue : meaning.kind),
    )
  const isApart = (kind: Named['kind'], means: string) =>
    [...lexicon.apart(tokens, () => true), ...sharedHeads(tokens, lexicon)].some(
      (part) => part.from === from && part.to === to && part.name.kind === kind && nameOf(part.name) === means,
    )
  if (span.isGuess) return guessFault(span, corrected.slice(from, to), lexicon) === null
  if (span.isInterpretation) return interpretationFault(span, corrected.slice(from, to), lexicon) === null
  switch (span.as) {
    case 'measure':
    case 'view':
      return (
        lexicon
          .names(run, true)
          .some(
            ({ named }) =>
              (named.kind === 'kpi' && named.kpi === span.means) ||
              ((named.kind === 'records' || named.kind === 'view') && named.view === span.means) ||
              (named.kind === 'records' && rowCounter(named.view, lexicon.knowledge.catalog) === span.means),
          ) ||
        speaksOf(phraseMeanings(corrected.slice(from, to)), span.means, lexicon) ||
        isApart('kpi', span.means)
      )
    case 'noun':
    case 'dimension':
      return (
        lexicon
          .names(run, true)
          .some(
            ({ named }) =>
              (named.kind === 'dimension' && named.dimension === span.means) ||
              (named.kind === 'time' && named.time === span.means) ||
              isNameOf(named, span.means, lexicon),
          ) ||
        timesNamed(tokens, from, to, lexicon).includes(span.means) ||
        speaksOf(phraseMeanings(corrected.slice(from, to)), span.means, lexicon) ||
        isApart('dimension', span.means)
      )
    case 'value':
      return isValue(span.means, run, lexicon)
    case 'number':
    case 'limit':
      return (
        matchNumber(tokens, from)?.value === Number(span.means) ||
        wordsToNumber(tokens, from)?.value === Number(span.means)
      )
    case 'period':
      return matchWhen(corrected, from).some((match) => match.to === to)
    case 'window':
      return wordsToNumber(tokens, from)?.value === Number(span.means) || means(claims.window)
    case 'grain':
      return (
        means(claims.grain) ||
        lexicon.names(run).some(({ named }) => named.kind === 'time') ||
        matchRecurring(corrected, from).some((match) => match.to === to && match.each === span.means)
      )
    case 'share':
      return (
        means(claims.share) ||
        (span.means === 'ratio' &&
          lexicon.names(run, true).some(({ named }) => named.kind === 'kpi' || named.kind === 'records'))
      )
    case 'time_part':
      return means(claims.time_part) || matchRecurring(corrected, from).some((match) => match.to === to)
    case 'comparison':
      return means(claims.comparison) || matchShift(corrected, from)?.to === to
    case 'aggregation':
    case 'condition':
    case 'order':
    case 'shape':
    case 'negation':
    case 'chart':
    case 'thread':
      return means(claims[span.as])
    case 'choice':
      return (
        choiceOf(
          run,
          (question.thread.at(-1)?.choices ?? []).map(({ label }) => label),
        ) === Number(span.means)
      )
    case 'verified':
      return false
    case 'command':
      return isCommand(span)
  }
}

/** "Films" is a word for the title that tells one film from another. */
function isNameOf(named: Named, dimension: string, { knowledge: { catalog } }: Lexicon): boolean {
  const view = named.kind === 'records' ? named.view : named.kind === 'kpi' ? catalog.kpis.get(named.kpi)!.view : null
  return view !== null && namingDimension(catalog.views.get(view)!) === dimension
}

/** Whether everyday words ("sold", "the cheapest") may mean this figure or number of a record. */
function speaksOf(meanings: readonly Meaning[], name: string, lexicon: Lexicon): boolean {
  const { catalog } = lexicon.knowledge
  return meanings.some((meaning) => {
    if (meaning.kind === 'currency') return catalog.kpis.get(name)?.unit === meaning.code
    const subject = 'subject' in meaning ? meaning.subject : null
    if (subject === null) return false
    const kpi = catalog.kpis.get(name)
    const views = kpi ? [catalog.views.get(kpi.view)!] : lexicon.viewsOf(name)
    return (
      (kpi !== undefined && subject.units?.test(kpi.unit)) ||
      figuresOf(subject, views, lexicon).some(
        (figure) => (figure.kind === 'kpi' ? figure.kpi : figure.dimension) === name,
      )
    )
  })
}

/** What words in the closed lists may be claimed as. */
const claims: Readonly<
  Record<
    Exclude<
      ReadingPart,
      | 'measure'
      | 'view'
      | 'dimension'
      | 'noun'
      | 'value'
      | 'number'
      | 'limit'
      | 'period'
      | 'choice'
      | 'command'
      | 'verified'
    >,
    readonly string[]
  >
> = {
  aggregation: ['aggregation', 'count', 'distinct', 'ranking', 'everyday'],
  condition: ['bound', 'bound_after', 'between', 'text_test'],
  grain: ['grain', 'step', 'trend'],
  time_part: ['part', 'part_values', 'holidays'],
  comparison: ['versus', 'compare', 'comparative', 'difference', 'change', 'before', 'step'],
  order: ['ranking', 'ordering', 'sort', 'peak', 'plot_axis'],
  share: ['share'],
  window: ['running', 'moving'],
  shape: ['distribution', 'peak', 'bins', 'relation'],
  negation: ['not'],
  chart: ['chart', 'channel', 'plot_axis'],
  thread: ['thread', 'query_part'],
}

function isValue(means: string, run: readonly Token[], lexicon: Lexicon): boolean {
  const [dimension = '', ...rest] = means.split(/[=~]/)
  const value = rest.join('=')
  if (means.includes('~')) return run.map((token) => token.raw).join(' ') === value
  const isNumber = run.some(
    ({ word }, at) => matchNumber(run, at)?.value === Number(value) || ordinals.get(word) === Number(value),
  )
  if (isNumber && value !== '') return true
  if (run.length === 1 && String(answers.get(run[0]!.word)) === value) return true
  const fits = (match: { dimension: string; value: unknown }) =>
    match.dimension === dimension && String(match.value) === value
  return (
    lexicon.values(run, true).some(fits) ||
    lexicon.values(run.slice(0, -2)).some((match) => fits(match) && endOfAge(run, run.length - 2) === run.length) ||
    lexicon.someWith(run).some(fits) ||
    lexicon.names(run, true).some(({ named }) => named.kind === 'flag' && named.dimension === dimension)
  )
}

/** Commands answer with what the catalog says, never with a figure: their words need no further proof. */
function isCommand(span: Span): boolean {
  return span.means !== ''
}
