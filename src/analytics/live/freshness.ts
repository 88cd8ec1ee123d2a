/** How current the views are that events feed, for answers: read at most once a second. */
import { Temporal } from 'temporal-polyfill'
import type { Catalog } from '../catalog.ts'
import type { Store } from '../store/store.ts'
import { streamsInto } from './live-parts.ts'
import { readBoundaries, readWatermarks } from './store/watermark.ts'

/** What events say of a view. */
export interface Freshness {
  /** Events before it are counted, epoch milliseconds; null: history says more than events do. */
  readonly upTo: number | null
  /** How far counting is behind; 0 when nothing waits. */
  readonly behindMs: number
  /** The earliest bucket that late events corrected in the last minutes, ISO 8601 with offset; null: none. */
  readonly lateFrom: string | null
}

/** Of a view that no event ever fed: null. */
export type ReadFreshness = (view: string) => Promise<Freshness | null>

const KEPT_MS = 1_000

/** `store` null: there is no store, so no events are counted. */
export function createFreshness(store: Store | null, catalog: Catalog, now: () => number = Date.now): ReadFreshness {
  let known: { readonly at: number; readonly found: Promise<ReadonlyMap<string, Freshness>> } | null = null

  async function read(): Promise<ReadonlyMap<string, Freshness>> {
    if (!store) return new Map()
    const marks = [...(await readWatermarks(store, catalog))].filter(([, { at }]) => at !== null)
    if (marks.length === 0) return new Map()
    const boundaries = await readBoundaries(store)
    return new Map(
      marks.map(([view, { at, behindMs, lateFrom }]) => {
        const upTo = at?.getTime() ?? 0
        const isAhead = upTo > (boundaries.get(view) ?? Number.NEGATIVE_INFINITY)
        return [
          view,
          { upTo: isAhead ? upTo : null, behindMs, lateFrom: lateFrom && momentIn(lateFrom.getTime(), view) },
        ] as const
      }),
    )
  }

  function momentIn(at: number, view: string): string {
    const zone = catalog.views.get(view)?.time?.zone ?? catalog.timezone
    const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    return moment.toString({ timeZoneName: 'never', smallestUnit: 'second' })
  }

  return async function freshness(view) {
    if (streamsInto(view, catalog).length === 0) return null
    if (!known || now() - known.at > KEPT_MS) {
      const found = read()
      known = { at: now(), found }
      found.catch(() => (known = null))
    }
    // An answer that cannot say how current it is still answers.
    return known.found.then((found) => found.get(view) ?? null).catch(() => null)
  }
}
