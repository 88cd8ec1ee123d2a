/** The values of dimensions by the words people use for them. Masked dimensions are never in it. */
import type { Scalar } from '../analytics/catalog.ts'
import type { Knowledge } from './plan.ts'
import { fold, keyOf, keyOfWords, stemsOf, tokenize, type Token } from './text.ts'
import { buildWordIndex, type WordIndex } from './word-index.ts'

export interface ValueMatch {
  readonly dimension: string
  readonly value: Scalar
  /** 1 as written, less for parts and typing errors. */
  readonly fit: number
}

export interface ValueIndex {
  find(words: readonly Token[], typos: boolean): readonly ValueMatch[]
  /** Values that hold all of these words among others; none when too many do. */
  holding(words: readonly Token[]): readonly ValueMatch[]
  readonly longest: number
}

/** More words than this are not looked up as one value. */
const longestValue = 8
/** A word that more values hold is no name for any of them. */
const holdersKept = 5

/** Indexes all values once; the spelling index is built on first need. */
export function buildValueIndex({ catalog, values }: Knowledge): ValueIndex {
  const dimensions: string[] = []
  const entries: { dimension: number; value: Scalar }[] = []
  const byKey = new Map<string, number | number[]>()
  const byWord = new Map<string, number | number[]>()
  const seen = new Set<string>()
  const single = new Set<string>()
  let longest = 1
  const add = (key: string, entry: number) => {
    if (key !== '') append(byKey, key, entry, 50)
  }
  for (const view of catalog.views.values())
    for (const dimension of view.dimensions.values()) {
      if (dimension.masked) continue
      let place = dimensions.indexOf(dimension.name)
      if (place < 0) place = dimensions.push(dimension.name) - 1
      for (const value of values.get(view.name)?.get(dimension.name) ?? []) {
        if (typeof value === 'boolean') continue
        const text = String(value)
        const known = `${place} ${text}`
        if (seen.has(known)) continue
        seen.add(known)
        const entry = entries.push({ dimension: place, value }) - 1
        const stems = stemsOf(text)
        add(stems.join(''), entry)
        longest = Math.max(longest, stems.length)
        if (stems.length === 1) single.add(stems[0]!)
        if (stems.length > 1) for (const word of stems) if (word.length > 1) append(byWord, word, entry, holdersKept)
      }
      for (const [written, words] of dimension.values) {
        const value = typed(written, dimension.type)
        const entry = entries.push({ dimension: place, value }) - 1
        for (const word of words) {
          add(keyOf(word), entry)
          for (const part of stemsOf(word)) single.add(part)
          longest = Math.max(longest, tokenize(word).length)
        }
        if (!seen.has(`${place} ${written}`)) add(keyOf(written), entry)
      }
    }
  seen.clear()
  let spelling: WordIndex | null = null
  let last: { readonly word: string; readonly near: ReturnType<WordIndex['near']> } | null = null
  // A word is looked up in several runs of words, one after the other.
  const nearTo = (word: string) => {
    spelling ??= buildWordIndex(new Set([...single, ...byWord.keys()]))
    if (last?.word !== word) last = { word, near: spelling.near(word) }
    return last.near
  }
  const matches = (at: number | number[] | undefined, fit: number): ValueMatch[] => {
    if (at === undefined) return []
    const found: ValueMatch[] = []
    for (const entry of typeof at === 'number' ? [at] : at) {
      const { dimension, value } = entries[entry]!
      const name = dimensions[dimension]!
      if (!found.some((before) => before.dimension === name && before.value === value))
        found.push({ dimension: name, value, fit })
    }
    return found
  }
  return {
    longest: Math.min(longest, longestValue),
    find(words, typos) {
      const key = keyOfWords(words)
      const exact = matches(byKey.get(key), 1)
      if (exact.length > 0 || !typos) return asWritten(exact, words)
      const slipped = words.filter(({ stem }) => !single.has(stem) && !byWord.has(stem))
      const [slip] = slipped
      if (!slip || slipped.length > 1) return []
      return nearTo(slip.stem).flatMap((near) =>
        matches(byKey.get(words.map(({ stem }) => (stem === slip.stem ? near.key : stem)).join('')), near.fit),
      )
    },
    holding(words) {
      let rarest: number[] | null = null
      for (const word of words) {
        const at = byWord.get(word.stem)
        if (at === undefined) return []
        const list = typeof at === 'number' ? [at] : at
        if (list.length < holdersKept && (rarest === null || list.length < rarest.length)) rarest = list
      }
      if (rarest === null) return []
      return matches(rarest, 0.6).filter(({ value }) => {
        const held = new Set(tokenize(String(value)).map((token) => token.stem))
        return words.every((word) => held.has(word.stem))
      })
    },
  }
}

/** Values that differ only in what the key leaves out: the one written exactly so wins. */
function asWritten(found: readonly ValueMatch[], words: readonly Token[]): readonly ValueMatch[] {
  if (found.length < 2) return found
  const wanted = words.map((token) => token.word).join(' ')
  const exact = found.filter((match) => fold(String(match.value)) === wanted)
  return exact.length > 0 ? exact : found
}

function typed(written: string, type: string): Scalar {
  if (type === 'number' && written.trim() !== '' && Number.isFinite(Number(written))) return Number(written)
  if (type === 'boolean') return written === 'true'
  return written
}

function append(into: Map<string, number | number[]>, key: string, entry: number, most: number): void {
  const before = into.get(key)
  if (before === undefined) into.set(key, entry)
  else if (typeof before === 'number') into.set(key, [before, entry])
  else if (before.length < most) before.push(entry)
}
