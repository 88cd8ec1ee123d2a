/** Numbers that each record of a view carries. */
import type { Kpi } from '../analytics/catalog.ts'

/** A number of each record, no count and no ratio. */
export function isCarried({ measure }: Kpi): boolean {
  return (
    measure.kind === 'simple' &&
    measure.column !== null &&
    measure.where.size === 0 &&
    measure.aggregation !== 'count' &&
    measure.aggregation !== 'count_distinct' &&
    measure.aggregation !== 'last'
  )
}
