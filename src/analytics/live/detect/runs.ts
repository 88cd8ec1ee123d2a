/** Runs of the same thing (equal values, zeros, missing buckets): how unlikely one is by how often the thing happens. */

/** Surprise in nats at which a run opens an incident. */
export const NATS = 16

export interface RunMemory {
  /** Decayed share of buckets in which it happened, and of how many that is. */
  share: number
  seen: number
  /** How long it has lasted. */
  length: number
  /** Sum of the surprise of each of its buckets. */
  surprise: number
  /** The longest there was, forgotten slowly. */
  record: number
  /** It was told for long enough: until it ends it is no news. */
  told: boolean
}

export function newRun(): RunMemory {
  return { share: 0, seen: 0, length: 0, surprise: 0, record: 0, told: false }
}

/** The next bucket. Gives the surprise of the run so far in nats, 0 while it is nothing new. */
export function learnRun(memory: RunMemory, happened: boolean, likely = 0): number {
  if (happened) {
    memory.length++
    memory.surprise -= Math.log(Math.min(1, Math.max(likely, chance(memory))))
  }
  const surprise = happened && !memory.told && memory.length > 1.5 * memory.record ? memory.surprise : 0
  if (!happened && memory.length > 0) {
    memory.record = Math.max(memory.record, memory.length)
    memory.length = 0
    memory.told = false
    memory.surprise = 0
  }
  memory.record *= 0.9995
  memory.seen = Math.min(memory.seen + 1, 5000)
  memory.share += ((happened ? 1 : 0) - memory.share) / memory.seen
  return surprise
}

/** Chance of it in a bucket, never quite 0. */
export function chance({ share, seen }: RunMemory): number {
  return (share * seen + 0.5) / (seen + 1)
}
