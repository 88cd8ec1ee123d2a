/** What words mean on this catalog: names of KPIs, dimensions, views and time columns, and the values of dimensions. */
import type { View } from '../analytics/catalog.ts'
import { aliases } from './aliases.ts'
import { buildApart, type Apart } from './apart.ts'
import { sameNamed, type Named } from './named.ts'
import type { Knowledge } from './plan.ts'
import { inflectedKeys, otherForms } from './name-forms.ts'
import { keyOf, keyOfWords, tokenize, type Token } from './text.ts'
import { buildValueIndex, type ValueIndex, type ValueMatch } from './value-index.ts'
import { buildWordIndex, type WordIndex } from './word-index.ts'

/** A name found, with how well it fits: 1 as written, less for other inflections, parts of names and typing errors. */
export interface NameMatch {
  readonly named: Named
  readonly fit: number
}

export interface Lexicon {
  readonly knowledge: Knowledge
  /** What a run of words is a name of. Typing errors only when `typos` is set. */
  names(words: readonly Token[], typos?: boolean): readonly NameMatch[]
  /** Which values a run of words is. */
  values(words: readonly Token[], typos?: boolean): readonly ValueMatch[]
  /** Values that hold these words among others, for partial names. */
  valuesWith(words: readonly Token[]): readonly ValueMatch[]
  /** Names of several words that stand apart or in another order; `isPassable`: whether a token may stand between them. */
  apart(tokens: readonly Token[], isPassable: (at: number) => boolean): readonly Apart<Named>[]
  /** Some of the values that hold these words, however many there are. */
  someWith(words: readonly Token[]): readonly ValueMatch[]
  /** Views that have a dimension of this name. */
  viewsOf(dimension: string): readonly View[]
  /** Words of the longest name or value. */
  readonly longest: number
}

/** What the catalog says itself, or nearly. */
const sure = 0.85

/** Reads catalog and values into a lexicon; its cost grows with the number of values only. */
export function buildLexicon(knowledge: Knowledge): Lexicon {
  const { catalog } = knowledge
  const names = new Map<string, NameMatch[]>()
  const verbs = new Map<string, NameMatch[]>()
  let longest = 1
  const add = (text: string, named: Named, fit: number) => {
    const key = keyOf(text)
    if (key === '') return
    put(names, key, { named, fit })
    const words = tokenize(text.replaceAll('_', ' '))
    longest = Math.max(longest, words.length)
    for (const other of otherForms(words, named.kind)) put(verbs, other.key, { named, fit: fit * other.fit })
  }
  const all = aliases(catalog)
  for (const { text, named, fit } of all) add(text, named, fit)
  const apart = buildApart(
    all.flatMap(({ text, named, fit }) =>
      fit >= sure && (named.kind === 'kpi' || named.kind === 'dimension') ? [{ text, name: named }] : [],
    ),
  )
  const values: ValueIndex = buildValueIndex(knowledge)
  const words: WordIndex = buildWordIndex(names.keys())
  const byDimension = new Map<string, View[]>()
  for (const view of catalog.views.values())
    for (const dimension of view.dimensions.keys())
      byDimension.set(dimension, [...(byDimension.get(dimension) ?? []), view])

  return {
    knowledge,
    longest: Math.max(longest, values.longest),
    names(run, typos = false) {
      const key = keyOfWords(run)
      const exact = names.get(key)
      if (exact) return exact
      const inflected = inflectedKeys(run, key).flatMap((each) => verbs.get(each) ?? [])
      if (inflected.length > 0) return bestOfEach(inflected)
      if (!typos) return []
      return words
        .near(key)
        .flatMap((near) =>
          (names.get(near.key) ?? [])
            .filter(({ fit }) => fit >= 0.8)
            .map(({ named, fit }) => ({ named, fit: fit * near.fit })),
        )
    },
    values: (run, typos = false) => values.find(run, typos),
    valuesWith: (run) => values.holding(run),
    apart,
    someWith: (run) => values.someHolding(run),
    viewsOf: (dimension) => byDimension.get(dimension) ?? [],
  }
}

function bestOfEach(matches: readonly NameMatch[]): readonly NameMatch[] {
  const found = new Map<string, NameMatch[]>()
  for (const match of matches) put(found, '', match)
  return found.get('') ?? []
}

function put(into: Map<string, NameMatch[]>, key: string, match: NameMatch): void {
  const before = into.get(key)
  if (!before) return void into.set(key, [match])
  const same = before.findIndex(({ named }) => sameNamed(named, match.named))
  if (same < 0) before.push(match)
  else if (before[same]!.fit < match.fit) before[same] = match
}
