/**
 * An incident: a KPI is where a rule says that it should not be, and what is known of that. Plain JSON-able data without
 * words; sentences and pictures are made of it where it is told. Moments are ISO 8601 in UTC, values in the KPI's unit.
 */
import type { Severity, Size, WatchedGrain } from './rule.ts'

/** Part of the business: dimension → member; empty is the whole. */
export type Members = Readonly<Record<string, string>>

/** Where an incident stands. `recovering`: normal again, but not for long enough to call it over. */
export type Phase = 'open' | 'worse' | 'recovering' | 'resolved'

/** What a value was held against. Null where that side is open or nothing is known yet. */
export interface Expectation {
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
}

/** The fact that makes a condition hold. */
export type Reason =
  /** Outside the normal range; `kind` is what the detector calls it: a spike, a drop, a shift, values that are stuck … */
  | { readonly kind: 'anomaly'; readonly found: string; readonly direction: 'up' | 'down' }
  /** So much in the last seconds or minutes, while the bucket is filling, where `expected` is usual. */
  | {
      readonly kind: 'pace'
      readonly direction: 'up' | 'down'
      readonly from: string
      readonly to: string
      readonly value: number
      readonly expected: number
    }
  | { readonly kind: 'above' | 'below'; readonly bound: number }
  | { readonly kind: 'outside'; readonly low: number; readonly high: number }
  | {
      readonly kind: 'change'
      readonly against: 'previous' | 'day' | 'week' | 'normal'
      readonly direction: 'up' | 'down'
      /** What the rule asks for, and what it was held against. */
      readonly by: Size
      readonly before: number
    }
  /** No data since then; null: there never was any. */
  | { readonly kind: 'silent'; readonly since: string | null; readonly forMs: number }

/** A segment and how much of the whole difference it accounts for (1 is all; beyond 1 others went the other way). */
export interface Driver {
  readonly members: Members
  readonly value: number
  readonly expected: number
  readonly share: number
}

/** What else is known of that time. */
export type Circumstance =
  | { readonly kind: 'holiday'; readonly name: string; readonly day: string }
  /** From the relation that the catalog's calendar names; `members`: what it is about, where that is not everything. */
  | {
      readonly kind: 'event'
      readonly name: string
      readonly from: string
      readonly to: string
      readonly members: Members
    }
  /** The same bucket so long ago. */
  | { readonly kind: 'before'; readonly ago: 'day' | 'week'; readonly weeks: number; readonly value: number }
  /** Another KPI that moved at the same time. */
  | { readonly kind: 'kpi'; readonly kpi: string; readonly value: number; readonly expected: number }

/** Why it happened, as far as the numbers tell. */
export interface Explanation {
  /** The least set of segments that explains it, largest share first; empty with `isBroad`: all moved alike. */
  readonly drivers: readonly Driver[]
  readonly isBroad: boolean
  /** Of a ratio: how much of the difference the members' own rates make, and how much that their weights moved. */
  readonly effects: { readonly rate: number; readonly mix: number } | null
  readonly circumstances: readonly Circumstance[]
}

/** Another series that is part of the same incident: a segment of the KPI, or another KPI of the view. */
export interface Joined extends Expectation {
  readonly kpi: string
  readonly members: Members
  readonly value: number | null
  readonly since: string
  /** It is normal again. */
  readonly isOver: boolean
}

/** A bucket as it is drawn; a value of null is a bucket without data. */
export interface Point extends Expectation {
  readonly at: string
  readonly value: number | null
}

/** What was told, and when. */
export interface Told {
  readonly revision: number
  readonly at: string
  readonly phase: Phase
  readonly value: number | null
  readonly expected: number | null
}

export interface IncidentContent extends Expectation {
  readonly rule: string
  readonly kpi: string
  readonly members: Members
  readonly grain: WatchedGrain
  readonly phase: Phase
  readonly severity: Severity
  /** Which way it left; a value may be both silent and low: then it is `silent`. */
  readonly direction: 'up' | 'down' | 'silent'
  /** By the KPI's `good_when`; null: neither way is better. */
  readonly isBad: boolean | null
  /** When it began: the start of its first bucket, or of the minutes that gave it away. And the bucket that `value` is of. */
  readonly from: string
  readonly bucket: string
  /** Whether that bucket was still filling: `value` is so far, and `low` and `high` bound the whole bucket. */
  readonly isFilling: boolean
  /** Of a bucket that is filling, what is usual by now; null where that cannot be said, or it is closed. */
  readonly expectedSoFar: number | null
  /** Null: no data at all. */
  readonly value: number | null
  readonly reasons: readonly Reason[]
  /** The bucket that is furthest from what was expected. */
  readonly worst: { readonly bucket: string; readonly value: number | null; readonly expected: number | null }
  /** Sum over its buckets of value less expected, for KPIs that add up over time; null for others. */
  readonly total: number | null
  readonly joined: readonly Joined[]
  /** Null: not worked out (yet). */
  readonly explanation: Explanation | null
  /** Recent buckets with the normal range, oldest first, the incident's last. */
  readonly series: readonly Point[]
  /** Newest event counted in `value`. */
  readonly asOf: string
  readonly openedAt: string
  readonly resolvedAt: string | null
  /** Places, as printed, where it is told. */
  readonly tell: readonly string[]
  readonly told: readonly Told[]
}

/** What an outbox entry of an incident holds; words and picture are made when its turn comes. */
export interface AlertParcel {
  readonly kind: 'alert'
  readonly incident: string
  readonly revision: number
}

/** What an outbox entry holds that tells at the end of quiet hours what was held back in them. ISO 8601. */
export interface HeldParcel {
  readonly kind: 'alert'
  readonly held: { readonly from: string; readonly until: string }
}

/** The key of what tells a place what was held back until then: one entry, whatever it was and whoever found it. */
export function heldKey(until: string, place: string): string {
  return `alert:held:${until}:${place}`
}

/** The key of what tells a revision of an incident in a place. */
export function alertKey(incident: string, revision: number, place: string): string {
  return `alert:${incident}:${revision}:${place}`
}

/** What a key of an alert names; null for any other key. */
export function parseAlertKey(key: string): { readonly incident: string; readonly place: string } | null {
  const found = /^alert:([^:]+):\d+:(.+)$/.exec(key)
  return found && { incident: found[1]!, place: found[2]! }
}
