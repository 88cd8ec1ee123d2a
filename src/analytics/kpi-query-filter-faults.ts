/** Whether the filters and dimensions of a query mean something in the views it reads. Null, or one sentence for people. */
import { GRAINS, type Catalog, type Dimension, type Grain, type Scalar, type TimeColumn, type View } from './catalog.ts'
import type { AxisPart, Bounds, Filter, KpiQuery, RowField, Stretch, TimePart } from './kpi-query.ts'
import { timeOf } from './kpi-query-meaning.ts'
import { hasHolidays } from './holidays.ts'
import { nearest } from './nearest.ts'
import { isInside, local, meets } from './period.ts'

export function filtersFault(query: KpiQuery, views: readonly View[], catalog: Catalog): string | null {
  for (const filter of query.filters) {
    const fault = filterFault(filter, query, views, catalog)
    if (fault) return fault
  }
  return null
}

const PART_RANGES: Readonly<Record<TimePart, readonly [number, number]>> = {
  hour_of_day: [0, 23],
  day_of_week: [1, 7],
  day_of_month: [1, 31],
  month_of_year: [1, 12],
  quarter_of_year: [1, 4],
}

function filterFault(filter: Filter, query: KpiQuery, views: readonly View[], catalog: Catalog): string | null {
  switch (filter.kind) {
    case 'members':
    case 'text':
    case 'empty': {
      const fault = dimensionFault(filter.dimension, views)
      if (fault) return fault
      const dimension = views[0]!.dimensions.get(filter.dimension)!
      if (filter.kind === 'text' && dimension.type !== 'text' && dimension.type !== 'other')
        return `${dimension.label} is no text, so it cannot contain or start with one.`
      if (filter.kind === 'members')
        for (const value of filter.values)
          if (!suits(value, dimension)) return `${dimension.label} holds no value like "${value}".`
      return null
    }
    case 'range':
      return boundsFault(filter.bounds) ?? fieldFault(filter.field, views, catalog)
    case 'part': {
      const [least, most] = PART_RANGES[filter.part]
      const stray = filter.values.find((value) => value < least || value > most)
      if (stray !== undefined) return `There is no ${filter.part.replaceAll('_', ' ')} ${stray}.`
      return partFault(filter.part, query, views)
    }
    case 'periods':
      return stretchesFault(filter.periods, filter.include, query, views)
    case 'holidays':
      return holidaysFault(query, views, catalog)
  }
}

function holidaysFault(query: KpiQuery, views: readonly View[], catalog: Catalog): string | null {
  const countries = catalog.calendar.holidays
  if (countries.length === 0) return 'The catalog does not say whose public holidays count (calendar.holidays).'
  const unknown = countries.find((country) => !hasHolidays(country))
  if (unknown !== undefined) return `No public holidays are known of ${unknown}, which the catalog lists.`
  return partFault('day_of_week', query, views) && 'Public holidays need a time that is kept by day.'
}

/** Whether stretches of time are ones that the views can tell, and of the period asked for. */
export function stretchesFault(
  stretches: readonly Stretch[],
  include: boolean,
  query: KpiQuery,
  views: readonly View[],
): string | null {
  if (query.compare) return 'Several periods, or one with a part left out, are not compared with another.'
  if (query.window?.kind === 'moving_average') return 'A moving average is over one period without gaps.'
  for (const view of views) {
    const time = timeOf(query, view)
    if (!time) return noTime(query, view)
    for (const stretch of stretches) {
      const fault = stretchFault(stretch, time)
      if (fault) return fault
    }
  }
  const { period } = query
  const stray = period && stretches.find((stretch) => !(include ? isInside : meets)(stretch, period))
  return stray ? `From ${stray.from} to ${stray.to} is not within the period asked for.` : null
}

/** Whether a stretch of wall-clock time is one that a view can tell. */
export function stretchFault({ from, to }: Stretch, time: TimeColumn): string | null {
  for (const at of [from, to]) if (!isRealTime(at)) return `There is no ${at}.`
  if (local(from).toString() >= local(to).toString()) return `The period ends (${to}) before it starts (${from}).`
  if (time.type === 'date' && (from.includes('T') || to.includes('T')))
    return `${time.label} is kept by day, so a period of it starts and ends at midnight.`
  return null
}

export function fieldFault(field: RowField, views: readonly View[], catalog: Catalog): string | null {
  if (field.kind === 'dimension') {
    const fault = dimensionFault(field.dimension, views)
    if (fault) return fault
    const dimension = views[0]!.dimensions.get(field.dimension)!
    return dimension.type === 'number' ? null : `${dimension.label} is no number.`
  }
  const kpi = catalog.kpis.get(field.kpi)
  if (!kpi) return `There is no KPI "${field.kpi}"${hint(field.kpi, catalog.kpis.keys())}`
  const column = kpi.measure.kind === 'simple' && kpi.measure.column
  if (!column || catalog.views.get(kpi.view)?.columns.get(column)?.type !== 'number')
    return `${kpi.label} is no number that each record carries.`
  // Where a row is a total of many records, a condition on it would not be one on records.
  const kept = catalog.views.get(kpi.view)!
  if (!kept.rows) return `${kept.label} is kept in totals, not record by record.`
  const other = views.find((view) => view.name !== kpi.view)
  return other ? `${other.label} does not keep ${kpi.label}.` : null
}

export function boundsFault(bounds: Bounds): string | null {
  if (bounds.op === 'between' && (bounds.to === undefined || bounds.to < bounds.value))
    return 'A condition "between" needs a lower and a higher number.'
  return bounds.op !== 'between' && bounds.to !== undefined ? 'Only "between" has two ends.' : null
}

/** A dimension must be one in every view read, and of one kind. */
export function dimensionFault(name: string, views: readonly View[]): string | null {
  const types = new Set<string>()
  for (const view of views) {
    const dimension = view.dimensions.get(name)
    if (!dimension || dimension.masked)
      return `${view.label} has no dimension "${name}"${hint(name, openDimensions(view))}`
    types.add(dimension.type)
  }
  return types.size > 1 ? `"${name}" holds different kinds of values in ${listed(views)}.` : null
}

export function partFault(part: AxisPart, query: KpiQuery, views: readonly View[]): string | null {
  for (const view of views) {
    const time = timeOf(query, view)
    if (!time) return noTime(query, view)
    const finest: Grain =
      part === 'hour_of_day'
        ? 'hour'
        : part.startsWith('day') || part === 'weekend'
          ? 'day'
          : part === 'month_of_year'
            ? 'month'
            : 'quarter'
    if (isFiner(finest, time.grain))
      return `${view.label} is kept by ${time.grain}, so it has no ${part === 'weekend' ? 'weekends' : part.replaceAll('_', ' ')}.`
  }
  return null
}

function suits(value: Scalar, dimension: Dimension): boolean {
  switch (dimension.type) {
    case 'number':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'text':
    case 'other':
      return typeof value === 'string'
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return typeof value === 'string' && isRealTime(value)
  }
}

function openDimensions(view: View): string[] {
  return [...view.dimensions.values()].filter((dimension) => !dimension.masked).map((dimension) => dimension.name)
}

export function noTime(query: KpiQuery, view: View): string {
  if (query.time !== undefined && query.time !== 'time')
    return `${view.label} has no time "${query.time}"${hint(query.time, view.times.keys())}`
  return `${view.label} has no time, so it has no periods or trends.`
}

export function isFiner(grain: Grain, than: Grain): boolean {
  // A week is no part of a month, so what is kept by week cannot be shown by month, quarter or year either.
  if (than === 'week') return grain !== 'week'
  return GRAINS.indexOf(grain) < GRAINS.indexOf(than)
}

export function isRealTime(text: string): boolean {
  try {
    return local(text).toString().startsWith(text.slice(0, 10))
  } catch {
    return false
  }
}

export function hint(wanted: string, names: Iterable<string>): string {
  const near = nearest(wanted, [...names])
  return near === undefined ? '.' : `; did you mean "${near}"?`
}

/** Views by their labels. */
export function listed(views: readonly View[]): string {
  return views.map((view) => view.label).join(' and ')
}
