/** What the words around a claim make of it. */
import type { Slot } from './cell-for.ts'
import type { Item } from './items.ts'

/** Of the statement so far. */
interface Said {
  /** What the last figure was said to be. */
  readonly last: Slot | null
  readonly course: object | null
  readonly end: object | null
  readonly isCompared: boolean
}

/** Of the time before, said behind a figure or by themselves. */
export const adverbs = new Set(['before', 'previously', 'earlier'])

/** "Most of" is more than half, "top 3" a rank: neither is a row that leads. */
export function isEndAlone(word: string, next: Item | undefined): boolean {
  if (word === 'most' || word === 'least') return !isSmall(next, 'of')
  return (word !== 'top' && word !== 'bottom') || next?.kind !== 'figure'
}

/** "On the previous period" says against what; "in the previous period" says when, which a figure of that time only may. */
export function mayFollow(
  word: string,
  items: readonly Item[],
  at: number,
  { last, course, end, isCompared }: Said,
): boolean {
  if (end || isCompared) return false
  const isOfBefore = last === 'previous' || last === 'from'
  let lead = at - 1
  while (isSmall(items[lead], 'the', 'a', 'period', 'value', 'figure')) lead--
  if (isSmall(items[lead], 'in', 'at', 'for')) return isOfBefore
  const isNoun = isSmall(items[at - 1], 'period', 'value', 'figure')
  return (
    !(adverbs.has(word) && course) ||
    isNoun ||
    isOfBefore ||
    isClaim(items[lead], 'before') ||
    isSmall(items[lead], 'than')
  )
}

function isClaim(item: Item | undefined, kind: (Item & { kind: 'claim' })['claim']['kind']): boolean {
  return item?.kind === 'claim' && item.claim.kind === kind
}

export function isSmall(item: Item | undefined, ...words: readonly string[]): boolean {
  return item?.kind === 'small' && words.includes(item.word)
}
