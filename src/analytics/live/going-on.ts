/** Views that events feed: what was read of them a while ago is not where their data ends. */
import { Temporal } from 'temporal-polyfill'
import type { Catalog } from '../catalog.ts'
import type { Known } from '../knowledge.ts'

/** What is known is read again by then. */
const aheadMs = 15 * 60_000

/** The stretches of time there is data for, those of views that events feed as reaching beyond the present. */
export function goingOn(history: Known['history'], { views }: Catalog, now: Date): Known['history'] {
  return new Map(
    [...history].map(([name, { from, to }]) => {
      const view = views.get(name)
      if (!view?.live || !view.time || to.length === 10) return [name, { from, to }]
      const ahead = Temporal.Instant.fromEpochMilliseconds(now.getTime() + aheadMs)
        .toZonedDateTimeISO(view.time.zone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'second' })
      return [name, { from, to: to > ahead ? to : ahead }]
    }),
  )
}
