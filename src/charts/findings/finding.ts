/** What a chart says in words, and the phrases that findings share; each figure is read from cells. */
import type { Figure, Sheet } from '../sheet.ts'
import { clean } from '../text.ts'
import { lower } from '../words.ts'

export interface Finding {
  readonly title: string
  readonly altText: string
}

export const brings = (figure: Figure) => (figure.goodWhen === 'up' ? 'brings' : 'accounts for')

/** Things that are counted are most or fewest; everything else is high or low. */
export const isCounted = (figure: Figure) => figure.unit === 'count' && figure.label.endsWith('s')

export const most = (figure: Figure) => (isCounted(figure) ? 'most' : 'highest')

export const least = (figure: Figure) => (isCounted(figure) ? 'fewest' : 'lowest')

/**
 * Who has the most of something, `names` being all that have it, of `count` in all: `EMEA has the most orders: 120`,
 * `EMEA and APAC have the most orders: 120 each`.
 */
export function haveMost(
  figure: Figure,
  names: readonly string[],
  count: number,
  value: number,
  where = '',
  isLeast = false,
): string {
  const what = `the ${isLeast ? least(figure) : most(figure)} ${lower(figure.label)}${where}: ${figure.format.words(value)}`
  const [first = '', second = ''] = names
  if (names.length === 1) return `${short(first)} has ${what}`
  if (names.length === count)
    return `${figure.label} ${isCounted(figure) ? 'are' : 'is'} ${figure.format.words(value)} for each of ${count}${where}`
  return names.length === 2
    ? `${clean(first, 28)} and ${clean(second, 28)} have ${what} each`
    : `${names.length} of ${count} have ${what} each`
}

/** Names in a title; the picture and the table have them longer. */
export const short = (name: string) => clean(name, 40)

export const isWord = (figure: Figure) => figure.format.words(2) !== figure.format.short(2)

export function on(grain: string): string {
  return grain === 'day' || grain === 'hour' || grain === 'minute' ? 'on' : 'in'
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}

/** ` by region and channel`; empty without members. */
export function byline(sheet: Sheet): string {
  return sheet.members.length === 0 ? '' : ` by ${sheet.members.map((column) => lower(column.label)).join(' and ')}`
}

export function memberAt(sheet: Sheet, row: number): string {
  return sheet.members.map((column) => column.names[row] ?? '').join(' · ')
}
