/** The records themselves: a row each, with the fields that were named. */
import { sql } from 'kysely'
import type { ResultColumn } from '../answer.ts'
import type { History } from '../buckets.ts'
import { holidaysOfQuery } from '../holidays.ts'
import { relationName, type Catalog, type View } from '../catalog.ts'
import { momentCell } from '../fill.ts'
import { timeOf, viewsOfQuery } from '../kpi-query-meaning.ts'
import type { KpiQuery, RowField } from '../kpi-query.ts'
import { upperFirst } from '../words/letters.ts'
import type { Compilation } from './compile.ts'
import { as, columnNamed, list, where, write, type Fragment } from './dialect.ts'
import { fieldColumn, filterOf, whereOf } from './filters.ts'
import { axisColumn, namer } from './layout.ts'
import { soFar } from './periods.ts'
import { dimensionOut, relationOf } from './source.ts'
import { bucketOf, bucketOut, isSubDay, within } from './time.ts'

interface Shown {
  readonly column: ResultColumn
  readonly value: Fragment
  /** Leaves the database as seconds since 1970. */
  readonly isMoment: boolean
}

export function compileRecords(
  query: KpiQuery,
  shape: Extract<KpiQuery['shape'], { kind: 'records' }>,
  catalog: Catalog,
  notes: readonly string[],
  history: History,
): Compilation {
  const [view] = viewsOfQuery(query, catalog)
  if (!view) return { kind: 'cannot', because: 'It is not clear which records are meant.' }
  const time = timeOf(query, view)
  const holidays = holidaysOfQuery(query, [view], catalog, history) ?? []
  const name = namer([])
  const bucket = query.grain && time ? [timeShown(query, view, name, catalog)] : []
  const fields = shape.fields.map((field) => fieldShown(field, view, name, catalog))
  // Names first, numbers after them, each in the order asked.
  const shown = [
    ...bucket,
    ...fields.filter(({ column }) => column.role === 'dimension'),
    ...fields.filter(({ column }) => column.role === 'measure'),
  ]
  const conditions = [
    ...(query.grain && time ? [sql`${sql.id(time.column)} is not null`] : []),
    ...(query.period && time ? within(time, soFar(query.period, time)) : []),
    ...query.filters.map((filter) => filterOf(filter, view, time, catalog, holidays)),
    ...(shape.whole ? fields.map(({ value }) => sql`${value} is not null`) : []),
  ]
  const ordered = query.order.map(({ by, direction }) => {
    const value = by.kind === 'time' && time ? sql.id(time.column) : fields[by.kind === 'axis' ? by.index : 0]!.value
    return direction === 'descending' ? sql`${value} desc nulls last` : sql`${value} nulls last`
  })
  const columns = shown.map(({ column, value }) => as(value, column.name))
  const rest = shown.map((_, index) => sql.lit(index + 1))
  const from = sql`\nfrom ${relationOf(view)}${where(conditions)}`
  const statement = query.limit
    ? ranked(columns, shown, ordered, from, query.limit.count, name('rank'))
    : sql`select ${list(columns)}${from}\norder by ${list([...ordered, ...rest])}`
  const zone = time?.zone ?? catalog.timezone
  return {
    kind: 'compiled',
    ...write(statement),
    columns: shown.map(({ column }) => column),
    relations: [relationName(view.relation)],
    views: [view.name],
    notes,
    finish: (rows) =>
      rows.map((row) =>
        row.map((cell, index) => (shown[index]?.isMoment && cell !== null ? momentCell(cell, zone) : cell)),
      ),
  }
}

/** The first ones in the order asked for, those equal to the last of them included. */
function ranked(
  columns: readonly Fragment[],
  shown: readonly Shown[],
  ordered: readonly Fragment[],
  from: Fragment,
  count: number,
  rank: string,
): Fragment {
  const out = shown.map(({ column }) => columnNamed(column.name))
  const place = as(sql`rank() over (order by ${list(ordered)})`, rank)
  const rest = out.map((_, index) => sql.lit(index + 1))
  return sql`with records as (
select ${list([...columns, place])}${from}
)
select ${list(out)}
from records
where ${sql.id(rank)} <= ${count}
order by ${list([sql.id(rank), ...rest])}`
}

function timeShown(query: KpiQuery, view: View, name: (wanted: string) => string, catalog: Catalog): Shown {
  const grain = query.grain!
  const time = timeOf(query, view)!
  const bucket = bucketOf(time, grain, catalog.weekStarts)
  return {
    column: { name: name(grain), role: 'time', type: 'time', unit: null, label: upperFirst(grain) },
    value: bucketOut(bucket, time, grain),
    isMoment: isSubDay(grain),
  }
}

function fieldShown(field: RowField, view: View, name: (wanted: string) => string, catalog: Catalog): Shown {
  if (field.kind === 'kpi') {
    const kpi = catalog.kpis.get(field.kpi)!
    const column = sql.id(fieldColumn(field, view, catalog))
    const only = kpi.measure.kind === 'simple' ? kpi.measure.where : new Map()
    return {
      column: { name: name(kpi.name), role: 'measure', type: 'number', unit: kpi.unit, label: kpi.label },
      value: only.size > 0 ? sql`case when ${whereOf(only, view)} then ${column} end` : column,
      isMoment: false,
    }
  }
  const dimension = view.dimensions.get(field.dimension)!
  const column = axisColumn(name(dimension.name), { kind: 'dimension', dimension: dimension.name }, view)
  return {
    column: dimension.type === 'number' ? { ...column, role: 'measure' } : column,
    value: dimensionOut(dimension, view),
    isMoment: dimension.type === 'timestamptz',
  }
}
