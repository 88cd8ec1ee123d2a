/** Falls as changes below zero. */
import type { Bounds } from '../analytics/kpi-query.ts'

/** How far something fell, as the change that it is. */
export function turned(bounds: Bounds): Bounds {
  switch (bounds.op) {
    case 'over':
      return { op: 'under', value: -bounds.value }
    case 'at_least':
      return { op: 'at_most', value: -bounds.value }
    case 'under':
    case 'at_most':
      return { op: 'between', value: -bounds.value, to: 0 }
    case 'between':
      return { op: 'between', value: -(bounds.to ?? bounds.value), to: -bounds.value }
    case 'equals':
    case 'not_equals':
      return { op: bounds.op, value: -bounds.value }
  }
}
