/** A histogram: how many rows fall into each range of a number, in round steps found by the statement itself. */
import { sql } from 'kysely'
import type { History } from '../buckets.ts'
import { holidaysOfQuery } from '../holidays.ts'
import { relationName, type Catalog } from '../catalog.ts'
import type { ResultColumn } from '../answer.ts'
import { fillBins } from '../fill.ts'
import type { KpiQuery } from '../kpi-query.ts'
import { timeOf, viewsOfQuery } from '../kpi-query-meaning.ts'
import type { Compilation } from './compile.ts'
import { isInteger, where, write } from './dialect.ts'
import { fieldColumn, filterOf } from './filters.ts'
import { soFar } from './periods.ts'
import { relationOf } from './source.ts'
import { within } from './time.ts'

export function compileHistogram(
  query: KpiQuery,
  shape: Extract<KpiQuery['shape'], { kind: 'histogram' }>,
  catalog: Catalog,
  notes: readonly string[],
  history: History,
): Compilation {
  const [view] = viewsOfQuery(query, catalog)
  if (!view) return { kind: 'cannot', because: 'It is not clear which view the histogram is of.' }
  const time = timeOf(query, view)
  const holidays = holidaysOfQuery(query, [view], catalog, history) ?? []
  const column = fieldColumn(shape.field, view, catalog)
  const isWhole = isInteger(view.columns.get(column)?.pgType ?? '')
  const conditions = [
    sql`${sql.id(column)} is not null`,
    ...(query.period && time ? within(time, soFar(query.period, time)) : []),
    ...query.filters.map((filter) => filterOf(filter, view, time, catalog, holidays)),
  ]
  // Steps of 1, 2, 2.5 or 5 times a power of ten; whole numbers are never split.
  const steps = isWhole
    ? sql`when m <= 2 then 2 when m <= 5 then 5 else 10`
    : sql`when m <= 2 then 2 when m <= 2.5 then 2.5 when m <= 5 then 5 else 10`
  const smallest = isWhole
    ? sql`greatest(1, p * case when m <= 1 then 1 ${steps} end)`
    : sql`p * case when m <= 1 then 1 ${steps} end`
  const step = shape.width === undefined ? sql`max(${smallest})` : sql`cast(${sql.lit(shape.width)} as numeric)`
  // The aggregate around the step keeps it from being worked out anew for every row.
  const statement = sql`with numbers as (
select cast(${sql.id(column)} as numeric) as x
from ${relationOf(view)}${where(conditions)}
), rough as (
select case when max(x) > min(x) then (max(x) - min(x)) / ${sql.lit(shape.bins)} else 1 end as r, min(x) as lowest
from numbers
), scaled as (
select power(10.0, floor(log(r))) as p, r / power(10.0, floor(log(r))) as m, lowest
from rough
), stepped as (
select ${step} as step, min(lowest) as lowest
from scaled
), binned as (
select floor(numbers.x / stepped.step) as bin, min(stepped.step) as step, count(*) as records
from numbers join stepped on numbers.x >= stepped.lowest
group by 1
)
select bin * step as bucket, (bin + 1) * step as bucket_end, records
from binned
order by 1`
  const label =
    shape.field.kind === 'kpi'
      ? catalog.kpis.get(shape.field.kpi)!.label
      : view.dimensions.get(shape.field.dimension)!.label
  const unit = shape.field.kind === 'kpi' ? catalog.kpis.get(shape.field.kpi)!.unit : null
  const columns: ResultColumn[] = [
    { name: 'bucket', role: 'bucket', type: 'number', unit, label: `${label}, from` },
    { name: 'bucket_end', role: 'bucket', type: 'number', unit, label: `${label}, below` },
    {
      name: 'records',
      role: 'measure',
      type: 'number',
      unit: 'count',
      label: view.rows?.label ?? 'Records',
      measure: 0,
    },
  ]
  return {
    kind: 'compiled',
    ...write(statement),
    columns,
    relations: [relationName(view.relation)],
    views: [view.name],
    notes,
    finish: fillBins,
  }
}
