/** Numbers as a chart says them: short, with their unit, in the reader's locale. */
import { clean } from './text.ts'
import { numberFormat } from './intl.ts'

export interface Format {
  /** Three figures: `$1.24M`, `12.4k`, `4.2%`, `2.1 h`. */
  short(value: number): string
  /** The same as `short` with the unit spelled where it is a word: `12.4k orders`. */
  words(value: number): string
  /** Labels of an axis, told apart by as few figures as will do. */
  axis(ticks: readonly number[]): readonly string[]
  /** How far `value` is from `before`, without a sign: `12.3%`, or `1.2 pp` for what is a percentage; null from zero. */
  distance(value: number, before: number): string | null
}

/** How a measure of this unit is written. */
export function formatOf(unit: string | null, locale: string): Format {
  const kind = kindOf(unit)
  const write = writerOf(kind, locale)
  const percent = numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const coarse = numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const plain = numberFormat(locale, { maximumFractionDigits: 1 })
  const points = (distance: number) =>
    `${numberFormat(locale, { maximumFractionDigits: distance < 0.1 ? 3 : 1 }).format(distance)} pp`
  return {
    short: (value) => write(value, null),
    words: (value) => (kind.name === 'word' ? `${write(value, null)} ${kind.word}` : write(value, null)),
    axis: (ticks) => axisLabels(ticks, write),
    distance(value, before) {
      if (kind.name === 'percent') return points(Math.abs(value - before) * 100)
      if (kind.name === 'points') return points(Math.abs(value - before))
      // Percent of nothing, or across zero, says nothing.
      if (before <= 0 || value < 0) return null
      const ratio = Math.abs((value - before) / before)
      // From next to nothing: no longer a figure that anybody reads.
      if (!(ratio < 1e6)) return null
      return ratio >= 10
        ? `${plain.format(ratio + (value > before ? 1 : 0))}×`
        : (ratio >= 1 ? coarse : percent).format(ratio)
    },
  }
}

/** A share between 0 and 1 as percent, whole from 1 % on. */
export function sharePercent(share: number, locale: string): string {
  const digits = share > 0 && share < 0.01 ? 1 : 0
  const write = (value: number) =>
    numberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(value)
  // Not all of it is not 100 %.
  return share > 0.995 && share < 1 ? `over ${write(0.99)}` : write(share)
}

type UnitKind =
  | { readonly name: 'plain' | 'percent' | 'points' | 'seconds' | 'bytes' }
  | { readonly name: 'currency'; readonly code: string }
  | { readonly name: 'word'; readonly word: string }

type Writer = (value: number, step: number | null) => string

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

function kindOf(unit: string | null): UnitKind {
  switch (unit) {
    case null:
    case '':
    case 'count':
      return { name: 'plain' }
    case 'percent':
      return { name: 'percent' }
    case 'percentage_points':
      return { name: 'points' }
    case 'seconds':
      return { name: 'seconds' }
    case 'bytes':
      return { name: 'bytes' }
    default:
      return CURRENCIES.has(unit) ? { name: 'currency', code: unit } : { name: 'word', word: clean(unit, 20) }
  }
}

/** Writes a value with three figures, or with as many as its neighbours at distance `step` need. */
function writerOf(kind: UnitKind, locale: string): Writer {
  const scaled = (value: number, step: number | null, options: Intl.NumberFormatOptions) =>
    compact(value, step, locale, options)
  switch (kind.name) {
    case 'plain':
    case 'word':
      return (value, step) => scaled(value, step, {})
    case 'currency':
      return (value, step) =>
        scaled(value, step, { style: 'currency', currency: kind.code, currencyDisplay: 'narrowSymbol' })
    case 'percent':
      return (value, step) => percentage(value, step, locale)
    case 'points':
      return (value, step) => percentage(value / 100, step === null ? null : step / 100, locale)
    case 'seconds':
      return (value, step) => inUnit(value, step, DURATIONS, locale)
    case 'bytes':
      return (value, step) => inUnit(value, step, BYTES, locale)
  }
}

function compact(value: number, step: number | null, locale: string, options: Intl.NumberFormatOptions): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return exponent(value, locale, options)
  // Four digits are as short as "1.23k" and say more.
  if (step === null && size >= 1000 && size < 9999.5)
    return tidy(numberFormat(locale, { ...options, maximumFractionDigits: 0 }).format(value))
  const unit = size >= 1e12 ? 1e12 : size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : size >= 1e3 ? 1e3 : 1
  const isMoney = options.style === 'currency'
  const digits: Intl.NumberFormatOptions =
    step !== null
      ? fraction(decimals(step / unit))
      : size >= 1000
        ? { maximumSignificantDigits: 3 }
        : isMoney && size >= 1 && size < 100 && !Number.isInteger(value)
          ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
          : { maximumSignificantDigits: 3 }
  const parts = numberFormat(locale, { ...options, notation: 'compact', ...digits }).formatToParts(value)
  // "12.4k": the small letter everywhere a locale writes a bare K.
  return tidy(parts.map((part) => (part.type === 'compact' && part.value === 'K' ? 'k' : part.value)).join(''))
}

function exponent(value: number, locale: string, options: Intl.NumberFormatOptions): string {
  const format = numberFormat(locale, { ...options, notation: 'scientific', maximumSignificantDigits: 3 })
  return tidy(format.format(value).replace('E', 'e'))
}

function percentage(value: number, step: number | null, locale: string): string {
  const size = Math.abs(value) * 100
  const digits = step === null ? (size >= 100 ? 0 : size >= 1 ? 1 : 2) : decimals(step * 100)
  // 4.0 % beside 3.5 %: one place as long as it tells something.
  const least = step === null && size >= 1 && size < 10 ? 1 : 0
  return tidy(
    numberFormat(locale, { style: 'percent', minimumFractionDigits: least, maximumFractionDigits: digits }).format(
      value,
    ),
  )
}

interface Ladder {
  readonly size: number
  readonly sign: string
}

const DURATIONS: readonly Ladder[] = [
  { size: 86_400, sign: 'd' },
  { size: 3600, sign: 'h' },
  { size: 60, sign: 'min' },
  { size: 1, sign: 's' },
  { size: 0.001, sign: 'ms' },
]
const BYTES: readonly Ladder[] = [
  { size: 1e15, sign: 'PB' },
  { size: 1e12, sign: 'TB' },
  { size: 1e9, sign: 'GB' },
  { size: 1e6, sign: 'MB' },
  { size: 1e3, sign: 'kB' },
  { size: 1, sign: 'B' },
]

function inUnit(value: number, step: number | null, ladder: readonly Ladder[], locale: string): string {
  const size = Math.abs(value)
  const last = ladder.at(-1)
  const rung = ladder.find((each) => size >= each.size * 1.5 || size === each.size) ?? last
  if (!rung || value === 0) return '0'
  const number = value / rung.size
  const digits = step === null ? { maximumSignificantDigits: 3 } : fraction(decimals(step / rung.size))
  return `${tidy(numberFormat(locale, digits).format(number))} ${rung.sign}`
}

function axisLabels(ticks: readonly number[], write: Writer): readonly string[] {
  const [first = 0, second] = ticks
  const step = second === undefined ? null : Math.abs(second - first)
  return ticks.map((tick) => (tick === 0 ? write(0, 1) : write(tick, step)))
}

/** Places after the point that tell values at this distance apart. */
function decimals(step: number): number {
  if (!(step > 0)) return 0
  for (let places = 0; places < 6; places++) {
    const scaled = step * 10 ** places
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, scaled)) return places
  }
  return 6
}

function fraction(places: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: 0, maximumFractionDigits: places }
}

/** A true minus, and no spaces that a line could break at. */
function tidy(text: string): string {
  return text.replace(/^-|(?<=\p{Sc})-/u, '−').replace(/[\u00A0\u202F]/g, '\u00A0')
}
