/** Raw rows → rows of an answer: buckets written out with their offset, missing ones filled in. */
import { Temporal } from 'temporal-polyfill'
import type { Cell, ResultColumn } from './answer.ts'
import type { Grain, TimeColumn } from './catalog.ts'
import { isOfWhole, timeIn, type Layout } from './compile/layout.ts'
import { hasCounterpart, shiftOf } from './compile/shift.ts'
import type { KpiQuery, Period } from './kpi-query.ts'
import { local, plus, startOf, zoned, type Calendar } from './period.ts'

/** First and last moment a view has data for, as wall-clock times of its zone; by the view's name. */
export type History = ReadonlyMap<string, { readonly from: string; readonly to: string }>

type Rows = readonly (readonly Cell[])[]

/** The most rows that filling in may lead to. */
const MOST_ROWS = 10_000

/** What turns a compiled query's raw rows into its answer's rows. */
export function finisher(layout: Layout, history: History): (rows: Rows) => Rows {
  const format = formatter(layout)
  if (!isFilled(layout.query)) return (rows) => rows.map(format)
  return (rows) => filled(rows.map(format), layout, history)
}

/** The starts of a period's buckets as the answer writes them; up to now for a period that is still going on. */
export function bucketsOf(
  period: Period,
  grain: Grain,
  calendar: Pick<Calendar, 'weekStarts' | 'fiscalYearStarts'>,
  type: TimeColumn['type'] = 'timestamptz',
): string[] {
  const fine = grain === 'hour' || grain === 'minute'
  const end = local(period.to)
  const now = period.through === undefined ? null : local(period.through)
  const isInside = (at: Temporal.PlainDateTime) =>
    Temporal.PlainDateTime.compare(at, end) < 0 && (now === null || Temporal.PlainDateTime.compare(at, now) <= 0)
  const buckets: string[] = []
  if (fine && type === 'timestamptz') {
    // Hours as they pass: a day on which the clocks change has 23 or 25 of them.
    let at = zoned(startOf(grain, local(period.from), calendar), period.zone)
    const stop = zoned(end, period.zone)
    const last = now && zoned(now, period.zone)
    const step = grain === 'hour' ? { hours: 1 } : { minutes: 1 }
    const isOver = (moment: Temporal.ZonedDateTime) =>
      Temporal.ZonedDateTime.compare(moment, stop) >= 0 ||
      (last !== null && Temporal.ZonedDateTime.compare(moment, last) > 0)
    while (!isOver(at)) {
      buckets.push(writeMoment(at))
      at = at.add(step)
    }
    return buckets
  }
  for (let at = startOf(grain, local(period.from), calendar); isInside(at); at = plus(at, 1, grain)) {
    if (!fine) buckets.push(at.toPlainDate().toString())
    // A wall-clock hour that the clocks skip is no bucket.
    else if (zoned(at, period.zone).toPlainDateTime().equals(at)) buckets.push(writeMoment(zoned(at, period.zone)))
  }
  return buckets
}

/** The buckets that a layout's rows can fall into, clipped to what its views have data for; null when they are not known. */
export function bucketsIn(layout: Layout, history: History): readonly string[] | null {
  const { query, time, views, catalog } = layout
  if (!time) return null
  const known = views.flatMap((view) => history.get(view.name) ?? [])
  const first = known.map(({ from }) => from).toSorted()[0]
  const last = known
    .map(({ to }) => to)
    .toSorted()
    .at(-1)
  const period = query.period ?? (first !== undefined && last !== undefined ? wholeHistory(layout, first, last) : null)
  if (!period) return null
  // How far the data goes is known better than from the clock: there may be bookings, or a delay.
  const { through, ...closed } = period
  const all = bucketsOf(
    last === undefined && through !== undefined ? period : closed,
    time.grain,
    catalog,
    timeIn(layout, views[0]!).type,
  )
  const from = first === undefined ? null : startOf(time.grain, local(first), catalog).toString()
  return all.filter((bucket) => {
    const wall = bucket.slice(0, 19)
    const at = wall.length === 10 ? `${wall}T00:00:00` : wall
    return (from === null || at >= from) && (last === undefined || at <= local(last).toString())
  })
}

/** About how many buckets a period has. */
export function countBuckets(period: Period, grain: Grain): number {
  const minutes = local(period.from).until(local(period.to), { largestUnit: 'minute' }).minutes
  const length = { minute: 1, hour: 60, day: 1440, week: 10_080, month: 43_800, quarter: 131_400, year: 525_600 }
  return Math.ceil(minutes / length[grain])
}

/** Bins without rows between those that have some. */
export function fillBins(rows: Rows): Rows {
  const first = rows[0]
  if (!first) return rows
  const step = Number(first[1]) - Number(first[0])
  const byStart = new Map(rows.map((row) => [Math.round(Number(row[0]) / step), row]))
  const bins = [...byStart.keys()]
  const last = Math.max(...bins)
  const start = Math.min(...bins)
  if (!(step > 0) || last - start > MOST_ROWS) return rows
  return Array.from({ length: last - start + 1 }, (_, index) => {
    const bin = start + index
    return byStart.get(bin) ?? [tidy(bin * step), tidy((bin + 1) * step), 0]
  })
}

/** 0.30000000000000004 → 0.3 */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

function wholeHistory(layout: Layout, from: string, to: string): Period {
  const { zone } = timeIn(layout, layout.views[0]!)
  return { from, to: plus(local(to), 1, 'minute').toString().slice(0, 16), zone }
}

/** Only a plain trend is filled in: where rows were selected or ranked, a missing bucket was not asked for. */
function isFilled(query: KpiQuery): boolean {
  return (
    query.grain !== undefined &&
    query.shape.kind === 'groups' &&
    query.conditions.length === 0 &&
    (query.limit === undefined || query.limit.of === 'members') &&
    query.window === undefined &&
    (query.limit !== undefined || query.order.every(({ by }) => by.kind !== 'measure'))
  )
}

function filled(rows: Rows, layout: Layout, history: History): Rows {
  const buckets = rows.length === 0 ? null : bucketsIn(layout, history)
  if (!buckets) return rows
  const axes = layout.axes.length
  const groups = new Map<string, { readonly members: readonly Cell[]; readonly rows: Map<string, readonly Cell[]> }>()
  const present = new Set(buckets)
  for (const row of rows) {
    const members = row.slice(1, 1 + axes)
    const key = JSON.stringify(members)
    const group = groups.get(key) ?? { members, rows: new Map() }
    groups.set(key, group)
    group.rows.set(String(row[0]), row)
    present.add(String(row[0]))
  }
  if (groups.size * present.size > MOST_ROWS) return rows
  const missing = missingFigures(rows, layout)
  const alone = missing.map((cell, index) => (isOfBefore(layout.columns[1 + axes + index]!) ? null : cell))
  const shift = layout.query.compare && shiftOf(layout.query, layout.catalog, layout.time!.grain)
  const isDescending = layout.query.order.some(({ by, direction }) => by.kind === 'time' && direction === 'descending')
  const byAxis = layout.query.order[0]?.by.kind === 'axis'
  const times = [...present].toSorted(byMoment)
  if (isDescending) times.reverse()
  const cell = (
    time: string,
    { members, rows: known }: { members: readonly Cell[]; rows: Map<string, readonly Cell[]> },
  ) => known.get(time) ?? [time, ...members, ...(!shift || hasCounterpart(time, layout.query, shift) ? missing : alone)]
  if (byAxis) return [...groups.values()].flatMap((group) => times.map((time) => cell(time, group)))
  return times.flatMap((time) => [...groups.values()].map((group) => cell(time, group)))
}

function isOfBefore({ role }: ResultColumn): boolean {
  return role === 'previous' || role === 'change'
}

function byMoment(one: string, other: string): number {
  if (one.length === 10) return one < other ? -1 : 1
  return Date.parse(one) - Date.parse(other)
}

/** The figures of a bucket without rows: 0 for what adds up, nothing for the rest. */
function missingFigures(rows: Rows, layout: Layout): Cell[] {
  const { query } = layout
  const start = 1 + layout.axes.length
  const figures = layout.columns.slice(start)
  const hasPrevious = figures.map(
    (_, index) => layout.isPreviousKnown && rows.some((row) => row[start + index] !== null),
  )
  return figures.map((column, index) => {
    const { fields } = layout.measures[column.measure ?? 0]!
    if (fields.length > 1 || !fields[0].isZeroWhenEmpty) return null
    if (column.role === 'measure') return 0
    if (column.role === 'share') return isOfWhole(query) ? null : 0
    // No change from nothing to nothing; how much that is in percent cannot be said.
    return column.role === 'previous' || column.unit !== 'percent' ? (hasPrevious[index] ? 0 : null) : null
  })
}

/** Writes buckets and moments of a raw row the way answers do. */
function formatter(layout: Layout): (row: readonly Cell[]) => readonly Cell[] {
  const { columns, axes, time, views } = layout
  const zone = views[0]?.times.get(layout.query.time ?? 'time')?.zone ?? layout.catalog.timezone
  const isFine = time !== null && (time.grain === 'hour' || time.grain === 'minute')
  const offset = columns[0]?.role === 'time' ? 1 : 0
  const moments = new Set(
    axes.flatMap(({ axis }, index) =>
      axis.kind === 'dimension' && views[0]!.dimensions.get(axis.dimension)!.type === 'timestamptz'
        ? [offset + index]
        : [],
    ),
  )
  columns.forEach(({ role, measure }, index) => {
    if (role === 'measure' && layout.measures[measure ?? 0]!.fields[0].type === 'timestamptz') moments.add(index)
  })
  if (isFine && offset === 1) moments.add(0)
  if (moments.size === 0) return (row) => row
  return (row) => row.map((cell, index) => (moments.has(index) && cell !== null ? momentCell(cell, zone) : cell))
}

function momentCell(cell: Cell, zone: string): string {
  const seconds = Number(cell)
  // Seconds since 1970, or the wall-clock time of a column without zone.
  if (Number.isNaN(seconds)) return writeMoment(zoned(local(String(cell)), zone))
  return writeMoment(Temporal.Instant.fromEpochMilliseconds(Math.round(seconds * 1000)).toZonedDateTimeISO(zone))
}

function writeMoment(at: Temporal.ZonedDateTime): string {
  return at.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}
