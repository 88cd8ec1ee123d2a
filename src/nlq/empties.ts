/** Rows without a value: no member wins a ranking by having none. */
import type { View } from '../analytics/catalog.ts'
import type { Filter, KpiQuery } from '../analytics/kpi-query.ts'
import type { Lexicon } from './lexicon.ts'

type Picked = Pick<KpiQuery, 'by' | 'limit' | 'conditions' | 'share'>

/** Filters that leave out rows without a value of what is ranked or picked by a condition. A plain breakdown keeps them. */
export function withoutEmpties(
  picked: Picked,
  view: View,
  filters: readonly Filter[],
  { knowledge }: Lexicon,
): readonly Filter[] {
  const empty = knowledge.empties.get(view.name)
  return pickedDimensions(picked)
    .filter((name) => empty?.has(name) && !filters.some((filter) => decides(filter, name)))
    .map((dimension) => ({ kind: 'empty', dimension, include: false }))
}

/** The dimensions whose members are picked out of all. */
export function pickedDimensions({ by, limit, conditions, share }: Picked): readonly string[] {
  // Shares are of the whole, rows without a value included.
  if ((!limit && conditions.length === 0) || share) return []
  return by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : []))
}

/** Whether a filter says itself what becomes of rows without a value; what is not Portugal may be nothing. */
function decides(filter: Filter, dimension: string): boolean {
  return 'dimension' in filter && filter.dimension === dimension && (filter.kind === 'empty' || filter.include)
}
