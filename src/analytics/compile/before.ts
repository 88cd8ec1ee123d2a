/** From where a moving average reads, and where the first whole bucket of data is. */
import type { Catalog, Grain, View } from '../catalog.ts'
import { isKnownSince, reachOf, type History } from '../buckets.ts'
import type { KpiQuery } from '../kpi-query.ts'
import { local, plus, print, startOf } from '../period.ts'
import { shiftOf } from './shift.ts'

/** So that the first bucket asked for has as many before it as the others. */
export interface Before {
  readonly value: string
  readonly previous: string | null
}

/** Null where nothing before the period is read: no such window, no data before, or a first bucket that is itself cut. */
export function beforeOf(query: KpiQuery, catalog: Catalog, views: readonly View[], history: History): Before | null {
  const { window, period, grain, compare } = query
  if (window?.kind !== 'moving_average' || !period || !grain) return null
  const start = local(period.from)
  if (!startOf(grain, start, catalog).equals(start)) return null
  // One more than the window is long: over a change of the clocks an hour may be missing.
  let value = print(plus(start, -window.buckets, grain))
  for (const view of views) {
    const first = firstWholeOf(query, grain, catalog, view, history)
    if (first === null) return null
    value = laterOf(value, first)
  }
  if (laterOf(value, period.from) === value) return null
  return { value, previous: compare ? print(local(value).subtract(shiftOf(query, catalog, grain))) : null }
}

/** The first bucket of a view that the beginning of its data does not cut; null where that is not known. */
export function firstWholeOf(
  query: KpiQuery,
  grain: Grain,
  catalog: Catalog,
  view: View,
  history: History,
): string | null {
  const { from } = reachOf(query, [view], history)
  if (from === undefined) return null
  const bucket = startOf(grain, local(from.slice(0, 10)), catalog)
  return print(isKnownSince(print(bucket), from) ? bucket : plus(bucket, 1, grain))
}

/** The later of two wall-clock times. */
export function laterOf(one: string, other: string): string {
  return local(one).toString() < local(other).toString() ? other : one
}
