/** Raw rows → rows of an answer: buckets written out with their offset, missing ones filled in. */
import { Temporal } from 'temporal-polyfill'
import type { Cell, ResultColumn } from './answer.ts'
import type { Grain } from './catalog.ts'
import { bucketsOf, countBuckets, reachOf, wholeOf, writeMoment } from './buckets.ts'
import { isKnownThroughout, isZeroWhenEmpty, timeIn, type Layout } from './compile/layout.ts'
import { periodInWords } from './words/dates.ts'
import { hasCounterpart, shiftOf } from './compile/shift.ts'
import { isInOnePart } from './compile/time.ts'
import type { KpiQuery, TimePart } from './kpi-query.ts'
import { isShareOfWhole } from './kpi-query-meaning.ts'
import { isInside, local, meets, plus, print, startOf, zoned } from './period.ts'

type Rows = readonly (readonly Cell[])[]

/** The most rows that filling in may lead to. */
const MOST_ROWS = 10_000

/** What turns a compiled query's raw rows into its answer's rows. */
export function finisher(layout: Layout): (rows: Rows) => Rows {
  const format = formatter(layout)
  if (!isFilled(layout.query)) return (rows) => rows.map(format)
  return (rows) => filled(rows.map(format), layout)
}

/** The buckets that a layout's rows can fall into, clipped to what its views have data for; null when they are not known. */
export function bucketsIn(layout: Layout, most: number): readonly string[] | null {
  const { query, time, views, catalog, history, before } = layout
  if (!time) return null
  const { from, to } = reachOf(query, views, history)
  const asked = query.period ?? wholeOf({ from, to }, layout.zone)
  const period = asked && before ? { ...asked, from: before.value } : asked
  if (!period || countBuckets(period, time.grain) > most) return null
  const buckets = bucketsOf(period, time.grain, catalog, timeIn(layout, views[0]!).type)
  const first = from ? startOf(time.grain, local(from), catalog).toString() : ''
  const last = to ? local(to).toString() : null
  return buckets.filter((bucket) => {
    const at = bucket.length === 10 ? `${bucket}T00:00:00` : bucket.slice(0, 19)
    return at >= first && (last === null || at <= last) && isLetThrough(at, time.grain, layout)
  })
}

/** Whether the filters on time leave anything of a bucket: no Saturday, where only weekdays were asked for. */
function isLetThrough(bucket: string, grain: Grain, { query, holidays }: Layout): boolean {
  const whole = { from: bucket, to: print(plus(local(bucket), 1, grain)) }
  return query.filters.every((filter) => {
    if (filter.kind === 'periods')
      return filter.include
        ? filter.periods.some((stretch) => meets(whole, stretch))
        : !filter.periods.some((stretch) => isInside(whole, stretch))
    if (filter.kind === 'holidays')
      return !isInOnePart(grain, 'day_of_week') || holidays.includes(bucket.slice(0, 10)) === filter.include
    if (filter.kind !== 'part' || !isInOnePart(grain, filter.part)) return true
    return filter.values.includes(partAt(local(bucket), filter.part)) === filter.include
  })
}

function partAt(at: Temporal.PlainDateTime, part: TimePart): number {
  switch (part) {
    case 'hour_of_day':
      return at.hour
    case 'day_of_week':
      return at.dayOfWeek
    case 'day_of_month':
      return at.day
    case 'month_of_year':
      return at.month
    case 'quarter_of_year':
      return Math.ceil(at.month / 3)
  }
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

/** Only a plain trend is filled in: where rows were selected or ranked, a missing bucket was not asked for. */
function isFilled(query: KpiQuery): boolean {
  return (
    query.grain !== undefined &&
    query.shape.kind === 'groups' &&
    query.conditions.length === 0 &&
    (query.limit === undefined || query.limit.of === 'members') &&
    query.window === undefined &&
    // A bucket is in one part of time only: there is no Monday to fill in on a Tuesday.
    query.by.every((axis) => axis.kind === 'dimension') &&
    (query.limit !== undefined || query.order.every(({ by }) => by.kind !== 'measure'))
  )
}

function filled(rows: Rows, layout: Layout): Rows {
  const buckets = rows.length === 0 ? null : bucketsIn(layout, MOST_ROWS)
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
  // A bucket of which nothing at all can be said is no row; a chart shows the gap.
  if (missing.every((figure) => figure === null)) return rows
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
    const measure = layout.measures[column.measure ?? 0]!
    if (!isZeroWhenEmpty(measure)) return null
    // Among several views, one may have data only for the later part.
    if (column.role === 'measure') return isKnownThroughout(layout, measure) ? 0 : null
    if (column.role === 'share') return isShareOfWhole(query) ? null : 0
    // No change from nothing to nothing; how much that is in percent cannot be said.
    return column.role === 'previous' || column.unit !== 'percent' ? (hasPrevious[index] ? 0 : null) : null
  })
}

/** Writes buckets and moments of a raw row the way answers do. */
function formatter(layout: Layout): (row: readonly Cell[]) => readonly Cell[] {
  const { columns, axes, time, views } = layout
  const { zone } = layout
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
  const periods = new Map(
    axes.flatMap(({ axis }, index) =>
      axis.kind === 'periods' ? [[offset + index, axis.periods.map((each) => periodInWords(each))] as const] : [],
    ),
  )
  if (moments.size === 0 && periods.size === 0) return (row) => row
  return (row) =>
    row.map((cell, index) => {
      const named = periods.get(index)
      if (named) return named[Number(cell)] ?? null
      return moments.has(index) && cell !== null ? momentCell(cell, zone) : cell
    })
}

/** Seconds since 1970, or a wall-clock time, as an answer writes a moment. */
export function momentCell(cell: Cell, zone: string): string {
  const seconds = Number(cell)
  // Seconds since 1970, or the wall-clock time of a column without zone.
  if (Number.isNaN(seconds)) return writeMoment(zoned(local(String(cell)), zone))
  return writeMoment(Temporal.Instant.fromEpochMilliseconds(Math.round(seconds * 1000)).toZonedDateTimeISO(zone))
}
