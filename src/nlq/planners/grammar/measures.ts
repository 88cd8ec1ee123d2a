/** Figures in a question: KPIs, counted records, and what is asked of them. */
import type { Lexicon } from '../../lexicon.ts'
import type { Item, Meaning } from '../../meaning.ts'
import type { DraftMeasure } from './draft.ts'
import { isSameMeasure } from './same-measure.ts'
import { fail, span, take, text, type Walk } from './walk.ts'

export function onMeasure(
  walk: Walk,
  item: Item,
  meaning: Meaning & { kind: 'kpi' | 'records' },
  before: Item | undefined,
): void {
  // "revenue / orders"
  const isDivided = walk.tokens[item.from]!.gap === '/' && walk.cue === null && walk.draft.measures.length > 0
  const cued = isDivided ? 'per' : take(walk)
  const isCounted = walk.counting !== null
  if (walk.counting !== null) {
    span(walk, walk.counting, 'aggregation', 'count')
    walk.counting = null
  }
  const measure: DraftMeasure =
    meaning.kind === 'kpi' ? { kind: 'kpi', kpi: meaning.kpi } : { kind: 'records', view: meaning.view }
  span(walk, item, 'measure', meaning.kind === 'kpi' ? meaning.kpi : meaning.view)
  if (isCounted && meaning.kind === 'kpi') {
    const unit = walk.lexicon.knowledge.catalog.kpis.get(meaning.kpi)?.unit
    if (unit !== 'count' && /^[A-Z]{3}$|^percent/.test(unit ?? '')) walk.draft.fit -= 1.5
  }
  if (walk.distinct) {
    walk.draft.fit -= 1
    span(walk, walk.distinct, 'aggregation', 'count_distinct')
    walk.distinct = null
  }
  if (cued === 'not') return fail(walk, `I cannot leave out "${text(walk, item)}".`)
  const first = walk.draft.measures[0]
  if (
    cued === 'per' &&
    first?.kind === 'kpi' &&
    meaning.kind === 'kpi' &&
    walk.draft.measures.length === 1 &&
    walk.draft.by.length === 0 &&
    !walk.draft.grain
  ) {
    walk.draft.measures = [{ kind: 'ratio', of: first.kpi, over: meaning.kpi }]
    walk.draft.spans.push({ ...walk.draft.spans.at(-1)!, as: 'share', means: 'ratio' })
    walk.role = 'measure'
    return
  }
  const known = walk.draft.measures.findIndex((other) => isSameMeasure(other, measure, walk.lexicon))
  const isListed =
    walk.role === 'measure' && (before?.meaning.kind === 'cue' || walk.tokens[item.from]!.gap.includes(','))
  // "visits for stroke patients": two figures that no "and" joins.
  if (known < 0 && walk.draft.measures.length > 0 && cued === null && !isListed) walk.draft.fit -= 0.5
  const isAnd = before?.meaning.kind === 'cue' && before.meaning.cue === 'and'
  if (known < 0 && (isAnd || walk.tokens[item.from]!.gap.includes(','))) walk.draft.listsMeasures = true
  const index = known >= 0 ? known : walk.draft.measures.push(aggregated(walk, measure)) - 1
  if (known >= 0 && walk.aggregation) walk.draft.measures[known] = aggregated(walk, measure)
  if (cued === 'sort' || (walk.sorting && cued === 'by') || (cued === 'by' && walk.draft.ranking))
    walk.draft.orderMeasure = index
  else if (cued === 'by' && walk.draft.by.length === 0 && !walk.draft.grain)
    return fail(walk, `I cannot break down by "${text(walk, item)}": it is a figure, not a dimension.`)
  else if (cued === 'by' && index > 0) walk.draft.orderMeasure = index
  else if (cued === 'per') walk.draft.fit -= 1
  walk.role = 'measure'
}

export function aggregated(walk: Walk, measure: DraftMeasure): DraftMeasure {
  if (!walk.aggregation) return measure
  const { item, meaning } = walk.aggregation
  walk.aggregation = null
  span(walk, item, 'aggregation', meaning.aggregation)
  if (measure.kind === 'kpi') return { ...measure, aggregation: meaning.aggregation }
  if (measure.kind === 'records') {
    if (meaning.aggregation !== 'sum') fail(walk, 'Records can only be counted.')
    return measure
  }
  return measure
}

/** Whether a KPI is an average by itself. */
export function isAverage(name: string, { knowledge }: Lexicon): boolean {
  const measure = knowledge.catalog.kpis.get(name)?.measure
  return measure?.kind === 'ratio' || measure?.aggregation === 'average'
}
