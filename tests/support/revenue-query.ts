/** A question that stands for any, and ways on from its answer: for replies that are written out. */
import type { WayOn } from '../../src/bot/reply.ts'

export const query = {
  measures: [{ kind: 'kpi', kpi: 'revenue' }],
  by: [],
  filters: [],
  conditions: [],
  order: [],
  shape: { kind: 'groups' },
} as const

export function way(group: 'breakdown' | 'compare' | 'choice' | 'next', label: string): WayOn {
  return { kind: 'query', group, label, query }
}
