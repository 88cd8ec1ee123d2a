/** How fast a series is learnt and forgotten, by its grain alone. */
import { DAY, HOUR, WEEK } from './phase.ts'

export interface Tempo {
  /** Milliseconds; 0 while it is not known, and then nothing else here is used. */
  readonly grain: number
  /** Points before the first reading, until thresholds are no longer wide, and before the stabiliser is chosen. */
  readonly warmUp: number
  readonly cautiousUntil: number
  readonly first: number
  /** The longest an incident stays open before what it shows is the usual. */
  readonly longest: number
  /** How often an expert is judged before it is heard. */
  readonly trial: number
  /** How much what opens an incident weighs in calibration: one a fortnight lifts the bar to where it was. */
  readonly tolerated: number
  /** How far beyond the 99.9 % quantile bars lie, see calibrate: days are few, so that rarer ones are still seldom. */
  readonly beyond: number
  /** By how much a single value must pass its bar: below an hour there are many values. */
  readonly strict: number
  /** Fewer missing buckets are a hiccup. */
  readonly leastSilence: number
  /** Points from one kept for the past to the next: all together reach back four weeks, or four months of days. */
  readonly apart: number
  /** Points in four weeks, or two months of days. */
  readonly span: number
  readonly rates: Rates
}

/** Shares by which one point moves what is known. */
export interface Rates {
  readonly slow: number
  readonly mid: number
  readonly fast: number
  readonly errors: number
  readonly day: number
  readonly week: number
  readonly cycle: number
  readonly long: number
  readonly lately: number
  readonly slot: number
}

/** Until the grain is known, this many points are kept. */
const FIRST = 32

export function tempoOf(grain: number): Tempo {
  const day = grain > 0 ? DAY / grain : 1
  const isDays = day <= 1.5
  const warmUp = day <= 1 / 6 ? 16 : between(14, Math.round(2 * day), 400)
  const slow = isDays ? 28 : Math.min(7 * day, 1500)
  return {
    grain,
    warmUp,
    // Four times as long as the warm-up asks for, and a fortnight where weeks may differ.
    cautiousUntil: 2 * warmUp + Math.min(1000, 14 * day),
    first: Math.min(FIRST, warmUp),
    longest: isDays ? 7 : between(12, Math.round(day), 48),
    trial: between(3, Math.round(day / 2), 100),
    tolerated: grain > 0 ? Math.min(5, (0.001 * 2 * WEEK) / grain) : 1,
    beyond: isDays ? 1.2 : 1.4,
    strict: grain < 0.9 * HOUR ? 1.25 : 1,
    leastSilence: between(1, day, 10),
    span: Math.max(60, Math.round(28 * day)),
    apart: Math.max(1, Math.round((28 * day) / 128)),
    rates: {
      slow: 1 / slow,
      mid: 1 / between(5, day / 2, 40),
      fast: 0.4,
      errors: 1 / between(30, 7 * day, 500),
      day: 0.1,
      week: isDays ? 0.1 : 0.25,
      cycle: 0.1,
      long: 1 / between(60, 14 * day, 1000),
      lately: 1 / between(10, 2 * day, 100),
      slot: 0.05,
    },
  }
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}
