/** Tags the values of dimensions: as written, in part, as numbers of a dimension; words of the grammar only where all points to them. */
import type { Scalar } from '../../../analytics/catalog.ts'
import { matchWhen } from '../../calendar-phrases.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { Item, Meaning } from '../../meaning.ts'
import { matchNumber } from '../../numbers.ts'
import { longestPhrase, phraseTable } from '../../phrases.ts'
import { tokenize, type Token } from '../../text.ts'
import { answers, calendarWords, functionWords, plainWords, structureWords } from '../../words/en.ts'
import { isEnglishWord } from '../../words/en-dictionary.ts'
import { nextWords } from '../../words/en-calendar.ts'
import { participles } from '../../words/en-verbs.ts'
import { endOfAge, isWrittenAsName, mayBeName, quotedRuns } from '../../written.ts'
import { tagNumberedMembers } from './tag-numbered.ts'

/** Adds what values the runs of words are; where a value is meant beyond doubt, takes other meanings of its words away. */
export function tagValues(tokens: readonly Token[], lexicon: Lexicon, lattice: Item[][]): void {
  tokens.forEach((_, at) => {
    for (let to = at + 1; to <= Math.min(tokens.length, at + lexicon.longest); to++)
      tagRun(tokens, at, to, lexicon, lattice)
    tagAnswers(tokens, at, lexicon, lattice)
    tagNumberedMembers(tokens, at, lexicon, lattice[at]!)
  })
  for (const [from, to] of quotedRuns(tokens)) tagQuoted(tokens, from, to, lexicon, lattice)
}

function tagRun(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon, lattice: Item[][]): void {
  const run = tokens.slice(from, to)
  const found = lexicon.values(run)
  if (found.length === 0) return
  const isCalendar = run.every(({ word }) => calendarWords.has(word)) || isPeriod(run)
  const isPlain =
    isCalendar &&
    !run.every(({ word }) => functionWords.has(word)) &&
    found.every(({ dimension }) => hasNoTime(dimension, lexicon))
  const isGrammar = !isPlain && (isOfGrammar(tokens, from, to) || (to === from + 1 && isInPhrase(tokens, from)))
  // "By state in January": Indiana leads to no month.
  const leadsToTime = isGrammar && functionWords.has(run[0]!.word) && matchWhen(tokens, to).length > 0
  const named = isGrammar && !leadsToTime ? dimensionsBefore(tokens, from, lexicon) : null
  const sure = found.filter(({ dimension }) => named?.has(dimension))
  const isCapital = isGrammar && !isCalendar && isCapitalised(tokens, from, to)
  const isSure = sure.length > 0 || (isCapital && isLedTo(tokens, from))
  if (isSure) only(lattice, from, to)
  for (const { dimension, value, fit } of sure.length > 0 ? sure : found) {
    const likely = !isGrammar || isSure || isCapital ? 1 : Math.min(isCalendar ? 0.85 : 1, likelihood(tokens, from, to))
    if (likely === 0) continue
    lattice[from]!.push(valueItem(from, to, dimension, value, fit * likely))
    const end = /\d/.test(run.at(-1)!.word) ? endOfAge(tokens, to) : to
    if (end > to) lattice[from]!.push(valueItem(from, end, dimension, value, fit))
  }
}

/** Where nothing has dates, January is a name like any other. */
function hasNoTime(dimension: string, lexicon: Lexicon): boolean {
  return lexicon.viewsOf(dimension).every(({ times }) => times.size === 0)
}

/** A stretch of time that there may be data for. */
function isPeriod(run: readonly Token[]): boolean {
  return !nextWords.has(run[0]!.word) && matchWhen(run, 0).some((when) => when.to === run.length)
}

/** Whether all of a run has a part in sentences about anything: function words, words of the grammar and the calendar, numbers. */
function isOfGrammar(tokens: readonly Token[], from: number, to: number): boolean {
  const run = tokens.slice(from, to)
  const [first] = run
  // "In Progress", "Same Day": what is called so by several words is hardly said by chance, unless it is a time.
  if (run.length > 1) return isPeriod(run)
  if (isWrittenAsName(tokens, from)) return false
  const { word, raw } = first!
  // "Size S" is no rest of "it's".
  if (/^\p{L}$/u.test(raw) && !articles.has(word)) return false
  if (word === 'weekend') return false
  if (functionWords.has(word) || calendarWords.has(word) || matchNumber(run, 0) !== null) return true
  // "Pie" is a picture only where a picture is spoken of, "gap" a change only of something, and "plus" joins nothing to nothing.
  return (phraseTable.get(word) ?? []).some(
    (meaning) => meaning.kind !== 'chart' && (from > 0 || (meaning.kind !== 'thread' && !isJoiner(meaning))),
  )
}

function isJoiner(meaning: Meaning): boolean {
  return meaning.kind === 'cue' && meaning.cue === 'and'
}

/** How likely a run of words of the grammar is a value after all; 0: it is none. */
function likelihood(tokens: readonly Token[], from: number, to: number): number {
  if (to === from + 1) {
    const { word } = tokens[from]!
    if (isInPhrase(tokens, from)) return 0
    // As good as passing it over: the person is asked.
    if (participles.has(word) || mayBeName(tokens, from)) return 0.89
    if (articles.has(word)) return isLedTo(tokens, from) && isAtEnd(tokens[to]) ? 1 : 0
    if (functionWords.has(word)) return word === 'it' && isLedTo(tokens, from) ? 0.89 : 0
  }
  if (!isLedTo(tokens, from)) return 0.7
  // "Of quarterly last month": nothing follows that the word could belong to.
  return isAtEnd(tokens[to]) ? 1 : 0.85
}

/** "How many", "at least": a word that is part of a phrase there. */
function isInPhrase(tokens: readonly Token[], at: number): boolean {
  for (let from = Math.max(0, at - longestPhrase + 1); from <= at; from++)
    for (let to = Math.max(at + 1, from + 2); to <= Math.min(tokens.length, from + longestPhrase); to++) {
      const words = tokens.slice(from, to).map(({ word }) => word)
      if (phraseTable.has(words.join(' '))) return true
    }
  return false
}

/** "For", "in" and the like lead to a member. */
function isLedTo(tokens: readonly Token[], from: number): boolean {
  const before = tokens[from - 1]?.word
  return leads.has(before === 'the' ? (tokens[from - 2]?.word ?? '') : (before ?? ''))
}

function isAtEnd(next: Token | undefined): boolean {
  return next === undefined || closers.has(next.word) || calendarWords.has(next.word)
}

const articles = new Set(['a', 'i'])
const closers = new Set('by in per for on at from to since until over during vs versus compared each split'.split(' '))
const leads = new Set('for in from of at within only excluding except is are was were = called named not'.split(' '))
const links = new Set('is are was were = equals equal to of the a an named called not isnt no'.split(' '))

/** The dimensions that are named right before a word: "status open", "the category is Total". */
function dimensionsBefore(tokens: readonly Token[], from: number, lexicon: Lexicon): ReadonlySet<string> {
  const found = new Set<string>()
  for (let end = from; end > Math.max(0, from - 4); end--) {
    for (let start = end - 1; start >= Math.max(0, end - 4); start--)
      for (const { named } of lexicon.names(tokens.slice(start, end)))
        if (named.kind === 'dimension' || named.kind === 'flag') found.add(named.dimension)
    if (found.size > 0 || !links.has(tokens[end - 1]!.word)) break
  }
  return found
}

/** Written with a capital where most words are not. */
function isCapitalised(tokens: readonly Token[], from: number, to: number): boolean {
  const isCapital = ({ raw }: Token) => /^\p{Lu}/u.test(raw)
  const others = tokens.filter((_, at) => at > 0 && (at < from || at >= to))
  return from > 0 && tokens.slice(from, to).every(isCapital) && others.filter(isCapital).length * 2 <= others.length
}

/** Takes away what else begins or ends within a run. */
function only(lattice: Item[][], from: number, to: number): void {
  const isAround = (item: Item) =>
    item.to <= from || item.from >= to || (item.from <= from && item.to >= to && item.to - item.from > to - from)
  for (let at = 0; at < to; at++) lattice[at] = lattice[at]!.filter((item) => isAround(item) || isNameOf(item))
}

function isNameOf({ meaning }: Item): boolean {
  return meaning.kind === 'value' || meaning.kind === 'text' || meaning.kind === 'kpi' || meaning.kind === 'dimension'
}

/** In quotes stands a value or a text, whatever its words mean elsewhere. */
function tagQuoted(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon, lattice: Item[][]): void {
  const run = tokens.slice(from, to)
  const exact = lexicon.values(run)
  const found = exact.length > 0 ? exact : [...lexicon.values(run, true), ...lexicon.valuesWith(run)]
  if (found.length === 0) return
  for (let at = 0; at < to; at++)
    lattice[at] = lattice[at]!.filter((item) => item.to <= from || item.from >= to || item.meaning.kind === 'text')
  for (const { dimension, value, fit } of found) lattice[from]!.push(valueItem(from, to, dimension, value, fit))
}

/** "Fragile: yes", "where is gift is no". */
function tagAnswers(tokens: readonly Token[], at: number, lexicon: Lexicon, lattice: Item[][]): void {
  const said = answers.get(tokens[at]!.word)
  if (said === undefined || at === 0) return
  for (const dimension of dimensionsBefore(tokens, at, lexicon))
    if (lexicon.viewsOf(dimension).some((view) => view.dimensions.get(dimension)?.type === 'boolean')) {
      only(lattice, at, at + 1)
      lattice[at]!.push(valueItem(at, at + 1, dimension, said, 1))
    }
}

/** Words that nothing explains may be part of a value's name: "weiss" of "Dr. Jon Weiss", longest runs first. */
export function tagPartsOfValues(tokens: readonly Token[], lexicon: Lexicon, lattice: Item[][]): void {
  const isExplained = (at: number) =>
    structureWords.has(tokens[at]!.word) ||
    lattice.some((items) => items.some((item) => item.from <= at && at < item.to))
  const open = tokens.map((_, at) => !isExplained(at))
  for (let from = 0; from < tokens.length; from++)
    for (let to = Math.min(tokens.length, from + longestPart); to > from; to--) {
      const run = tokens.slice(from, to)
      if (!run.some((_, offset) => open[from + offset]) || !isTelling(run)) continue
      const found = partsOf(run, isLedTo(tokens, from) || isCapitalised(tokens, from, to), lexicon)
      for (const meaning of found) lattice[from]!.push({ from, to, meaning, fit: run.length > 1 ? 0.8 : 0.6 })
      if (found.length > 0) break
    }
}

/** The values that hold these words; where many do, all of them together and the commonest by themselves, for the person to choose. */
function partsOf(run: readonly Token[], isLed: boolean, lexicon: Lexicon): readonly Meaning[] {
  const found = lexicon
    .someWith(run)
    .filter(({ value }) => run.length > 1 || isPartAlone(run[0]!, String(value), isLed))
  const text = run.map(({ raw }) => raw).join(' ')
  const dimensions = new Set(found.map(({ dimension }) => dimension))
  const together = [...dimensions].filter((dimension) => {
    const values = found.filter((each) => each.dimension === dimension)
    return values.length > 1 && values.every(({ value }) => String(value).toLowerCase().includes(text.toLowerCase()))
  })
  return [
    ...together.map((dimension) => ({ kind: 'holding' as const, dimension, text })),
    ...found.map(({ dimension, value }) => ({ kind: 'value' as const, dimension, value })),
  ]
}

/**
 * Whether one word may stand for a name of several: "weiss" for "Dr. Jon Weiss". "Oscars" are no part of "Oscar and Lucinda",
 * and a common word that says of what kind a thing is, as "review" in "Pending Review", names it only where a member is due.
 */
function isPartAlone({ word }: Token, value: string, isLed: boolean): boolean {
  const words = tokenize(value).map((token) => token.word)
  return words.includes(word) && (isLed || words.at(-1) !== word || !isEnglishWord(word))
}

/** Words of a part of a name that are looked up together. */
const longestPart = 5

/** A part of a name begins and ends with words of its own; one common word alone is no part of any. */
function isTelling(run: readonly Token[]): boolean {
  const [first, last] = [run[0]!, run.at(-1)!]
  if (structureWords.has(first.word) || structureWords.has(last.word)) return false
  return run.some((token) => token.word.length > 2) && (run.length > 1 || !plainWords.has(first.stem))
}

function valueItem(from: number, to: number, dimension: string, value: Scalar, fit: number): Item {
  return { from, to, meaning: { kind: 'value', dimension, value }, fit }
}
