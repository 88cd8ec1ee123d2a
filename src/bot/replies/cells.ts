/** Cells as a person reads them in a table or a sentence: whole, with unit and thousands, in their locale. */
import type { Cell, ResultColumn } from '../../analytics/answer.ts'
import type { Grain } from '../../analytics/catalog.ts'
import { dateFormat, numberFormat } from '../../charts/intl.ts'
import { words } from './en.ts'

/** How one column's cells are written. `grain` is that of the answer's time buckets. */
export function cellPrinter(column: ResultColumn, locale: string, grain?: Grain): (cell: Cell) => string {
  switch (column.role) {
    case 'time':
      return (cell) => (cell === null ? '–' : printBucket(String(cell), locale, grain))
    case 'dimension':
      return (cell) => printMember(cell)
    case 'bucket':
    case 'measure':
    case 'previous':
    case 'share':
      return numberPrinter(column.unit, locale, 'auto')
    case 'change':
      return numberPrinter(column.unit, locale, 'exceptZero')
  }
}

/** How far a percentage moved: `+0.9 pp`, which `+0.9%` would not say. */
export function pointsPrinter(locale: string): (cell: Cell) => string {
  const format = numberFormat(locale, { ...optionsOf('percentage_points'), signDisplay: 'exceptZero' })
  return (cell) => (typeof cell === 'number' ? `${format.format(cell * 100)} pp` : '–')
}

function printMember(cell: Cell): string {
  if (cell === null || cell === '') return words.empty
  if (typeof cell === 'boolean') return cell ? words.yes : words.no
  return String(cell)
}

function numberPrinter(
  unit: string | null,
  locale: string,
  signDisplay: 'auto' | 'exceptZero',
): (cell: Cell) => string {
  if (unit === 'seconds') return (cell) => (typeof cell === 'number' ? printDuration(cell, locale) : '–')
  const format = numberFormat(locale, { ...optionsOf(unit), signDisplay })
  const suffix = suffixOf(unit)
  return (cell) => {
    if (cell === null) return '–'
    if (typeof cell === 'boolean') return printMember(cell)
    // Numbers beyond 2^53 arrive as strings of digits, which Intl prints exactly.
    const number = typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? (cell as `${number}`) : cell
    return typeof number === 'string' && Number.isNaN(Number(number))
      ? number
      : `${format.format(number as number)}${suffix}`
  }
}

function optionsOf(unit: string | null): Intl.NumberFormatOptions {
  if (unit === 'percent') return { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }
  if (unit === 'percentage_points') return { maximumFractionDigits: 1 }
  if (unit !== null && isCurrency(unit)) return { style: 'currency', currency: unit, currencyDisplay: 'narrowSymbol' }
  return { maximumFractionDigits: 2 }
}

function suffixOf(unit: string | null): string {
  if (unit === null || unit === 'count' || unit === 'percent' || isCurrency(unit)) return ''
  if (unit === 'percentage_points') return ' %'
  return ` ${unit}`
}

const durations = [
  { seconds: 86_400, unit: 'day' },
  { seconds: 3_600, unit: 'hour' },
  { seconds: 60, unit: 'minute' },
  { seconds: 1, unit: 'second' },
] as const

/** The two largest units: `9 hr 8 min`; below a minute seconds with two decimals. */
function printDuration(seconds: number, locale: string): string {
  const write = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 2 }).format(value)
  const whole = Math.round(Math.abs(seconds))
  const first = durations.findIndex((each) => whole >= each.seconds)
  const [large, small] = [durations[first], durations[first + 1]]
  if (!large || !small) return write(seconds, 'second')
  const sign = seconds < 0 ? '-' : ''
  const rest = Math.floor((whole % large.seconds) / small.seconds)
  const parts = [write(Math.floor(whole / large.seconds), large.unit)]
  if (rest > 0) parts.push(write(rest, small.unit))
  return sign + parts.join(' ')
}

function isCurrency(unit: string): boolean {
  return /^[A-Z]{3}$/.test(unit) && Intl.supportedValuesOf('currency').includes(unit)
}

/** A bucket is wall-clock time of the catalog's zone already: it is printed as it stands, never shifted. */
function printBucket(bucket: string, locale: string, grain: Grain | undefined): string {
  const day = new Date(`${bucket.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return bucket
  const print = (options: Intl.DateTimeFormatOptions) => dateFormat(locale, options).format(day)
  if (bucket.length > 10)
    return `${print({ weekday: 'short', day: 'numeric', month: 'short' })}, ${bucket.slice(11, 16)}`
  switch (grain) {
    case 'year':
      return bucket.slice(0, 4)
    case 'quarter':
      return `Q${Math.floor(day.getUTCMonth() / 3) + 1} ${bucket.slice(0, 4)}`
    case 'month':
      return print({ month: 'long', year: 'numeric' })
    case 'week':
      return `${print({ day: 'numeric', month: 'short', year: 'numeric' })} (week)`
    case 'day':
    case 'hour':
    case 'minute':
    case undefined:
      return print({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  }
}

/** A moment in its own offset: `Sat 21 Nov 2026, 14:05`. */
export function printMoment(moment: string, locale: string): string {
  const day = new Date(`${moment.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(day.getTime())) return moment
  const date = dateFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(day)
  return moment.length > 10 ? `${date}, ${moment.slice(11, 16)}` : date
}
