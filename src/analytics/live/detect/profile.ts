/** The usual shape of a cycle: a mean for each of its slots. */

/** Beyond it a cycle is kept coarser, and read between the centres of its slots. */
const MOST_SLOTS = 672

export interface Profile {
  mean: Float32Array
  /** How often each slot was seen. */
  seen: Float32Array
  /** Buckets that share a slot; several: slots are read between their centres. */
  each: number
}

/** A profile for a cycle of this many buckets. */
export function newProfile(buckets: number, most = MOST_SLOTS): Profile {
  const slots = Math.max(1, Math.round(Math.min(buckets, most)))
  return {
    mean: new Float32Array(slots),
    seen: new Float32Array(slots),
    each: buckets > slots * 1.5 ? buckets / slots : 1,
  }
}

export function slotOf(profile: Profile, phase: number): number {
  return Math.min(profile.mean.length - 1, Math.floor(phase * profile.mean.length + 1e-9))
}

/** What the profile says at a phase of 0 to 1; NaN where nothing was seen yet. */
export function readProfile(profile: Profile, phase: number): number {
  const { mean, seen, each } = profile
  const slot = slotOf(profile, phase)
  if (each === 1) return seen[slot]! > 0 ? mean[slot]! : Number.NaN
  const from = phase * mean.length - 0.5
  const left = ((Math.floor(from) % mean.length) + mean.length) % mean.length
  const right = (left + 1) % mean.length
  const share = from - Math.floor(from)
  // What came earlier in this very slot is no shape yet: it would look as if the cycle foresaw everything.
  if (seen[left]! < each || seen[right]! < each) return seen[slot]! >= each ? mean[slot]! : Number.NaN
  return mean[left]! * (1 - share) + mean[right]! * share
}

/** Moves the phase's slot towards a value: as a mean at first, by `rate` later. */
export function learnProfile(profile: Profile, phase: number, value: number, rate: number, clip: number): void {
  const slot = slotOf(profile, phase)
  const seen = profile.seen[slot]!
  const error = value - profile.mean[slot]!
  profile.mean[slot]! += seen === 0 ? error : Math.max(rate, 1 / (seen + 1)) * Math.max(-clip, Math.min(clip, error))
  profile.seen[slot] = Math.min(seen + 1, 1e6)
}
