/** Whether lists, counts and correlations of groups, and figures over many, mean something. Null, or one sentence for people. */
import type { Catalog, Grain, View } from './catalog.ts'
import { dimensionFault, fieldFault, isFiner, noTime, stretchFault } from './kpi-query-filter-faults.ts'
import { timeOf } from './kpi-query-meaning.ts'
import type { KpiQuery, Over, RowField } from './kpi-query.ts'
import { holdsOne } from './over.ts'

export function overFault(query: KpiQuery, shape: Over, views: readonly View[]): string | null {
  if (query.share || query.window)
    return 'A figure over many buckets or members has no shares, running totals or moving averages.'
  if (query.compare && query.grain)
    return 'A figure over many buckets or members is compared for the whole period, or shown over time, not both.'
  const { each } = shape
  if (each.kind === 'bucket') return bucketFault(query, each.grain, views)
  return memberFault(query, each.dimension, views)
}

export function countMembersFault(query: KpiQuery, dimension: string, views: readonly View[]): string | null {
  if (query.conditions.length === 0) return 'Counting members needs a condition that they satisfy.'
  if (query.window) return 'Members are counted by value, change or share, not by running totals or moving averages.'
  return memberFault(query, dimension, views)
}

export function membersFault(query: KpiQuery, views: readonly View[]): string | null {
  if (views.length === 0) return 'It is not clear which view the list is of.'
  if (query.by.length === 0 || query.by.some((axis) => axis.kind !== 'dimension'))
    return 'A list of members needs the dimension that they are of.'
  const isPlain =
    query.measures.length === 0 &&
    query.conditions.length === 0 &&
    query.order.every(({ by }) => by.kind === 'axis') &&
    !(query.grain || query.compare || query.share || query.window)
  return isPlain ? null : 'A list of members takes filters, a period, an order by name and a limit, nothing else.'
}

export function recordsFault(
  query: KpiQuery,
  fields: readonly RowField[],
  views: readonly View[],
  catalog: Catalog,
): string | null {
  const [view] = views
  if (!view) return 'It is not clear which records are meant.'
  if (!view.rows) return `${view.label} is kept in totals, not record by record.`
  for (const field of fields) {
    const isNumber = field.kind === 'kpi' || view.dimensions.get(field.dimension)?.type === 'number'
    const fault = isNumber ? fieldFault(field, views, catalog) : dimensionFault(field.dimension, views)
    if (fault) return fault
  }
  const timed = query.order.some(({ by }) => by.kind === 'time')
  if (timed && !timeOf(query, view)) return noTime(query, view)
  const isPlain =
    query.measures.length === 0 &&
    query.by.length === 0 &&
    query.conditions.length === 0 &&
    query.order.every(({ by }) => by.kind !== 'measure') &&
    !(query.compare || query.share || query.window || query.limit?.per || query.limit?.of)
  return isPlain ? null : 'A list of records takes filters, a period, an order and a limit, nothing else.'
}

export function correlationFault(query: KpiQuery): string | null {
  if (query.measures.length !== 2) return 'A correlation is of two figures.'
  if (query.by.length === 0 && !query.grain) return 'A correlation needs groups: a breakdown, or days, weeks, months.'
  if (query.compare || query.share || query.window || query.limit)
    return 'A correlation is of the figures themselves of all groups: no comparison, share, running total or limit.'
  return null
}

export function driversFault(
  query: KpiQuery,
  { dimensions, against }: Extract<KpiQuery['shape'], { kind: 'drivers' }>,
  views: readonly View[],
): string | null {
  const [view, other] = views
  if (query.measures.length !== 1 || !view || other)
    return 'What moved a figure is looked for in one figure of one view.'
  const time = timeOf(query, view)
  if (!time) return noTime(query, view)
  if (!query.period) return 'What moved a figure needs a period.'
  for (const dimension of dimensions) {
    const fault = dimensionFault(dimension, views)
    if (fault) return fault
  }
  for (const stretch of against) {
    const fault = stretchFault(stretch, time)
    if (fault) return fault
  }
  const isPlain =
    query.by.length === 0 &&
    query.conditions.length === 0 &&
    query.order.length === 0 &&
    !(query.grain || query.compare || query.share || query.window || query.limit)
  return isPlain ? null : 'What moved a figure takes filters and a period, nothing else.'
}

/** Members that are gone over one by one cannot also be what the answer is broken down by. */
function memberFault(query: KpiQuery, dimension: string, views: readonly View[]): string | null {
  if (query.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension))
    return `"${dimension}" cannot be both what is broken down by and what is gone over one by one.`
  return dimensionFault(dimension, views)
}

function bucketFault(query: KpiQuery, grain: Grain, views: readonly View[]): string | null {
  for (const view of views) {
    const time = timeOf(query, view)
    if (!time) return noTime(query, view)
    if (isFiner(grain, time.grain))
      return `${view.label} is kept by ${time.grain}, so there is no figure for each ${grain}.`
  }
  if (query.grain && (query.grain === grain || isFiner(query.grain, grain)))
    return `A ${query.grain} does not hold whole ${grain}s to make one figure of.`
  return holdsOne(query, grain) ? null : `The period is shorter than one ${grain}.`
}
