/** What a chart says in words, and the phrases that findings share; each figure is read from cells. */
import type { Figure, Sheet } from '../sheet.ts'
import { clean } from '../text.ts'

export interface Finding {
  readonly title: string
  readonly altText: string
}

export const brings = (figure: Figure) => (figure.goodWhen === 'up' ? 'brings' : 'accounts for')

/** Things that are counted are most or fewest; everything else is high or low. */
const isCounted = (figure: Figure) => figure.unit === 'count' && figure.label.endsWith('s')

export const most = (figure: Figure) => (isCounted(figure) ? 'most' : 'highest')

export const least = (figure: Figure) => (isCounted(figure) ? 'fewest' : 'lowest')

/** Names in a title; the picture and the table have them longer. */
export const short = (name: string) => clean(name, 40)

export const isWord = (figure: Figure) => figure.format.words(2) !== figure.format.short(2)

/** Labels inside a sentence: small, unless they are names or abbreviations. */
export function lower(label: string): string {
  return /^\p{Lu}[\p{Ll} ]/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label
}

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
