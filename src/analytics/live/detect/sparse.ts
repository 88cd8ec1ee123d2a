/** Amounts that mostly are nothing: how odd something can be at most, by how often there is something, and how much. */

export interface SparseMemory {
  /** Decayed share of values that were something. */
  some: number
  /** Of those, stabilised: decayed mean, and mean squared distance from it. */
  mean: number
  squares: number
  count: number
}

/** Where something comes more often than this, the usual channels know what is odd. */
const SPARSE = 0.5
/** Sizes of so few are not known. */
const ENOUGH = 8

export function newSparse(): SparseMemory {
  return { some: 1, mean: 0, squares: 0, count: 0 }
}

/** `span`: values that are remembered; `stable`: the value, stabilised. */
export function learnSparse(memory: SparseMemory, value: number, stable: number, span: number, learnt: number): void {
  memory.some += ((value === 0 ? 0 : 1) - memory.some) / Math.min(span, learnt + 1)
  if (value === 0) return
  memory.count = Math.min(memory.count + 1, span)
  const distance = stable - memory.mean
  const usual = memory.squares + 0.25
  memory.mean += distance / memory.count
  memory.squares += (Math.min(distance ** 2, 16 * usual) - memory.squares) / memory.count
}

/**
 * The deviation, or what both chances come to when that is less: that there is something, and that it is so much; of
 * nothing, that there is nothing.
 */
export function boundBySize(memory: SparseMemory, deviation: number, value: number, stable: number): number {
  const { some, mean, squares, count } = memory
  if (!isSparse(memory)) return deviation
  if (value === 0) return Math.max(deviation, -Math.sqrt(-2 * Math.log(1 - some)))
  const coming = -2 * Math.log(Math.max(some, 1 / (count + 1)))
  const size = Math.max(0, stable - mean) / Math.sqrt(squares + 1e-9)
  return Math.min(deviation, Math.sqrt(coming + size ** 2))
}

/** The chance of nothing where nothing is the rule; 0 elsewhere. */
export function usuallyNone(memory: SparseMemory): number {
  return isSparse(memory) ? 1 - memory.some : 0
}

function isSparse({ some, count }: SparseMemory): boolean {
  return some <= SPARSE && count >= ENOUGH
}
