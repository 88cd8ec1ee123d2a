/** How unlikely a leaf is when its ratio of actual to expected should be a given one. */
import type { Noise } from './noise.ts'

/** Leaves as the likelihood reads them. */
export interface Weighed {
  /** Actual and expected, with so little added that their ratio is always a number. */
  readonly actual: Float64Array
  readonly expected: Float64Array
  /** One over the variance per unit of size. */
  readonly weight: Float64Array
  /** log(actual / expected) */
  readonly logRatio: Float64Array
}

/** Of a leaf's size; a member that is new or gone is still a ratio of some hundreds. */
const added = 0.005
/** The median of half the square of a standard normal: what a leaf loses whose noise is as it was taken to be. */
export const medianLoss = 0.2275
/** No leaf, however far out, speaks for more than this, in nats: tails are heavier than the normal's. */
const most = 20

/**
 * The weight goes by the middle of actual and expected, so that a rise counts as much as the fall that undoes it, and
 * that a leaf in which all is proportional noise speaks by (actual − expected) / (actual + expected), the deviation score
 * of the generalised ripple effect (Squeeze, ISSRE 2019).
 */
export function weigh(actual: Float64Array, expected: Float64Array, noise: Noise): Weighed {
  const count = actual.length
  const [was, wanted, weight, logRatio] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let leaf = 0; leaf < count; leaf++) {
    const size = (actual[leaf]! + expected[leaf]!) / 2
    if (size <= 0) continue
    was[leaf] = actual[leaf]! + added * size
    wanted[leaf] = expected[leaf]! + added * size
    weight[leaf] = 1 / (noise.count + noise.share ** 2 * size)
    logRatio[leaf] = Math.log(was[leaf]! / wanted[leaf]!)
  }
  return { actual: was, expected: wanted, weight, logRatio }
}

/** Nats lost by a leaf: half its quasi-Poisson deviance, bounded. `logOf` is the logarithm of `ratio`. */
export function lossOf(leaves: Weighed, leaf: number, ratio: number, logOf: number): number {
  const was = leaves.actual[leaf]!
  const half = leaves.weight[leaf]! * (was * (leaves.logRatio[leaf]! - logOf - 1) + ratio * leaves.expected[leaf]!)
  return half > 0 ? (most * half) / (most + half) : 0
}
