import { createDetector } from '../../src/analytics/live/detect/detector.ts'
import type { Verdict } from './measure.ts'
import type { SeriesRow } from './worlds/series.ts'

/** What the live detector says of each row, in order, with nothing but the rows before it. */
export function play(rows: readonly SeriesRow[]): Verdict[] {
  const detector = createDetector({ goodWhen: 'steady' })
  return rows.map(({ at, value, volume }) =>
    detector.observe({ at: at * 1000, value, ...(volume === undefined ? {} : { volume }) }),
  )
}
