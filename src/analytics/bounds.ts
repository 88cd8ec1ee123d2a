/** Bounds of numbers. */
import type { Bounds } from './kpi-query.ts'

export function isWithin(value: number, { op, value: bound, to }: Bounds): boolean {
  switch (op) {
    case 'over':
      return value > bound
    case 'at_least':
      return value >= bound
    case 'under':
      return value < bound
    case 'at_most':
      return value <= bound
    case 'between':
      return value >= bound && value <= (to ?? bound)
    case 'equals':
      return value === bound
    case 'not_equals':
      return value !== bound
  }
}
