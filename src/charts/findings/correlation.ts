/** How two figures of the same groups go together. */
import { sampleCorrelation } from 'simple-statistics'
import { numberFormat } from '../intl.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { lower } from '../words.ts'
import { plural } from './finding.ts'

interface Pair {
  readonly x: number
  readonly y: number
}

/** Fewer say nothing of how two figures go together. */
const FEWEST = 3

/** Groups that have both figures. */
function pairsOf(sheet: Sheet, up: Figure, right: Figure): readonly Pair[] {
  return Array.from({ length: sheet.rowCount }, (_, row) => row).flatMap((row) => {
    const [x, y] = [right.values[row] ?? null, up.values[row] ?? null]
    return x === null || y === null ? [] : [{ x, y }]
  })
}

/** Pearson's; null when there is no telling. */
export function correlationOf(pairs: readonly Pair[]): number | null {
  if (pairs.length < FEWEST) return null
  const r = sampleCorrelation(
    pairs.map(({ x }) => x),
    pairs.map(({ y }) => y),
  )
  // Sums of squares are not exact: what lies on a line is told as 1.
  return Number.isFinite(r) ? Math.max(-1, Math.min(1, r)) : null
}

/** `0.83`, `−0.2`. */
export function correlationInWords(r: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 2 }).format(r).replace('-', '−')
}

/** `Revenue and visits rise together (r = 0.83)`. */
export function togetherInWords(up: Figure, right: Figure, r: number, locale: string): string {
  const both = `${up.label} and ${lower(right.label)}`
  const written = `(r = ${correlationInWords(r, locale)})`
  if (Math.abs(r) < 0.3) return `${both} hardly move together ${written}`
  const how = Math.abs(r) < 0.6 ? 'loosely ' : ''
  return `${both} ${r > 0 ? `rise ${how}together` : `${how}move in opposite directions`} ${written}`
}

/** The answer to a question about just that; null for any other. */
export function askedCorrelation(sheet: Sheet): string | null {
  const [up, right] = sheet.figures
  if (sheet.answer.query.shape.kind !== 'correlation' || !up || !right) return null
  const pairs = pairsOf(sheet, up, right)
  const r = correlationOf(pairs)
  const groups = `${pairs.length} ${plural('group', pairs.length)}`
  if (r !== null) return `${togetherInWords(up, right, r, sheet.locale)} over ${groups}`
  const both = `${up.label} and ${lower(right.label)}`
  return pairs.length < FEWEST
    ? `Too few groups to tell whether ${both} go together: ${pairs.length} with both`
    : `No telling whether ${both} go together: one of them is the same in all of ${groups}`
}
