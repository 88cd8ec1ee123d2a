/** Whether a query of the right shape makes sense in a catalog. Every refusal is one sentence for people. */
import type { Catalog, TimeColumn, View } from './catalog.ts'
import type { Axis, Figure, KpiQuery, Period } from './kpi-query.ts'
import {
  boundsFault,
  dimensionFault,
  fieldFault,
  filtersFault,
  hint,
  isFiner,
  isRealTime,
  listed,
  noTime,
  partFault,
  stretchesFault,
  stretchFault,
} from './kpi-query-filter-faults.ts'
import {
  correlationFault,
  countMembersFault,
  driversFault,
  membersFault,
  overFault,
  recordsFault,
} from './kpi-query-over-faults.ts'
import { axisName, isCounting, isShareOfWhole, timeOf, viewsOfQuery } from './kpi-query-meaning.ts'
import { kpisOf, measured, partsOfMeasured, type Measured } from './measured.ts'
import { eachGrain } from './over.ts'
import { meets } from './period.ts'

/** Null when the query is sound, else why not. */
export function meaningFault(query: KpiQuery, catalog: Catalog): string | null {
  const found: Measured[] = []
  for (const measure of query.measures) {
    const unknown = unknownName(measure, catalog)
    if (unknown) return unknown
    const resolved = measured(measure, catalog)
    if ('because' in resolved) return resolved.because
    found.push(resolved)
  }
  const views = viewsOfQuery(query, catalog)
  return (
    shapeFault(query, views, catalog) ??
    axesFault(query, views) ??
    timeFault(query, views) ??
    filtersFault(query, views, catalog) ??
    figuresFault(query, found) ??
    orderFault(query)
  )
}

function unknownName(measure: KpiQuery['measures'][number], catalog: Catalog): string | null {
  for (const kpi of kpisOf(measure))
    if (!catalog.kpis.has(kpi)) return `There is no KPI "${kpi}"${hint(kpi, catalog.kpis.keys())}`
  const view = measure.kind === 'records' || measure.kind === 'dimension' ? measure.view : null
  if (view !== null && !catalog.views.has(view)) return `There is no view "${view}"${hint(view, catalog.views.keys())}`
  if (measure.kind === 'dimension') {
    const dimensions = catalog.views.get(measure.view)!.dimensions
    if (!dimensions.has(measure.dimension))
      return `${measure.view} has no dimension "${measure.dimension}"${hint(measure.dimension, dimensions.keys())}`
  }
  return null
}

function shapeFault(query: KpiQuery, views: readonly View[], catalog: Catalog): string | null {
  const { shape } = query
  if (shape.kind === 'histogram') {
    if (views.length === 0) return 'It is not clear which view the histogram is of.'
    const fault = fieldFault(shape.field, views, catalog)
    if (fault) return fault
    const plain =
      query.measures.length === 0 &&
      query.by.length === 0 &&
      query.conditions.length === 0 &&
      query.order.length === 0 &&
      !(query.grain || query.compare || query.share || query.window || query.limit)
    return plain
      ? null
      : 'A histogram counts rows by the size of one number and takes filters and a period, nothing else.'
  }
  if (shape.kind === 'members') return membersFault(query, views)
  if (shape.kind === 'records') return recordsFault(query, shape.fields, views, catalog)
  if (query.measures.length === 0) return 'A query needs something to measure.'
  if (shape.kind === 'groups') return null
  if (shape.kind === 'count_members') return countMembersFault(query, shape.of, views)
  if (shape.kind === 'correlation') return correlationFault(query)
  if (shape.kind === 'drivers') return driversFault(query, shape, views)
  if (shape.kind === 'over') return overFault(query, shape, views)
  if (!query.grain || query.conditions.length === 0)
    return 'Counting buckets needs a grain (days, weeks, …) and a condition that they satisfy.'
  if (query.window || query.share) return 'Buckets are counted by value or change, not by running totals or shares.'
  return null
}

function axesFault(query: KpiQuery, views: readonly View[]): string | null {
  const seen = new Set<string>()
  for (const axis of query.by) {
    const name = axisName(axis)
    if (seen.has(name)) return `"${name}" is asked for twice.`
    seen.add(name)
    const fault = axisFault(axis, query, views)
    if (fault) return fault
  }
  return null
}

function axisFault(axis: Axis, query: KpiQuery, views: readonly View[]): string | null {
  switch (axis.kind) {
    case 'dimension':
      return dimensionFault(axis.dimension, views)
    case 'part':
      return partFault(axis.part, query, views)
    case 'periods': {
      const isByBucket = query.window !== undefined || query.shape.kind === 'count_buckets' || eachGrain(query) !== null
      if (isByBucket) return 'Periods side by side are measured whole, not bucket by bucket.'
      const overlap = axis.periods.some((one, index) =>
        axis.periods.slice(index + 1).some((other) => meets(one, other)),
      )
      return overlap ? 'Periods side by side may not overlap.' : stretchesFault(axis.periods, true, query, views)
    }
  }
}

function timeFault(query: KpiQuery, views: readonly View[]): string | null {
  const needsTime = query.grain ?? query.period ?? query.compare ?? query.window ?? query.time ?? eachGrain(query)
  if (needsTime === null) return null
  const zones = new Set<string>()
  for (const view of views) {
    const time = timeOf(query, view)
    if (!time) return noTime(query, view)
    zones.add(time.zone)
    if (query.grain && isFiner(query.grain, time.grain))
      return `${view.label} is kept by ${time.grain} and cannot be shown by ${query.grain}.`
    for (const period of [query.period, query.compare?.period]) {
      const fault = period && periodFault(period, time)
      if (fault) return fault
    }
  }
  if (zones.size > 1) return `${listed(views)} keep time in different zones (${[...zones].join(', ')}).`
  if (query.compare && !query.period) return 'A comparison needs a period.'
  if (query.window && !query.grain) return 'A running total or moving average needs a grain.'
  return null
}

function periodFault(period: Period, time: TimeColumn): string | null {
  if (period.zone !== time.zone) return `The period is in ${period.zone}, but the data is kept in ${time.zone}.`
  if (period.through !== undefined && !isRealTime(period.through)) return `There is no ${period.through}.`
  return stretchFault(period, time)
}

function figuresFault(query: KpiQuery, found: readonly Measured[]): string | null {
  for (const condition of query.conditions) {
    const fault = figureFault(condition.measure, condition.figure, query) ?? boundsFault(condition.bounds)
    if (fault) return fault
  }
  for (const measure of found) {
    const isNumber = isNumeric(measure)
    const isReckoned = query.compare ?? query.share ?? query.window ?? query.conditions[0]
    if (!isNumber && (isReckoned !== undefined || query.shape.kind === 'over' || query.shape.kind === 'correlation'))
      return `${measure.label} is a date, which cannot be compared, shared out or added up.`
    for (const part of partsOfMeasured(measure))
      if (part.measure.aggregation === 'last' && !timeOf(query, part.view)) return noTime(query, part.view)
  }
  if (query.share) {
    const dimensions = dimensionsOf(query)
    const filtered = query.filters.flatMap((filter) => ('dimension' in filter ? [filter.dimension] : []))
    if (query.share.of === 'unfiltered' && !isShareOfWhole(query))
      return 'A share of all needs a filter that leaves a part.'
    const isOfGroups = query.by.length > 0 && !isShareOfWhole(query)
    const stray = query.share.within.find((name) => !(isOfGroups ? dimensions : filtered).includes(name))
    if (stray !== undefined) return `A share within "${stray}" needs a breakdown by it.`
  }
  return null
}

/** Whether a measure gives numbers; the earliest and the latest date do not. */
function isNumeric(found: Measured): boolean {
  return partsOfMeasured(found).every(({ view, measure }) => {
    if (measure.column === null || measure.aggregation === 'count' || measure.aggregation === 'count_distinct')
      return true
    return view.columns.get(measure.column)?.type === 'number'
  })
}

function figureFault(index: number, figure: Figure, query: KpiQuery): string | null {
  if (index >= query.measures.length) return `There is no measure number ${index + 1}.`
  if (figure === 'share') return query.share ? null : 'A share that was not asked for cannot be used.'
  if (figure !== 'value' && !query.compare) return 'A change needs a period to compare with.'
  return null
}

function orderFault(query: KpiQuery): string | null {
  for (const { by } of query.order) {
    if (by.kind === 'time' && !query.grain && query.shape.kind !== 'records') return 'Order by time needs a grain.'
    if (by.kind === 'time' && query.shape.kind === 'count_buckets')
      return 'Counted buckets have no time to order them by.'
    const axes = query.shape.kind === 'records' ? query.shape.fields : query.by
    if (by.kind === 'axis' && by.index >= axes.length) return `There is no breakdown number ${by.index + 1}.`
    if (by.kind === 'measure') {
      const fault = figureFault(by.index, by.figure, query)
      if (fault) return fault
      if (isCounting(query) && (by.index > 0 || by.figure !== 'value'))
        return 'What is counted is ordered by its number.'
    }
  }
  if (query.limit?.of === 'members') {
    if (!query.grain || query.by.length === 0 || query.shape.kind !== 'groups')
      return 'The first members over time need a breakdown and a grain.'
    if (query.conditions.length > 0) return 'The first members over time take no conditions on single buckets.'
    if (query.order.every(({ by }) => by.kind === 'time')) return 'The first members need something to order them by.'
    if (query.limit.per?.includes('time')) return 'The first members are the same for all of the period.'
  }
  const allowed = [...dimensionsOf(query), ...(query.grain && query.shape.kind !== 'count_buckets' ? ['time'] : [])]
  const stray = query.limit?.per?.find((name) => !allowed.includes(name))
  return stray === undefined ? null : `A limit for each "${stray}" needs a breakdown by it.`
}

function dimensionsOf(query: KpiQuery): string[] {
  return query.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : []))
}
