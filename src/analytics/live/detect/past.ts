/** Where the series has been: its values without their season, spread evenly over the last weeks. */
import { FEW } from './traces.ts'

const KEPT = 128

export interface PastMemory {
  values: Float32Array
  count: number
  /** Points from one that is kept to the next: few at first, so that there is a past soon. */
  apart: number
  /** Points since the last that was kept. */
  since: number
  /** Where the oldest lies once the list is full and goes round. */
  oldest: number
  /** Decayed mean of the last few. */
  lately: number
}

export function newPast(): PastMemory {
  return { values: new Float32Array(KEPT), count: 0, apart: 1, since: 0, oldest: 0, lately: 0 }
}

/** `most`: how far apart points are kept in the long run. */
export function learnPast(memory: PastMemory, value: number, most: number): void {
  memory.lately = memory.count === 0 ? value : memory.lately + (value - memory.lately) / FEW
  if (++memory.since < memory.apart) return
  memory.since = 0
  if (memory.count === KEPT && memory.apart < most) thin(memory)
  if (memory.count < KEPT) memory.values[memory.count++] = value
  else {
    memory.values[memory.oldest] = value
    memory.oldest = (memory.oldest + 1) % KEPT
  }
}

/** Values are told on another scale from now on. */
export function rescalePast(memory: PastMemory, to: (value: number) => number): void {
  for (let index = 0; index < memory.count; index++) memory.values[index] = to(memory.values[index]!)
  memory.lately = to(memory.lately)
}

function thin(memory: PastMemory): void {
  const { values } = memory
  for (let index = 0; index < KEPT / 2; index++) values[index] = values[2 * index]!
  memory.count = KEPT / 2
  memory.apart *= 2
}

/** Share of the past that lies as far up (`sign` 1) or down (−1), or farther. */
export function shareBeyond({ values, count }: PastMemory, value: number, sign: number): number {
  let beyond = 0
  for (let index = 0; index < count; index++) if (sign * (values[index]! - value) >= 0) beyond++
  return count === 0 ? 0 : beyond / count
}
