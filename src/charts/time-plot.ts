/** The horizontal axis of time. */
import { along } from './axis.ts'
import { ticksOf } from './buckets.ts'
import { widest, type Inset, type Room, type Text } from './frame.ts'
import type { Series } from './series.ts'
import type { Sheet } from './sheet.ts'
import { TYPE } from './theme.ts'

/**
 * The time channel. Its domain comes from the data, which begin and end where the plot does: a domain given as numbers
 * would go through `datetime`, which the interpreter reads as a year.
 */
export const TIME_X = { field: 'c0', type: 'temporal', axis: null, scale: { type: 'utc', nice: false } }

export interface TimePlot {
  readonly width: number
  readonly height: number
  readonly domain: readonly [number, number]
  readonly x: (at: number) => number
  readonly labels: readonly Text[]
}

/** The horizontal axis of time under a plot of this size. */
export function timePlot(
  sheet: Pick<Sheet, 'weekStarts' | 'locale'>,
  room: Room,
  inset: Inset,
  series: Series,
): TimePlot {
  const width = room.width - inset.left - inset.right
  const height = room.height - inset.top - inset.bottom
  const buckets = series.points.map((point) => point.bucket)
  const [first, last] = [buckets[0]?.at ?? 0, buckets.at(-1)?.at ?? 0]
  // One point stands in the middle.
  const domain = first === last ? ([first - 1, last + 1] as const) : ([first, last] as const)
  const across = along(domain, width)
  const labels = ticksOf(buckets, width, sheet.weekStarts, sheet.locale).flatMap((tick): Text[] => {
    const x = across(buckets[tick.index]?.at ?? 0)
    const under =
      tick.under === null ? [] : [{ x, y: height + 42, text: tick.under, size: TYPE.small, align: 'center' as const }]
    return [{ x, y: height + 22, text: tick.top, align: 'center' }, ...under]
  })
  return { width, height, domain, x: across, labels: labels.map((text) => ({ ...text, x: clamp(text, inset, width) })) }
}

/** Keeps a centred label inside the picture. */
function clamp(text: Text, inset: { readonly left: number; readonly right: number }, width: number): number {
  const half = widest([text.text], text.size) / 2
  return Math.min(Math.max(text.x, half - inset.left - 4), width + inset.right - half + 4)
}
