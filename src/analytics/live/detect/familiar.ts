/** Values that were there before: in a series without a season, a level that it often has is no news. */

/** So many past values are kept, this far apart in points. */
const KEPT = 64
/** As near as this, in deviations, is the same; and so many of those kept make it a usual one. */
const NEAR = 2
const USUAL = 3

export interface FamiliarMemory {
  past: Float32Array
  kept: number
}

export function newFamiliar(): FamiliarMemory {
  return { past: new Float32Array(KEPT), kept: 0 }
}

export function learnFamiliar(memory: FamiliarMemory, value: number): void {
  memory.past[memory.kept % KEPT] = value
  memory.kept++
}

export function isFamiliar({ past, kept }: FamiliarMemory, value: number, deviation: number): boolean {
  let near = 0
  for (let index = 0; index < Math.min(kept, KEPT); index++) {
    if (Math.abs(past[index]! - value) <= NEAR * deviation) near++
  }
  return near >= USUAL
}
