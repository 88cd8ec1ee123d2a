/**
 * Cells of SQL text as a person reads them. Nothing is known of such a column but its type: a number has no unit, may be a
 * year or an id, and may be small, so that the two decimals of a KPI would round it away.
 */
import type { Cell, ResultColumn } from '../../analytics/answer.ts'
import { numberFormat } from '../../charts/intl.ts'
import { cellPrinter, printMoment } from './cells.ts'

/** What is longer is for the file. */
const longestCell = 500

/** How the cells of a column are written; `pgType` is PostgreSQL's name of its type. */
export function sqlCellPrinter(
  { role, type }: Pick<ResultColumn, 'role' | 'type'>,
  pgType: string,
  cells: readonly Cell[],
  locale: string,
): (cell: Cell) => string {
  const named = cellPrinter({ name: '', role: 'dimension', type, unit: null, label: '' }, locale)
  if (role === 'measure') return numberPrinter(locale)
  if (role === 'time') return timePrinter(cells, locale)
  return (cell) => cutAt(longestCell, named(typeof cell === 'string' && pgType === 'interval' ? interval(cell) : cell))
}

/** Grouped from five digits on: `2026` may be a year. */
function numberPrinter(locale: string): (cell: Cell) => string {
  const decimals = { minimumFractionDigits: 0, maximumFractionDigits: 4, maximumSignificantDigits: 4 }
  const format = numberFormat(locale, { useGrouping: 'min2', ...decimals, roundingPriority: 'morePrecision' })
  return (cell) => {
    if (cell === null) return '–'
    if (typeof cell === 'string' && !/^-?\d+(\.\d+)?$/.test(cell)) return cell
    return format.format(cell as number)
  }
}

/** Days where all of them are midnights, as those of date_trunc are. */
function timePrinter(cells: readonly Cell[], locale: string): (cell: Cell) => string {
  const areDays = cells.every((cell) => cell === null || /T00:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)$/.test(String(cell)))
  return (cell) => {
    if (cell === null) return '–'
    const text = String(cell)
    // Infinities and years before Christ stay as PostgreSQL writes them.
    if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return text
    return printMoment(areDays ? text.slice(0, 10) : text, locale)
  }
}

const parts = ['y', 'mo', 'w', 'd', 'h', 'min', 's'] as const

/** `P1DT2H30M` → `1 d 2 h 30 min`. */
function interval(text: string): string {
  const number = '(-?\\d+(?:\\.\\d+)?)'
  const [whole, ...found] =
    new RegExp(
      `^P(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?(?:T(?:${number}H)?(?:${number}M)?(?:${number}S)?)?$`,
    ).exec(text) ?? []
  if (whole === undefined) return text
  const said = parts.flatMap((part, at) => (found[at] === undefined ? [] : [`${found[at]} ${part}`]))
  return said.length === 0 ? text : said.join(' ')
}

/** At most so many characters, no character of two halves broken. */
export function cutAt(most: number, text: string): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text
}
