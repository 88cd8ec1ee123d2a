/** What is watched, when it is worth telling, and whom: an alert rule as the house uses it, plain JSON-able data. */

/** Buckets that rules look at. */
export const WATCHED_GRAINS = ['minute', 'hour', 'day'] as const
export type WatchedGrain = (typeof WATCHED_GRAINS)[number]

export type Severity = 'info' | 'warning' | 'critical'

/** Which part of the business: all of it, the members named, or each member of a dimension by itself ("any region"). */
export type WatchedSlice =
  | { readonly kind: 'whole' }
  | { readonly kind: 'members'; readonly members: Readonly<Record<string, string>> }
  | { readonly kind: 'each'; readonly dimension: string }

/** A size: a fraction (0.2 is 20 %) or an amount in the KPI's unit. */
export type Size = { readonly fraction: number } | { readonly amount: number }

export type Condition =
  /** Outside the normal range, in a direction: `bad` is what the KPI's `good_when` says. */
  | { readonly kind: 'anomaly'; readonly direction: 'up' | 'down' | 'either' | 'bad' }
  | { readonly kind: 'above' | 'below'; readonly value: number }
  | { readonly kind: 'outside'; readonly low: number; readonly high: number }
  /** At least so much more or less than the bucket before, the same a day or a week ago, or what is normal. */
  | {
      readonly kind: 'change'
      readonly against: 'previous' | 'day' | 'week' | 'normal'
      readonly direction: 'up' | 'down' | 'either'
      readonly by: Size
    }
  /** No data at all for so long; zero is data. */
  | { readonly kind: 'silent'; readonly forMs: number }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }

export interface Rule {
  /** Letters, digits and underscores; the name in the file, or made from the words. */
  readonly id: string
  readonly kpi: string
  readonly slice: WatchedSlice
  readonly grain: WatchedGrain
  readonly when: Condition
  /** The condition holds in `n` of the last `of` buckets. */
  readonly buckets: { readonly n: number; readonly of: number }
  /** Smaller changes against what is normal are nothing; null: the detector's own least. */
  readonly minimumChange: Size | null
  /** Buckets with less volume (of a ratio: its denominator) are nothing. */
  readonly minimumVolume: number | null
  /** It holds for so long before anybody hears of it. */
  readonly minimumDurationMs: number
  /** After an end, nothing new for so long. */
  readonly coolDownMs: number
  /** Wall-clock times `HH:MM` in the catalog's zone between which only what is critical is told; the rest waits. */
  readonly quiet: { readonly from: string; readonly to: string } | null
  readonly severity: Severity
  /** Places, as printed (`slack:T01/C03`). */
  readonly tell: readonly string[]
  /** Person, as printed; null: the KPI's owner in the catalog. */
  readonly owner: string | null
}

/** Whether a condition, or one that it is made of, is about what is normal. */
export function isOfNormal(when: Condition): boolean {
  if (when.kind === 'all' || when.kind === 'any') return when.of.some(isOfNormal)
  return when.kind === 'anomaly' || (when.kind === 'change' && when.against === 'normal')
}

/** The members of a slice, as the key of a series: JSON with sorted names; `{}` is the whole. */
export function sliceKey(members: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1))))
}
