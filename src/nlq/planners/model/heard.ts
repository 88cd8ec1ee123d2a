/**
 * Whether each quoted word has its effect. What a grammar reads it puts into the query itself; a model may quote a word as a part
 * and leave the part out, and an answer without it would be one to another question.
 */
import type { Bounds, KpiQuery, QueryMeasure } from '../../../analytics/kpi-query.ts'
import type { Catalog } from '../../../analytics/catalog.ts'
import type { Meaning } from '../../meaning.ts'
import type { Reading } from '../../plan.ts'
import type { Asked } from './asked.ts'
import type { Timing } from './build-times.ts'
import { isHolidays } from './held-times.ts'
import { caseOf, hasCue, recurring, sameSet, type Case, type Said } from './spoken.ts'
import { convertedTo, targetOf, targetOfFigure, type Target } from './units-said.ts'

/** The first quoted word that nothing came of, for the model; null when all had their effect. */
export function unheardWord(query: KpiQuery, reading: Reading, timing: Timing, asked: Asked): string | null {
  const held = caseOf(query, reading, timing, asked)
  const missed = held.said.find((span) => !hasEffect(span, held))
  if (!missed) return null
  return `"${asked.question.text.slice(missed.from, missed.to)}" (${missed.as}) has no effect in the query`
}

function hasEffect(span: Said, held: Case): boolean {
  const { query, asked } = held
  switch (span.as) {
    case 'aggregation':
      return span.meanings.some((meaning) => isAggregated(meaning, held))
    case 'share':
      return query.share !== undefined || ratios(query, asked.lexicon.knowledge.catalog)
    case 'comparison':
      return isCompared(span, query)
    case 'grain':
      return isGrain(span, held)
    case 'time_part':
      return isPart(span, held)
    case 'condition':
      return isCondition(span, held)
    case 'number':
      return isNumber(span, held)
    case 'noun':
      return usesFilter(query, span.means)
    case 'view':
      return isView(span, held)
    case 'shape':
      return isShape(span, query)
    case 'thread':
      return asked.question.thread.length > 0 || query.shape.kind === 'drivers'
    case 'measure':
    case 'dimension':
      // "Longest" names a figure, and an end of it too.
      return !span.meanings.some(({ kind }) => kind === 'ranking') || isRanked(query)
    // These are held to the query by the coverage check, and their values by what holds the query.
    case 'value':
    case 'limit':
    case 'period':
    case 'order':
    case 'window':
    case 'negation':
    case 'chart':
    case 'command':
    case 'choice':
    case 'verified':
      return true
  }
}

function isRanked({ order, measures, shape }: KpiQuery): boolean {
  const ends = ['max', 'min']
  return (
    order.length > 0 ||
    measures.some((each) => 'aggregation' in each && ends.includes(each.aggregation ?? '')) ||
    (shape.kind === 'over' && ends.includes(shape.aggregate))
  )
}

function isAggregated(meaning: Meaning, { query, asked }: Case): boolean {
  const { kpis } = asked.lexicon.knowledge.catalog
  const { shape, measures } = query
  const isCounting = shape.kind === 'count_buckets' || shape.kind === 'count_members'
  if (meaning.kind === 'cue')
    return (
      isCounting ||
      measures.some((measure) => {
        if (measure.kind === 'records') return meaning.cue === 'count'
        if (measure.kind === 'dimension') return measure.aggregation.startsWith('count')
        const kpi = measure.kind === 'kpi' ? kpis.get(measure.kpi) : undefined
        if (kpi?.measure.kind !== 'simple') return false
        const isCount = kpi.measure.aggregation.startsWith('count') || kpi.unit === 'count'
        return meaning.cue === 'count' ? isCount : kpi.measure.aggregation === 'count_distinct'
      })
    )
  if (meaning.kind === 'ranking') {
    const end = meaning.rank === 'highest' ? 'max' : meaning.rank === 'lowest' ? 'min' : null
    return measures.some((measure) => 'aggregation' in measure && measure.aggregation === end)
  }
  if (meaning.kind !== 'aggregation') return false
  const wanted = meaning.aggregation
  if (shape.kind === 'over' && shape.aggregate === wanted) return true
  return measures.some((measure) => {
    if ('aggregation' in measure && measure.aggregation !== undefined) return measure.aggregation === wanted
    const kpi = measure.kind === 'kpi' ? kpis.get(measure.kpi) : undefined
    if (!kpi) return measure.kind === 'records' && wanted === 'sum'
    if (kpi.measure.kind === 'ratio') return wanted === 'average'
    // The total of a count is the count.
    return kpi.measure.aggregation === wanted || (wanted === 'sum' && kpi.measure.aggregation.startsWith('count'))
  })
}

function ratios({ measures }: KpiQuery, { kpis }: Catalog): boolean {
  return measures.some(
    (measure: QueryMeasure) =>
      measure.kind === 'ratio' || (measure.kind === 'kpi' && kpis.get(measure.kpi)?.measure.kind === 'ratio'),
  )
}

/** Things can be set side by side by being shown together; a change is one against something before. */
function isCompared({ meanings }: Said, { compare, measures, by, filters, conditions, shape }: KpiQuery): boolean {
  if (compare || shape.kind === 'drivers' || measures.some(({ kind }) => kind === 'difference')) return true
  if (shape.kind === 'records' && shape.whole) return true
  const isChange = meanings.some(
    ({ kind }) => kind === 'change' || kind === 'before' || kind === 'step' || kind === 'shift',
  )
  if (isChange) return conditions.some(({ figure }) => figure === 'change' || figure === 'change_percent')
  const isSeveral = filters.some((filter) => filter.kind === 'members' && filter.values.length > 1)
  return measures.length > 1 || (by.length > 0 && isSeveral)
}

function isGrain(span: Said, { query, asked }: Case): boolean {
  const { grain, shape, compare } = query
  const over = shape.kind === 'over' && shape.each.kind === 'bucket' ? shape.each.grain : null
  if (hasCue(span, 'trend')) return grain !== undefined
  const said = [
    ...span.meanings.flatMap((each) => (each.kind === 'grain' ? [each.grain] : [])),
    ...recurring(span, asked).flatMap(({ each }) => each ?? []),
  ]
  if (said.some((each) => each === grain || each === over)) return true
  return compare !== undefined && span.meanings.some(({ kind }) => kind === 'step')
}

function isPart(span: Said, { query, asked }: Case): boolean {
  if (isHolidays(span)) return query.filters.some(({ kind }) => kind === 'holidays')
  const values = [
    ...span.meanings.flatMap((each) => (each.kind === 'part_values' ? [each] : [])),
    ...recurring(span, asked),
  ]
  return (
    query.by.some(
      (axis) => axis.kind === 'part' && span.meanings.some((each) => each.kind === 'part' && each.part === axis.part),
    ) ||
    values.some((said) =>
      query.filters.some(
        (filter) => filter.kind === 'part' && filter.part === said.part && sameSet(filter.values, said.values),
      ),
    )
  )
}

function isCondition({ meanings }: Said, { query, asked }: Case): boolean {
  const isTurned = query.conditions.some(({ figure }) => figure === 'change' || figure === 'change_percent')
  return meanings.some((meaning) => {
    if (meaning.kind === 'text_test')
      return query.filters.some((filter) => filter.kind === 'text' && filter.test === meaning.test)
    const op = meaning.kind === 'bound' || meaning.kind === 'bound_after' ? meaning.op : null
    const wanted = meaning.kind === 'cue' && meaning.cue === 'between' ? 'between' : op
    return boundsIn(query, asked).some((each) => each.op === wanted || (isTurned && wanted !== null))
  })
}

function boundsIn(query: KpiQuery, asked: Asked): readonly (Bounds & { readonly target: Target })[] {
  return [
    ...query.conditions.map(({ measure, figure, bounds }) => ({
      ...bounds,
      target: targetOfFigure(query, measure, figure, asked),
    })),
    ...query.filters.flatMap((each) =>
      each.kind === 'range' ? [{ ...each.bounds, target: targetOf(each.field, asked) }] : [],
    ),
  ]
}

/** In a bound, in what that is compared with; or as the ranges of a histogram, which were held to it. */
function isNumber(span: Said, { query, asked }: Case): boolean {
  if (query.shape.kind === 'histogram') return true
  return boundsIn(query, asked).some(({ value, to, target }) => {
    const said = convertedTo(span, target, asked)
    return (
      said !== null && (Math.abs(value) === Math.abs(said) || (to !== undefined && Math.abs(to) === Math.abs(said)))
    )
  })
}

function isShape(span: Said, { shape, order }: KpiQuery): boolean {
  if (shape.kind === 'histogram')
    return hasCue(span, 'distribution') || span.meanings.some(({ kind }) => kind === 'bins')
  if (hasCue(span, 'relation'))
    return shape.kind === 'correlation' || (shape.kind === 'records' && shape.whole === true)
  return hasCue(span, 'peak') && order.length > 0
}

function usesFilter(query: KpiQuery, dimension: string): boolean {
  return (
    query.filters.some((filter) => 'dimension' in filter && filter.dimension === dimension) ||
    query.by.some((axis) => axis.kind === 'dimension' && axis.dimension === dimension)
  )
}

/** A view's name goes without saying only where it is the view of what is asked; a figure's name never does. */
function isView({ means }: Said, { query, asked }: Case): boolean {
  const { views, kpis } = asked.lexicon.knowledge.catalog
  if ('view' in query.shape && query.shape.view === (kpis.get(means)?.view ?? means)) return true
  return (
    views.has(means) &&
    query.measures.some((measure) =>
      measure.kind === 'kpi' ? kpis.get(measure.kpi)?.view === means : 'view' in measure && measure.view === means,
    )
  )
}
