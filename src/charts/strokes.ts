/** Lines of a time chart: strokes with gaps, dashes where buckets are partial, dots where they end. */
import { bucketName } from './buckets.ts'
import { literal } from './frame.ts'
import { thin, withGaps, type Point } from './series.ts'
import type { Format } from './format.ts'
import type { Layer } from './spec.ts'
import { COLOR } from './theme.ts'

/** One unbroken way of drawing a run of points. */
export interface Stroke {
  readonly points: readonly Point[]
  readonly color: string
  readonly width: number
  readonly isDashed: boolean
}

/** A line as drawn: solid where buckets are whole, dashed from and into one that is not. */
export function strokesOf(points: readonly Point[], color: string, width: number): readonly Stroke[] {
  const solid = { points, color, width, isDashed: false }
  if (points.length < 2) return [solid]
  const from = points[0]?.bucket.state === 'whole' ? 0 : 1
  const to = points.at(-1)?.bucket.state === 'whole' ? points.length : points.length - 1
  const dashed = (part: readonly Point[]) => ({ points: part, color, width, isDashed: true })
  return [
    ...(from < to ? [{ ...solid, points: points.slice(from, to) }] : []),
    ...(from > 0 ? [dashed(points.slice(0, 2))] : []),
    ...(to < points.length ? [dashed(points.slice(-2))] : []),
  ]
}

/** Strokes as layers, those of one look together; the first lie lowest. */
export function strokeLayers(strokes: readonly Stroke[], encoding: object): readonly Layer[] {
  const looks = new Map<string, Stroke[]>()
  for (const stroke of strokes) {
    const key = `${stroke.width} ${stroke.isDashed}`
    looks.set(key, [...(looks.get(key) ?? []), stroke])
  }
  const most = Math.max(200, Math.floor(MOST_POINTS / Math.max(1, strokes.length)))
  return [...looks.values()].map((alike) => ({
    data: {
      values: alike.flatMap((stroke, k) =>
        rows(stroke.points, most).map((row) => ({ ...row, k, color: stroke.color })),
      ),
    },
    mark: {
      type: 'line',
      aria: false,
      strokeWidth: alike[0]?.width,
      strokeJoin: 'round',
      strokeCap: 'round',
      ...(alike[0]?.isDashed && { strokeDash: [4, 5] }),
    },
    encoding: { ...encoding, color: literal('color'), detail: { field: 'k', type: 'nominal' } },
  }))
}

/** The ground under a line, as far as its buckets are whole. */
export function groundLayer(points: readonly Point[], encoding: object): Layer {
  const solid = points.at(-1)?.bucket.state === 'filling' ? points.slice(0, -1) : points
  return {
    data: { values: rows(solid, MOST_POINTS) },
    mark: { type: 'area', aria: false, color: COLOR.accentSoft, line: false },
    encoding,
  }
}

/** Points of all lines together: more than pixels across would only cost time. */
const MOST_POINTS = 2400

/** Points that answer a pointer in the page; a picture needs none. */
const MOST_HOVERS = 400

function rows(points: readonly Point[], most: number): readonly { readonly c0: number; readonly c1: number | null }[] {
  return thin(withGaps(points), most).map((point) => ({ c0: point.bucket.at, c1: point.value }))
}

export interface Dotted {
  readonly name: string
  readonly points: readonly Point[]
  readonly color: string
  readonly format: Format
}

/** The newest point of each line, hollow while its bucket fills; points without neighbours; words for a pointer. */
export function dotLayer(lines: readonly Dotted[], encoding: object, locale: string): Layer {
  const hasHovers = lines.reduce((sum, line) => sum + line.points.length, 0) <= MOST_HOVERS
  return {
    data: { values: lines.flatMap((line) => dotsOf(line, lines.length > 1, hasHovers, locale)) },
    mark: { type: 'point', aria: false, strokeWidth: 2.4, filled: false },
    encoding: {
      ...encoding,
      size: { field: 'size', type: 'quantitative', scale: null, legend: null },
      opacity: { field: 'o', type: 'quantitative', scale: null, legend: null },
      fill: literal('fill'),
      stroke: literal('color'),
      tooltip: { field: 'tip', type: 'nominal' },
    },
  }
}

function dotsOf(
  { name, points, color, format }: Dotted,
  isNamed: boolean,
  hasHovers: boolean,
  locale: string,
): readonly object[] {
  const there = withGaps(points)
  const last = there.findLast((point) => point.value !== null)
  return there.flatMap((point, index) => {
    if (point.value === null) return []
    const isAlone = (there[index - 1]?.value ?? null) === null && (there[index + 1]?.value ?? null) === null
    const isSeen = point === last || isAlone
    if (!isSeen && !hasHovers) return []
    return [
      {
        c0: point.bucket.at,
        c1: point.value,
        size: isSeen ? 70 : 40,
        o: isSeen ? 1 : 0,
        color,
        fill: point.bucket.state === 'filling' ? COLOR.paper : color,
        tip: `${isNamed ? `${name}, ` : ''}${bucketName(point.bucket, locale)}: ${format.short(point.value)}`,
      },
    ]
  })
}
