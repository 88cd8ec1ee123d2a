/** One measure over time: line or area, with the period compared with behind it. */
import { along, valueAxis } from '../axis.ts'
import { footOf } from '../small-print.ts'
import { bucketName, ticksOf } from '../buckets.ts'
import {
  compose,
  literal,
  measured,
  roomFor,
  rules,
  texts,
  widest,
  type Heading,
  type Room,
  type Text,
} from '../frame.ts'
import { lineFinding } from '../findings.ts'
import { seriesOf, thin, withGaps, type Point, type Series } from '../series.ts'
import { previousName } from '../period-name.ts'
import type { Figure, Sheet } from '../sheet.ts'
import type { Layer, Picture } from '../spec.ts'
import { fit } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'

/** A line, or an area for what piles up from zero. */
export function lineChart(sheet: Sheet, figure: Figure, subtitle: string, look: 'line' | 'area'): Picture {
  const main = seriesOf(sheet, figure.values, figure.label)
  const before = figure.previous ? seriesOf(sheet, figure.previous, previousName(sheet)) : null
  const finding = lineFinding(sheet, figure, main, before)
  const values = [main, before].flatMap((series) => known(series?.points ?? []))
  const axis = valueAxis(values, figure.format, look === 'area')
  const foot = footOf(sheet, [
    !axis.startsAtZero && `axis starts at ${axis.ticks[0]?.label ?? figure.format.short(axis.domain[0])}`,
  ])
  const heading: Heading = { ...finding, subtitle, foot }
  return { ...finding, spec: draw(sheet, figure, { main, before, axis, look }, heading) }
}

interface Parts {
  readonly main: Series
  readonly before: Series | null
  readonly axis: ReturnType<typeof valueAxis>
  readonly look: 'line' | 'area'
}

function draw(sheet: Sheet, figure: Figure, { main, before, axis, look }: Parts, heading: Heading): Picture['spec'] {
  const room = roomFor(heading)
  const ends = endLabels(figure, main, before)
  const inset = {
    left: widest(axis.ticks.map((tick) => tick.label)) + 12,
    right: Math.min(
      190,
      widest(
        ends.map((end) => end.text),
        TYPE.label,
        'semibold',
      ) + 14,
    ),
    top: 24,
    bottom: 46,
  }
  const plot = timePlot(sheet, room, inset, main)
  const up = along(axis.domain, plot.height)
  const y = (value: number) => plot.height - up(value)
  const encoding = { x: TIME_X, y: measured('c1', axis.domain) }
  const isDense = main.points.length > 120
  const lines = [
    ...(before ? [path(before.points, COLOR.grey, 2, encoding)] : []),
    ...(look === 'area' ? [fill(solid(main.points), encoding)] : []),
    ...stretches(main.points, COLOR.accent, isDense ? 1.8 : 3, encoding),
    dots(main.points, COLOR.accent, encoding, figure, sheet.locale),
  ]
  const labels: Text[] = spread(
    ends.map((end) => ({ ...end, y: y(end.value) })),
    plot.height,
  ).map((end) => ({
    x: plot.width + 12,
    y: end.y,
    text: fit(end.text, inset.right - 14 + 1, TYPE.label, 'semibold'),
    color: end.color,
    weight: 'semibold',
    baseline: 'middle',
  }))
  return compose(heading, inset, [
    ...gridLines(axis, plot),
    ...lines,
    ...texts([...plot.labels, ...labels, ...peakLabel(figure, main, plot, y)]),
  ])
}

function endLabels(figure: Figure, main: Series, before: Series | null) {
  const last = (series: Series) => series.points.filter((point) => point.value !== null).at(-1)
  const [now, then] = [last(main), before && last(before)]
  return [
    ...(now?.value != null ? [{ value: now.value, text: endWords(figure, now), color: COLOR.accent as string }] : []),
    ...(then?.value != null && before
      ? [{ value: then.value, text: before.name, color: COLOR.greyText as string }]
      : []),
  ]
}

function endWords(figure: Figure, { value, bucket }: Point): string {
  if (value === null) return ''
  return bucket.state === 'filling' ? `${figure.format.short(value)} so far` : figure.format.short(value)
}

/** The highest point's value over it, unless the line's end says it already. */
function peakLabel(figure: Figure, main: Series, plot: TimePlot, y: (value: number) => number): readonly Text[] {
  const all = main.points.filter((point) => point.value !== null)
  if (all.length < 4) return []
  const peak = all.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a))
  const x = plot.x(peak.bucket.at)
  if (
    peak.value === null ||
    all.every((point) => point.value === peak.value) ||
    peak === all.at(-1) ||
    x > plot.width - 60
  )
    return []
  return [
    {
      x: Math.max(20, x),
      y: y(peak.value) - 10,
      text: figure.format.short(peak.value),
      color: COLOR.accent,
      weight: 'semibold',
      align: 'center',
    },
  ]
}

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
  sheet: Sheet,
  room: Room,
  inset: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
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

export function gridLines(
  axis: ReturnType<typeof valueAxis>,
  plot: { readonly width: number; readonly height: number },
): readonly Layer[] {
  const up = along(axis.domain, plot.height)
  const at = (value: number) => plot.height - up(value)
  return [
    ...rules(
      axis.ticks.map(({ value }) => ({
        x: 0,
        x2: plot.width,
        y: at(value),
        y2: at(value),
        color: value === 0 ? COLOR.zero : COLOR.grid,
      })),
    ),
    ...texts(
      axis.ticks.map(({ value, label }) => ({ x: -10, y: at(value), text: label, align: 'right', baseline: 'middle' })),
    ),
  ]
}

/** The line as drawn: solid where buckets are whole, dashed from and into one that is not. */
export function stretches(points: readonly Point[], color: string, width: number, encoding: object): readonly Layer[] {
  if (points.length < 2) return [path(points, color, width, encoding)]
  const from = points[0]?.bucket.state === 'whole' ? 0 : 1
  const to = points.at(-1)?.bucket.state === 'whole' ? points.length : points.length - 1
  return [
    ...(from < to ? [path(points.slice(from, to), color, width, encoding)] : []),
    ...(from > 0 ? [path(points.slice(0, 2), color, width, encoding, [4, 5])] : []),
    ...(to < points.length ? [path(points.slice(-2), color, width, encoding, [4, 5])] : []),
  ]
}

function solid(points: readonly Point[]): readonly Point[] {
  return points.at(-1)?.bucket.state === 'filling' ? points.slice(0, -1) : points
}

export function path(
  points: readonly Point[],
  color: string,
  width: number,
  encoding: object,
  dash?: readonly number[],
): Layer {
  return {
    data: { values: rows(points) },
    mark: {
      type: 'line',
      aria: false,
      color,
      strokeWidth: width,
      strokeJoin: 'round',
      strokeCap: 'round',
      ...(dash && { strokeDash: dash }),
    },
    encoding,
  }
}

function fill(points: readonly Point[], encoding: object): Layer {
  return {
    data: { values: rows(points) },
    mark: { type: 'area', aria: false, color: COLOR.accentSoft, line: false },
    encoding,
  }
}

const MOST_POINTS = 2000

function rows(points: readonly Point[]): readonly object[] {
  return thin(withGaps(points), MOST_POINTS).map((point) => ({ c0: point.bucket.at, c1: point.value }))
}

/** The newest point, hollow while its bucket fills; points without neighbours; every point with its words for a pointer. */
export function dots(
  points: readonly Point[],
  color: string,
  encoding: object,
  figure: Figure,
  locale: string,
  name?: string,
): Layer {
  const there = withGaps(points)
  const values = there.flatMap((point, index) => {
    if (point.value === null) return []
    const isLast = index === there.length - 1
    const isAlone = (there[index - 1]?.value ?? null) === null && (there[index + 1]?.value ?? null) === null
    if (!isLast && !isAlone && there.length > 400) return []
    return [
      {
        c0: point.bucket.at,
        c1: point.value,
        size: isLast || isAlone ? 70 : 40,
        o: isLast || isAlone ? 1 : 0,
        fill: point.bucket.state === 'filling' ? COLOR.paper : color,
        tip: `${name ? `${name}, ` : ''}${bucketName(point.bucket, locale)}: ${figure.format.short(point.value)}`,
      },
    ]
  })
  return {
    data: { values },
    mark: { type: 'point', aria: false, stroke: color, strokeWidth: 2.4, filled: false },
    encoding: {
      ...encoding,
      size: { field: 'size', type: 'quantitative', scale: null, legend: null },
      opacity: { field: 'o', type: 'quantitative', scale: null, legend: null },
      fill: literal('fill'),
      tooltip: { field: 'tip', type: 'nominal' },
    },
  }
}

export interface EndLabel {
  readonly y: number
  readonly text: string
  readonly color: string
}

/** Moves labels apart until none touches another, none leaves the plot. */
export function spread<Label extends { readonly y: number }>(
  labels: readonly Label[],
  height: number,
  gap = TYPE.label + 4,
): readonly Label[] {
  const sorted = [...labels].toSorted((a, b) => a.y - b.y)
  const ys = sorted.map((label) => label.y)
  for (let index = 1; index < ys.length; index++) ys[index] = Math.max(ys[index] ?? 0, (ys[index - 1] ?? 0) + gap)
  let limit = height
  for (let index = ys.length - 1; index >= 0; index--) {
    ys[index] = Math.min(ys[index] ?? 0, limit)
    limit = (ys[index] ?? 0) - gap
  }
  return sorted.map((label, index) => ({ ...label, y: ys[index] ?? label.y }))
}

function known(points: readonly Point[]): readonly number[] {
  return points.flatMap((point) => (point.value === null ? [] : [point.value]))
}
