/** The KPI's own noise, read off the leaves themselves: how far a leaf strays when nothing is the matter with it. */

/** The variance of a leaf of size m is `count`·m + (`share`·m)²: of events arriving by chance, and of everything in proportion. */
export interface Noise {
  readonly count: number
  readonly share: number
}

/** What no cube's noise is below: forecasts are not that exact. */
const leastShare = 0.01
/** The median of |x| of a standard normal. */
const medianOfNormal = 0.6745
const leavesOfGroup = 8
const mostGroups = 12
/** A leaf that has only one of the two is off by twice its size. */
const saturated = 1.2
const largestSample = 20_000

/** Leaves to read the noise off, the smallest first: all of them, or of very many an even sample. */
export function sampleOf(sizes: Float64Array): Int32Array {
  const every = Math.max(1, sizes.length / largestSample)
  const sample: number[] = []
  for (let leaf = 0; leaf < sizes.length; leaf++)
    // Scattered by Fibonacci hashing: each n-th leaf would be of the same member again and again.
    if (sizes[leaf]! > 0 && (Math.imul(leaf, 0x9e3779b1) >>> 0) * every < 2 ** 32) sample.push(leaf)
  return Int32Array.from(sample).toSorted((a, b) => sizes[a]! - sizes[b]!)
}

/**
 * Fits both parts to the residuals of the leaves in `order`, in groups of like size, by medians, so that leaves out of the
 * ordinary have no say. `fitted` are parameters the residuals were freed of: the few leaves of a small cube look quieter
 * than they are.
 */
export function noiseOf(
  residualOf: (leaf: number) => number,
  sizes: Float64Array,
  order: Int32Array,
  floor: Noise,
  fitted: number,
): Noise {
  if (isSparse(residualOf, sizes, order)) return sparseNoise(residualOf, sizes, order, floor)
  const groupCount = Math.max(1, Math.min(mostGroups, Math.floor(order.length / leavesOfGroup)))
  const freedom = Math.sqrt(order.length / Math.max(1, order.length - fitted))
  if (groupCount === 1) return chanceFirst(residualOf, sizes, order, floor, freedom)
  const groups: { size: number; deviation: number }[] = []
  for (let at = 0; at < groupCount; at++) {
    const leaves = order.subarray(
      Math.floor((at * order.length) / groupCount),
      Math.floor(((at + 1) * order.length) / groupCount),
    )
    if (leaves.length === 0) continue
    // Sizes within a group differ: relative residuals are comparable, absolute ones are not.
    const relative = median(eachOf(leaves, (leaf) => Math.abs(residualOf(leaf)) / sizes[leaf]!))
    groups.push({
      size: median(eachOf(leaves, (leaf) => sizes[leaf]!)),
      deviation: (relative / medianOfNormal) * freedom,
    })
  }
  return fit(groups, floor)
}

/** One group cannot tell the two apart: counts vary by chance at least, and only what is beyond it is in proportion. */
function chanceFirst(
  residualOf: (leaf: number) => number,
  sizes: Float64Array,
  order: Int32Array,
  floor: Noise,
  freedom: number,
): Noise {
  const count = floor.count > 0 ? 1 : 0
  // Leaf by leaf: of one that holds next to nothing, chance is all there is.
  const beyond = median(
    eachOf(order, (leaf) => {
      const deviation = (Math.abs(residualOf(leaf)) / sizes[leaf]! / medianOfNormal) * freedom
      return deviation ** 2 - count / sizes[leaf]!
    }),
  )
  return { count, share: Math.max(floor.share, leastShare, Math.sqrt(Math.max(0, beyond))) }
}

/** Whether most leaves hold next to nothing of either what was or what was expected: then a leaf's own ratio says nothing. */
function isSparse(residualOf: (leaf: number) => number, sizes: Float64Array, order: Int32Array): boolean {
  return median(eachOf(order, (leaf) => Math.abs(residualOf(leaf)) / sizes[leaf]!)) > saturated
}

/** Single events of some size each (compound Poisson): the variance per unit of size, as the mean has it. */
function sparseNoise(
  residualOf: (leaf: number) => number,
  sizes: Float64Array,
  order: Int32Array,
  floor: Noise,
): Noise {
  let [squares, size] = [0, 0]
  for (const leaf of order) {
    squares += residualOf(leaf) ** 2
    size += sizes[leaf]!
  }
  return { count: Math.max(floor.count, size > 0 ? squares / size : 0), share: leastShare }
}

/** Relative variance = count / m + share²: two numbers ≥ 0, by least squares of relative errors over a grid of their mix. */
function fit(groups: readonly { size: number; deviation: number }[], floor: Noise): Noise {
  let best: Noise = floor
  let least = Number.POSITIVE_INFINITY
  for (const mix of [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 1]) {
    const typical = median(groups.map(({ size }) => size))
    const shape = groups.map(({ size }) => (mix * typical) / size + (1 - mix))
    const logs = groups.map(({ deviation }, at) => Math.log((deviation ** 2 + 1e-12) / shape[at]!))
    const level = median(logs)
    const error = logs.reduce((sum, each) => sum + Math.min(4, (each - level) ** 2), 0)
    if (error >= least) continue
    least = error
    const scale = Math.exp(level)
    best = { count: mix * typical * scale, share: Math.sqrt((1 - mix) * scale) }
  }
  return { count: Math.max(floor.count, best.count), share: Math.max(floor.share, leastShare, best.share) }
}

/** A number for each of some leaves. (`from` of an array goes by its iterator, which is slow.) */
export function eachOf(leaves: Int32Array, numberOf: (leaf: number) => number): Float64Array {
  const found = new Float64Array(leaves.length)
  for (let at = 0; at < leaves.length; at++) found[at] = numberOf(leaves[at]!)
  return found
}

/** 0 of nothing. */
export function median(values: Float64Array | readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = (values instanceof Float64Array ? values : Float64Array.from(values)).toSorted()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
