/** Buckets of other days that rules compare with. Pure; moments are epoch milliseconds. */
import { Temporal } from 'temporal-polyfill'
import type { Condition, WatchedGrain } from '../rule.ts'
import { bucketAt, type Bucket } from './clock.ts'
import type { Series } from './series.ts'

const AGO = { day: { days: 1 }, week: { days: 7 } } as const

/** What a condition compares a bucket with, beside the one before and what is normal. */
export type Ago = keyof typeof AGO

/** The bucket at the same wall-clock time so long before: an hour that clocks skipped is the one after it. */
export function bucketAgo({ from }: Bucket, ago: Ago, grain: WatchedGrain, zone: string): Bucket {
  const moment = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone)
  return bucketAt(moment.subtract(AGO[ago]).epochMilliseconds, grain, zone)
}

/** Which of them a condition asks for. */
export function agosOf(condition: Condition): readonly Ago[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [...new Set(condition.of.flatMap(agosOf))]
    case 'change':
      return condition.against === 'day' || condition.against === 'week' ? [condition.against] : []
    case 'anomaly':
    case 'above':
    case 'below':
    case 'outside':
    case 'silent':
      return []
  }
}

/** A series, and what its rules compare it with. */
export interface Comparing {
  readonly series: Series
  readonly agos: ReadonlySet<Ago>
}
