/** Series for the detector's tests: seeded, so that each run sees the same. */

const HOUR = 3_600_000
export const MONDAY = Date.UTC(2025, 0, 6)

/** Numbers of 0 to 1 that look random (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(next() || 1e-12)) * Math.cos(2 * Math.PI * next())
}

export function poisson(next: () => number, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = next(); product > limit; product *= next()) count++
  return count
}

export interface Made {
  readonly at: number
  readonly value: number
}

/** Hours of a shop: days, weekends, noise of `noise` of the level. `change` may alter a value. */
export function hours(
  count: number,
  { seed = 1, noise = 0.05, level = 1000, change = (_index: number, value: number) => value } = {},
): Made[] {
  const next = random(seed)
  return Array.from({ length: count }, (_, index) => {
    const weekend = Math.floor(index / 24) % 7 >= 5 ? 0.7 : 1
    const day = 1 + 0.5 * Math.sin((2 * Math.PI * (index % 24)) / 24 - 2)
    return { at: MONDAY + index * HOUR, value: change(index, level * weekend * day * (1 + noise * normal(next))) }
  })
}
