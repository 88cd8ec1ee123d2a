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
      return [{ by: { kind: 'axis', index }, direction }]
    case 'measure':
      return [{ by: { kind: 'measure', index, figure: 'value' }, direction }]
    case 'previous':
    case 'change':
    case 'change_percent':
    case 'share':
      return [{ by: { kind: 'measure', index, figure: by }, direction }]
  }
}

/** With a grain, and not for each bucket anew, the members that lead over the whole period. */
export function limitOf({ limit, per, grain }: ProposedQuery, by: readonly Axis[]): KpiQuery['limit'] {
  if (limit === null) return undefined
  const leads = grain !== null && by.length === 1 && !per.includes('time')
  return { count: limit, ...(per.length > 0 && { per }), ...(leads && { of: 'members' as const }) }
}
