/** The step of a series: the commonest distance between neighbours lately. */

const KEPT = 32
/** Shorter and longer steps are not told apart from noise in timestamps. */
const ALIKE = 1.02

/** So large a share of the last steps makes a known step another. */
const SURE = 0.8

export interface GrainMemory {
  steps: Float32Array
  count: number
  grain: number
}

export function newGrain(given: number | null): GrainMemory {
  return { steps: new Float32Array(KEPT), count: 0, grain: given ?? 0 }
}

/** Learns a distance in milliseconds. True when the step is now another one, so that all that was learnt by slots is void. */
export function learnStep(memory: GrainMemory, step: number): boolean {
  memory.steps[memory.count % KEPT] = step
  memory.count++
  // Each step early on, then a look each eight: a step that changed shows after sixteen.
  if (memory.count > 16 && memory.count % 8 !== 0) return false
  const { found, share } = commonest(memory.steps.subarray(0, Math.min(memory.count, KEPT)))
  const known = memory.grain
  if (known > 0 && found / known < ALIKE && known / found < ALIKE) return false
  // Where steps differ all the time, the first one found is as good as any.
  if (memory.count > KEPT / 2 && known > 0 && share < SURE) return false
  memory.grain = found
  return known > 0
}

/** The step that most are alike to, and the share of those. */
function commonest(steps: Float32Array): { found: number; share: number } {
  const sorted = Array.from(steps).toSorted((a, b) => a - b)
  let best = 0
  let most = 0
  for (let from = 0; from < sorted.length;) {
    let to = from
    while (to < sorted.length && sorted[to]! <= sorted[from]! * ALIKE) to++
    if (to - from > most) {
      most = to - from
      best = sorted[(from + to - 1) >> 1]!
    }
    from = to
  }
  return { found: best, share: most / steps.length }
}
