/** One figure, or a few beside each other, as large as they can be read; its course under it where there is one. */
import { along, valueAxis } from '../axis.ts'
import { bucketName } from '../buckets.ts'
import { changeOf } from '../findings/change.ts'
import { newestFinding, numberFinding } from '../findings/over-time.ts'
import { contentsOf } from '../findings/of-records.ts'
import { sharePercent } from '../format.ts'
import {
  compose,
  heightFor,
  literal,
  measured,
  pixels,
  roomFor,
  texts,
  widest,
  type Heading,
  type Text,
} from '../frame.ts'
import { newest, seriesOf } from '../series.ts'
import type { Figure, Sheet } from '../sheet.ts'
import { footOf } from '../small-print.ts'
import type { Layer, Picture } from '../spec.ts'
import { fit, widthOf } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'
import { currentName, previousName } from '../period-name.ts'
import { dotLayer, strokeLayers, strokesOf } from '../strokes.ts'
import { TIME_X } from '../time-plot.ts'
import { capital, lower } from '../words.ts'

/** The figures of one row, or the newest of a trend. */
export function numberChart(sheet: Sheet, subtitle: string): Picture {
  const [figure, second] = sheet.figures
  if (figure && !second && sheet.time && sheet.rowCount > 1) return withCourse(sheet, figure, subtitle)
  const share = (!second && figure?.share?.[0]) ?? null
  if (figure && !second && typeof share === 'number' && share >= 0 && share <= 1)
    return partOfWhole(sheet, figure, share, subtitle)
  return figure && !second ? single(sheet, figure, subtitle) : tiles(sheet, subtitle)
}

const NO_INSET = { left: 0, right: 0, top: 0, bottom: 0 }

/** The figure, how it changed, and both figures as bars. */
function single(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const finding = numberFinding(sheet)
  const value = figure.values[0] ?? null
  const before = figure.previous?.[0] ?? null
  const change = changeOf(sheet, figure)
  const isCompared = value !== null && before !== null && value >= 0 && before >= 0 && value + before > 0
  const heading = heightFor(
    { title: figure.label, altText: finding.altText, subtitle, foot: footOf(sheet) },
    isCompared ? 212 : change ? 134 : 94,
  )
  const room = roomFor(heading)
  const text = value === null ? 'no data' : figure.format.short(value)
  const size = Math.min(92, (100 * room.width) / Math.max(1, widthOf(text, 100, 'semibold')))
  const base = size * 0.86
  const words: Text[] = [
    { x: -2, y: base, text, size, weight: 'semibold', color: value === null ? COLOR.greyText : COLOR.ink },
    ...(change
      ? [
          {
            x: 0,
            y: base + 42,
            text: fit(change.text, room.width, 22, 'semibold'),
            size: 22,
            weight: 'semibold' as const,
            color: change.color,
          },
        ]
      : []),
  ]
  const bars = isCompared ? twoBars(sheet, figure, value, before, base + 66, room.width) : []
  return { ...finding, spec: compose(heading, NO_INSET, [...texts(words), ...bars]) }
}

/** A share as the figure it is, over a bar of the whole with the part filled in. */
function partOfWhole(sheet: Sheet, figure: Figure, share: number, subtitle: string): Picture {
  const finding = numberFinding(sheet)
  const base = 76
  const title = `Share of ${lower(figure.label)}`
  const heading = heightFor({ title, altText: finding.altText, subtitle, foot: footOf(sheet) }, base + 92)
  const room = roomFor(heading)
  const text = sharePercent(share, sheet.locale)
  const value = figure.values[0] ?? null
  const whole = value !== null && share > 0 ? figure.format.words(value / share) : null
  const said = value === null ? '' : `${figure.format.short(value)}${whole === null ? '' : ` of ${whole}`}`
  const bars = [
    { to: room.width, color: COLOR.before as string },
    { to: room.width * share, color: COLOR.accent as string },
  ]
  return {
    ...finding,
    spec: compose(heading, NO_INSET, [
      {
        data: { values: bars.map((bar) => ({ c0: 0, c1: bar.to, y: base + 74, color: bar.color })) },
        mark: { type: 'bar', aria: false, height: 24, cornerRadius: 2 },
        encoding: { x: pixels('c0'), x2: { field: 'c1' }, y: pixels('y'), color: literal('color') },
      },
      ...texts([
        { x: -2, y: base, text, size: 88, weight: 'semibold', color: COLOR.ink },
        { x: 0, y: base + 40, text: fit(said, room.width, 22, 'semibold'), size: 22, weight: 'semibold' },
      ]),
    ]),
  }
}

function twoBars(
  sheet: Sheet,
  figure: Figure,
  value: number,
  before: number,
  top: number,
  width: number,
): readonly Layer[] {
  const names = [currentName(sheet), previousName(sheet)]
  const left = widest(names) + 14
  const right = widest([figure.format.short(value), figure.format.short(before)], TYPE.label, 'semibold') + 12
  const across = along([0, Math.max(value, before)], width - left - right)
  const bars = [
    { value, name: names[0] ?? '', color: COLOR.accent as string, y: top + 14 },
    { value: before, name: names[1] ?? '', color: COLOR.grey as string, y: top + 48 },
  ]
  return [
    {
      data: { values: bars.map((bar) => ({ c0: left, c1: left + across(bar.value), y: bar.y, color: bar.color })) },
      mark: { type: 'bar', aria: false, height: 24, cornerRadiusEnd: 2 },
      encoding: { x: pixels('c0'), x2: { field: 'c1' }, y: pixels('y'), color: literal('color') },
    },
    ...texts(
      bars.flatMap((bar): Text[] => [
        { x: left - 14, y: bar.y, text: bar.name, align: 'right', baseline: 'middle', color: COLOR.text },
        {
          x: left + across(bar.value) + 8,
          y: bar.y,
          text: figure.format.short(bar.value),
          weight: 'semibold',
          baseline: 'middle',
          color: COLOR.text,
        },
      ]),
    ),
  ]
}

/** The newest whole bucket's figure over the line that led to it. */
function withCourse(sheet: Sheet, figure: Figure, subtitle: string): Picture {
  const series = seriesOf(sheet, figure.values, figure.label)
  const last = newest(series)
  const finding = newestFinding(sheet, figure, series)
  const heading: Heading = { title: figure.label, altText: finding.altText, subtitle, foot: footOf(sheet) }
  const room = roomFor(heading)
  const text = last ? figure.format.short(last.value) : 'no data'
  const size = Math.min(92, (100 * room.width) / Math.max(1, widthOf(text, 100, 'semibold')))
  const top = size + 44
  const inset = { left: 6, right: 10, top, bottom: 8 }
  const plot = { width: room.width - inset.left - inset.right, height: room.height - top - inset.bottom }
  const axis = valueAxis(
    series.points.flatMap((point) => point.value ?? []),
    figure.format,
    false,
  )
  const encoding = { x: TIME_X, y: measured('c1', axis.domain) }
  return {
    ...finding,
    spec: compose(heading, inset, [
      ...strokeLayers(strokesOf(series.points, COLOR.accent, series.points.length > 120 ? 1.8 : 3), encoding),
      dotLayer([{ ...series, color: COLOR.accent, format: figure.format }], encoding, sheet.locale),
      ...texts([
        { x: -8, y: size * 0.86 - top, text, size, weight: 'semibold', color: COLOR.ink },
        ...(last
          ? [
              {
                x: -6,
                y: size * 0.86 - top + 32,
                text: fit(capital(bucketName(last.bucket, sheet.locale)), plot.width, 18),
                size: 18,
              },
            ]
          : []),
      ]),
    ]),
  }
}

function tiles(sheet: Sheet, subtitle: string): Picture {
  const finding = numberFinding(sheet)
  const figures = sheet.figures.slice(0, 6)
  const columns = figures.length <= 3 ? figures.length : Math.ceil(figures.length / 2)
  const lines = Math.ceil(figures.length / Math.max(1, columns))
  const foot = footOf(sheet, [
    sheet.figures.length > figures.length && `${figures.length} of ${sheet.figures.length} figures shown`,
  ])
  const heading = heightFor({ ...finding, title: contentsOf(sheet).title, subtitle, foot }, lines * 140)
  const room = roomFor(heading)
  const gap = 24
  // The last one ends where the picture does.
  const [width, height] = [(room.width + gap) / Math.max(1, columns), room.height / Math.max(1, lines)]
  // All alike, as large as the longest can be.
  const most = widest(figures.map(said), 100, 'semibold')
  const size = Math.min(54, (100 * (width - gap)) / Math.max(1, most))
  const words = figures.flatMap((figure, index) =>
    tile(sheet, figure, (index % columns) * width, Math.floor(index / columns) * height, width - gap, size),
  )
  const marks: Layer = {
    data: {
      values: figures.map((_, index) => ({
        x: (index % columns) * width,
        y: Math.floor(index / columns) * height,
        x2: (index % columns) * width + width - gap,
        y2: Math.floor(index / columns) * height,
        c: COLOR.zero,
      })),
    },
    mark: { type: 'rule', aria: false, strokeWidth: 2 },
    encoding: { x: pixels('x'), y: pixels('y'), x2: { field: 'x2' }, y2: { field: 'y2' }, color: literal('c') },
  }
  return { ...finding, spec: compose(heading, NO_INSET, [marks, ...texts(words)]) }
}

const said = ({ values: [value = null], format }: Figure) => (value === null ? 'no data' : format.short(value))

function tile(sheet: Sheet, figure: Figure, left: number, top: number, width: number, size: number): readonly Text[] {
  const value = figure.values[0] ?? null
  const text = said(figure)
  const change = changeOf(sheet, figure)
  return [
    { x: left, y: top + 28, text: fit(figure.label, width, 18), size: 18, color: COLOR.text },
    {
      x: left - 1,
      y: top + 42 + size * 0.8,
      text,
      size,
      weight: 'semibold',
      color: value === null ? COLOR.greyText : COLOR.ink,
    },
    ...(change
      ? [
          {
            x: left,
            y: top + 72 + size * 0.8,
            text: fit(change.brief, width, 18, 'semibold'),
            size: 18,
            weight: 'semibold' as const,
            color: change.color,
          },
        ]
      : []),
  ]
}
