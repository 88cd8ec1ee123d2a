/** The buckets of a period, and how far the data of a view reaches. */
import { Temporal } from 'temporal-polyfill'
import type { Grain, TimeColumn, View } from './catalog.ts'
import type { KpiQuery, Period } from './kpi-query.ts'
import { local, plus, print, startOf, zoned, type Calendar } from './period.ts'

/** First and last moment a view has data for, as wall-clock times of its zone; by the view's name. */
export type History = ReadonlyMap<string, { readonly from: string; readonly to: string }>

/** The starts of a period's buckets as the answer writes them; those begun by now for a period that is still going on. */
export function bucketsOf(
  period: Period,
  grain: Grain,
  calendar: Pick<Calendar, 'weekStarts' | 'fiscalYearStarts'>,
  type: TimeColumn['type'] = 'timestamptz',
): string[] {
  const fine = grain === 'hour' || grain === 'minute'
  const end = local(period.to)
  const now = period.through === undefined ? null : local(period.through)
  const isInside = (at: Temporal.PlainDateTime) =>
    Temporal.PlainDateTime.compare(at, end) < 0 && (now === null || Temporal.PlainDateTime.compare(at, now) < 0)
  const buckets: string[] = []
  if (fine && type === 'timestamptz') {
    // Hours as they pass: a day on which the clocks change has 23 or 25 of them.
    let at = zoned(startOf(grain, local(period.from), calendar), period.zone)
    const stop = zoned(end, period.zone)
    const last = now && zoned(now, period.zone)
    const step = grain === 'hour' ? { hours: 1 } : { minutes: 1 }
    const isOver = (moment: Temporal.ZonedDateTime) =>
      Temporal.ZonedDateTime.compare(moment, stop) >= 0 ||
      (last !== null && Temporal.ZonedDateTime.compare(moment, last) >= 0)
    while (!isOver(at)) {
      buckets.push(writeMoment(at))
      at = at.add(step)
    }
    return buckets
  }
  for (let at = startOf(grain, local(period.from), calendar); isInside(at); at = plus(at, 1, grain)) {
    if (!fine) buckets.push(at.toPlainDate().toString())
    // A wall-clock hour that the clocks skip is no bucket.
    else if (zoned(at, period.zone).toPlainDateTime().equals(at)) buckets.push(writeMoment(zoned(at, period.zone)))
  }
  return buckets
}

/** From when to when the views of a query have data for it, as far as that is known: only for their own time. */
export function reachOf(
  query: KpiQuery,
  views: readonly View[],
  history: History,
): { readonly from: string | undefined; readonly to: string | undefined } {
  const isOwn = query.time === undefined || query.time === 'time'
  const known = isOwn ? views.flatMap((view) => history.get(view.name) ?? []) : []
  const ends = known.map(({ to }) => to).toSorted()
  return { from: known.map(({ from }) => from).toSorted()[0], to: ends.at(-1) }
}

/** Whether there is data from a moment on; within the first day it counts as there. */
export function isKnownSince(from: string | undefined, first: string | undefined): boolean {
  return !from || !first || local(from).toString() >= local(first.slice(0, 10)).toString()
}

/** All that there is data for, as a period. */
export function wholeOf(reach: ReturnType<typeof reachOf>, zone: string): Period | null {
  if (!reach.from || !reach.to) return null
  return { from: reach.from, to: print(plus(local(reach.to), 1, 'minute')), zone }
}

/** About how many buckets a period has. */
export function countBuckets(period: Period, grain: Grain): number {
  const minutes = local(period.from).until(local(period.to), { largestUnit: 'minute' }).minutes
  const length = { minute: 1, hour: 60, day: 1440, week: 10_080, month: 43_800, quarter: 131_400, year: 525_600 }
  return Math.ceil(minutes / length[grain])
}

/** A moment as an answer writes it: ISO 8601 with its offset. */
export function writeMoment(at: Temporal.ZonedDateTime): string {
  return at.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}
