/** From a condition that holds to something worth telling: n of m buckets, for long enough, not too soon again. Pure. */
import type { Rule } from '../rule.ts'
import { holdsOften } from './conditions.ts'

/** What is remembered of a rule and a slice between two looks. Plain JSON-able data; moments are epoch milliseconds. */
export interface Track {
  /** Whether the condition held in the last buckets, newest last. */
  readonly buckets: readonly { readonly at: number; readonly holds: boolean }[]
  /** Since when it has held often enough without a break. */
  readonly since: number | null
  /** Buckets that began before are told of already, or come too soon after what was. */
  readonly quietUntil: number | null
}

export const newTrack: Track = { buckets: [], since: null, quietUntil: null }

/** Whether there is nothing to remember. */
export function isForgettable({ buckets, since, quietUntil }: Track, now: number): boolean {
  return since === null && (quietUntil === null || quietUntil <= now) && !buckets.some(({ holds }) => holds)
}

/** A look at a bucket. */
export interface Look {
  readonly bucket: number
  readonly holds: boolean
  readonly isFilling: boolean
  /** When it is so: the moment up to which events are known. */
  readonly at: number
}

/** The track after a look, and whether it is now worth telling. */
export function follow(
  track: Track,
  { bucket, holds, isFilling, at }: Look,
  rule: Pick<Rule, 'buckets' | 'minimumDurationMs'>,
): { readonly track: Track; readonly isDue: boolean } {
  const others = track.buckets.filter((one) => one.at !== bucket)
  // Until it closes, a bucket that does not hold yet says nothing.
  const verdicts =
    isFilling && !holds ? others : [...others, { at: bucket, holds }].toSorted((one, other) => one.at - other.at)
  const buckets = verdicts.slice(-rule.buckets.of)
  const isOften = holdsOften(
    rule.buckets,
    buckets.map((one) => one.holds),
  )
  const since = isOften ? (track.since ?? (isFilling ? at : bucket)) : null
  const isQuiet = track.quietUntil !== null && bucket < track.quietUntil
  const isDue = holds && since !== null && !isQuiet && at - since >= rule.minimumDurationMs
  return { track: { buckets, since, quietUntil: isQuiet ? track.quietUntil : null }, isDue }
}

/** After an incident: nothing new until the bucket it ended in is over and the rule's pause, too. */
export function coolDown(track: Track, endedAt: number, bucketTo: number, rule: Pick<Rule, 'coolDownMs'>): Track {
  return { buckets: [], since: null, quietUntil: Math.max(bucketTo, endedAt + rule.coolDownMs, track.quietUntil ?? 0) }
}
