/** Buckets of watched grains, and hours in which few are told. Pure; moments are epoch milliseconds. */
import { Temporal } from 'temporal-polyfill'
import type { WatchedGrain } from '../rule.ts'

export interface Bucket {
  readonly from: number
  readonly to: number
}

const MINUTE = 60_000

/** How long buckets are, but for days in which clocks change. */
export const grainMs: Readonly<Record<WatchedGrain, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** The bucket that holds a moment. Hours as they pass, also where clocks change; days are those of the zone. */
export function bucketAt(at: number, grain: WatchedGrain, zone: string): Bucket {
  if (grain === 'minute') {
    const from = Math.floor(at / MINUTE) * MINUTE
    return { from, to: from + MINUTE }
  }
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  if (grain === 'hour') {
    const from = moment.round({ smallestUnit: 'hour', roundingMode: 'floor' })
    return { from: from.epochMilliseconds, to: from.add({ hours: 1 }).epochMilliseconds }
  }
  const from = moment.startOfDay()
  return { from: from.epochMilliseconds, to: from.add({ days: 1 }).startOfDay().epochMilliseconds }
}

/** The same with the last bucket of each grain at hand, since most moments are in it. */
export function createBuckets(zone: string): (at: number, grain: WatchedGrain) => Bucket {
  const last = new Map<WatchedGrain, Bucket>()
  return (at, grain) => {
    const known = last.get(grain)
    if (known && at >= known.from && at < known.to) return known
    const bucket = bucketAt(at, grain, zone)
    last.set(grain, bucket)
    return bucket
  }
}

/** When the quiet hours that a moment is in began and end. */
export function quietAround(
  { from, to }: { readonly from: string; readonly to: string },
  at: number,
  zone: string,
): { readonly from: number; readonly until: number } {
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const [begun, ends] = [now.withPlainTime(from), now.withPlainTime(to)]
  const start = begun.epochMilliseconds > at ? begun.subtract({ days: 1 }) : begun
  const end = ends.epochMilliseconds <= at ? ends.add({ days: 1 }) : ends
  return { from: start.epochMilliseconds, until: end.epochMilliseconds }
}

/** Whether a moment is between two wall-clock times of a zone; the first may be the later one: over midnight. */
export function isWithin(
  { from, to }: { readonly from: string; readonly to: string },
  at: number,
  zone: string,
): boolean {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5)
  return from <= to ? from <= time && time < to : time >= from || time < to
}
