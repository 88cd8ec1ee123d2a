/** Chance that can be repeated: every day, and every subject within it, draws from a generator of its own. */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** A whole number in [0, below). */
  below(below: number): number
  /** Normal with mean 0 and deviation 1. */
  normal(): number
  /** Exponential with that mean. */
  exponential(mean: number): number
  poisson(mean: number): number
  /** An index drawn by cumulative weights, the last of which is their sum. */
  pick(cumulative: ArrayLike<number>): number
}

/** The generator of a key, such as `seed:2026-11-20:orders`. */
export function randomFor(key: string): Random {
  const [a, b, c, d] = hash(key)
  const next = sfc32(a, b, c, d)
  for (let warm = 0; warm < 12; warm++) next()
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    below: (below) => Math.floor(next() * below),
    normal,
    exponential: (mean) => -Math.log(1 - next()) * mean,
    poisson(mean) {
      if (mean <= 0) return 0
      if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
      const limit = Math.exp(-mean)
      let count = 0
      for (let product = next(); product > limit; product *= next()) count++
      return count
    },
    pick(cumulative) {
      const drawn = next() * cumulative[cumulative.length - 1]!
      let index = 0
      while (index < cumulative.length - 1 && drawn >= cumulative[index]!) index++
      return index
    },
  }
}

/** Running sums, as `pick` takes them. */
export function cumulate(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (let index = 0; index < weights.length; index++) sums[index] = sum += weights[index]!
  return sums
}

// cyrb128 and sfc32 by bryc, public domain: 128 bits of state, the same on every machine.
function hash(text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067)
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233)
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213)
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179)
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067)
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233)
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213)
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179)
  return [(h1 ^ h2 ^ h3 ^ h4) >>> 0, (h2 ^ h1) >>> 0, (h3 ^ h1) >>> 0, (h4 ^ h1) >>> 0]
}

function sfc32(a: number, b: number, c: number, d: number): () => number {
  return () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
}
