/** The closed word lists as one table: phrase → what it can mean. */
import { fiscalGrains, grainPhrases, holidayPhrases, weekendsAgainstWeekdays } from './words/en-calendar.ts'
import * as words from './words/en.ts'
import { boundSubjects, comparatives, everydayVerbs, everydayWords, superlatives } from './words/en-everyday.ts'
import { queryParts, threadClosers, threadWords } from './words/en-talk.ts'
import type { Cue, Meaning } from './meaning.ts'

/** Phrase (folded words, one space between) → meanings. */
export const phraseTable: ReadonlyMap<string, readonly Meaning[]> = buildTable()

/** Words of the longest phrase. */
export const longestPhrase = Math.max(...[...phraseTable.keys()].map((phrase) => phrase.split(' ').length))

/** Phrases that lean on the turn before, and what they can mean. */
export const threadTable: ReadonlyMap<string, readonly Meaning[]> = buildThreadTable()

/** Words of the longest of them. */
export const longestThreadPhrase = Math.max(...[...threadTable.keys()].map((phrase) => phrase.split(' ').length))

/** What the lists say that these words can mean together. */
export function phraseMeanings(words: readonly { readonly word: string }[]): readonly Meaning[] {
  const phrase = words.map(({ word }) => word).join(' ')
  return [...(phraseTable.get(phrase) ?? []), ...(threadTable.get(phrase) ?? [])]
}

/** Every single word of them. */
export const threadPhraseWords: ReadonlySet<string> = new Set(
  [...threadTable.keys()].flatMap((phrase) => phrase.split(' ')),
)

/** Every single word the lists hold, for recognising slips of the keys in them. */
export const phraseWords: ReadonlySet<string> = new Set([...phraseTable.keys()].flatMap((phrase) => phrase.split(' ')))

function buildTable(): Map<string, Meaning[]> {
  const table = new Map<string, Meaning[]>()
  const add = (phrase: string, meaning: Meaning) => {
    const before = table.get(phrase)
    if (before) before.push(meaning)
    else table.set(phrase, [meaning])
  }
  const cues: readonly (readonly [Cue, readonly string[]])[] = [
    ['by', words.splitters.filter((phrase) => !words.dividers.includes(phrase))],
    ['per', words.dividers],
    ['wise', ['wise']],
    ['versus', words.versus],
    ['compare', words.comparing],
    ['difference', words.differences],
    ['and', words.joiners],
    ['with', words.relatives],
    ['not', words.negations],
    ['which', ['which', 'who', 'where']],
    ['count', words.counters],
    ['distinct', words.distinctWords],
    ['share', words.shares],
    ['running', words.runningTotals],
    ['moving', words.movingAverages],
    ['distribution', words.distributions],
    ['peak', words.peaks],
    ['trend', words.trends],
    ['relation', words.relations],
    ['sort', words.sorters],
    ['between', words.betweens],
  ]
  for (const [cue, phrases] of cues) for (const phrase of phrases) add(phrase, { kind: 'cue', cue })
  for (const [phrase, aggregation] of words.aggregations) add(phrase, { kind: 'aggregation', aggregation })
  for (const [phrase, rank] of words.rankings) add(phrase, { kind: 'ranking', rank, subject: null })
  for (const [phrase, { subject, end }] of superlatives) add(phrase, { kind: 'ranking', rank: end, subject })
  for (const [word, subject] of comparatives) add(word, { kind: 'comparative', subject })
  for (const [word, code] of words.currencies) add(`in ${word}`, { kind: 'currency', code })
  for (const [word, subject] of everydayWords) add(word, { kind: 'everyday', subject, isVerb: false })
  for (const [word, subject] of everydayVerbs) add(word, { kind: 'everyday', subject, isVerb: true })
  for (const phrase of words.changes)
    add(phrase, {
      kind: 'change',
      rising: /grow|grew|increas|rise|rising|rose|up|higher/.test(phrase),
      falling: /drop|declin|decreas|fall|fell|down|lower|shr[aiu]nk|worsen/.test(phrase),
      relative: /percent|%|rate/.test(phrase),
    })
  for (const [phrase, how] of words.comparisonsBefore) add(phrase, { kind: 'before', how })
  for (const [phrase, grain] of words.stepsByGrain) add(phrase, { kind: 'step', grain })
  for (const [phrase, grain] of words.grains)
    add(phrase, { kind: 'grain', grain, isAdverb: /ly$| by |annual|annum/.test(phrase) })
  for (const [phrase, grain] of grainPhrases) add(phrase, { kind: 'grain', grain, isAdverb: true })
  for (const [phrase, grain] of fiscalGrains) add(phrase, { kind: 'grain', grain, isAdverb: false, isFiscal: true })
  for (const [phrase, part] of words.timeParts) add(phrase, { kind: 'part', part })
  for (const phrase of holidayPhrases) add(phrase, { kind: 'holidays' })
  for (const phrase of weekendsAgainstWeekdays) add(phrase, { kind: 'part', part: 'weekend' })
  for (const { words: list, part, values } of words.partValues)
    for (const phrase of list.split('|')) add(phrase.trim(), { kind: 'part_values', part, values })
  for (const [phrase, op] of words.bounds)
    add(phrase, { kind: 'bound', op, subject: boundSubjects.get(phrase) ?? null })
  for (const [phrase, op] of words.boundsAfter) add(phrase, { kind: 'bound_after', op })
  for (const [phrase, order] of words.orderings) add(phrase, { kind: 'ordering', order })
  // "From youngest to oldest"
  for (const [one, { subject, end }] of superlatives)
    for (const [other, { subject: same, end: opposite }] of superlatives)
      if (subject === same && end !== opposite)
        for (const phrase of [`${one} to ${other}`, `from ${one} to ${other}`])
          if (!words.orderings.has(phrase)) add(phrase, { kind: 'ordering', order: orderFrom(end) })
  // "Lightest first": the end that a ranking would be from.
  const ends = [...words.rankings, ...[...superlatives].map(([phrase, { end }]) => [phrase, end] as const)]
  for (const [phrase, end] of ends)
    if (!words.orderings.has(`${phrase} first`)) add(`${phrase} first`, { kind: 'ordering', order: orderFrom(end) })
  for (const [phrase, chart] of words.chartWords) add(phrase, { kind: 'chart', chart })
  for (const phrase of words.binsBefore) add(phrase, { kind: 'bins', isBefore: true })
  for (const phrase of words.binsAfter) add(phrase, { kind: 'bins', isBefore: false })
  for (const [phrase, axis] of words.plotAxes) add(phrase, { kind: 'plot_axis', axis })
  for (const [phrase, channel] of words.channelWords) add(phrase, { kind: 'channel', channel })
  for (const [phrase, test] of words.textTests) add(phrase, { kind: 'text_test', test })
  for (const phrase of words.courtesies) add(phrase, { kind: 'filler' })
  return table
}

function buildThreadTable(): Map<string, Meaning[]> {
  const table = new Map<string, Meaning[]>()
  const add = (phrase: string, meaning: Meaning) => void table.set(phrase, [...(table.get(phrase) ?? []), meaning])
  for (const [phrase, how] of threadWords) add(phrase, { kind: 'thread', how })
  for (const phrase of threadClosers)
    if (threadWords.get(phrase) !== 'also') add(phrase, { kind: 'thread', how: 'also' })
  for (const [phrase, part] of queryParts) add(phrase, { kind: 'query_part', part })
  return table
}

function orderFrom(end: 'highest' | 'lowest' | 'best' | 'worst'): words.Ordering {
  if (end === 'best' || end === 'worst') return end
  return end === 'highest' ? 'descending' : 'ascending'
}
