/**
 * Which questions count as the same one in other dress: other case, courtesy around it, another name of the same KPI,
 * dimension or value, a plural of such a name. Anything else that differs, a number, a date, a negation, the order of words, any
 * other word, a sign that is no plain punctuation, makes another question: a verified answer is never given to a question that
 * nobody vouched for.
 */
import { wordsOf } from '../abbreviations.ts'
import { matchWhen } from '../calendar-phrases.ts'
import { matchRecurring } from '../calendar-recurring.ts'
import { isPluralWord } from '../inflection.ts'
import type { Lexicon } from '../lexicon.ts'
import { nameOf, type Named } from '../named.ts'
import { matchNumber } from '../numbers.ts'
import { phraseMeanings } from '../phrases.ts'
import type { Token } from '../text.ts'
import { pronounsLikeNames, structureWords } from '../words/en.ts'
import { beginsWatching, courtesiesAfter, courtesiesBefore } from '../words/en-courtesy.ts'

/** The catalog's own names and synonyms; what only follows from them is not taken for the same. */
const leastFit = 0.95
const longestCourtesy = 5

/** The same for questions that are near-identical, and for no others. */
export function nearKey(text: string, lexicon: Lexicon): string {
  const all = wordsOf(text, lexicon)
  const { tokens, isOpened } = withoutCourtesy(all, lexicon)
  const how = { countsMembers: countsMembers(tokens), countsRecords: countsRecords(tokens) }
  const parts: string[] = []
  for (let at = 0; at < tokens.length;) {
    const { gap } = tokens[at]!
    const isLead = at === 0 && (isOpened || gap === '')
    const named = nameAt(tokens, at, how, lexicon)
    parts.push(`${isLead ? '' : gap}${named?.part ?? `w:${writtenOf(tokens[at]!, lexicon)}`}`)
    at = named?.to ?? at + 1
  }
  return JSON.stringify([...parts, ...signsAround(text, tokens)])
}

/** Before the first word and after the last, where plain punctuation says nothing: "revenue ↑", "revenue 📉". */
function signsAround(text: string, tokens: readonly Token[]): readonly string[] {
  const [first, last] = [tokens[0], tokens.at(-1)]
  const around = first && last ? `${text.slice(0, first.from)}${text.slice(last.to)}` : text
  const signs = around.replace(/[\p{L}\p{M}\p{N}_\s.,;:!?…'"‘’“”„«»()–—-]/gu, '')
  return signs === '' ? [] : [`s:${signs}`]
}

interface How {
  /** "Which region" asks for one, "which regions" for several: then a plural is another question. */
  readonly countsMembers: boolean
  /** "How many sales" asks for rows. */
  readonly countsRecords: boolean
}

const oneOrSeveral = new Set(['which', 'peak', 'ranking', 'ordering', 'comparative'])

function countsMembers(tokens: readonly Token[]): boolean {
  return tokens.some(({ word }) => word === 'what') || hasMeaning(tokens, (kind) => oneOrSeveral.has(kind))
}

function countsRecords(tokens: readonly Token[]): boolean {
  return hasMeaning(tokens, (kind) => kind === 'count')
}

function hasMeaning(tokens: readonly Token[], isMeant: (kind: string) => boolean): boolean {
  return tokens.some((_, at) =>
    [1, 2, 3].some((length) =>
      phraseMeanings(tokens.slice(at, at + length)).some((meaning) =>
        isMeant(meaning.kind === 'cue' ? meaning.cue : meaning.kind),
      ),
    ),
  )
}

/** The longest name or value that begins there, under what it means. */
function nameAt(
  tokens: readonly Token[],
  at: number,
  how: How,
  lexicon: Lexicon,
): { readonly to: number; readonly part: string } | null {
  for (let to = Math.min(tokens.length, at + lexicon.longest); to > at; to--) {
    const run = tokens.slice(at, to)
    if (run.slice(1).some(({ gap }) => gap !== '' && gap !== '-')) continue
    if (saysMore(run) || (run.length === 1 && isOrdinary(run[0]!))) continue
    const part = meaningOf(run, how, lexicon)
    if (part !== null) return { to, part }
  }
  return null
}

/** What is in the lists, the calendar or the numbers too is compared as written. */
function saysMore(run: readonly Token[]): boolean {
  return (
    phraseMeanings(run).length > 0 ||
    run.some(
      (_, at) => matchNumber(run, at) !== null || matchWhen(run, at).length > 0 || matchRecurring(run, at).length > 0,
    )
  )
}

function meaningOf(run: readonly Token[], how: How, lexicon: Lexicon): string | null {
  const names = lexicon.names(run).filter(({ named }) => named.kind !== 'view' || how.countsRecords)
  const values = lexicon.values(run)
  if (names.length + values.length === 0) return null
  // What may mean something else too, if with less right, is no name to be exchanged for another.
  if (names.some(({ fit }) => fit < leastFit) || values.some(({ fit }) => fit < 1)) return null
  const meant = [
    ...names.map(({ named }) => printName(named)),
    ...values.map(({ dimension, value }) => `${dimension}=${typeof value}:${value}`),
  ]
  const isSeveral = names.length > 0 && how.countsMembers && isPluralWord(run.at(-1)!.word)
  return `n:${[...new Set(meant)].toSorted().join('|')}${isSeveral ? ' several' : ''}`
}

function printName(named: Named): string {
  return `${named.kind} ${nameOf(named)}${named.kind === 'flag' ? ` ${named.isTrue}` : ''}`
}

/** Words of every sentence, which may be values too: ME, US, OK. */
function isOrdinary({ word }: Token): boolean {
  return pronounsLikeNames.has(word) || structureWords.has(word)
}

/** Case does not count, but where it tells a name from another word: US from us, ME from me. */
function writtenOf(token: Token, lexicon: Lexicon): string {
  return isCapitalPronoun(token) || (isOrdinary(token) && lexicon.values([token]).length > 0) ? token.raw : token.word
}

function isCapitalPronoun({ raw, word }: Token): boolean {
  return pronounsLikeNames.has(word) && raw === raw.toUpperCase()
}

function withoutCourtesy(
  all: readonly Token[],
  lexicon: Lexicon,
): { readonly tokens: readonly Token[]; readonly isOpened: boolean } {
  const isMere = (run: readonly Token[], list: ReadonlySet<string>) =>
    run.length > 0 &&
    list.has(run.map(({ word }) => word).join(' ')) &&
    run.every(
      (token) =>
        !isCapitalPronoun(token) && (pronounsLikeNames.has(token.word) || lexicon.values([token]).length === 0),
    )
  let [from, to] = [0, all.length]
  const opens = () => {
    for (let length = Math.min(longestCourtesy, to - from - 1); length > 0; length--) {
      const next = all[from + length]!
      const asksToBeTold = /^(?:tell|let)$/.test(all[from]!.word) && beginsWatching.has(next.word)
      if (isMere(all.slice(from, from + length), courtesiesBefore) && !asksToBeTold && /^[,:;.!–—]*$/.test(next.gap))
        return length
    }
    return 0
  }
  for (let length = opens(); length > 0; length = opens()) from += length
  const closes = () => {
    for (let length = Math.min(longestCourtesy, to - from - 1); length > 0; length--)
      if (isMere(all.slice(to - length, to), courtesiesAfter) && /^[,;.!?–—]*$/.test(all[to - length]!.gap))
        return length
    return 0
  }
  for (let length = closes(); length > 0; length = closes()) to -= length
  return { tokens: all.slice(from, to), isOpened: from > 0 }
}
