/** Whether a query says what its reading says, no more and no less: what it holds was said. What was said is looked for in heard.ts. */
import { axisName } from '../analytics/kpi-query-meaning.ts'
import type { Filter, KpiQuery, QueryMeasure } from '../analytics/kpi-query.ts'
import { rowCounter } from './counters.ts'
import { isAlong, isRatio, kpisFiltered, unheard } from './heard.ts'
import type { Lexicon } from './lexicon.ts'
import { namingDimension } from './naming.ts'
import type { ChartWish } from '../analytics/chart-kinds.ts'
import type { Reading, Span } from './plan.ts'
import { same } from './same.ts'

/** The first part of the query that nobody said, or the first thing said that the query leaves out; null when they agree. */
export function unsaidPart(
  query: KpiQuery,
  reading: Reading,
  wish: ChartWish | null,
  earlier: readonly KpiQuery[],
  lexicon: Lexicon,
): string | null {
  const said = (as: Span['as'], means?: string) =>
    reading.some((span) => span.as === as && (means === undefined || span.means === means))
  // "Go back" may lead to any of them; all else leans on the last.
  const leansOn = said('thread', 'back') ? earlier : earlier.slice(-1)
  const kept = (has: (before: KpiQuery) => boolean) => leansOn.some(has)
  const before = earlier.at(-1) ?? null
  for (const measure of query.measures)
    if (
      !isMeasureSaid(measure, query, said, reading, lexicon) &&
      !kept((turn) => turn.measures.some((other) => isCarried(measure, other, said)))
    )
      return 'it holds a figure that nobody asked for'
  if (said('aggregation', 'count') && !isCount(query, reading, lexicon)) return 'it asks how many, and this is no count'
  const asksWhy = said('thread', 'why')
  if (query.shape.kind === 'drivers' ? !asksWhy && !kept((turn) => turn.shape.kind === 'drivers') : asksWhy && !before)
    return 'why was asked and is not what it says, or the other way round'
  for (const axis of query.by) {
    const isSaid =
      axis.kind === 'part'
        ? said('time_part') || said('grain')
        : axis.kind === 'periods'
          ? said('period')
          : said('dimension', axis.dimension) ||
            reading.filter((span) => span.as === 'value' && span.means.startsWith(`${axis.dimension}=`)).length > 1 ||
            // Two figures held against each other are so for each record, where nothing else was said.
            query.shape.kind === 'correlation' ||
            isNameOfRecords(axis.dimension, query, lexicon) ||
            (said('grain') && isAlong(axis.dimension, lexicon))
    const isNextLevel = said('thread', 'why') || said('thread', 'further')
    const isBeside =
      before !== null &&
      (said('comparison') || said('thread', 'also')) &&
      axis.kind === 'dimension' &&
      filtersOn(before, axis.dimension)
    const isCounted =
      axis.kind === 'dimension' &&
      said('thread', 'which') &&
      kept((turn) => 'of' in turn.shape && turn.shape.of === axis.dimension)
    if (
      !isSaid &&
      !isNextLevel &&
      !isBeside &&
      !isCounted &&
      !kept((turn) => turn.by.some((other) => same(other, axis)))
    )
      return `nobody asked for a breakdown by ${axisName(axis).replaceAll('_', ' ')}`
  }
  for (const filter of query.filters)
    if (
      !isFilterSaid(filter, reading, before) &&
      !isOfNamedRows(filter, reading, lexicon) &&
      !isOfRanking(filter, query) &&
      !kept((turn) => turn.filters.some((other) => same(other, filter)))
    )
      return 'it holds a filter that nobody asked for'
  const hasLines = said('chart', 'line') || said('chart', 'multi_line') || said('chart', 'area')
  const areListed = reading.filter((span) => span.as === 'period').length > 1
  if (
    query.grain &&
    !hasLines &&
    !said('grain') &&
    !said('window') &&
    !said('shape') &&
    !areListed &&
    // What changed since a day is seen in its course.
    !(said('comparison', 'change') && said('period')) &&
    // Year over year, over several years, is a row a year.
    !(query.grain === 'year' && said('comparison', 'year_ago')) &&
    !kept((turn) => turn.grain === query.grain)
  )
    return `nobody asked for ${query.grain}s`
  for (const condition of query.conditions)
    if (
      !said('number') &&
      !(condition.bounds.value === 0 && (said('comparison', 'change') || query.shape.kind === 'count_members')) &&
      !kept((turn) => turn.conditions.some((other) => same({ ...other, measure: 0 }, { ...condition, measure: 0 })))
    )
      return 'nobody set that condition'
  if (query.limit && !said('limit') && !said('order') && !said('shape') && !kept((turn) => turn.limit !== undefined))
    return 'nobody set that limit'
  if (
    query.compare &&
    !said('comparison') &&
    !said('period') &&
    !said('thread', 'why') &&
    !kept((turn) => turn.compare !== undefined)
  )
    return 'nobody asked for that comparison'
  return unheard(query, reading, wish, before, lexicon)
}

/** The figure of the turn before, itself or as another aggregate or ratio of it. */
function isCarried(measure: QueryMeasure, before: QueryMeasure, said: Said): boolean {
  if (same(measure, before)) return true
  if (before.kind !== 'kpi') return false
  if (measure.kind === 'ratio') return measure.of.kpi === before.kpi && said('measure', measure.over.kpi)
  if (measure.kind !== 'kpi' || measure.kpi !== before.kpi) return false
  return measure.aggregation ? said('aggregation', measure.aggregation) : said('aggregation')
}

type Said = (as: Span['as'], means?: string) => boolean

function filtersOn(query: KpiQuery, dimension: string): boolean {
  return query.filters.some((filter) => filter.kind === 'members' && filter.dimension === dimension)
}

function isMeasureSaid(
  measure: QueryMeasure,
  query: KpiQuery,
  said: Said,
  reading: Reading,
  lexicon: Lexicon,
): boolean {
  switch (measure.kind) {
    case 'kpi':
      return (
        (said('measure', measure.kpi) ||
          ((said('share', 'ratio') || said('share', 'share')) && isRatio(measure.kpi, lexicon))) &&
        (!measure.aggregation || said('aggregation', measure.aggregation))
      )
    case 'records':
      // Where no figure was said, records are counted; the sentence says so.
      return (
        said('measure', measure.view) ||
        reading.every(({ as, means }) => as !== 'measure' || kpisFiltered(query).includes(means))
      )
    case 'dimension':
      return (
        reading.some((span) => span.as === 'dimension' && span.means === measure.dimension) &&
        said('aggregation', measure.aggregation)
      )
    case 'ratio':
      return (
        said('measure', measure.of.kpi) &&
        (said('measure', measure.over.kpi) || (said('share') && isWholeOf(measure.over.kpi, measure.of.kpi, lexicon)))
      )
    case 'difference':
      return said('measure', measure.of.kpi) && said('measure', measure.minus.kpi)
  }
}

/** What counts all rows is the whole of what counts some of them. */
function isWholeOf(whole: string, part: string, { knowledge: { catalog } }: Lexicon): boolean {
  return rowCounter(catalog.kpis.get(part)!.view, catalog) === whole
}

/** Whether anything in the answer is a number of things, or a sum that may be one; averages, rates and money are none. */
function isCount({ measures, shape }: KpiQuery, reading: Reading, { knowledge }: Lexicon): boolean {
  if (measures.length === 0 || shape.kind !== 'groups') return true
  const isAggregated = reading.some(({ as, means }) => as === 'aggregation' && means !== 'count')
  return (
    isAggregated ||
    measures.some((measure) => {
      if (measure.kind !== 'kpi') return true
      const kpi = knowledge.catalog.kpis.get(measure.kpi)!
      if (kpi.measure.kind === 'ratio') return false
      const how = measure.aggregation ?? kpi.measure.aggregation
      return how !== 'average' && how !== 'median' && kpi.unit !== 'percent' && !/^[A-Z]{3}$/.test(kpi.unit)
    })
  )
}

/** Members without a name are left out of rankings and conditions; the sentence says so. */
function isOfRanking(filter: Filter, query: KpiQuery): boolean {
  return (
    filter.kind === 'empty' &&
    !filter.include &&
    (query.limit !== undefined || query.conditions.length > 0) &&
    query.by.some((axis) => axis.kind === 'dimension' && axis.dimension === filter.dimension)
  )
}

/** "Urgent tickets" are those that the KPI of that name counts. */
function isOfNamedRows(filter: Filter, reading: Reading, { knowledge: { catalog } }: Lexicon): boolean {
  if (filter.kind !== 'members' || !filter.include) return false
  return reading.some(({ as, means }) => {
    const kpi = as === 'view' ? catalog.kpis.get(means) : undefined
    const column = kpi && catalog.views.get(kpi.view)!.dimensions.get(filter.dimension)?.column
    const values = kpi?.measure.kind === 'simple' && column ? kpi.measure.where.get(column) : undefined
    return values !== undefined && same(values, filter.values)
  })
}

function isFilterSaid(filter: Filter, reading: Reading, before: KpiQuery | null): boolean {
  const said = (as: Span['as'], means?: string) =>
    reading.some((span) => span.as === as && (means === undefined || span.means === means))
  switch (filter.kind) {
    case 'members':
      return (
        (filter.include || said('negation') || said('thread', 'without') || said('thread', 'others')) &&
        filter.values.every(
          (value) =>
            said('value', `${filter.dimension}=${value}`) ||
            (before?.filters.some(
              (other) =>
                other.kind === 'members' &&
                other.dimension === filter.dimension &&
                (other.include === filter.include || said('thread', 'others')) &&
                other.values.includes(value),
            ) ??
              false),
        )
      )
    case 'text':
      return said('value', `${filter.dimension}~${filter.text}`)
    case 'empty':
      return said('dimension', filter.dimension) && said('negation')
    case 'range':
      return said('number')
    case 'part':
      return said('time_part') || said('period')
    case 'periods':
      return said('period')
    case 'holidays':
      return said('time_part')
  }
}

/** Records picked by their own numbers are listed by their names. */
function isNameOfRecords(dimension: string, query: KpiQuery, { knowledge: { catalog } }: Lexicon): boolean {
  return kpisFiltered(query).some(
    (kpi) => namingDimension(catalog.views.get(catalog.kpis.get(kpi)!.view)!) === dimension,
  )
}
