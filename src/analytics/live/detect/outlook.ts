/** What is expected at a moment, by what is known. Changes nothing. */
import { narrowness } from './counts.ts'
import { mixture, sayings, type Phases } from './experts.ts'
import { caution, isReady, type Model, type Series } from './model.ts'
import { DAY, WEEK, within } from './phase.ts'
import { rareFrom } from './rare.ts'
import type { Band } from './reading.ts'
import { scalesAt, type Scales } from './scale.ts'
import { restore } from './stabilise.ts'

/** All in stabilised units. */
export interface Outlook {
  readonly phases: Phases
  /** Phase in the cycle whose slots differ in noise. */
  readonly slot: number
  readonly said: Float64Array
  /** The forecast of all experts, and of the slow ones; NaN while there is none. */
  readonly all: number
  readonly slow: number
  readonly scales: Scales
}

/** Noise is never taken for less than this share of the level. */
const LEAST_NOISE = 3e-4

export function outlookAt({ model, local, tempo }: Series, at: number, bucket: number): Outlook {
  const wall = local(at)
  const { length } = model.cycle
  const day = within(wall, DAY) / DAY
  const week = within(wall, WEEK) / WEEK
  const phases = { day, week, cycle: length > 0 ? (bucket % length) / length : 0 }
  const slot = model.experts.day === null ? week : day
  const said = sayings(model.experts, phases)
  const all = mixture(model.experts, said, 'all', tempo.trial)
  const slow = mixture(model.experts, said, 'slow', tempo.trial)
  return { phases, slot, said, all, slow, scales: scalesAt(model.scale, slot, leastNoise(model, all)) }
}

function leastNoise({ stabiliser, counts }: Model, stable: number): number {
  switch (stabiliser.how) {
    case 'root':
      return 0.5 * narrowness(counts)
    case 'asinh':
      return LEAST_NOISE
    case 'plain':
      return LEAST_NOISE * Math.abs(stable) + 1e-9
  }
}

/** The normal range at a moment; null until enough is known. */
export function bandAt(series: Series, at: number): Band | null {
  const { model, tempo } = series
  if (!isReady(series) || model.last === null || !Number.isFinite(at)) return null
  const ahead = Math.max(0, Math.round((at - model.last) / tempo.grain))
  return bandOf(series, outlookAt(series, at, model.bucket + ahead))
}

/** Up to where a single value alone would not be posted. */
export function bandOf(series: Series, { all, scales }: Outlook): Band | null {
  if (Number.isNaN(all)) return null
  const { model, options } = series
  const { stabiliser, calibrations } = model
  const cautious = caution(series)
  const wide = scales.all * cautious * series.tempo.strict
  const expected = finite(restore(stabiliser, all))
  const low = restore(stabiliser, all - wide * calibrations.down.bar)
  const rare = model.counts.whole ? rareFrom(model.rare, expected, cautious) : Infinity
  const high = Math.min(rare, restore(stabiliser, all + wide * calibrations.up.bar))
  const change = (options.minimumChange ?? 0) * Math.abs(expected)
  const least = model.least < 0 ? -Infinity : 0
  return {
    expected,
    low: Math.min(expected, finite(Math.max(least, Math.min(low, expected - change)))),
    high: Math.max(expected, finite(Math.max(high, expected + change))),
  }
}

function finite(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value))
}
