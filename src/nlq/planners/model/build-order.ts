/** Order and limit of a proposed query. */
import type { Axis, KpiQuery, KpiQueryInput } from '../../../analytics/kpi-query.ts'
import type { ProposedQuery } from './proposal.ts'

export function orderOf({ order }: ProposedQuery): NonNullable<KpiQueryInput['order']> {
  if (order === null) return []
  const { by, direction } = order
  const index = order.measure ?? 0
  switch (by) {
    case 'time':
      return [{ by: { kind: 'time' }, direction }]
    case 'name':
      return [{ by: { kind: 'axis', index: 0 }, direction }]
    case 'measure':
      return [{ by: { kind: 'measure', index, figure: 'value' }, direction }]
    case 'change':
    case 'change_percent':
      return [{ by: { kind: 'measure', index, figure: by }, direction }]
  }
}

/** With a grain, the members that lead over the whole period. */
export function limitOf({ limit, grain }: ProposedQuery, by: readonly Axis[]): KpiQuery['limit'] {
  if (limit === null) return undefined
  return { count: limit, ...(grain !== null && by.length === 1 ? { of: 'members' as const } : {}) }
}
