/** Several lines over time, each named at its end. */
import { along, gridLines, valueAxis } from '../axis.ts'
import { multiLineFinding } from '../findings/over-time.ts'
import { compose, measured, roomFor, texts, widest, type Heading, type Text } from '../frame.ts'
import { previousName } from '../period-name.ts'
import { allBuckets, seriesByMember, seriesOf, type Series } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import type { Picture } from '../spec.ts'
import { fitApart } from '../text.ts'
import { COLOR, SERIES, TYPE } from '../theme.ts'
import { footOf } from '../small-print.ts'
import { spread } from '../spread.ts'
import { dotLayer, strokeLayers, strokesOf } from '../strokes.ts'
import { TIME_X, timePlot } from '../time-plot.ts'

/** Lines that get a colour and a name; up to twelve more stand behind them in grey. */
const NAMED = SERIES.length
const MOST = 12

interface Line {
  readonly series: Series
  readonly figure: Figure
  readonly color: string
  readonly isNamed: boolean
}

/** One line a member of the first figure, or one a figure when there are no members. */
export function multiLineChart(sheet: Sheet, figures: readonly [Figure, ...Figure[]], subtitle: string): Picture {
  const [figure] = figures
  const all =
    sheet.members.length > 0
      ? seriesByMember(sheet, figure).map((series) => ({ series, figure }))
      : figures.map((each) => ({ series: seriesOf(sheet, each.values, each.label), figure: each }))
  const lines = all.slice(0, MOST).map((line, index): Line => {
    const isNamed = all.length <= NAMED + 1 ? index < NAMED : index < NAMED - 1
    return { ...line, isNamed, color: isNamed ? (SERIES[index] ?? COLOR.grey) : COLOR.grey }
  })
  const finding = multiLineFinding(sheet, all)
  const axis = valueAxis(
    lines.flatMap(({ series }) => series.points.flatMap((point) => point.value ?? [])),
    figure.format,
    false,
  )
  const unnamed = lines.length - lines.filter((line) => line.isNamed).length
  const foot = footOf(sheet, [
    unnamed > 0 && `${unnamed} more in grey`,
    all.length > lines.length && `${all.length - lines.length} smaller ones not drawn`,
    figures.some((each) => each.previous) && `${previousName(sheet)} is not drawn`,
    !axis.startsAtZero && `axis starts at ${axis.ticks[0]?.label ?? ''}`,
  ])
  const heading: Heading = { ...finding, subtitle, foot }
  return { ...finding, spec: draw(sheet, lines, axis, heading) }
}

function draw(
  sheet: Sheet,
  lines: readonly Line[],
  axis: ReturnType<typeof valueAxis>,
  heading: Heading,
): Picture['spec'] {
  const room = roomFor(heading)
  const named = lines.filter((line) => line.isNamed)
  const names = named.map(({ series }) => series.name)
  const inset = {
    left: widest(axis.ticks.map((tick) => tick.label)) + 12,
    right: Math.min(room.width * 0.3, widest(names, TYPE.label, 'semibold') + 16),
    top: 8,
    bottom: 46,
  }
  const everywhere = allBuckets(lines.map((line) => line.series))
  const plot = timePlot(sheet, room, inset, everywhere)
  const up = along(axis.domain, plot.height)
  const encoding = { x: TIME_X, y: measured('c1', axis.domain) }
  const isDense = everywhere.points.length > 120
  const shown = fitApart(names, inset.right - 12, TYPE.label, 'semibold')
  const labels = spread(
    named.flatMap(({ series, color }, index) => {
      const last = series.points.filter((point) => point.value !== null).at(-1)
      return last?.value == null ? [] : [{ y: plot.height - up(last.value), text: shown[index] ?? '', color }]
    }),
    plot.height,
  ).map((label): Text => ({
    ...label,
    x: plot.width + 12,
    text: label.text,
    weight: 'semibold',
    baseline: 'middle',
  }))
  return compose(heading, inset, [
    ...gridLines(axis, plot),
    ...strokeLayers(
      [...lines].toReversed().flatMap(({ series, color, isNamed }) => {
        const grey = { points: series.points, color, width: 1.4, isDashed: false }
        return isNamed ? strokesOf(series.points, color, isDense ? 1.6 : 2.8) : [grey]
      }),
      encoding,
    ),
    dotLayer(
      named.map(({ series, color, figure }) => ({ ...series, color, format: figure.format })),
      encoding,
      sheet.locale,
    ),
    ...texts([...plot.labels, ...labels]),
  ])
}
