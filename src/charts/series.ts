/** Lines over time: which values belong together, in which order, with gaps where buckets are missing. */
import { isGap, type Bucket } from './buckets.ts'
import type { Figure, Sheet } from './sheet.ts'

export interface Point {
  readonly bucket: Bucket
  readonly value: number | null
}

export interface Series {
  readonly name: string
  readonly points: readonly Point[]
}

/** The rows of one figure as one line, earliest first. */
export function seriesOf(
  sheet: Sheet,
  values: readonly (number | null)[],
  name: string,
  rows?: readonly number[],
): Series {
  const time = sheet.time ?? []
  const points = (rows ?? time.map((_, index) => index)).flatMap((row) => {
    const bucket = time[row]
    return bucket && !Number.isNaN(bucket.at) ? [{ bucket, value: values[row] ?? null }] : []
  })
  return { name, points: points.toSorted((a, b) => a.bucket.at - b.bucket.at) }
}

/** One line a member, the largest first: by sum where that means something, else by the newest whole value. */
export function seriesByMember(sheet: Sheet, figure: Figure): readonly Series[] {
  const rowsOf = new Map<string, number[]>()
  for (let row = 0; row < sheet.rowCount; row++) {
    const name = sheet.members.map((column) => column.names[row] ?? '').join(' · ')
    const rows = rowsOf.get(name)
    if (rows) rows.push(row)
    else rowsOf.set(name, [row])
  }
  const all = [...rowsOf].map(([name, rows]) => seriesOf(sheet, figure.values, name, rows))
  const size = (series: Series) =>
    figure.adds.time ? total(series) : (newest(series)?.value ?? Number.NEGATIVE_INFINITY)
  return all
    .map((series) => ({ series, size: size(series) }))
    .toSorted((a, b) => b.size - a.size)
    .map((each) => each.series)
}

export function total(series: Series): number {
  return series.points.reduce((sum, point) => sum + (point.value ?? 0), 0)
}

/** Points that are there and whole. */
export function whole(series: Series): readonly (Point & { readonly value: number })[] {
  return series.points.filter(
    (point): point is Point & { value: number } => point.value !== null && point.bucket.state === 'whole',
  )
}

export function newest(series: Series): (Point & { readonly value: number }) | null {
  return whole(series).at(-1) ?? null
}

/** With an empty point wherever buckets are missing, so that no line runs across the hole. */
export function withGaps(points: readonly Point[]): readonly Point[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    if (!before || !isGap(before.bucket, point.bucket)) return [point]
    const at = (before.bucket.at + point.bucket.at) / 2
    return [{ bucket: { ...point.bucket, at }, value: null }, point]
  })
}

/** At most about `most` points, keeping the lowest and the highest of each stretch, so that no spike is lost. */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points
  const stretch = Math.ceil((points.length * 2) / most)
  const kept: Point[] = []
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch)
    const known = part.filter((point) => point.value !== null)
    const low = known.reduce<Point | undefined>((a, b) => (a && (a.value ?? 0) <= (b.value ?? 0) ? a : b), undefined)
    const high = known.reduce<Point | undefined>((a, b) => (a && (a.value ?? 0) >= (b.value ?? 0) ? a : b), undefined)
    const hole = part.find((point) => point.value === null)
    const chosen = new Set([
      low,
      high,
      hole,
      ...(start === 0 ? [part[0]] : []),
      ...(start + stretch >= points.length ? [part.at(-1)] : []),
    ])
    kept.push(...part.filter((point) => chosen.has(point)))
  }
  return kept
}

/** All buckets that any of the lines has. */
export function allBuckets(all: readonly Series[]): Series {
  const points = new Map(all.flatMap((series) => series.points.map((point) => [point.bucket.at, point] as const)))
  return { name: '', points: [...points.values()].toSorted((a, b) => a.bucket.at - b.bucket.at) }
}
