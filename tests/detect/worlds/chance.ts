/** Chance that can be repeated: the same seed gives the same numbers on every machine. */
export interface Chance {
  /** Evenly in [from, to). */
  readonly between: (from: number, to: number) => number
  /** A whole number, both ends possible. */
  readonly whole: (from: number, to: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  /** True with this probability. */
  readonly odds: (probability: number) => boolean
  /** Mean 0, deviation 1. */
  readonly normal: () => number
  /** Student's t with these degrees of freedom: the fewer, the heavier the tails. */
  readonly heavy: (freedom: number) => number
  /** Gamma with this shape and mean 1. */
  readonly gamma: (shape: number) => number
  readonly poisson: (mean: number) => number
}

export function createChance(seed: string): Chance {
  const uniform = sfc32(seed)
  const between = (from: number, to: number) => from + (to - from) * uniform()
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1))
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())

  /** Marsaglia and Tsang, "A simple method for generating gamma variables", 2000. */
  function gamma(shape: number): number {
    if (shape < 1) return ((gamma(shape + 1) * (shape + 1)) / shape) * Math.pow(1 - uniform(), 1 / shape)
    const d = shape - 1 / 3
    for (;;) {
      const x = normal()
      const v = (1 + x / Math.sqrt(9 * d)) ** 3
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / shape
    }
  }

  function poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    const floor = Math.exp(-mean)
    let count = 0
    for (let left = uniform(); left > floor; left *= uniform()) count++
    return count
  }

  return {
    between,
    whole,
    pick: (list) => list[whole(0, list.length - 1)]!,
    odds: (probability) => uniform() < probability,
    normal,
    heavy: (freedom) => normal() / Math.sqrt(gamma(freedom / 2)),
    gamma,
    poisson,
  }
}

/** The small fast counter generator of PractRand (Doty-Humphrey), 32 bits, seeded from text by FNV-1a. */
function sfc32(seed: string): () => number {
  let hash = 0x811c9dc5
  for (const letter of seed) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  let a = hash | 0
  let b = Math.imul(hash, 0x9e3779b1) | 0
  let c = ~hash
  let counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let warm = 0; warm < 16; warm++) next()
  return next
}
