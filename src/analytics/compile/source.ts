/** The statement that reads one view once: its aggregates by bucket and dimensions, for one era. */
import { sql } from 'kysely'
import type { Dimension, TimeColumn, View } from '../catalog.ts'
import type { Axis, KpiQuery } from '../kpi-query.ts'
import type { Part } from '../measured.ts'
import { as, isFloat, list, where, type Fragment } from './dialect.ts'
import { comparable, filterOf, whereOf } from './filters.ts'
import { timeIn, type Era, type Field, type Layout, type MeasureLayout } from './layout.ts'
import { edgeGroups } from './edges.ts'
import { periodOfEra } from './periods.ts'
import { holdsLeapDay, intervalOf, shiftOf } from './shift.ts'
import { bucketOf, isSubDay, partOf, wallClock, within, inAny, stretchOf } from './time.ts'

/** `select … from view where … group by …` with the bucket, the axes and the named figures. */
export function sourceSelect(
  layout: Layout,
  view: View,
  era: Era,
  figures: readonly Fragment[],
  options: { readonly last: boolean; readonly bucketOut?: (bucket: Fragment) => Fragment },
): Fragment {
  const { query } = layout
  const edges = layout.time && edgeGroups(layout, view, era)
  const moment = layout.time && sql.id(timeIn(layout, view).column)
  const bucket = moment && bucketIn(layout, view, era, edges ? sql`min(${moment})` : moment)
  const axes = layout.axes.map(({ axis }) => axisOf(axis, layout, view))
  const shown = bucket && (options.bucketOut?.(bucket) ?? bucket)
  const columns = [
    ...(shown ? [as(shown, layout.time.alias)] : []),
    ...axes.map((axis, index) => as(axis, layout.axes[index]!.alias)),
    ...figures,
  ]
  const conditions = [
    ...periodRows(layout, view, era),
    ...membersThere(layout, view),
    ...layout.axes.flatMap(({ axis }) => (axis.kind === 'periods' ? [inAny(axis.periods, timeIn(layout, view))] : [])),
    ...(options.last ? [lastRows(layout, view, era)] : []),
    ...filtersOf(query, era).map((filter) =>
      filterOf(filter, view, timeOrNone(layout, view), layout.catalog, layout.holidays),
    ),
  ]
  const groups = [
    ...(edges ?? (bucket ? [options.bucketOut ? bucket : sql.lit(1)] : [])),
    ...axes.map((_, index) => sql.lit(index + (bucket ? 2 : 1))),
  ]
  const grouped = groups.length > 0 ? sql`\ngroup by ${list(groups)}` : sql``
  return sql`select ${list(columns)}\nfrom ${relationOf(view)}${where(conditions)}${grouped}`
}

/** A list of regions has none for the records without one. */
function membersThere({ query }: Layout, view: View): readonly Fragment[] {
  const [axis] = query.by
  if (query.shape.kind !== 'members' || axis?.kind !== 'dimension') return []
  return [sql`${sql.id(view.dimensions.get(axis.dimension)!.column)} is not null`]
}

export function relationOf(view: View): Fragment {
  return sql.id(view.relation.schema, view.relation.name)
}

/** An aggregate over the rows of its view. */
export function aggregateOf(part: Part): Fragment {
  const { measure, view } = part
  const filter = measure.where.size > 0 ? sql` filter (where ${whereOf(measure.where, view)})` : sql``
  if (measure.column === null) return sql`count(*)${filter}`
  const column = sql.id(measure.column)
  const isReal = view.columns.get(measure.column)?.pgType === 'real'
  const exactly = isReal ? sql`cast(${column} as float8)` : column
  switch (measure.aggregation) {
    case 'sum':
    case 'last':
      // Rows that the measure's own filter leaves none of add up to nothing, which is a known amount.
      return measure.where.size > 0 ? sql`coalesce(sum(${exactly})${filter}, 0)` : sql`sum(${exactly})`
    case 'count':
      return sql`count(${column})${filter}`
    case 'count_distinct':
      return sql`count(distinct ${column})${filter}`
    case 'average':
      return sql`avg(${exactly})${filter}`
    case 'min':
      return sql`min(${column})${filter}`
    case 'max':
      return sql`max(${column})${filter}`
    case 'median':
      return sql`percentile_cont(0.5) within group (order by ${column})${filter}`
  }
}

/** A measure from its aggregates. */
export function combined({ found, fields }: MeasureLayout, [of, other]: readonly Fragment[]): Fragment {
  switch (found.value.kind) {
    case 'simple':
      return of!
    case 'ratio':
      return ratioOf(of!, other!, fields)
    case 'difference':
      return sql`${orZeroBeside(of!, other!, fields[0])} - ${orZeroBeside(other!, of!, fields[1]!)}`
  }
}

/** Nothing sold and something returned: what counts or adds up is 0 beside what is there. */
function orZeroBeside(side: Fragment, other: Fragment, field: Field): Fragment {
  return field.isZeroWhenEmpty ? sql`coalesce(${side}, case when ${other} is not null then 0 end)` : side
}

/** One figure over another; nothing where there is nothing to divide by. */
export function ratioOf(of: Fragment, over: Fragment, fields: readonly Field[]): Fragment {
  const float = fields.some(({ type, part }) => type === 'float8' || isFloat(typeOf(part)))
  return float ? sql`cast(${of} as float8) / nullif(${over}, 0)` : sql`cast(${of} as numeric) / nullif(${over}, 0)`
}

function typeOf({ view, measure }: Part): string {
  return (measure.column && view.columns.get(measure.column)?.pgType) || 'bigint'
}

/** A figure as it leaves the database: a date as text. */
export function figureOut(figure: Fragment, { fields }: MeasureLayout): Fragment {
  const [{ type }, other] = fields
  if (other) return figure
  if (type === 'date') return sql`to_char(cast(${figure} as timestamp), 'YYYY-MM-DD')`
  if (type === 'timestamp') return sql`to_char(${figure}, 'YYYY-MM-DD"T"HH24:MI:SS')`
  return type === 'timestamptz' ? sql`extract(epoch from ${figure})` : figure
}

/** The filters that hold in an era: the whole that a share is of keeps only those it is within. */
function filtersOf(query: KpiQuery, era: Era): KpiQuery['filters'] {
  if (era !== 'whole') return query.filters
  const kept = query.share?.within ?? []
  return query.filters.filter(
    (filter) => filter.kind === 'periods' || ('dimension' in filter && kept.includes(filter.dimension)),
  )
}

function periodRows(layout: Layout, view: View, era: Era): readonly Fragment[] {
  // What has no time is in no bucket.
  if (!layout.query.period) return layout.time ? [sql`${sql.id(timeIn(layout, view).column)} is not null`] : []
  const time = timeIn(layout, view)
  const period = periodOfEra(layout, era, view)
  if (!period) return []
  return [...within(time, period), ...counterpart(layout, view, era)]
}

function timeOrNone(layout: Layout, view: View): TimeColumn | undefined {
  return view.times.get(layout.query.time ?? 'time')
}

/** Rows of the last moment that the view has in each bucket, before any filter on its dimensions. */
function lastRows(layout: Layout, view: View, era: Era): Fragment {
  const time = timeIn(layout, view)
  const column = sql.id(time.column)
  const groups = [
    ...(layout.time ? [bucketOf(time, layout.time.grain, layout.catalog.weekStarts)] : []),
    ...layout.axes.flatMap(({ axis }) => (axis.kind === 'dimension' ? [] : [axisOf(axis, layout, view)])),
  ]
  const period = periodOfEra(layout, era, view)
  const inPeriod = where(period ? within(time, period) : [])
  const grouped = groups.length > 0 ? sql` group by ${list(groups)}` : sql``
  return sql`${column} in (select max(${column}) from ${relationOf(view)}${inPeriod}${grouped})`
}

function axisOf(axis: Axis, layout: Layout, view: View): Fragment {
  if (axis.kind === 'part') return partOf(timeIn(layout, view), axis.part)
  if (axis.kind === 'periods') return stretchOf(axis.periods, timeIn(layout, view))
  return dimensionOut(view.dimensions.get(axis.dimension)!, view)
}

/** A dimension as it leaves the database. */
export function dimensionOut(dimension: Dimension, view: View): Fragment {
  const column = comparable(dimension, view)
  switch (dimension.type) {
    case 'date':
      return sql`to_char(cast(${column} as timestamp), 'YYYY-MM-DD')`
    case 'timestamp':
      return sql`to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS')`
    case 'timestamptz':
      return sql`extract(epoch from ${column})`
    case 'text':
    case 'number':
    case 'boolean':
    case 'other':
      return column
  }
}

/** The bucket of a row; one of the compared period is moved onto the bucket it is compared with. */
function bucketIn(layout: Layout, view: View, era: Era, moment: Fragment): Fragment {
  const time = timeIn(layout, view)
  const { grain } = layout.time!
  const bucket = bucketOf(time, grain, layout.catalog.weekStarts, moment)
  if (era !== 'previous') return bucket
  const interval = intervalOf(shiftOf(layout.query, layout.catalog, grain))
  if (!isSubDay(grain) || time.type !== 'timestamptz') return sql`${bucket} + ${interval}`
  const zone = sql.lit(time.zone)
  return sql`timezone(${zone}, timezone(${zone}, ${bucket}) + ${interval})`
}

/** 29 February has no counterpart in a common year, so its rows stand beside nothing. */
function counterpart(layout: Layout, view: View, era: Era): readonly Fragment[] {
  const grain = layout.time?.grain
  if (era !== 'previous' || !grain) return []
  const shift = shiftOf(layout.query, layout.catalog, grain)
  if (shift.months === 0 || !(isSubDay(grain) || grain === 'day')) return []
  if (!holdsLeapDay(periodOfEra(layout, era, view)!)) return []
  const day = sql`date_trunc('day', ${wallClock(timeIn(layout, view))})`
  return [sql`${day} + ${intervalOf(shift)} - ${intervalOf(shift)} = ${day}`]
}
