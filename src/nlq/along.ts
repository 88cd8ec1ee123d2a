/** What a course can run along beside time. */
import type { View } from '../analytics/catalog.ts'

/** Whether a dimension of the view is a number or a date, so that figures have a course along it. */
export function runsAlong(view: View, dimension: string): boolean {
  return ['number', 'date'].includes(view.dimensions.get(dimension)?.type ?? 'text')
}
