/** A measure beside its normal range: where it left it, how far, and whether it came back. */
import type { Catalog } from '../../analytics/catalog.ts'
import type { IncidentContent, Point as IncidentPoint } from '../../analytics/live/incident.ts'
import { along, gridLines, valueAxis } from '../axis.ts'
import { bucketAt } from '../buckets.ts'
import { formatOf, type Format } from '../format.ts'
import { compose, literal, measured, roomFor, rules, texts, widest, type Heading, type Text } from '../frame.ts'
import { localeOf } from '../intl.ts'
import type { Point, Series } from '../series.ts'
import type { Chart, Layer } from '../spec.ts'
import { spread } from '../spread.ts'
import { dotLayer, strokeLayers, strokesOf, type Stroke } from '../strokes.ts'
import { clean, fit } from '../text.ts'
import { COLOR, TYPE } from '../theme.ts'
import { TIME_X, timePlot } from '../time-plot.ts'
import { WEEKDAYS } from '../sheet.ts'

export interface NormalRangeWords {
  /** The picture's first line, the line under it, and what it says to who cannot see it. */
  readonly title: string
  readonly subtitle: string
  readonly altText: string
  readonly normalRange: string
  readonly soFar: (value: string) => string
  /** Of what a bucket that is filling comes to if it goes on so. */
  readonly atThisPace: (value: string) => string
}

/** The course of an incident's KPI over its last buckets; null when there are no points to draw. */
export function normalRangeChart(
  incident: Pick<
    IncidentContent,
    'kpi' | 'grain' | 'series' | 'from' | 'resolvedAt' | 'isBad' | 'isFilling' | 'expectedSoFar'
  >,
  catalog: Catalog,
  words: NormalRangeWords,
  locale?: string,
): Chart | null {
  const kpi = catalog.kpis.get(incident.kpi)
  const view = kpi && catalog.views.get(kpi.view)
  if (!kpi || !view || incident.series.length === 0) return null
  const told = localeOf(locale)
  const format = formatOf(kpi.unit, told)
  const zone = view.time?.zone ?? catalog.timezone
  const all = incident.series.map((point, index) => {
    const isFilling = incident.isFilling && index === incident.series.length - 1
    const bucket = bucketAt(point.at, incident.grain, zone, isFilling ? 'filling' : 'whole')
    return {
      ...point,
      bucket,
      value: isFilling ? (projected(point, incident.expectedSoFar) ?? point.value) : point.value,
    }
  })
  const heading: Heading = {
    title: clean(words.title, 200),
    subtitle: clean(words.subtitle, 300),
    foot: '',
    altText: clean(words.altText, 1000),
  }
  // It may begin within a bucket.
  const started = Math.max(
    ...incident.series.map(({ at }) => Date.parse(at)).filter((at) => at <= Date.parse(incident.from)),
  )
  const ended = incident.resolvedAt === null ? Number.POSITIVE_INFINITY : Date.parse(incident.resolvedAt)
  const lastPoint = incident.series.at(-1)
  const isProjected =
    incident.isFilling && lastPoint !== undefined && projected(lastPoint, incident.expectedSoFar) !== null
  const color = incident.isBad === null ? COLOR.accent : incident.isBad ? COLOR.bad : COLOR.good
  const drawn = draw(
    all,
    { heading, format, color, words, isProjected, weekStarts: WEEKDAYS.indexOf(catalog.weekStarts), locale: told },
    (at) => {
      const moment = Date.parse(at)
      return moment >= started && moment <= ended
    },
  )
  return { kind: 'line', title: heading.title, altText: heading.altText, spec: drawn }
}

interface Look {
  readonly heading: Heading
  readonly format: Format
  readonly color: string
  readonly words: NormalRangeWords
  /** The last point is what its bucket comes to if it goes on so. */
  readonly isProjected: boolean
  readonly weekStarts: number
  readonly locale: string
}

/** Null where that cannot be said. */
function projected({ value, expected }: IncidentPoint, soFar: number | null): number | null {
  return value === null || expected === null || soFar === null || soFar <= 0 ? null : (value * expected) / soFar
}

type Ranged = IncidentPoint & { readonly bucket: Point['bucket'] }

function draw(all: readonly Ranged[], look: Look, isInIncident: (at: string) => boolean): Chart['spec'] {
  const { heading, format, color, words } = look
  const points: readonly Point[] = all.map(({ bucket, value }) => ({ bucket, value }))
  const values = all.flatMap(({ value, low, high }) => [value, low, high].filter((each) => each !== null))
  const isAboveZero = values.every((value) => value >= 0)
  const axis = valueAxis(values, format, isAboveZero)
  const last = all.findLast((point) => point.value !== null)
  const lastRange = all.findLast((point) => point.low !== null && point.high !== null)
  const end =
    last?.value == null
      ? ''
      : last.bucket.state === 'filling'
        ? (look.isProjected ? words.atThisPace : words.soFar)(format.short(last.value))
        : format.short(last.value)
  const right = widest([end, ...(lastRange ? [words.normalRange] : [])], TYPE.label, 'semibold')
  const room = roomFor(heading)
  const inset = {
    left: widest(axis.ticks.map((tick) => tick.label)) + 12,
    right: Math.min(170, right + 14),
    top: 20,
    bottom: 46,
  }
  const line: Series = { name: '', points }
  const plot = timePlot(look, room, inset, line)
  const up = along(axis.domain, plot.height)
  const y = (value: number) => plot.height - up(value)
  const encoding = { x: TIME_X, y: measured('c1', axis.domain) }
  const first = all.findIndex((point) => isInIncident(point.at))
  const lastIn = all.findLastIndex((point) => isInIncident(point.at))
  const strokes: readonly Stroke[] =
    first < 0
      ? strokesOf(points, COLOR.text, 2.4)
      : [
          // The stroke of the incident begins at the point before it.
          { points: points.slice(0, first), color: COLOR.text, width: 2.4, isDashed: false },
          ...strokesOf(points.slice(Math.max(0, first - 1), lastIn + 1), color, 3.4).map((stroke) => ({
            ...stroke,
            isDashed: stroke.isDashed && stroke.points.at(-1)?.bucket.state === 'filling',
          })),
          ...(lastIn + 1 < points.length
            ? [{ points: points.slice(lastIn), color: COLOR.text, width: 2.4, isDashed: false }]
            : []),
        ]
  const isOver = lastIn >= 0 && lastIn + 1 < all.length
  const endColor = isOver ? COLOR.text : color
  const labels = spread(
    [
      ...(last?.value == null ? [] : [{ text: end, y: y(last.value), color: endColor, weight: 'semibold' as const }]),
      ...(lastRange?.low != null && lastRange.high !== null
        ? [
            {
              text: words.normalRange,
              y: y((lastRange.low + lastRange.high) / 2),
              color: COLOR.greyText,
              weight: 'regular' as const,
            },
          ]
        : []),
    ],
    plot.height,
  ).map((each): Text => ({
    x: plot.width + 12,
    y: each.y,
    text: fit(each.text, inset.right - 13, TYPE.label, 'semibold'),
    color: each.color,
    weight: each.weight,
    baseline: 'middle',
  }))
  const begin = all[first]
  return compose(heading, inset, [
    rangeLayer(all, axis.domain),
    ...gridLines(axis, plot),
    ...expectedLayer(all, encoding),
    ...(begin
      ? rules(
          [{ x: plot.x(begin.bucket.at), x2: plot.x(begin.bucket.at), y: 0, y2: plot.height, color: COLOR.zero }],
          1,
          [3, 4],
        )
      : []),
    ...strokeLayers(strokes, encoding),
    dotLayer(
      [{ name: '', points: first < 0 ? points : points.slice(first), color: endColor, format }],
      encoding,
      look.locale,
    ),
    ...texts([...plot.labels, ...labels]),
  ])
}

/** The normal range as a ground; buckets without one leave a hole. */
function rangeLayer(all: readonly Ranged[], domain: readonly [number, number]): Layer {
  const [bottom, top] = domain
  const within = (value: number) => Math.min(top, Math.max(bottom, value))
  let k = 0
  return {
    data: {
      values: all.flatMap(({ bucket, low, high }) => {
        if (low === null || high === null) {
          k++
          return []
        }
        return [{ c0: bucket.at, c1: within(low), c2: within(high), k, color: COLOR.accentSoft }]
      }),
    },
    mark: { type: 'area', aria: false },
    encoding: {
      x: TIME_X,
      y: measured('c1', domain),
      y2: { field: 'c2' },
      color: literal('color'),
      detail: { field: 'k', type: 'nominal' },
    },
  }
}

function expectedLayer(all: readonly Ranged[], encoding: object): readonly Layer[] {
  const points = all.map(({ bucket, expected }) => ({ bucket, value: expected }))
  if (points.every((point) => point.value === null)) return []
  return strokeLayers([{ points, color: COLOR.mid, width: 1.6, isDashed: true }], encoding)
}
