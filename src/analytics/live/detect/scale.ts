/** How wide the noise is: mean absolute errors of three memories, and how they differ by slot. */
import type { Rates } from './tempo.ts'
import { newProfile, slotOf, type Profile } from './profile.ts'

export interface ScaleMemory {
  /** Mean absolute error of the common forecast, over long and lately. */
  long: number
  lately: number
  /** Of the slow experts' forecast. */
  slow: number
  /** Mean absolute distance of values from their slow level: how much the series moves at all. */
  moves: number
  count: number
  /** How wide the noise of a slot is against the whole's. */
  bySlot: Profile | null
}

/** A normal deviation for a mean absolute error of 1. */
const DEVIATION = 1.2533
/** Slots begin as wide as the whole, and this many points count for that. */
const SHRINK = 8
/** The noise is taken for no less than this share of the series' own movement. */
const LEAST_OF_MOVES = 0.05
/** Lately wider counts, narrower does not. */
const LATELY = 0.7

export function newScale(): ScaleMemory {
  return { long: 0, lately: 0, slow: 0, moves: 0, count: 0, bySlot: null }
}

export function beginSlots(memory: ScaleMemory, slots: number): void {
  memory.bySlot = slots >= 2 ? newProfile(slots) : null
  memory.bySlot?.mean.fill(1)
}

export interface Scales {
  readonly all: number
  readonly slow: number
}

/** One deviation of the noise around both forecasts at a phase of the slots' cycle. */
export function scalesAt(memory: ScaleMemory, phase: number, floor: number): Scales {
  const ratio = ratioAt(memory, phase)
  const least = Math.max(floor, LEAST_OF_MOVES * DEVIATION * memory.moves)
  const all = DEVIATION * Math.max(memory.long, LATELY * memory.lately)
  return {
    all: Math.max(all * ratio, least),
    slow: Math.max(DEVIATION * memory.slow * ratio, all * ratio, least),
  }
}

function ratioAt({ bySlot }: ScaleMemory, phase: number): number {
  if (bySlot === null) return 1
  const slot = slotOf(bySlot, phase)
  const seen = bySlot.seen[slot]!
  return (SHRINK + seen * bySlot.mean[slot]!) / (SHRINK + seen)
}

export function learnScale(
  memory: ScaleMemory,
  phase: number,
  errors: { readonly all: number; readonly slow: number; readonly moves: number },
  rates: Rates,
): void {
  memory.count = Math.min(memory.count + 1, 1e6)
  const mean = 1 / memory.count
  const size = Math.abs(errors.all)
  // One value moves a mean by no more than four times the mean.
  const clip = memory.count < 8 ? 1e6 : 4
  memory.long += Math.max(rates.long, mean) * (Math.min(size, clip * (memory.long || size)) - memory.long)
  memory.lately += Math.max(rates.lately, mean) * (Math.min(size, clip * (memory.long || size)) - memory.lately)
  const slow = Math.abs(errors.slow)
  memory.slow += Math.max(rates.long, mean) * (Math.min(slow, clip * (memory.slow || slow)) - memory.slow)
  const moved = Math.abs(errors.moves)
  memory.moves += Math.max(rates.long, mean) * (Math.min(moved, clip * (memory.moves || moved)) - memory.moves)
  const { bySlot } = memory
  if (bySlot === null || memory.count < 8 || !(memory.long > 0)) return
  const slot = slotOf(bySlot, phase)
  const seen = (bySlot.seen[slot] = Math.min(bySlot.seen[slot]! + 1, 200))
  bySlot.mean[slot]! += Math.max(rates.slot, 1 / (seen + 1)) * (Math.min(size / memory.long, 4) - bySlot.mean[slot]!)
}
