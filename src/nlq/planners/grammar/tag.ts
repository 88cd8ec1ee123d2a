/** Tags every run of a question's words with all it can mean. */
import type { KpiQuery } from '../../../analytics/kpi-query.ts'
import { viewsOfQuery } from '../../../analytics/kpi-query-meaning.ts'
import type { Lexicon } from '../../lexicon.ts'
import { matchNumber, wordsToNumber } from '../../numbers.ts'
import { keyOf, type Token } from '../../text.ts'
import { timesNamed } from '../../time-names.ts'
import { correctWords, mayBeSlip } from '../../spelling.ts'
import { calendarWords, functionWords, structureWords } from '../../words/en.ts'
import { matchRecurring } from '../../calendar-recurring.ts'
import { matchShift } from '../../calendar-shifts.ts'
import { matchWhen } from '../../calendar-phrases.ts'
import { dayParts, seasons } from '../../words/en-calendar.ts'
import type { Item, Meaning } from '../../meaning.ts'
import { isOfSplitting, saysMore } from './predicates.ts'
import { inScope, preferLonger } from './scope.ts'
import { longestPhrase, phraseTable } from '../../phrases.ts'
import { tagApart } from './tag-apart.ts'
import { tagThread } from './tag-thread.ts'
import { tagPartsOfValues, tagValues } from './tag-values.ts'
import { isWrittenAsName, quotedRuns } from '../../written.ts'

/** What can begin at each token. */
export type Lattice = readonly (readonly Item[])[]

/** Every meaning of every run of tokens, after a turn that led to the query before; a token without any is `unknown`. */
export function tag(tokens: readonly Token[], lexicon: Lexicon, before: KpiQuery | null): Lattice {
  const all: Item[][] = tokens.map(() => [])
  const corrected = correctWords(tokens, lexicon)
  tokens.forEach((_, at) => {
    const here = all[at]!
    tagNames(tokens, at, lexicon, here)
    for (const { to, when } of matchWhen(corrected, at))
      if (!isNameHere(tokens, at, to, lexicon))
        here.push({ from: at, to, meaning: { kind: 'when', when }, fit: slip(at, to) })
    for (const { to, ...recurring } of matchRecurring(corrected, at))
      if (!isNameHere(tokens, at, to, lexicon))
        here.push({ from: at, to, meaning: { kind: 'part_values', ...recurring }, fit: slip(at, to) })
    const shift = matchShift(corrected, at)
    if (shift) {
      const { to, ...how } = shift
      here.push({ from: at, to, meaning: { kind: 'shift', ...how }, fit: slip(at, to) })
    }
    const number = matchNumber(tokens, at)
    if (number)
      here.push({
        from: at,
        to: number.to,
        meaning: { kind: 'number', value: number.value, unit: number.unit },
        fit: 1,
      })
    if (number?.unit === null && isUnitHere(tokens[number.to]?.stem, lexicon))
      here.push({
        from: at,
        to: number.to + 1,
        meaning: { kind: 'number', value: number.value, unit: 'measure' },
        fit: 1,
      })
    if (number && number.unit !== null && number.unit !== 'percent') tagPlainNumber(tokens, at, here)
    tagPhrases(corrected, at, here, slip)
    tagThread(corrected, at, before !== null, here)
  })
  for (const [from, to] of quotedRuns(tokens)) all[from]!.push(textOf(tokens, from, to))
  tagValues(tokens, lexicon, all)
  tagApart(tokens, lexicon, all)
  tagPartsOfValues(tokens, lexicon, all)
  // A word that a longer run explains may still be a slip in a name of its own.
  tokens.forEach((token, at) => {
    if (mayBeSlip(token, lexicon)) tagSlips(tokens, at, lexicon, all)
  })
  const views = before ? viewsOfQuery(before, lexicon.knowledge.catalog).map(({ name }) => name) : []
  const lattice = preferLonger(inScope(tokens, all, lexicon, views))
  dropCoveredCourtesies(lattice)
  dropNamedHolidays(lattice)
  tokens.forEach((_, at) => {
    if (isOfSplitting(corrected, at)) {
      lattice[at] = [{ from: at, to: at + 1, meaning: { kind: 'filler' }, fit: 1 }]
      return
    }
    const here = lattice[at]!
    if (functionWords.has(corrected[at]!.word) && !saysMore(corrected, at, lattice)) {
      if (
        !here.some(
          (item) =>
            item.to === at + 1 &&
            (isCueOnly(item.meaning) ||
              (item.meaning.kind === 'everyday' && item.meaning.subject.units !== null) ||
              isName(item)),
        )
      )
        here.push({ from: at, to: at + 1, meaning: { kind: 'filler' }, fit: slip(at, at + 1) })
    } else if (!here.some((item) => item.to === at + 1))
      here.push({ from: at, to: at + 1, meaning: { kind: 'unknown' }, fit: 0 })
  })
  return lattice

  function slip(from: number, to: number): number {
    for (let at = from; at < to; at++) if (corrected[at] !== tokens[at]) return 0.8
    return 1
  }
}

/** "3 stars", where a figure of the catalog is in stars. */
function isUnitHere(stem: string | undefined, { knowledge }: Lexicon): boolean {
  if (stem === undefined || stem.length < 2) return false
  return [...knowledge.catalog.kpis.values()].some(
    ({ unit }) => unit !== 'count' && !/^[A-Z]{3}$/.test(unit) && keyOf(unit) === stem,
  )
}

/** Where the catalog has a night shift and a summer season, night and summer are those. */
function isNameHere(tokens: readonly Token[], at: number, to: number, lexicon: Lexicon): boolean {
  const run = tokens.slice(at, to)
  const isClock = run.some((token) => /^\d/.test(token.word))
  return run.some(
    (token) =>
      (seasons.has(token.word) || (dayParts.has(token.word) && !isClock)) && lexicon.values([token]).length > 0,
  )
}

/** Where the catalog knows holidays as something of its own, such as a reason of absence, they are that. */
function dropNamedHolidays(lattice: Item[][]): void {
  lattice.forEach((items, at) => {
    const isNamed = items.some(({ meaning }) => ['value', 'kpi', 'dimension', 'records'].includes(meaning.kind))
    if (isNamed) lattice[at] = items.filter(({ to, meaning }) => meaning.kind !== 'holidays' || to > at + 1)
  })
}

/** "So far" is mere courtesy, unless a period was said with it: so far this year. */
function dropCoveredCourtesies(lattice: Item[][]): void {
  // "Type of" in "type of home" is part of that name.
  const whens = lattice.flatMap((items) => items.filter((item) => item.meaning.kind === 'when' || isName(item)))
  lattice.forEach((items, at) => {
    lattice[at] = items.filter(
      ({ from, to, meaning }) =>
        meaning.kind !== 'filler' ||
        to - from < 2 ||
        !whens.some((when) => when.from <= from && to <= when.to && when.to - when.from > to - from),
    )
  })
}

/** Words like "with" always keep their part in the grammar; passing over them is the assembler's choice. */
function isName({ meaning, fit }: Item): boolean {
  return (
    (meaning.kind === 'kpi' ||
      meaning.kind === 'dimension' ||
      meaning.kind === 'records' ||
      meaning.kind === 'value') &&
    fit >= 0.9
  )
}

function isCueOnly(meaning: Meaning): boolean {
  return meaning.kind === 'cue'
}

function tagNames(tokens: readonly Token[], at: number, lexicon: Lexicon, into: Item[]): void {
  for (let to = at + 1; to <= Math.min(tokens.length, at + lexicon.longest); to++) {
    const run = tokens.slice(at, to)
    const isFunctionWord = run.length === 1 && functionWords.has(run[0]!.word) && !isWrittenAsName(tokens, at)
    // A catalog may well have a KPI called "spend"; none is called "it", and "break" is none of what is broken.
    const least = !isFunctionWord ? 0 : run[0]!.word.length > 3 ? 0.8 : 2
    for (const { named, fit } of lexicon.names(run)) if (fit >= least) into.push({ from: at, to, meaning: named, fit })
  }
  for (const to of [at + 1, at + 2])
    for (const time of timesNamed(tokens, at, to, lexicon))
      into.push({ from: at, to, meaning: { kind: 'time', time }, fit: 0.95 })
}

/** The 7 of "7 day moving average", which is no duration. */
function tagPlainNumber(tokens: readonly Token[], at: number, into: Item[]): void {
  const plain = wordsToNumber(tokens, at)
  if (plain) into.push({ from: at, to: plain.to, meaning: { kind: 'number', value: plain.value, unit: null }, fit: 1 })
}

/** Quoted words are text as they stand: products containing "blue". */
function textOf(tokens: readonly Token[], from: number, to: number): Item {
  const text = tokens
    .slice(from, to)
    .map((token) => token.raw)
    .join(' ')
  return { from, to, meaning: { kind: 'text', text }, fit: 0.7 }
}

function tagPhrases(
  tokens: readonly Token[],
  at: number,
  into: Item[],
  slip: (from: number, to: number) => number,
): void {
  let phrase = ''
  for (let to = at + 1; to <= Math.min(tokens.length, at + longestPhrase); to++) {
    phrase = phrase === '' ? tokens[at]!.word : `${phrase} ${tokens[to - 1]!.word}`
    for (const meaning of phraseTable.get(phrase) ?? [])
      if (fits(meaning, tokens, at, to)) into.push({ from: at, to, meaning, fit: slip(at, to) })
  }
}

/** What comes next settles some words at once: "over 100" is a bound, "over the year" is not. */
function fits(meaning: Meaning, tokens: readonly Token[], at: number, to: number): boolean {
  const next = tokens[to]?.word ?? ''
  const first = tokens[at]!.word
  if (meaning.kind === 'bound')
    return (
      /^[<>=!]/.test(first) || matchNumber(tokens, to) !== null || next === 'a' || next === 'the' || next === 'than'
    )
  // "At least" ranks nothing.
  if (meaning.kind === 'ranking') return tokens[at - 1]?.word !== 'at'
  if (meaning.kind === 'everyday' && meaning.isVerb)
    return tokens.slice(0, at).some(({ word }) => helpingVerbs.has(word) || word === 'many')
  const before = tokens[at - 1]?.word ?? ''
  // "By line manager" draws no lines.
  if (meaning.kind === 'chart' && to === at + 1) return !/^(?:by|per|for|of|from)$/.test(before)
  // "on weekdays" are those days, "by weekday" is each; "the weekend" is one of them.
  if (meaning.kind === 'part' && meaning.part === 'day_of_week' && first === 'weekdays')
    return !/^(on|during|at|only|excluding|except|vs|versus|and)$/.test(before)
  if (meaning.kind === 'part_values' && /^(weekdays|weekend)$/.test(first))
    return !(
      first === 'weekend' ? /^(the|this|that|over|last|past|previous)$/ : /^(by|per|across|each|which|busiest)$/
    ).test(before)
  if (meaning.kind !== 'cue') return true
  if (meaning.cue === 'not' && first === 'no' && at === 0 && tokens[to]?.gap === ',') return false
  if (meaning.cue === 'versus' && first === 'over') return false
  if (meaning.cue === 'versus' && first === 'v') return at > 0
  if (meaning.cue === 'versus' && tokens[to - 1]!.word === 'than') return matchNumber(tokens, to) === null
  if (meaning.cue === 'which' && first === 'where') return at === 0
  if (meaning.cue === 'with' && first === 'where') return at > 0
  return true
}

const helpingVerbs = new Set('do does did would will can could to'.split(' '))

/** Names and values with a slip of the keys in the word at `at`, its neighbours as they stand. */
function tagSlips(tokens: readonly Token[], at: number, lexicon: Lexicon, lattice: Item[][]): void {
  const isGrammar = ({ word }: Token) => structureWords.has(word) || calendarWords.has(word) || phraseTable.has(word)
  for (let from = Math.max(0, at - lexicon.longest + 1); from <= at; from++)
    for (let to = at + 1; to <= Math.min(tokens.length, from + lexicon.longest); to++) {
      const run = tokens.slice(from, to)
      const certainty = run.length === 1 ? 0.9 : 0.95
      // Names are short, and their keys run together: a word of the grammar beside one is none of theirs.
      if (run.length === 1 || (run.length <= 3 && !run.some(isGrammar)))
        for (const { named, fit } of lexicon.names(run, true))
          lattice[from]!.push({ from, to, meaning: named, fit: fit * certainty })
      for (const { dimension, value, fit } of lexicon.values(run, true))
        lattice[from]!.push({ from, to, meaning: { kind: 'value', dimension, value }, fit: fit * certainty })
    }
}
