/** Figures that share no scale over the same time: a strip each, one under the other, on one time axis. */
import { along, gridLines, valueAxis, type ValueAxis } from '../axis.ts'
import { multiLineFinding } from '../findings/over-time.ts'
import { compose, heightFor, measured, roomFor, texts, widest, type Heading, type Text } from '../frame.ts'
import { legend, LEGEND_HEIGHT } from '../legend.ts'
import { previousName } from '../period-name.ts'
import { allBuckets, seriesByMember, seriesOf, type Series } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import type { Layer, Picture } from '../spec.ts'
import { dotLayer, strokeLayers, strokesOf } from '../strokes.ts'
import { fit } from '../text.ts'
import { COLOR, SERIES, TYPE } from '../theme.ts'
import { TIME_X, timePlot } from '../time-plot.ts'

/** Strips that stay high enough to show a course. */
const MOST_PANELS = 3

/** Members of which each strip has a line; the same in every strip. */
const MOST_LINES = 5

interface Line {
  readonly series: Series
  readonly color: string
}

interface Panel {
  readonly figure: Figure
  readonly lines: readonly Line[]
  readonly before: Series | null
  readonly axis: ValueAxis
}

/** The first three figures, each on a scale of its own; with members, a line for each of those that lead the first figure. */
export function panelChart(sheet: Sheet, figures: readonly [Figure, ...Figure[]], subtitle: string): Picture {
  const [first] = figures
  const members = sheet.members.length > 0 ? seriesByMember(sheet, first) : []
  const names = members.slice(0, MOST_LINES).map((series) => series.name)
  const panels = figures.slice(0, MOST_PANELS).map((figure) => panelOf(sheet, figure, names))
  const finding = multiLineFinding(
    sheet,
    members.length > 0
      ? members.map((series) => ({ series, figure: first }))
      : panels.flatMap(({ lines, figure }) => lines.map(({ series }) => ({ series, figure }))),
  )
  const cut = panels.filter(({ axis }) => !axis.startsAtZero).map(({ figure }) => figure.label)
  const hasBefore = figures.some((figure) => figure.previous !== null)
  const foot = footOf(sheet, [
    figures.length > panels.length && `${panels.length} of ${figures.length} figures shown`,
    members.length > names.length && `${names.length} of ${members.length} lines shown`,
    hasBefore && (names.length > 0 ? `${previousName(sheet)} is not drawn` : `grey: ${previousName(sheet)}`),
    cut.length > 0 && `axis not from zero: ${cut.join(', ')}`,
  ])
  const above = names.length > 1 ? LEGEND_HEIGHT : 0
  const heading = heightFor({ ...finding, subtitle, foot }, 1000, above + panels.length * LEAST_STRIP + BELOW)
  return { ...finding, spec: draw(sheet, panels, heading, above) }
}

/** Room under the last strip for the labels of time. */
const BELOW = 46

const LEAST_STRIP = 104

function panelOf(sheet: Sheet, figure: Figure, names: readonly string[]): Panel {
  const all = names.length > 0 ? seriesByMember(sheet, figure) : [seriesOf(sheet, figure.values, figure.label)]
  const lines =
    names.length > 0
      ? names.flatMap((name, index): Line[] => {
          const series = all.find((each) => each.name === name)
          return series ? [{ series, color: SERIES[index] ?? COLOR.grey }] : []
        })
      : all.map((series): Line => ({ series, color: COLOR.accent }))
  const before = figure.previous && names.length === 0 ? seriesOf(sheet, figure.previous, previousName(sheet)) : null
  const drawn = [...lines.map((line) => line.series), ...(before ? [before] : [])]
  const values = drawn.flatMap((series) => series.points.flatMap((point) => point.value ?? []))
  return { figure, lines, before, axis: valueAxis(values, figure.format, false, 2) }
}

function draw(sheet: Sheet, panels: readonly Panel[], heading: Heading, above: number): Picture['spec'] {
  const room = roomFor(heading)
  const ends = panels.map((panel) => endOf(panel))
  const inset = {
    left: widest(panels.flatMap(({ axis }) => axis.ticks.map((tick) => tick.label))) + 12,
    right:
      widest(
        ends.map((end) => end?.text ?? ''),
        TYPE.label,
        'semibold',
      ) + 16,
    top: above,
    bottom: BELOW,
  }
  const everywhere = allBuckets(panels.flatMap(({ lines }) => lines.map((line) => line.series)))
  const plot = timePlot(sheet, room, inset, everywhere)
  const strip = plot.height / Math.max(1, panels.length)
  const height = strip - NAME - GAP
  const layers = panels.flatMap((panel, index) =>
    drawStrip(sheet, panel, { top: strip * index + NAME, height, width: plot.width }),
  )
  const names = panels.map(({ figure }, index): Text => ({
    x: 0,
    y: strip * index + NAME - 10,
    text: fit(figure.label, plot.width, TYPE.small + 1, 'semibold'),
    size: TYPE.small + 1,
    weight: 'semibold',
    color: COLOR.text,
  }))
  const values = panels.flatMap(({ axis }, index): Text[] => {
    const end = ends[index]
    return end
      ? [
          {
            x: plot.width + 12,
            y: strip * index + NAME + height - along(axis.domain, height)(end.value),
            text: end.text,
            color: COLOR.accent,
            weight: 'semibold',
            baseline: 'middle',
          },
        ]
      : []
  })
  const items = panels[0]?.lines.map(({ series, color }) => ({ name: series.name, color })) ?? []
  return {
    ...compose(heading, inset, [
      ...layers,
      ...texts([...plot.labels, ...names, ...values]),
      ...(above > 0 ? legend(items, -inset.left, room.width) : []),
    ]),
    resolve: { scale: { y: 'independent' } },
  }
}

/** Room for a strip's name over it, and to the next strip under it. */
const NAME = 28
const GAP = 8

function drawStrip(
  sheet: Sheet,
  { figure, lines, before, axis }: Panel,
  place: { readonly top: number; readonly height: number; readonly width: number },
): readonly Layer[] {
  const range = [place.top + place.height, place.top] as const
  const encoding = { x: TIME_X, y: measured('c1', axis.domain, range) }
  const grey = before ? [{ points: before.points, color: COLOR.grey, width: 2, isDashed: false }] : []
  const isDense = lines.some(({ series }) => series.points.length > 120)
  const strokes = lines
    .toReversed()
    .flatMap(({ series, color }) => strokesOf(series.points, color, isDense ? 1.6 : 2.6))
  return [
    ...gridLines(axis, place),
    ...strokeLayers([...grey, ...strokes], encoding),
    dotLayer(
      lines.map(({ series, color }) => ({ ...series, color, format: figure.format })),
      encoding,
      sheet.locale,
    ),
  ]
}

/** What a strip's one line ends at; several would lie over each other. */
function endOf({ figure, lines }: Panel): { readonly value: number; readonly text: string } | null {
  const [line, second] = lines
  const last = second ? null : line?.series.points.findLast((point) => point.value !== null)
  if (last?.value == null) return null
  const text = figure.format.short(last.value)
  return { value: last.value, text: last.bucket.state === 'filling' ? `${text} so far` : text }
}
