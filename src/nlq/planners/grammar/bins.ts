/** The ranges of a histogram as words set them: "in bins of 500", "in 5 year bands", "10 bins". */
import { measureUnits } from '../../words/en.ts'
import type { Item } from '../../meaning.ts'
import { fail, span, take, text, type Walk } from './walk.ts'

/** Reads a number with the word for ranges that follows it; false where none does. */
export function onBinNumber(walk: Walk, at: number): boolean {
  const [number, next, second] = walk.items.slice(at, at + 3)
  const unit = next && isUnit(walk, next) ? next : undefined
  const bins = unit ? second : next
  if (number?.meaning.kind !== 'number' || bins?.meaning.kind !== 'bins' || bins.meaning.isBefore) return false
  // "10 bins" says how many, "10 steps" and "10 year bins" how wide.
  const isCount = !unit && number.meaning.unit === null && /bins?$|buckets$|ranges$|intervals$/i.test(text(walk, bins))
  set(walk, bins, number, unit, isCount)
  return true
}

/** Reads the word for ranges, and the width behind it. */
export function onBins(walk: Walk, item: Item, isBefore: boolean, at: number): void {
  const [number, unit] = walk.items.slice(at + 1, at + 3)
  if (isBefore && number?.meaning.kind === 'number')
    return set(walk, item, number, unit && isUnit(walk, unit) ? unit : undefined, false)
  take(walk)
  span(walk, item, 'shape', 'bins')
  walk.draft.distribution = true
  if (isBefore) fail(walk, 'How wide the ranges are to be takes a number.')
}

function set(walk: Walk, bins: Item, number: Item, unit: Item | undefined, isCount: boolean): void {
  if (number.meaning.kind !== 'number') return
  const { value } = number.meaning
  take(walk)
  for (const each of [bins, number, unit]) if (each) walk.used.add(each)
  span(walk, bins, 'shape', 'bins')
  span(walk, unit ? { ...number, to: unit.to } : number, 'number', String(value))
  if (!(value > 0)) fail(walk, 'The ranges of a histogram are wider than zero.')
  walk.draft.distribution = true
  walk.draft.bins = isCount ? { count: value } : { width: value, unit: number.meaning.unit }
}

/** "Year" in "5 year bands", "lbs" in "bins of 500 lbs". */
function isUnit(walk: Walk, item: Item): boolean {
  return item.meaning.kind === 'grain' || (item.to === item.from + 1 && measureUnits.has(walk.tokens[item.from]!.word))
}
