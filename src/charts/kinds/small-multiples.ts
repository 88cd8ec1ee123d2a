/** Small multiples: a panel for each member of one dimension, all on one scale; lines over time, bars otherwise. */
import { along, gridLines, valueAxis } from '../axis.ts'
import { bucketName, type Bucket } from '../buckets.ts'
import type { Finding } from '../findings/finding.ts'
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
import { legend, LEGEND_HEIGHT } from '../legend.ts'
import { dateFormat } from '../intl.ts'
import { allBuckets, seriesOf, type Series } from '../series.ts'
import type { Figure, MemberColumn, Sheet } from '../sheet.ts'
import { footOf, onlyOne } from '../small-print.ts'
import type { Layer, Picture } from '../spec.ts'
import { strokeLayers, strokesOf } from '../strokes.ts'
import { fit } from '../text.ts'
import { COLOR, SERIES, TYPE } from '../theme.ts'

const MOST_PANELS = 6
/** Lines or bars in each panel; the same ones in every panel. */
const MOST_PARTS = SERIES.length
const GAP = 22
const NAME = 26
const BELOW = 30

interface Part {
  readonly name: string
  readonly color: string
}

interface Panel {
  readonly name: string
  readonly rows: readonly number[]
}

interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Whether the answer can be split into panels by this dimension: one more member column at most beside it. */
export function canSplit(sheet: Sheet, dimension: string): boolean {
  const rest = sheet.members.filter((column) => column.dimension !== dimension)
  return rest.length < sheet.members.length && rest.length <= 1 && (sheet.time !== null || rest.length === 1)
}

/** The first figure in a panel for each member of `dimension`, the largest first; `canSplit` must hold. */
export function smallMultiples(
  sheet: Sheet,
  figure: Figure,
  dimension: string,
  finding: Finding,
  subtitle: string,
): Picture {
  const column = sheet.members.find((each) => each.dimension === dimension)
  const inner = sheet.members.find((each) => each.dimension !== dimension)
  if (!column) throw new Error(`no column of ${dimension}`)
  const size = (rows: readonly number[]) => rows.reduce((sum, row) => sum + Math.abs(figure.values[row] ?? 0), 0)
  const all = membersOf(column).toSorted((a, b) => (column.isOrdered ? 0 : size(b.rows) - size(a.rows)))
  const panels = all.slice(0, MOST_PANELS)
  const members = inner ? membersOf(inner).toSorted((a, b) => (inner.isOrdered ? 0 : size(b.rows) - size(a.rows))) : []
  const parts = members
    .slice(0, MOST_PARTS)
    .map(({ name }, index): Part => ({ name, color: sheet.time ? (SERIES[index] ?? COLOR.grey) : COLOR.accent }))
  const foot = footOf(sheet, [
    all.length > panels.length && `${panels.length} of ${all.length} panels shown`,
    members.length > parts.length && `${parts.length} of ${members.length} shown in each`,
    'all panels on one scale',
    onlyOne(sheet, figure),
  ])
  const columns = panels.length <= 1 ? 1 : panels.length <= 4 || !sheet.time ? 2 : 3
  const rows = Math.ceil(panels.length / columns)
  const above = sheet.time && parts.length > 0 ? LEGEND_HEIGHT : 0
  const least = sheet.time ? 96 : parts.length * 20
  const heading = heightFor({ ...finding, subtitle, foot }, 1000, above + rows * (least + NAME + GAP) + BELOW)
  const lay = { heading, above, columns, rows }
  return {
    ...finding,
    spec: sheet.time
      ? linePanels(sheet, figure, panels, parts, inner, lay)
      : barPanels(sheet, figure, panels, parts, inner, lay),
  }
}

interface Lay {
  readonly heading: Heading
  readonly above: number
  readonly columns: number
  readonly rows: number
}

function membersOf(column: MemberColumn): readonly Panel[] {
  const rows = new Map<string, number[]>()
  for (const [row, name] of column.names.entries()) rows.set(name, [...(rows.get(name) ?? []), row])
  return [...rows].map(([name, of]) => ({ name, rows: of }))
}

function placesOf({ heading, above, columns, rows }: Lay, inset: { left: number; right: number; bottom: number }) {
  const room = roomFor(heading)
  const width = (room.width - inset.left - inset.right - GAP * (columns - 1)) / columns
  const height = (room.height - above - inset.bottom - GAP * (rows - 1)) / rows - NAME
  return (index: number): Place => ({
    left: (index % columns) * (width + GAP),
    top: Math.floor(index / columns) * (height + NAME + GAP) + NAME,
    width,
    height,
  })
}

function nameOf(panel: Panel, place: Place): Text {
  return {
    x: place.left,
    y: place.top - 8,
    text: fit(panel.name, place.width, TYPE.small + 1, 'semibold'),
    size: TYPE.small + 1,
    weight: 'semibold',
    color: COLOR.text,
  }
}

function linePanels(
  sheet: Sheet,
  figure: Figure,
  panels: readonly Panel[],
  parts: readonly Part[],
  inner: MemberColumn | undefined,
  lay: Lay,
): Picture['spec'] {
  const linesOf = (panel: Panel): readonly { series: Series; color: string }[] =>
    inner
      ? parts.map(({ name, color }) => ({
          series: seriesOf(
            sheet,
            figure.values,
            name,
            panel.rows.filter((row) => inner.names[row] === name),
          ),
          color,
        }))
      : [{ series: seriesOf(sheet, figure.values, panel.name, panel.rows), color: COLOR.accent }]
  const drawn = panels.map((panel) => ({ panel, lines: linesOf(panel) }))
  const everywhere = allBuckets(drawn.flatMap(({ lines }) => lines.map(({ series }) => series))).points
  const [first, last] = [everywhere[0]?.bucket, everywhere.at(-1)?.bucket]
  const values = drawn.flatMap(({ lines }) =>
    lines.flatMap(({ series }) => series.points.flatMap(({ value }) => value ?? [])),
  )
  const axis = valueAxis(values, figure.format, false, 2)
  const left = widest(axis.ticks.map(({ label }) => label)) + 12
  const inset = { left, right: 0, top: lay.above, bottom: BELOW }
  const placeOf = placesOf(lay, inset)
  const [from, to] = [first?.at ?? 0, last?.at ?? 0]
  const domain = from === to ? ([from - 1, to + 1] as const) : ([from, to] as const)
  const layers = drawn.flatMap(({ lines }, index): readonly Layer[] => {
    const place = placeOf(index)
    const encoding = {
      x: measured('c0', domain, [place.left, place.left + place.width]),
      y: measured('c1', axis.domain, [place.top + place.height, place.top]),
    }
    const strokes = lines.toReversed().flatMap(({ series, color }) => strokesOf(series.points, color, 2.2))
    return [...gridLines(axis, place, index % lay.columns === 0), ...strokeLayers(strokes, encoding)]
  })
  const ends = panels.flatMap((_, index): Text[] => {
    const place = placeOf(index)
    if (index + lay.columns < panels.length || !first || !last) return []
    const y = place.top + place.height + 20
    const half = place.width / 2 - 4
    const said = (text: string) => fit(text, half, TYPE.small)
    const names = [edgeName(first, sheet.locale), edgeName(last, sheet.locale)] as const
    return [
      { x: place.left, y, text: said(names[0]), size: TYPE.small },
      ...(first === last
        ? []
        : [{ x: place.left + place.width, y, text: said(names[1]), size: TYPE.small, align: 'right' as const }]),
    ]
  })
  const names = panels.map((panel, index) => nameOf(panel, placeOf(index)))
  return {
    ...compose(lay.heading, inset, [
      ...layers,
      ...texts([...names, ...ends]),
      ...(lay.above > 0 ? legend(parts, -left, roomFor(lay.heading).width) : []),
    ]),
    resolve: { scale: { x: 'independent', y: 'independent' } },
  }
}

/** A bucket in the little room under a panel; a week is its first day. */
function edgeName(bucket: Bucket, locale: string): string {
  return bucket.grain === 'week'
    ? dateFormat(locale, { day: 'numeric', month: 'short' }).format(bucket.wall)
    : bucketName(bucket, locale)
}

function barPanels(
  sheet: Sheet,
  figure: Figure,
  panels: readonly Panel[],
  parts: readonly Part[],
  inner: MemberColumn | undefined,
  lay: Lay,
): Picture['spec'] {
  const room = roomFor(lay.heading)
  const valueAt = (panel: Panel, name: string) => {
    const row = panel.rows.find((each) => inner?.names[each] === name)
    return row === undefined ? null : (figure.values[row] ?? null)
  }
  const cells = panels.map((panel) => parts.map(({ name }) => valueAt(panel, name)))
  const known = cells.flat().flatMap((value) => value ?? [])
  const said = (value: number | null) => (value === null ? '–' : figure.format.short(value))
  const names = parts.map(({ name }) => name)
  const left = Math.min(room.width * 0.24, widest(names, TYPE.small)) + 12
  const behind = widest(cells.flat().map(said), TYPE.small, 'semibold') + 8
  const inset = { left, right: 0, top: lay.above, bottom: 0 }
  const placeOf = placesOf(lay, inset)
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)]
  const domain = low === high ? ([0, 1] as const) : ([low, high] as const)
  const bars = panels.flatMap((panel, index) => {
    const place = placeOf(index)
    const before = low < 0 ? behind : 0
    const across = along(domain, place.width - behind - before)
    const step = place.height / Math.max(1, parts.length)
    return parts.map(({ name, color }, part) => ({
      y: place.top + step * (part + 0.5),
      x0: place.left + before + across(0),
      x: place.left + before + across(cells[index]?.[part] ?? 0),
      thick: Math.min(26, step * 0.68),
      said: said(cells[index]?.[part] ?? null),
      isDown: (cells[index]?.[part] ?? 0) < 0,
      tip: `${panel.name}, ${name}: ${said(cells[index]?.[part] ?? null)}`,
      color,
      name,
      isFirst: index % lay.columns === 0,
    }))
  })
  const figures = bars.map(({ x, y, said: text, isDown }): Text => ({
    x: x + (isDown ? -6 : 6),
    y,
    text,
    size: TYPE.small,
    weight: 'semibold',
    align: isDown ? 'right' : 'left',
    baseline: 'middle',
    color: COLOR.text,
  }))
  const labels = bars
    .filter(({ isFirst }) => isFirst)
    .map(({ name, y }): Text => ({
      x: -12,
      y,
      text: fit(name, left - 10, TYPE.small),
      size: TYPE.small,
      align: 'right',
      baseline: 'middle',
      color: COLOR.text,
    }))
  return compose(lay.heading, inset, [
    {
      data: { values: bars.map(({ x, x0, y, color, tip }) => ({ c0: y, c1: x, c2: x0, color, tip })) },
      mark: { type: 'bar', aria: false, height: bars[0]?.thick ?? 1, cornerRadiusEnd: 2 },
      encoding: {
        y: pixels('c0'),
        x: pixels('c1'),
        x2: { field: 'c2' },
        color: literal('color'),
        tooltip: { field: 'tip', type: 'nominal' },
      },
    },
    ...texts([...panels.map((panel, index) => nameOf(panel, placeOf(index))), ...labels, ...figures]),
  ])
}
