/**
 * Whether each quoted word has its effect. What a grammar reads it puts into the query itself; a model may quote a word as a part
 * and leave the part out, and an answer without it would be one to another question.
 */
import type { KpiQuery, QueryMeasure } from '../../../analytics/kpi-query.ts'
import type { Catalog } from '../../../analytics/catalog.ts'
import type { Meaning } from '../../meaning.ts'
import type { Reading } from '../../plan.ts'
import type { Asked } from './asked.ts'
import { caseOf, hasCue, numberOf, recurring, sameSet, type Case, type Said } from './spoken.ts'

/** The first quoted word that nothing came of, for the model; null when all had their effect. */
export function unheardWord(query: KpiQuery, reading: Reading, asked: Asked): string | null {
  const held = caseOf(query, reading, asked)
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
      return isCondition(span, query)
    case 'number':
      return numberOf(span, asked).some(({ value }) => boundsIn(query).some((each) => isOf(value, each)))
    case 'noun':
      return usesFilter(query, span.means)
    case 'view':
      return isView(span, held)
    case 'shape':
      // Distributions and relations are no part of what can be proposed.
      return hasCue(span, 'peak') && query.order.length > 0
    case 'thread':
      return asked.question.thread.length > 0
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
function isCompared({ meanings }: Said, { compare, measures, by, filters, conditions }: KpiQuery): boolean {
  if (compare || measures.some(({ kind }) => kind === 'difference')) return true
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

function isCondition({ meanings }: Said, query: KpiQuery): boolean {
  return meanings.some((meaning) => {
    if (meaning.kind === 'text_test')
      return query.filters.some((filter) => filter.kind === 'text' && filter.test === meaning.test)
    const op = meaning.kind === 'bound' || meaning.kind === 'bound_after' ? meaning.op : null
    const wanted = meaning.kind === 'cue' && meaning.cue === 'between' ? 'between' : op
    return boundsIn(query).some((each) => each.op === wanted)
  })
}

function boundsIn({ conditions, filters }: KpiQuery) {
  return [
    ...conditions.map(({ bounds }) => bounds),
    ...filters.flatMap((each) => (each.kind === 'range' ? [each.bounds] : [])),
  ]
}

/** As said, or as the fraction that a percentage is. */
function isOf(said: number, { value, to }: { readonly value: number; readonly to?: number | undefined }): boolean {
  const hundredth = Number((said / 100).toPrecision(12))
  return [value, to].some((each) => each === said || each === hundredth)
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
  return (
    views.has(means) &&
    query.measures.some((measure) =>
      measure.kind === 'kpi' ? kpis.get(measure.kpi)?.view === means : 'view' in measure && measure.view === means,
    )
  )
}
