/** How much speaks for an anomaly: each channel against its own bar, and all together. */
import type { Calibrations } from './calibrate.ts'
import { boundByChance } from './counts.ts'
import { caution, cautionOfWeeks, type Series } from './model.ts'
import type { Outlook } from './outlook.ts'
import type { AnomalyKind, Point } from './reading.ts'
import { shareBeyond, type PastMemory } from './past.ts'
import { NATS } from './runs.ts'
import { boundByDraws, isShareOf } from './shares.ts'
import { boundBySize } from './sparse.ts'
import { restore } from './stabilise.ts'
import { FEW, sizesOf } from './traces.ts'

/** How far a value lies from both forecasts, in deviations of their noise. */
export interface Deviations {
  readonly all: number
  readonly slow: number
}

/** 1 is the bar of the chat operating point. */
export interface Evidence {
  /** What the policy decides by. */
  readonly posted: number
  /** What the score tells: all channels added up, so that it ranks. */
  readonly ranked: number
  readonly kind: AnomalyKind
  readonly sizes: Readonly<Record<keyof Calibrations, number>>
}

/** Surprise in nats of what goes on unchanged, stays at zero, or was not there. */
export interface Surprises {
  readonly same: number
  readonly zero: number
  readonly missing: number
}

/** Of a planned day's movement so much counts. */
export const PLANNED = 0.4
/** Large evidence outweighs much small evidence. */
const POWER = 4
/** What lasts is posted only while values still lie so far off, and counts for the score from here on. */
const STILL_POSTED = 4
/** A value this near, in deviations, to where the series slowly moves is no full jump: many series go where they like. */
const FAR_OFF = 4
/** Share of the past that makes a level known. */
const KNOWN = 0.04
const STILL_RANKED = 3

export function deviationsOf(
  { model, options }: Series,
  { all, slow, scales }: Outlook,
  y: number,
  point: Point,
): Deviations {
  const weight = (point.planned ? PLANNED : 1) * weightOfVolume(point.volume, model.volume)
  const deviations = { all: (weight * (y - all)) / scales.all, slow: (weight * (y - slow)) / scales.slow }
  const value = point.value ?? 0
  const isShare = isShareOf(options, value, point.volume)
  if (!model.counts.whole && !isShare) {
    const bounded = (deviation: number) => boundBySize(model.sparse, deviation, value, y)
    return { all: bounded(deviations.all), slow: bounded(deviations.slow) }
  }
  const bounded = (deviation: number, stable: number) => {
    const expected = restore(model.stabiliser, stable)
    return isShare
      ? boundByDraws(model.shares, deviation, { value, volume: point.volume! }, expected)
      : boundByChance(model.counts, deviation, value, expected)
  }
  return { all: bounded(deviations.all, all), slow: bounded(deviations.slow, slow) }
}

/** A ratio of a small denominator is noisier by its root. */
function weightOfVolume(volume: number | undefined, usual: number): number {
  return volume === undefined || !(usual > 0) ? 1 : Math.min(1, Math.sqrt(Math.max(0, volume) / usual))
}

/** `recovers`: the value is where it was before an odd one; `level`: the value without its season; `rare`: evidence that a count is too large. */
export function weigh(
  series: Series,
  { scales }: Outlook,
  deviations: Deviations,
  surprises: Surprises,
  recovers: boolean,
  level: number,
  rare: number,
): Evidence {
  const { traces, calibrations: own, policy, past } = series.model
  const sizes = { up: Math.max(0, deviations.all), down: Math.max(0, -deviations.all), ...sizesOf(traces) }
  const counts = (sign: number) => isBad(series, sign)
  const wide = caution(series)
  const jumps = counts(deviations.all) ? Math.max(sizes.up / own.up.bar, sizes.down / own.down.bar) / wide : 0
  // A slow forecast that is much worse than the common one says little about what lasts.
  const wanders = Math.max(1, scales.slow / scales.all / 2.5)
  const lasting = wide * wanders * cautionOfWeeks(series)
  let most = 0
  let sum = 0
  const add = (size: number, sign: number, where: number) => {
    if (!counts(sign)) return
    const part = (size / lasting) * newsOf(past, where, sign)
    most = Math.max(most, part)
    sum += part ** POWER
  }
  const mean = past.lately + (level - past.lately) / FEW
  add(sizes.few / own.few.bar, traces.few, mean)
  add(sizes.many / own.many.bar, traces.many, mean)
  add(sizes.energy / own.energy.bar, deviations.slow, level)
  add(sizes.cusum / own.cusum.bar, traces.cusumUp - traces.cusumDown, mean)
  const off = Math.abs(deviations.slow)
  const single = ((recovers ? 0.3 : 1) * within(off / FAR_OFF, 0.4) * jumps) / series.tempo.strict
  const jump = Math.max(single, counts(1) ? rare / wide : 0)
  const still = (far: number) => within(off / far, 0.3)
  const lasts = (policy.settling > 0 ? 0.2 : 1) * still(STILL_POSTED) * most
  const zero = counts(-1) ? surprises.zero : 0
  const runs = Math.max(surprises.same, zero, surprises.missing) / (NATS * wide)
  return {
    posted: Math.max((jump ** POWER + lasts ** POWER) ** (1 / POWER), runs),
    ranked: Math.max((jump ** POWER + still(STILL_RANKED) ** POWER * sum) ** (1 / POWER), runs),
    kind: kindOf(deviations, sizes, { jump, lasts, runs }, runs > 0 && zero / (NATS * wide) >= runs),
    sizes,
  }
}

/** Half for a level beyond which a good part of the past lay: the series wanders that far by itself. */
function newsOf(past: PastMemory, level: number, sign: number): number {
  return shareBeyond(past, level, Math.sign(sign)) > KNOWN ? 0.5 : 1
}

function within(share: number, least: number): number {
  return Math.max(least, Math.min(1, share))
}

/** Whether movement in this direction is one to tell. */
function isBad({ options }: Series, sign: number): boolean {
  switch (options.goodWhen) {
    case 'up':
      return sign < 0
    case 'down':
      return sign > 0
    case 'steady':
      return true
  }
}

function kindOf(
  { all, slow }: Deviations,
  { up, down }: { readonly up: number; readonly down: number },
  by: { readonly jump: number; readonly lasts: number; readonly runs: number },
  isZero: boolean,
): AnomalyKind {
  if (by.runs >= Math.max(by.jump, by.lasts)) return isZero ? 'drop' : 'silence'
  if (by.lasts > by.jump && Math.max(up, down) < 3) return 'shift'
  return all + slow >= 0 ? 'spike' : 'drop'
}
