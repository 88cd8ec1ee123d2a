/** Counts of next to nothing: how unlikely so many are, exactly, for events whose rate itself varies. */

export interface RareMemory {
  /** Decayed mean, and mean squared distance from it. */
  mean: number
  squares: number
  /** Mean product of the distances of two neighbours, and the last distance. */
  products: number
  last: number
  count: number
  /** What the last counts had in nats beyond `SLACK` each, forgotten soon. */
  sum: number
}

/** Nats at which one count opens an incident, and several together: chances of one in 60,000 and less. */
const ONE = 11
const SEVERAL = 9
const SLACK = 2.5
const FORGET = 0.9
/** Above this mean the usual channels see as much. */
const FEW = 8
/** Events come in bursts, but no more than by this shape of the gamma distribution of their rate. */
const LEAST_SHAPE = 0.3
const MOST_SHAPE = 1e4
/** One count teaches no more than so many times the usual squared distance. */
const MOST_SQUARE = 16
/** Neighbours are as much alike as this by their days alone. */
const DAYS = 0.3
/** A chance is summed up over at most so many counts. */
const MOST_TERMS = 80

export function newRare(): RareMemory {
  return { mean: 0, squares: 0, products: 0, last: 0, count: 0, sum: 0 }
}

/** Evidence of the next count, 1 opens; `span`: counts that are remembered. */
export function learnRare(memory: RareMemory, value: number, expected: number, span: number): number {
  const mean = meanOf(memory, expected)
  const nats = mean > FEW ? 0 : -Math.log(Math.max(1e-300, chanceOf(value, mean, shapeOf(memory))))
  const independent = independence(memory)
  memory.sum = Math.max(0, memory.sum * FORGET + nats - SLACK)
  memory.count = Math.min(memory.count + 1, span)
  // One flood teaches little of how wide they are, or the next would be none.
  const most = MOST_SQUARE * (memory.squares + 0.25)
  const clipped = Math.min(value, memory.mean + Math.sqrt(most))
  memory.squares += (Math.min(most, (value - mean) ** 2) - memory.squares) / memory.count
  const distance = clipped - memory.mean
  memory.products += (distance * memory.last - memory.products) / memory.count
  memory.last = distance
  memory.mean += (clipped - memory.mean) / memory.count
  return independent * Math.max(nats / ONE, nats > SLACK ? memory.sum / SEVERAL : 0)
}

/** The least count that would open an incident by itself, thresholds being so much wider; infinite where none is rare. */
export function rareFrom(memory: RareMemory, expected: number, wide: number): number {
  const mean = meanOf(memory, expected)
  if (mean > FEW || memory.count === 0) return Infinity
  const rest = Math.exp((-ONE * wide) / independence(memory))
  let term = chanceOfNone(mean, shapeOf(memory))
  let beyond = 1
  for (let count = 0; count < MOST_TERMS; count++) {
    if (beyond <= rest) return count
    beyond -= term
    term *= ratioAfter(count, mean, shapeOf(memory))
  }
  return Infinity
}

/** Chances multiply only where counts do not hang together: those of a queue say little each. */
function independence({ squares, products }: RareMemory): number {
  return Math.max(0.02, Math.min(1, (1 - products / (squares + 1e-9)) / (1 - DAYS)))
}

function meanOf({ mean, count }: RareMemory, expected: number): number {
  return Math.max((mean * count + 0.5) / (count + 1), expected)
}

function shapeOf({ mean, squares }: RareMemory): number {
  const bursts = squares - mean
  if (bursts <= 0.02 * mean * mean) return MOST_SHAPE
  return Math.max(LEAST_SHAPE, Math.min(MOST_SHAPE, (mean * mean + 0.02) / bursts))
}

/** Chance of so many or more: Poisson, the rate gamma distributed with this mean and shape. */
function chanceOf(value: number, mean: number, shape: number): number {
  let term = chanceOfNone(mean, shape)
  let below = 0
  let count = 0
  for (; count < value && count < MOST_TERMS; count++) {
    below += term
    term *= ratioAfter(count, mean, shape)
  }
  if (below < 0.999) return 1 - below
  // Summed upwards, so that small chances keep their digits.
  let sum = 0
  for (const last = count + MOST_TERMS; count < last && term > sum * 1e-6; count++) {
    sum += term
    term *= ratioAfter(count, mean, shape)
  }
  return sum
}

function chanceOfNone(mean: number, shape: number): number {
  return (shape / (mean + shape)) ** shape
}

/** Chance of one more than `count` over that of `count`. */
function ratioAfter(count: number, mean: number, shape: number): number {
  return ((mean / (mean + shape)) * (count + shape)) / (count + 1)
}
