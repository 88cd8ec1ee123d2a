/** Whether what a reading says is in the query that was made of it. */
import type { ChartWish } from '../analytics/chart-kinds.ts'
import type { KpiQuery, QueryMeasure, RowField } from '../analytics/kpi-query.ts'
import { runsAlong } from './along.ts'
import type { Lexicon } from './lexicon.ts'
import type { Reading, Span } from './plan.ts'
import { same } from './same.ts'

/** The first thing said that the query leaves out, in a sentence; null when it holds all. */
export function unheard(
  query: KpiQuery,
  reading: Reading,
  wish: ChartWish | null,
  before: KpiQuery | null,
  lexicon: Lexicon,
): string | null {
  const takesAway = reading.some(
    ({ as, means }) => as === 'negation' || (as === 'thread' && /^(?:without|also|instead_of)$/.test(means)),
  )
  for (const span of reading) {
    if (isHeard(span, reading, query, wish, lexicon)) continue
    if (takesAway && before && isGone(span, reading, query, before, wish, lexicon)) continue
    return `"${span.means}" (${span.as}) was said, and the plan leaves it out`
  }
  return null
}

/** What the turn before had and this one has not any more, and what says so. */
function isGone(
  span: Span,
  reading: Reading,
  query: KpiQuery,
  before: KpiQuery,
  wish: ChartWish | null,
  lexicon: Lexicon,
): boolean {
  if (span.as === 'negation') return !same({ ...query, period: null }, { ...before, period: null })
  return isHeard(span, reading, before, wish, lexicon)
}

function isHeard(span: Span, reading: Reading, query: KpiQuery, wish: ChartWish | null, lexicon: Lexicon): boolean {
  switch (span.as) {
    case 'measure':
      return (
        query.measures.some((measure) => mentions(measure, span.means, lexicon)) ||
        fieldsOf(query).some((field) => field.kind === 'kpi' && field.kpi === span.means) ||
        kpisFiltered(query).includes(span.means) ||
        ('view' in query.shape && query.shape.view === span.means)
      )
    case 'dimension':
      return usesDimension(query, span.means)
    case 'value': {
      const [dimension = ''] = span.means.split(/[=~]/)
      const value = span.means.slice(dimension.length + 1)
      return query.filters.some(
        (filter) =>
          (filter.kind === 'members' &&
            filter.dimension === dimension &&
            filter.values.some((each) => String(each) === value)) ||
          (filter.kind === 'text' && filter.dimension === dimension && filter.text === value),
      )
    }
    case 'negation':
      return (
        query.measures.some(({ kind }) => kind === 'difference') ||
        query.filters.some(
          (filter) =>
            ('include' in filter && !filter.include) ||
            filter.kind === 'empty' ||
            (filter.kind === 'members' && filter.values.includes(false)),
        ) ||
        // A period's beginning or end that was left out.
        reading.some((other) => other.as === 'period' && other.means.startsWith('without '))
      )
    case 'number':
      if (query.shape.kind === 'histogram') return true
      return query.conditions.length > 0 || query.filters.some((filter) => filter.kind === 'range')
    case 'limit':
      return query.limit?.count === Number(span.means)
    case 'condition':
      return (
        query.conditions.length > 0 || query.filters.some((filter) => filter.kind === 'range' || filter.kind === 'text')
      )
    case 'period':
      return (
        query.period !== undefined ||
        span.means === 'all time' ||
        query.filters.some((filter) => filter.kind === 'part')
      )
    case 'grain':
      return (
        query.grain !== undefined ||
        query.compare !== undefined ||
        query.by.some((axis) => axis.kind !== 'dimension' || isAlong(axis.dimension, lexicon)) ||
        query.shape.kind === 'over'
      )
    case 'time_part':
      return (
        query.by.some((axis) => axis.kind === 'part') ||
        query.filters.some(({ kind }) => kind === 'part' || kind === 'holidays')
      )
    case 'comparison':
      return (
        query.compare !== undefined ||
        query.shape.kind === 'drivers' ||
        query.measures.some(({ kind }) => kind === 'difference') ||
        query.by.length > 0 ||
        query.measures.length > 1 ||
        fieldsOf(query).length > 1 ||
        // Q1 against Q2 against Q3: a bucket each.
        (query.grain !== undefined && reading.filter((other) => other.as === 'period').length > 1) ||
        (query.grain !== undefined && span.means === 'change')
      )
    case 'order':
      return query.order.length > 0
    case 'share':
      return (
        query.share !== undefined ||
        query.measures.some((measure) => measure.kind === 'ratio' || measure.kind === 'kpi')
      )
    case 'window':
      return query.window !== undefined
    case 'shape':
      return (
        query.shape.kind !== 'groups' ||
        query.order.length > 0 ||
        query.by.length > 0 ||
        // "When did it fall below ten": the times at which it did.
        (span.means === 'peak' && query.grain !== undefined && query.conditions.length > 0)
      )
    case 'chart':
      // A breakdown that was asked for in colours or panels is heard wherever it is drawn.
      if (span.means === 'colour' || span.means === 'panels') return query.by.length > 0 || query.grain !== undefined
      // Figures lie on the axes of any picture.
      if (span.means === 'x' || span.means === 'y') return true
      return wish?.kind === span.means
    case 'aggregation':
    case 'noun':
    case 'view':
    case 'thread':
    case 'choice':
    case 'verified':
    case 'command':
      return true
  }
}

function mentions(measure: QueryMeasure, name: string, lexicon: Lexicon): boolean {
  switch (measure.kind) {
    case 'kpi':
      return measure.kpi === name || isRatio(measure.kpi, lexicon)
    case 'records':
    case 'dimension':
      return measure.view === name
    case 'ratio':
      return measure.of.kpi === name || measure.over.kpi === name
    case 'difference':
      return measure.of.kpi === name || measure.minus.kpi === name
  }
}

/** The numbers and names of records that a shape shows. */
function fieldsOf({ shape }: KpiQuery): readonly RowField[] {
  if (shape.kind === 'records') return shape.fields
  return shape.kind === 'histogram' ? [shape.field] : []
}

function usesDimension(query: KpiQuery, name: string): boolean {
  return (
    query.by.some((axis) => axis.kind === 'dimension' && axis.dimension === name) ||
    query.filters.some(
      (filter) =>
        ('dimension' in filter && filter.dimension === name) ||
        ('field' in filter && filter.field.kind === 'dimension' && filter.field.dimension === name),
    ) ||
    query.measures.some((measure) => measure.kind === 'dimension' && measure.dimension === name) ||
    fieldsOf(query).some((field) => field.kind === 'dimension' && field.dimension === name) ||
    ('of' in query.shape && query.shape.of === name) ||
    (query.shape.kind === 'drivers' && query.shape.dimensions.includes(name)) ||
    (query.shape.kind === 'over' && query.shape.each.kind === 'member' && query.shape.each.dimension === name) ||
    (query.time ?? 'time') === name
  )
}

/** A number or date that a trend can run along where the view keeps no time. */
export function isAlong(dimension: string, lexicon: Lexicon): boolean {
  return lexicon.viewsOf(dimension).some((view) => view.times.size === 0 && runsAlong(view, dimension))
}

export function isRatio(kpi: string, lexicon: Lexicon): boolean {
  return lexicon.knowledge.catalog.kpis.get(kpi)?.measure.kind === 'ratio'
}

/** The KPIs whose number of each record is filtered by. */
export function kpisFiltered(query: KpiQuery): readonly string[] {
  return query.filters.flatMap((filter) =>
    filter.kind === 'range' && filter.field.kind === 'kpi' ? [filter.field.kpi] : [],
  )
}
