/** One measure over time: line or area, with the period compared with behind it. */
import { along, gridLines, targetLine, valueAxis } from '../axis.ts'
import { lineFinding } from '../findings/over-time.ts'
import { compose, measured, roomFor, texts, widest, type Heading, type Text } from '../frame.ts'
import { previousName } from '../period-name.ts'
import { seriesOf, type Point, type Series } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf, targetWords } from '../small-print.ts'
import type { Picture } from '../spec.ts'
import { spread } from '../spread.ts'
import { dotLayer, groundLayer, strokeLayers, strokesOf } from '../strokes.ts'
import { fit } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'
import { TIME_X, timePlot, type TimePlot } from '../time-plot.ts'

/** A line, or an area for what piles up from zero. */
export function lineChart(sheet: Sheet, figure: Figure, subtitle: string, look: 'line' | 'area'): Picture {
  const main = seriesOf(sheet, figure.values, figure.label)
  const before = figure.previous ? seriesOf(sheet, figure.previous, previousName(sheet)) : null
  const finding = lineFinding(sheet, figure, main, before)
  const values = [main, before].flatMap((series) => known(series?.points ?? [])).concat(figure.target ?? [])
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
      160,
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
    ...(before
      ? strokeLayers([{ points: before.points, color: COLOR.grey, width: 2, isDashed: false }], encoding)
      : []),
    ...(look === 'area' ? [groundLayer(main.points, encoding)] : []),
    ...strokeLayers(strokesOf(main.points, COLOR.accent, isDense ? 1.8 : 3), encoding),
    dotLayer(
      [{ name: main.name, points: main.points, color: COLOR.accent, format: figure.format }],
      encoding,
      sheet.locale,
    ),
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
    ...targetLine(figure.target, y, plot.width),
    ...lines,
    ...texts([
      ...(axis.ticks.length === 0 ? [nothing(plot)] : []),
      ...plot.labels,
      ...labels,
      ...peakLabel(figure, main, plot, y),
    ]),
  ])
}

const nothing = (plot: TimePlot): Text => ({
  x: plot.width / 2,
  y: plot.height / 2,
  text: 'no data in this period',
  size: TYPE.subtitle,
  align: 'center',
  color: COLOR.greyText,
})

function endLabels(figure: Figure, main: Series, before: Series | null) {
  const last = (series: Series) => series.points.filter((point) => point.value !== null).at(-1)
  const [now, then] = [last(main), before && last(before)]
  return [
    ...(now?.value != null ? [{ value: now.value, text: endWords(figure, now), color: COLOR.accent as string }] : []),
    ...(then?.value != null && before
      ? [{ value: then.value, text: before.name, color: COLOR.greyText as string }]
      : []),
    ...(figure.target === null
      ? []
      : [{ value: figure.target, text: targetWords(figure, figure.target), color: COLOR.muted as string }]),
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

function known(points: readonly Point[]): readonly number[] {
  return points.flatMap((point) => (point.value === null ? [] : [point.value]))
}
