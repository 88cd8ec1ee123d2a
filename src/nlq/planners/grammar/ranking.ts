/** Order and limit: top five, worst region, best day, highest first. */
import type { Catalog, Kpi } from '../../../analytics/catalog.ts'
import type { Figure, KpiQuery } from '../../../analytics/kpi-query.ts'
import { rowCounter } from '../../counters.ts'
import type { Draft } from './draft.ts'

/** "Top products" without a number. */
const defaultCount = 10

export type Ranking =
  | { readonly order: KpiQuery['order'][number][]; readonly limit?: NonNullable<KpiQuery['limit']> }
  | { readonly missing: 'group' }
  | { readonly because: string }

/** What the ranking and sorting words come to for these measures. */
export function rankingOf(draft: Draft, measures: readonly KpiQuery['measures'][number][], catalog: Catalog): Ranking {
  const figure: Figure =
    draft.wantsChange && (draft.ranking || draft.orderings.length > 0)
      ? draft.wantsChange.relative
        ? 'change_percent'
        : 'change'
      : 'value'
  const index = draft.orderMeasure ?? 0
  const order: KpiQuery['order'][number][] = []
  const measure = measures[index]
  const kpi = measure && kpiFor(measure, catalog)
  const goodIsUp = (kpi?.goodWhen ?? 'up') !== 'down'
  if (draft.ranking) {
    if (draft.ranked === null) return { missing: 'group' }
    const { rank } = draft.ranking
    let isDescending = rank === 'highest' || (rank === 'best' && goodIsUp) || (rank === 'worst' && !goodIsUp)
    // "dropped the most": the most negative change.
    if (draft.wantsChange?.falling) isDescending = !isDescending
    order.push({ by: { kind: 'measure', index, figure }, direction: isDescending ? 'descending' : 'ascending' })
    if (draft.listsAll) return { order }
    const count = draft.ranking.count ?? draft.countAsked ?? (draft.rankedIsPlural ? defaultCount : 1)
    const { ranked } = draft
    const per = draft.by.flatMap((axis, at) =>
      axis.kind === 'dimension' && !(ranked.kind === 'axis' && ranked.index === at) && !draft.ranksPairs
        ? [axis.dimension]
        : [],
    )
    if (ranked.kind === 'axis' && draft.grain) {
      // "Top 3 in each month" ranks every month anew; "by month" follows the three that lead over the whole period.
      if (!draft.ranksEachBucket && draft.by.length === 1) return { order, limit: { count, of: 'members' } }
      per.push('time')
    }
    return { order, limit: { count, ...(per.length > 0 ? { per: per.slice(0, 2) } : {}) } }
  }
  if (draft.asksWhen && draft.grain === null) return { missing: 'group' }
  // "When was it below ten": all such times; "when did it peak": one.
  if (draft.asksWhen && draft.conditions.length === 0)
    return { order: [{ by: { kind: 'measure', index, figure }, direction: 'descending' }], limit: { count: 1 } }
  if (draft.orderDimension !== null) {
    const axis = draft.by.findIndex((one) => one.kind === 'dimension' && one.dimension === draft.orderDimension)
    if (axis < 0) return { because: 'It can only be sorted by what it is broken down by.' }
    const direction = draft.orderings.includes('descending') ? 'descending' : 'ascending'
    return { order: [{ by: { kind: 'axis', index: axis }, direction }] }
  }
  if (draft.orderAxis === 'x' || (draft.orderAxis === 'y' && draft.orderings.length === 0)) {
    const isAscending = draft.orderAxis === 'x' ? !draft.orderings.includes('descending') : false
    const direction = isAscending ? 'ascending' : 'descending'
    if (draft.orderAxis === 'y') return { order: [{ by: { kind: 'measure', index, figure }, direction }] }
    if (draft.grain) return { order: [{ by: { kind: 'time' }, direction }] }
    return draft.by.length > 0
      ? { order: [{ by: { kind: 'axis', index: 0 }, direction }] }
      : { because: 'There is nothing along that axis to sort by.' }
  }
  const dated = draft.by.findIndex((axis) => axis.kind === 'dimension' && isDated(axis.dimension, catalog))
  for (const written of draft.orderings) {
    const ordering =
      written === 'best' || written === 'worst'
        ? (written === 'best') === goodIsUp
          ? 'descending'
          : 'ascending'
        : written
    if (ordering === 'descending' || ordering === 'ascending')
      order.push({ by: { kind: 'measure', index, figure }, direction: ordering })
    else if (ordering === 'name' && draft.by.length > 0)
      order.push({ by: { kind: 'axis', index: 0 }, direction: 'ascending' })
    else if (ordering !== 'name' && draft.grain === null && dated >= 0)
      order.push({ by: { kind: 'axis', index: dated }, direction: ordering === 'newest' ? 'descending' : 'ascending' })
    else if (draft.grain && ordering !== 'name')
      order.push({ by: { kind: 'time' }, direction: ordering === 'newest' ? 'descending' : 'ascending' })
    else return { because: 'There is nothing in this that could be put in that order.' }
  }
  if (order.length === 0 && draft.orderMeasure !== null)
    order.push({ by: { kind: 'measure', index: draft.orderMeasure, figure }, direction: 'descending' })
  if (order.length > 0 || !draft.kept) return { order }
  return { order: [...draft.kept.order], ...(draft.kept.limit ? { limit: draft.kept.limit } : {}) }
}

/** What says whether more is better: the KPI, or the one that counts the same records. */
function kpiFor(measure: KpiQuery['measures'][number], catalog: Catalog): Kpi | undefined {
  if (measure.kind === 'kpi') return catalog.kpis.get(measure.kpi)
  const counter = measure.kind === 'records' ? rowCounter(measure.view, catalog) : null
  return counter === null ? undefined : catalog.kpis.get(counter)
}

/** A year or date kept as a dimension. */
function isDated(name: string, catalog: Catalog): boolean {
  return [...catalog.views.values()].some((view) => {
    const dimension = view.dimensions.get(name)
    return (
      dimension !== undefined &&
      (dimension.type === 'date' || (dimension.type === 'number' && /year/i.test(dimension.label)))
    )
  })
}
