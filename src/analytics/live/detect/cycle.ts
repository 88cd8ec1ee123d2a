/** Finds a cycle that no calendar names, by autocorrelation kept up point by point. */

/** Longest cycle looked for, in buckets. */
const LONGEST = 400
const SHORTEST = 4

export interface CycleMemory {
  /** The last values, newest at `head - 1`. */
  recent: Float32Array
  head: number
  /** Decayed sums of products of values so many buckets apart. */
  products: Float32Array
  count: number
  mean: number
  /** The cycle found, in buckets; 0: none. */
  length: number
}

export function newCycle(): CycleMemory {
  return {
    recent: new Float32Array(LONGEST + 1),
    head: 0,
    products: new Float32Array(LONGEST + 1),
    count: 0,
    mean: 0,
    length: 0,
  }
}

/** Learns the next bucket's value; true when another cycle was found. */
export function learnCycle(memory: CycleMemory, value: number, scale: number): boolean {
  const { recent, products } = memory
  memory.count++
  const rate = Math.max(1 / memory.count, 1 / 2000)
  memory.mean += rate * (value - memory.mean)
  const centred = Math.max(-4, Math.min(4, (value - memory.mean) / (scale || 1)))
  recent[memory.head] = centred
  let back = memory.head
  for (let lag = 0; lag <= LONGEST; lag++) {
    products[lag]! += rate * (centred * recent[back]! - products[lag]!)
    back = back === 0 ? LONGEST : back - 1
  }
  memory.head = memory.head === LONGEST ? 0 : memory.head + 1
  if (memory.count < 24 || memory.count % 16 !== 0) return false
  const found = strongest(memory)
  if (found === memory.length) return false
  if (found === 0 && memory.length > 0) return false
  memory.length = found
  return true
}

/** The lag of the highest peak that stands out; of two alike the shorter. A found cycle is kept while it is nearly as good. */
function strongest({ products, count, length }: CycleMemory): number {
  const whole = products[0]!
  if (!(whole > 0)) return 0
  const least = Math.max(0.3, 4 / Math.sqrt(count))
  const last = Math.min(LONGEST - 1, Math.floor(count / 3))
  let best = 0
  let height = 0
  let valley = whole
  for (let lag = 1; lag < last; lag++) {
    const here = products[lag]!
    if (here < valley) valley = here
    if (lag < SHORTEST || here < products[lag - 1]! || here < products[lag + 1]!) continue
    // A peak has a valley before it: slow drift has none.
    if (here / whole < least || (here - valley) / whole < 0.2) continue
    if (here > height * 1.1) {
      best = lag
      height = here
    }
  }
  // Another cycle must be clearly stronger; the same one may be seen more exactly.
  const isSame = Math.abs(best - length) <= Math.max(1, 0.05 * length)
  return length > 0 && length < last && !isSame && products[length]! > 0.85 * height ? length : best
}
