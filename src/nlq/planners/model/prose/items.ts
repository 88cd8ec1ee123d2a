/** A commentary read into what stands in it; or the first thing in it that may not. */
import { figureAt, type Figure } from './figures.ts'
import { groupsOf, isKey, type Facts, type Group, type Name } from './facts.ts'
import { namesOf } from './names.ts'
import { claimWords, joints, smallWords, type Claim } from './vocabulary.ts'

export type Item =
  | { readonly kind: 'name'; readonly name: Name }
  | { readonly kind: 'label'; readonly group: Group }
  | { readonly kind: 'figure'; readonly figure: Figure; readonly text: string }
  /** What a figure before it is counted in. */
  | { readonly kind: 'unit'; readonly word: string }
  /** A duration as it is printed. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'claim'; readonly claim: Claim; readonly word: string }
  | { readonly kind: 'small'; readonly word: string }
  /** Another statement, or another sentence, begins. */
  | { readonly kind: 'joint' }
  | { readonly kind: 'end' }

export function itemsOf(text: string, facts: Facts): readonly Item[] | string {
  const known = phrasesOf(facts)
  const items: Item[] = []
  for (let at = 0; at < text.length;) {
    const sign = text[at]!
    if (sign === ' ') {
      at++
      continue
    }
    const phrase = known.find((each) => standsAt(text, at, each))
    if (phrase) {
      if (phrase.item) items.push(phrase.item)
      at += phrase.text.length
      continue
    }
    const number = figureAt(text, at)
    if (number) {
      items.push({ kind: 'figure', figure: number.figure, text: text.slice(at, number.to) })
      at = number.to
      continue
    }
    const [word] = /^\p{L}+/u.exec(text.slice(at)) ?? []
    if (word !== undefined) {
      const item = itemOf(word.toLowerCase())
      if (!item) return `the word "${word}" is neither a name nor a label of these rows, nor among the words to be used`
      items.push(item)
      at += word.length
      continue
    }
    if (sign === '.') items.push({ kind: 'end' })
    else if (',;:–()'.includes(sign)) items.push({ kind: 'joint' })
    else return `"${sign}" has no place in it`
    at++
  }
  return items
}

interface Phrase {
  readonly text: string
  /** Null: it says nothing by itself. */
  readonly item: Item | null
  readonly isName: boolean
}

/** The longest first. */
function phrasesOf(facts: Facts): readonly Phrase[] {
  const plain = (text: string, item: Item | null): Phrase => ({ text, item, isName: false })
  const durations = facts.columns.flatMap(({ unit }, at) =>
    unit === 'seconds' ? facts.table.flatMap((row) => row[at] ?? []) : [],
  )
  return [
    ...namesOf(facts).map((name): Phrase => ({ text: name.text, item: { kind: 'name', name }, isName: true })),
    ...groupsOf(facts).map((group) => plain(group.label, { kind: 'label', group })),
    ...facts.columns.flatMap((column) => (isKey(column) && !hasClaim(column.label) ? [plain(column.label, null)] : [])),
    ...durations.map((text) => plain(text, { kind: 'literal', text })),
    ...facts.columns.flatMap(({ unit }) =>
      unit !== null && /^[a-z]+$/.test(unit) && !hasClaim(unit) ? [plain(unit, { kind: 'unit', word: unit })] : [],
    ),
  ]
    .filter(({ text }) => text !== '')
    .toSorted((one, other) => other.text.length - one.text.length)
}

/** Such a word claims something, whatever else goes by it. */
function hasClaim(text: string): boolean {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((word) => claimWords.has(word))
}

/** Names as they are written, labels in any case; never a part of a longer word or number. */
function standsAt(text: string, at: number, { text: phrase, isName }: Phrase): boolean {
  const here = text.slice(at, at + phrase.length)
  if (isName ? here !== phrase : here.toLowerCase() !== phrase.toLowerCase()) return false
  const inWord = /[\p{L}\p{N}]/u
  return !inWord.test(text[at - 1] ?? '') && !inWord.test(text[at + phrase.length] ?? '')
}

function itemOf(word: string): Item | null {
  const claim = claimWords.get(word)
  if (claim) return { kind: 'claim', claim, word }
  if (joints.has(word)) return { kind: 'joint' }
  return smallWords.has(word) ? { kind: 'small', word } : null
}
