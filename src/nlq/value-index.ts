/** The values of dimensions by the words people use for them. Masked dimensions are never in it. */
import type { Scalar } from '../analytics/catalog.ts'
import { stem } from './inflection.ts'
import type { Knowledge } from './plan.ts'
import { fold, keyOf, keyOfStems, keyOfWords, stemsOf, type Token } from './text.ts'
import { initialsOf, otherNames } from './value-names.ts'
import { functionWords } from './words/en.ts'
import { buildWordIndex, type WordIndex } from './word-index.ts'

export interface ValueMatch {
  readonly dimension: string
  readonly value: Scalar
  /** 1 as written, less for parts and typing errors. */
  readonly fit: number
}

export interface ValueIndex {
  find(words: readonly Token[], typos: boolean): readonly ValueMatch[]
  /** Values that hold these words in this order among others; none when too many do. */
  holding(words: readonly Token[]): readonly ValueMatch[]
  /** Some of those, however many there are. */
  someHolding(words: readonly Token[]): readonly ValueMatch[]
  readonly longest: number
}

/** More words than this are not looked up as one value. */
const longestValue = 8
/** A word that more values hold is no name for any of them. */
const holdersKept = 5
/** First letters tell the members of a small dimension apart, and none of a large one; two letters less so. */
const mostWithInitials = 500
const mostWithTwo = 60

/** A word of values, and which values of several words hold it. */
interface Word {
  readonly stem: string
  holders: number | number[] | null
}

/** What was read once, by number: an entry is one value of one dimension. */
interface Entries {
  readonly dimensions: readonly string[]
  /** Entry → index into `dimensions`. */
  readonly places: readonly number[]
  readonly values: readonly Scalar[]
  readonly byKey: ReadonlyMap<string, number | number[]>
  readonly byStem: ReadonlyMap<string, Word>
  readonly byInitials: ReadonlyMap<string, number[]>
  readonly longest: number
}

/** Indexes all values once; the spelling index is built on first need. */
export function buildValueIndex(knowledge: Knowledge): ValueIndex {
  const { dimensions, places, values, byKey, byStem, byInitials, longest } = readEntries(knowledge)
  const near = createNear(byStem)
  const matches = (at: number | readonly number[] | null | undefined, fit: number): ValueMatch[] => {
    if (at === undefined || at === null) return []
    const found: ValueMatch[] = []
    for (const entry of typeof at === 'number' ? [at] : at) {
      const [dimension, value] = [dimensions[places[entry]!]!, values[entry]!]
      if (!found.some((before) => before.dimension === dimension && before.value === value))
        found.push({ dimension, value, fit })
    }
    return found
  }
  const someHolding = (words: readonly Token[], isMeant: (holders: number) => boolean) => {
    const said = words.filter((word) => word.stem !== '')
    if (!said.some((word) => word.stem.length > 2)) return []
    let rarest: readonly number[] | null = null
    for (const { stem: each } of said) {
      if (each.length < 2) continue
      const holders = byStem.get(each)?.holders ?? null
      if (holders === null) return []
      const list = typeof holders === 'number' ? [holders] : holders
      if (isMeant(list.length) && (rarest === null || list.length < rarest.length)) rarest = list
    }
    const wanted = said.map((word) => word.stem)
    return matches(rarest, 0.6).filter(({ value }) => {
      let at = 0
      for (const each of stemsOf(String(value))) if (each === wanted[at]) at++
      return at === wanted.length
    })
  }
  return {
    longest: Math.min(longest, longestValue),
    find(words, typos) {
      const exact = matches(byKey.get(keyOfWords(words)), 1)
      if (exact.length > 0) return asWritten(exact, words)
      if (words.length === 1) {
        const { raw, word } = words[0]!
        const isCapital = raw === raw.toUpperCase()
        const short =
          isCapital || !functionWords.has(word) ? matches(byInitials.get(word), isCapital ? 0.95 : 0.75) : []
        if (short.length > 0) return short
      }
      if (!typos) return []
      const slipped = words.filter((word) => word.stem !== '' && !byStem.has(word.stem))
      const [slip] = slipped
      if (!slip || slipped.length > 1) return []
      const meant = near(slip.stem)
      // A slip may look like an ending: "moblie" is not what "mobly" has for a plural.
      return (meant.length > 0 ? meant : near(slip.word)).flatMap((one) =>
        matches(byKey.get(keyOfStems(words.map((word) => (word === slip ? one.key : word.stem)))), one.fit),
      )
    },
    holding: (words) => someHolding(words, (holders) => holders < holdersKept),
    someHolding: (words) => someHolding(words, () => true),
  }
}

function readEntries({ catalog, values: known }: Knowledge): Entries {
  const dimensions: string[] = []
  const places: number[] = []
  const values: Scalar[] = []
  const byKey = new Map<string, number | number[]>()
  const byStem = new Map<string, Word>()
  const seen = new Map<string, Set<Scalar>>()
  let longest = 1
  const wordOf = createWords(byStem)
  const enter = (place: number, value: Scalar) => {
    places.push(place)
    return values.push(value) - 1
  }
  const name = (key: string, entry: number) => {
    if (key === '') return
    const before = byKey.get(key)
    if (before === undefined) byKey.set(key, entry)
    else if (typeof before === 'number') byKey.set(key, [before, entry])
    else if (before.length < 50) before.push(entry)
  }
  for (const view of catalog.views.values())
    for (const dimension of view.dimensions.values()) {
      if (dimension.masked) continue
      let place = dimensions.indexOf(dimension.name)
      if (place < 0) place = dimensions.push(dimension.name) - 1
      const before = seen.get(dimension.name) ?? new Set()
      seen.set(dimension.name, before)
      for (const value of known.get(view.name)?.get(dimension.name) ?? []) {
        if (typeof value === 'boolean' || before.has(value)) continue
        before.add(value)
        const text = String(value)
        const entry = enter(place, value)
        const words = (plainWordsOf(text) ?? stemsOf(text)).map(wordOf)
        name(keyOfStems(words.map((word) => word.stem)), entry)
        if (words.length > longest) longest = words.length
        if (words.length > 1) for (const word of words) hold(word, entry)
        for (const other of otherNames(text)) {
          name(keyOf(other), entry)
          longest = Math.max(longest, words.length + 1)
        }
      }
      for (const [written, others] of dimension.values) {
        const value = typed(written, dimension.type)
        const entry = enter(place, value)
        for (const other of others) {
          name(keyOf(other), entry)
          const words = stemsOf(other).map(wordOf)
          if (words.length > longest) longest = words.length
        }
        if (!before.has(value)) name(keyOf(written), entry)
      }
    }
  const sizes = dimensions.map((name) => seen.get(name)!.size)
  const byInitials = new Map<string, number[]>()
  values.forEach((value, entry) => {
    const size = sizes[places[entry]!]!
    if (size > mostWithInitials) return
    for (const letters of initialsOf(String(value)))
      if (letters.length > 2 || size <= mostWithTwo)
        byInitials.set(letters, [...(byInitials.get(letters) ?? []), entry])
  })
  return { dimensions, places, values, byKey, byStem, byInitials, longest }
}

/** Words by their stems, each plural looked at once. */
function createWords(byStem: Map<string, Word>): (written: string) => Word {
  const plurals = new Map<string, string>()
  return (written) => {
    let base = plurals.get(written)
    if (base === undefined) {
      base = stem(written)
      if (base !== written) plurals.set(written, base)
    }
    let word = byStem.get(base)
    if (!word) byStem.set(base, (word = { stem: base, holders: null }))
    return word
  }
}

function hold(word: Word, entry: number): void {
  if (word.holders === null) word.holders = entry
  else if (typeof word.holders === 'number') word.holders = [word.holders, entry]
  else if (word.holders.length < holdersKept) word.holders.push(entry)
}

/** Words near in spelling. A word is looked up in several runs of words, one after the other. */
function createNear(byStem: ReadonlyMap<string, Word>): (word: string) => ReturnType<WordIndex['near']> {
  let spelling: WordIndex | null = null
  let last: { readonly word: string; readonly near: ReturnType<WordIndex['near']> } | null = null
  return (word) => {
    spelling ??= buildWordIndex(byStem.keys())
    if (last?.word !== word) last = { word, near: spelling.near(word) }
    return last.near
  }
}

/** The lower-case words of a value that is nothing but words, as most are; null for others. */
function plainWordsOf(text: string): readonly string[] | null {
  return /^[A-Za-z][A-Za-z0-9]*(?: [A-Za-z][A-Za-z0-9]*)*$/.test(text) ? text.toLowerCase().split(' ') : null
}

/** Values of a dimension that differ only in what the key leaves out: the one written exactly so wins. */
function asWritten(found: readonly ValueMatch[], words: readonly Token[]): readonly ValueMatch[] {
  if (found.length < 2) return found
  const wanted = words.map((token) => token.word).join(' ')
  const exact = new Set(found.filter((match) => fold(String(match.value)) === wanted))
  const sure = new Set([...exact].map(({ dimension }) => dimension))
  return found.filter((match) => exact.has(match) || !sure.has(match.dimension))
}

function typed(written: string, type: string): Scalar {
  if (type === 'number' && written.trim() !== '' && Number.isFinite(Number(written))) return Number(written)
  if (type === 'boolean') return written === 'true'
  return written
}
