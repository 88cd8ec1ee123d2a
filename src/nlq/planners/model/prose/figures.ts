/** A number as it is written in a sentence, and whether a cell is what it says. */
import type { Cell } from '../../../../analytics/answer.ts'

export interface Figure {
  readonly value: number
  /** Half a unit of its last digit: how far rounding may have taken it. */
  readonly half: number
  readonly sign: '+' | '-' | null
  readonly isPercent: boolean
  /** Percentage points. */
  readonly isPoints: boolean
  /** As written: `$`, `EUR`. */
  readonly currency: string | null
}

const written =
  /([-+−])?(?:([$€£¥]|[A-Z]{3}(?= ?\d)) ?)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?: ?(thousand|million|billion)\b|(bn|[kKmMB])\b)?(?: ?(%|percent\b|pp\b|percentage points?\b))?(?: ?(€|[A-Z]{3}\b))?/y

const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
}

/** The number that begins there, and where it ends; null: none does, or it goes on as a word (Q3, 3rd, 1.2.3). */
export function figureAt(text: string, from: number): { readonly figure: Figure; readonly to: number } | null {
  written.lastIndex = from
  const found = written.exec(text)
  if (!found) return null
  const [whole, sign, before, digits = '', decimals = '', word, letter, percent, after] = found
  const to = from + whole.length
  if (/^[\p{L}\p{N}]|^[.,:/-]\d/u.test(text.slice(to))) return null
  const scale = scales[(word ?? letter ?? '').toLowerCase()] ?? 1
  return {
    to,
    figure: {
      value: Number(digits.replaceAll(',', '') + decimals) * scale,
      half: (scale * 10 ** -Math.max(0, decimals.length - 1)) / 2,
      sign: sign === undefined ? null : sign === '+' ? '+' : '-',
      isPercent: percent === '%' || percent === 'percent',
      isPoints: percent !== undefined && percent.startsWith('p') && percent !== 'percent',
      currency: before ?? after ?? null,
    },
  }
}

/** How many times as large a rounded number may be off, whatever its last digit says: 1M is not 600,000. */
const mostOff = 0.05

/**
 * `way`: in which direction the sentence says it goes, so that the number stands without a sign. `isMoved`: how far a percentage
 * moved, which is told in points and not in percent.
 */
export function says(
  figure: Figure,
  cell: Cell,
  unit: string | null,
  way: 'up' | 'down' | null = null,
  isMoved = false,
): boolean {
  const number = typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
  if (typeof number !== 'number' || !Number.isFinite(number) || !isOfUnit(figure, unit, isMoved)) return false
  const value = unit === 'percent' ? number * 100 : number
  if (way !== null && (way === 'up' ? value <= 0 : value >= 0)) return false
  if (figure.sign !== null && way !== null && (figure.sign === '+') !== (way === 'up')) return false
  const meant = way === 'down' || (way === null && figure.sign === '-') ? -figure.value : figure.value
  const far = Math.abs(value - meant)
  return far <= figure.half * (1 + 1e-9) && far <= Math.max(mostOff * Math.abs(value), 1e-9)
}

function isOfUnit({ isPercent, isPoints, currency }: Figure, unit: string | null, isMoved: boolean): boolean {
  if (isPoints !== isMoved) return false
  if ((isPercent || isPoints) !== (unit === 'percent' || unit === 'percentage_points')) return false
  // A duration is only ever said as it is printed.
  if (unit === 'seconds') return false
  return currency === null || currency === unit || currency === symbolOf(unit)
}

function symbolOf(unit: string | null): string | null {
  if (unit === null || !/^[A-Z]{3}$/.test(unit)) return null
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: unit, currencyDisplay: 'narrowSymbol' })
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? null
}
