import type { Chance } from './chance.ts'

/** A series as it would have been, with nothing wrong in it. All lists have one entry a row. */
export interface Calm {
  /** Seconds since 1970. */
  readonly at: readonly number[]
  /** What the process gives without its noise. */
  readonly expected: readonly number[]
  readonly value: readonly number[]
  /** How far a value usually lies from what is expected, as a standard deviation. */
  readonly spread: readonly number[]
  /** The least and the greatest value there can be. */
  readonly limits: readonly [number, number]
  /** Decimals that the source keeps; 0 for counts. */
  readonly decimals: number
  /** What a ratio or a mean is of, if the source tells. */
  readonly volume?: readonly number[]
}

export interface Noise {
  /** Correlation of one row's noise with the next. */
  readonly memory: number
  /** Deviation of the noise: a share of the expected value, or what this gives. */
  readonly spread: number | ((expected: number, row: number) => number)
  /** Degrees of freedom of Student's t; the normal distribution if left out. */
  readonly tails?: number
}

type Expected = (atSec: number, row: number) => number

export function times(start: number, rows: number, intervalSec: number): number[] {
  return Array.from({ length: rows }, (_, row) => start + row * intervalSec)
}

/** Measurements: what is expected and noise around it. */
export function measured(
  chance: Chance,
  at: readonly number[],
  expect: Expected,
  noise: Noise,
  range: { limits?: readonly [number, number]; decimals?: number } = {},
): Calm {
  const { limits = [-Infinity, Infinity], decimals = 2 } = range
  const expected = at.map(expect)
  const share = noise.spread
  const spread = expected.map((level, row) =>
    Math.max(typeof share === 'number' ? Math.abs(level) * share : share(level, row), 10 ** -decimals / 3),
  )
  const wander = correlated(chance, at.length, noise)
  const value = expected.map((level, row) => kept(level + spread[row]! * wander[row]!, limits, decimals))
  return { at, expected, value, spread, limits, decimals }
}

/** Money and durations: noise multiplies, so that highs are farther away than lows. */
export function multiplied(
  chance: Chance,
  at: readonly number[],
  expect: Expected,
  noise: Noise & { readonly spread: number },
  decimals = 2,
): Calm {
  const expected = at.map(expect)
  const wander = correlated(chance, at.length, noise)
  const limits = [0, Infinity] as const
  const value = expected.map((level, row) => kept(level * Math.exp(noise.spread * wander[row]!), limits, decimals))
  return { at, expected, value, spread: expected.map((level) => level * noise.spread), limits, decimals }
}

/** Counts: Poisson around a mean that itself wanders by a share of its own. */
export function counted(
  chance: Chance,
  at: readonly number[],
  expect: Expected,
  wandering: Noise & { readonly spread: number },
): Calm {
  const expected = at.map(expect)
  const wander = correlated(chance, at.length, wandering)
  const value = expected.map((mean, row) =>
    chance.poisson(mean * Math.exp(wandering.spread * wander[row]! - wandering.spread ** 2 / 2)),
  )
  const spread = expected.map((mean) => Math.sqrt(Math.max(mean, 0.25) + (mean * wandering.spread) ** 2))
  return { at, expected, value, spread, limits: [0, Infinity], decimals: 0 }
}

/** Noise of deviation 1 that remembers the row before. */
export function correlated(chance: Chance, rows: number, { memory, tails }: Pick<Noise, 'memory' | 'tails'>): number[] {
  const fresh = Math.sqrt(1 - memory ** 2)
  const scale = tails === undefined ? 1 : Math.sqrt((tails - 2) / tails)
  let last = chance.normal()
  return Array.from({ length: rows }, () => {
    const draw = tails === undefined ? chance.normal() : chance.heavy(tails) * scale
    last = memory * last + fresh * draw
    return last
  })
}

/** A value as the source would write it down. */
export function kept(value: number, [least, greatest]: readonly [number, number], decimals: number): number {
  const unit = 10 ** decimals
  return Math.round(Math.min(greatest, Math.max(least, value)) * unit) / unit
}
