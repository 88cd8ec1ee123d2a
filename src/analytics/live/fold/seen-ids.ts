/**
 * Ids of a partition's events that were seen lately, as 8-byte hashes: open addressing with linear probing in plain memory,
 * 12 bytes a slot, so that some millions of ids are no burden to the collector. At 3 million ids the chance that any new
 * one is taken for another is about one in six trillion.
 */

const SLOT = 3
const LEAST_SLOTS = 1_024
/** Beyond it probing gets slow. */
const FULLEST = 0.7

export class SeenIds {
  readonly #windowSec: number
  /** Low half, high half, second: a second of 0 is an empty slot, or one that was forgotten when the hash is not 0. */
  #slots = new Uint32Array(LEAST_SLOTS * SLOT)
  #used = 0

  constructor(windowMs: number) {
    this.#windowSec = Math.ceil(windowMs / 1000)
  }

  /** Remembers an id at a second of the partition's clock. False: it was seen within the window. */
  add(low: number, high: number, second: number): boolean {
    if (this.#used >= (this.#slots.length / SLOT) * FULLEST) this.#rebuild(second)
    const at = this.#find(low, high)
    const slots = this.#slots
    const known = slots[at + 2]!
    if (known !== 0 && known + this.#windowSec >= second) return false
    if (slots[at] === 0 && slots[at + 1] === 0) this.#used += 1
    slots[at] = low
    slots[at + 1] = high
    slots[at + 2] = second
    return true
  }

  /** As if it had never been seen. */
  forget(low: number, high: number): void {
    this.#slots[this.#find(low, high) + 2] = 0
  }

  /** The slot of an id, or the empty one where it would be. */
  #find(low: number, high: number): number {
    const slots = this.#slots
    const mask = slots.length / SLOT - 1
    for (let slot = (low ^ (high >>> 7)) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * SLOT
      if ((slots[at] === low && slots[at + 1] === high) || (slots[at] === 0 && slots[at + 1] === 0)) return at
    }
  }

  /** Leaves out what is older than the window; larger only where that is not enough. */
  #rebuild(second: number): void {
    const old = this.#slots
    let kept = 0
    const isKept = (at: number) => old[at + 2] !== 0 && old[at + 2]! + this.#windowSec >= second
    for (let at = 0; at < old.length; at += SLOT) if (isKept(at)) kept += 1
    let slots = LEAST_SLOTS
    while (slots * FULLEST < kept * 1.6) slots *= 2
    this.#slots = new Uint32Array(slots * SLOT)
    this.#used = kept
    for (let at = 0; at < old.length; at += SLOT) {
      if (!isKept(at)) continue
      const to = this.#find(old[at]!, old[at + 1]!)
      this.#slots[to] = old[at]!
      this.#slots[to + 1] = old[at + 1]!
      this.#slots[to + 2] = old[at + 2]!
    }
  }
}

const bits = new BigUint64Array(1)
const halves = new Uint32Array(bits.buffer)

/** The two halves of a hash, neither of which may be what an empty slot holds. */
export function halvesOf(hash: bigint): { readonly low: number; readonly high: number } {
  bits[0] = hash
  return halves[0] === 0 && halves[1] === 0 ? { low: 1, high: 0 } : { low: halves[0]!, high: halves[1]! }
}
