/** Figures of different units over the same time: a strip each, one under the other, on one time axis. */
import { along, gridLines, valueAxis, type ValueAxis } from '../axis.ts'
import { multiLineFinding } from '../findings/over-time.ts'
import { compose, measured, roomFor, texts, widest, type Heading, type Text } from '../frame.ts'
import { previousName } from '../period-name.ts'
import { seriesOf, type Series } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import type { Layer, Picture } from '../spec.ts'
import { dotLayer, strokeLayers, strokesOf } from '../strokes.ts'
import { fit } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'
import { TIME_X, timePlot } from '../time-plot.ts'

/** Strips that stay high enough to show a course. */
const MOST_PANELS = 3

interface Panel {
  readonly figure: Figure
  readonly main: Series
  readonly before: Series | null
  readonly axis: ValueAxis
}

/** The first three figures, each on a scale of its own. */
export function panelChart(sheet: Sheet, figures: readonly Figure[], subtitle: string): Picture {
  const panels = figures.slice(0, MOST_PANELS).map((figure): Panel => {
    const main = seriesOf(sheet, figure.values, figure.label)
    const before = figure.previous ? seriesOf(sheet, figure.previous, previousName(sheet)) : null
    const values = [main, before].flatMap((series) => series?.points.flatMap((point) => point.value ?? []) ?? [])
    return { figure, main, before, axis: valueAxis(values, figure.format, false, 2) }
  })
  const finding = multiLineFinding(
    sheet,
    panels.map(({ main, figure }) => ({ series: main, figure })),
  )
  const cut = panels.filter(({ axis }) => !axis.startsAtZero).map(({ figure }) => figure.label)
  const foot = footOf(sheet, [
    figures.length > panels.length && `${panels.length} of ${figures.length} figures shown`,
    panels.some(({ before }) => before !== null) && `grey: ${previousName(sheet)}`,
    cut.length > 0 && `axis does not start at zero: ${cut.join(', ')}`,
  ])
  const heading: Heading = { ...finding, subtitle, foot }
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
    top: 0,
    bottom: 46,
  }
  const first = panels[0]?.main ?? { name: '', points: [] }
  const plot = timePlot(sheet, room, inset, first)
  const strip = plot.height / Math.max(1, panels.length)
  const layers = panels.flatMap((panel, index) =>
    draw(sheet, panel, { top: strip * index + NAME, height: strip - NAME - GAP, width: plot.width }),
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
    const height = strip - NAME - GAP
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
  return {
    ...finding,
    spec: {
      ...compose(heading, inset, [...layers, ...texts([...plot.labels, ...names, ...values])]),
      resolve: { scale: { y: 'independent' } },
    },
  }
}

/** Room for a strip's name over it, and to the next strip under it. */
const NAME = 28
const GAP = 8

function draw(
  sheet: Sheet,
  { figure, main, before, axis }: Panel,
  place: { readonly top: number; readonly height: number; readonly width: number },
): readonly Layer[] {
  const range = [place.top + place.height, place.top] as const
  const encoding = { x: TIME_X, y: measured('c1', axis.domain, range) }
  const grey = before ? [{ points: before.points, color: COLOR.grey, width: 2, isDashed: false }] : []
  return [
    ...gridLines(axis, place),
    ...strokeLayers([...grey, ...strokesOf(main.points, COLOR.accent, main.points.length > 120 ? 1.6 : 2.6)], encoding),
    dotLayer([{ ...main, color: COLOR.accent, format: figure.format }], encoding, sheet.locale),
  ]
}

function endOf({ figure, main }: Panel): { readonly value: number; readonly text: string } | null {
  const last = main.points.findLast((point) => point.value !== null)
  if (last?.value == null) return null
  const text = figure.format.short(last.value)
  return { value: last.value, text: last.bucket.state === 'filling' ? `${text} so far` : text }
}
