/** What the lasting channels remember: decayed means and sums of how far values lay from the slow forecast. */

export interface TracesMemory {
  /** Decayed means of the deviation, over few and over many buckets. */
  few: number
  many: number
  /** Decayed mean of its square. */
  energy: number
  /** What the deviation is in the long run: a trend's lag. */
  bias: number
  cusumUp: number
  cusumDown: number
  /** Buckets since the last odd one. */
  calm: number
  /** Decayed mean of the distance in stabilised units, for when it becomes the new level. */
  offset: number
  /** Where the level before the last accepted shift lies, and for how long the way back is known. */
  former: number
  formerFor: number
}

/** Deviations beyond this count as this: what lasts is more than what is large. */
const MOST = 5
export const FEW = 4
const MANY = 12
const ENERGY = 8
/** Slack and largest sum of the CUSUM; what is quiet again is forgotten soon. */
const SLACK = 1
const MOST_SUM = 60
const FORGET = 0.7

export function newTraces(): TracesMemory {
  return {
    ...fresh,
    bias: 0,
    calm: 1e6,
    offset: 0,
    former: 0,
    formerFor: 0,
  }
}

const fresh = { few: 0, many: 0, energy: 1, cusumUp: 0, cusumDown: 0 }

/** What has ended is no evidence for what comes. */
export function clearTraces(traces: TracesMemory): void {
  Object.assign(traces, fresh)
}

export function learnTraces(traces: TracesMemory, deviation: number, biasRate: number): void {
  const size = bounded(deviation - traces.bias, MOST)
  traces.bias += (bounded(deviation, MOST / 2) - traces.bias) * biasRate
  traces.few += (size - traces.few) / FEW
  traces.many += (size - traces.many) / MANY
  traces.energy += (size * size - traces.energy) / ENERGY
  traces.cusumUp = nextCusum(traces.cusumUp, size)
  traces.cusumDown = nextCusum(traces.cusumDown, -size)
}

function nextCusum(sum: number, deviation: number): number {
  const next = Math.max(0, Math.min(MOST_SUM, sum + deviation - SLACK))
  return deviation < 0.5 ? next * FORGET : next
}

export interface Sizes {
  readonly few: number
  readonly many: number
  readonly energy: number
  readonly cusum: number
}

/** How large each trace is; the means in deviations of what independent noise would make of them. */
export function sizesOf({ few, many, energy, cusumUp, cusumDown }: TracesMemory): Sizes {
  return {
    few: Math.abs(few) * Math.sqrt(2 * FEW - 1),
    many: Math.abs(many) * Math.sqrt(2 * MANY - 1),
    energy: Math.sqrt(energy),
    cusum: Math.max(cusumUp, cusumDown),
  }
}

function bounded(value: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, value))
}
