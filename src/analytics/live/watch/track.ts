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
  /** Bursts and outages within a bucket that began before are told of already, or come too soon after what was. */
  readonly toldTo?: number
}

/** Minutes that are looked at together, at most: a burst is seen for so long. */
const seenForMs = 30 * 60_000

export const newTrack: Track = { buckets: [], since: null, quietUntil: null }

/** Whether there is nothing to remember. */
export function isForgettable({ buckets, since, quietUntil, toldTo = 0 }: Track, now: number): boolean {
  const isOver = (quietUntil === null || quietUntil <= now) && toldTo + seenForMs <= now
  return since === null && isOver && !buckets.some(({ holds }) => holds)
}

/** A look at a bucket. */
export interface Look {
  readonly bucket: number
  readonly holds: boolean
  readonly isFilling: boolean
  /** It holds for a stretch of its own within the bucket. */
  readonly isPace?: boolean
  /** When it is so: the moment up to which events are known. */
  readonly at: number
}

/** The track after a look, and whether it is now worth telling. */
export function follow(
  track: Track,
  { bucket, holds, isFilling, isPace = false, at }: Look,
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
  const isDue = holds && since !== null && (isPace || !isQuiet) && at - since >= rule.minimumDurationMs
  return { track: { ...track, buckets, since, quietUntil: isQuiet ? track.quietUntil : null }, isDue }
}

/** The same after late events changed a bucket that is over: worth telling by the buckets up to that one. */
export function followLate(
  track: Track,
  { bucket, holds }: Pick<Look, 'bucket' | 'holds'>,
  rule: Pick<Rule, 'buckets' | 'minimumDurationMs'>,
): { readonly track: Track; readonly isDue: boolean } {
  const others = track.buckets.filter((one) => one.at !== bucket)
  const all = [...others, { at: bucket, holds }].toSorted((one, other) => one.at - other.at)
  const upTo = all.filter(({ at }) => at <= bucket).map((one) => one.holds)
  const isQuiet = track.quietUntil !== null && bucket < track.quietUntil
  // Of one bucket alone nobody can say that it lasted.
  const isDue = holds && !isQuiet && rule.minimumDurationMs === 0 && holdsOften(rule.buckets, upTo)
  return { track: { ...track, buckets: all.slice(-rule.buckets.of) }, isDue }
}

/** After an incident: its bucket is not told of again, nor anything that begins within the rule's pause. */
export function coolDown(track: Track, endedAt: number, bucketTo: number, rule: Pick<Rule, 'coolDownMs'>): Track {
  const toldTo = Math.max(endedAt + rule.coolDownMs, track.toldTo ?? 0)
  return { buckets: [], since: null, quietUntil: Math.max(bucketTo, toldTo, track.quietUntil ?? 0), toldTo }
}
