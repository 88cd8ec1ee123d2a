/** What words mean on this catalog: names of KPIs, dimensions, views and time columns, and the values of dimensions. */
import type { Aggregation, Catalog, Kpi, View } from '../analytics/catalog.ts'
import type { Knowledge } from './plan.ts'
import { functionWords, grains, timeParts } from './words/en.ts'
import { threadClosers } from './words/en-talk.ts'
import { verbsOf, verbsOfNoun } from './inflection.ts'
import { keyOf, keyOfStems, keyOfWords, tokenize, type Token } from './text.ts'
import { buildValueIndex, type ValueIndex, type ValueMatch } from './value-index.ts'
import { buildWordIndex, type WordIndex } from './word-index.ts'

/** Something the catalog has a name for. */
export type Named =
  | { readonly kind: 'kpi'; readonly kpi: string; readonly aggregation?: Aggregation }
  | { readonly kind: 'records'; readonly view: string }
  | { readonly kind: 'dimension'; readonly dimension: string }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'view'; readonly view: string }
  /** A yes-or-no dimension's name used as a quality: gift orders. */
  | { readonly kind: 'flag'; readonly dimension: string; readonly isTrue: boolean }

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
  /** Names nearest in spelling or sharing a word, for "did you mean". */
  near(text: string): readonly Named[]
  /** Views that have a dimension of this name. */
  viewsOf(dimension: string): readonly View[]
  /** Words of the longest name or value. */
  readonly longest: number
}

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
    for (const other of otherForms(words, named)) put(verbs, other.key, { named, fit: fit * other.fit })
  }
  for (const { text, named, fit } of aliases(catalog)) add(text, named, fit)
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
    near: (text) => nearNames(text, names),
    viewsOf: (dimension) => byDimension.get(dimension) ?? [],
  }
}

/** The keys of a name when verbs in it are said in other forms; what is done is also called by its verb: shipments, shipped. */
function otherForms(words: readonly Token[], { kind }: Named): readonly { key: string; fit: number }[] {
  // "Open" is a state and "opened" a time, markets are no marketing: such names hold as they are written.
  if (kind === 'time') return []
  const stems = words.map((token) => token.stem)
  if (kind === 'dimension' && words.length < 2)
    return stems[0]?.endsWith('ing')
      ? verbsOf(`${stems[0].slice(0, -3)}ed`)
          .map(doneKey)
          .map((key) => ({ key, fit: 0.9 }))
      : []
  const found = keysOf(words.map((token) => [token.stem, ...verbsOf(token.word)])).map((key) => ({ key, fit: 0.9 }))
  if (kind === 'kpi' || kind === 'records')
    for (const verb of verbsOfNoun(stems.at(-1)!))
      found.push({ key: keyOfStems([...stems.slice(0, -1), verb]), fit: 0.8 })
  return found
}

/** "R rated" by the rating: what was done names the dimension, the verb alone does not. */
function doneKey(verb: string): string {
  return `${verb} done`
}

/** The keys under which a run may be known when verbs in it are taken for other forms of them. */
function inflectedKeys(run: readonly Token[], key: string): readonly string[] {
  const forms = run.map((token) => verbsOf(token.word))
  if (forms.every((each) => each.length === 0)) return [key]
  const found = keysOf(run.map((token, at) => [token.stem, ...forms[at]!]))
  const [only] = run
  return run.length === 1 && only!.word.endsWith('ed') ? [...found, ...forms[0]!.map(doneKey)] : found
}

/** The keys of all combinations of what each word may be; of long runs only the first. */
function keysOf(alternatives: readonly (readonly string[])[]): readonly string[] {
  let runs: string[][] = [[]]
  for (const each of alternatives)
    runs = runs.flatMap((run) => (runs.length > 8 ? each.slice(0, 1) : each).map((stem) => [...run, stem]))
  return runs.map(keyOfStems)
}

function bestOfEach(matches: readonly NameMatch[]): readonly NameMatch[] {
  const found = new Map<string, NameMatch[]>()
  for (const match of matches) put(found, '', match)
  return found.get('') ?? []
}

interface Alias {
  readonly text: string
  readonly named: Named
  readonly fit: number
}

/** Words that open a KPI's label without naming it: "average order value" is also "order value". */
const openers =
  /^(?:average|avg|mean|median|total|sum of|number of|count of|overall|max|maximum|min|minimum|the)\s+(?=\S)/i
/** Endings of column-like names that people leave out. */
const endings = /\s+(?:name|id|code|key|number|no|label|title)$/i

function aliases(catalog: Catalog): readonly Alias[] {
  const found: Alias[] = []
  for (const kpi of catalog.kpis.values()) found.push(...kpiAliases(kpi))
  for (const view of catalog.views.values()) {
    const named: Named = { kind: 'view', view: view.name }
    for (const text of [view.name, view.label, ...view.synonyms]) found.push({ text: spaced(text), named, fit: 0.7 })
    if (view.rows)
      for (const text of [view.rows.label, ...view.rows.synonyms])
        found.push({ text, named: { kind: 'records', view: view.name }, fit: 0.95 })
    for (const time of view.times.values()) {
      const texts = [time.label, ...time.synonyms, ...(time.name === 'time' ? [] : [time.name])]
      // A column called "day" leaves the word to the grain.
      for (const text of texts.map(spaced))
        if (!grains.has(text.toLowerCase()) && !timeParts.has(text.toLowerCase()))
          found.push({ text, named: { kind: 'time', time: time.name }, fit: 0.9 })
    }
    for (const dimension of view.dimensions.values()) {
      const named: Named = { kind: 'dimension', dimension: dimension.name }
      for (const text of [dimension.name, dimension.label, ...dimension.synonyms]) {
        found.push({ text: spaced(text), named, fit: 1 })
        if (endings.test(spaced(text))) found.push({ text: spaced(text).replace(endings, ''), named, fit: 0.85 })
      }
      if (dimension.type === 'boolean')
        for (const written of [dimension.name, dimension.label, ...dimension.synonyms]) {
          const text = spaced(written).replace(/^(?:is|has|was|are|had|with)\s+/i, '')
          const flag = (isTrue: boolean): Named => ({ kind: 'flag', dimension: dimension.name, isTrue })
          found.push({ text, named: flag(true), fit: 0.9 })
          for (const prefix of ['un', 'non', 'non ', 'in'])
            found.push({ text: `${prefix}${text}`, named: flag(false), fit: 0.9 })
        }
    }
  }
  return [...found, ...headWords(found)]
}

function kpiAliases(kpi: Kpi): readonly Alias[] {
  const named: Named = { kind: 'kpi', kpi: kpi.name }
  const found: Alias[] = []
  for (const written of [kpi.name, kpi.label, ...kpi.synonyms]) {
    const text = spaced(written)
    found.push({ text, named, fit: 1 })
    const bare = text.replace(openers, '')
    if (bare !== text) found.push({ text: bare, named, fit: 0.85 })
    for (const tail of kpi.unit === 'count'
      ? ['numbers', 'figures', 'count', 'counts']
      : ['numbers', 'figures', 'amount', 'value'])
      found.push({ text: `${text} ${tail}`, named, fit: 0.9 })
  }
  const { measure } = kpi
  if (measure.kind === 'simple' && measure.column !== null && measure.where.size === 0)
    found.push({ text: spaced(measure.column), named, fit: 0.8 })
  return found
}

/** "cost" for "shipping cost", where nothing else is called just that. */
function headWords(all: readonly Alias[]): readonly Alias[] {
  const taken = new Set(all.map((alias) => keyOf(alias.text)))
  const found: Alias[] = []
  for (const { text, named, fit } of all) {
    if (fit < 1 || (named.kind !== 'kpi' && named.kind !== 'dimension')) continue
    const words = text.toLowerCase().split(/\s+/)
    const head = words.at(-1)!
    if (words.length < 2 || head.length < 3 || taken.has(keyOf(head)) || vague.has(keyOf(head))) continue
    // "Units sold" is not what "sold" means, nor "back" what "money back" does.
    if (functionWords.has(head) || threadClosers.has(head)) continue
    found.push({ text: head, named, fit: 0.6 })
  }
  return found
}

/** Last words of names that say nothing by themselves. */
const vague = new Set(
  'rate count number value amount total time date share ratio percentage percent size type name id code per day week month year group groups range band class level'.split(
    ' ',
  ),
)

function spaced(text: string): string {
  return text.replaceAll('_', ' ').trim()
}

function put(into: Map<string, NameMatch[]>, key: string, match: NameMatch): void {
  const before = into.get(key)
  if (!before) return void into.set(key, [match])
  const same = before.findIndex(({ named }) => sameNamed(named, match.named))
  if (same < 0) before.push(match)
  else if (before[same]!.fit < match.fit) before[same] = match
}

/** Whether two names name the same thing. */
function sameNamed(one: Named, other: Named): boolean {
  return (
    one.kind === other.kind &&
    nameOf(one) === nameOf(other) &&
    (one.kind !== 'flag' || other.kind !== 'flag' || one.isTrue === other.isTrue)
  )
}

/** The catalog's name for it. */
export function nameOf(named: Named): string {
  switch (named.kind) {
    case 'kpi':
      return named.kpi
    case 'records':
    case 'view':
      return named.view
    case 'dimension':
    case 'flag':
      return named.dimension
    case 'time':
      return named.time
  }
}

function nearNames(text: string, names: ReadonlyMap<string, readonly NameMatch[]>): readonly Named[] {
  const wanted = keyOf(text)
  const found: { named: Named; score: number }[] = []
  for (const [key, matches] of names) {
    const score = likeness(wanted, key)
    if (score > 0.45) for (const { named, fit } of matches) found.push({ named, score: score * fit })
  }
  found.sort((one, other) => other.score - one.score)
  const unique: Named[] = []
  for (const { named } of found)
    if ((named.kind === 'kpi' || named.kind === 'dimension') && !unique.some((before) => sameNamed(before, named)))
      unique.push(named)
  return unique.slice(0, 3)
}

/** Dice's coefficient of letter pairs. */
function likeness(one: string, other: string): number {
  if (one.length < 2 || other.length < 2) return 0
  const pairs = new Set<string>()
  for (let at = 0; at + 1 < one.length; at++) pairs.add(one.slice(at, at + 2))
  let shared = 0
  for (let at = 0; at + 1 < other.length; at++) if (pairs.has(other.slice(at, at + 2))) shared++
  return (2 * shared) / (one.length + other.length - 2)
}
