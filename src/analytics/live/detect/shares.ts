/** Shares of few: how odd one can be at most, when each of those it is of was drawn by chance. */
import type { DetectorOptions } from './reading.ts'

export interface SharesMemory {
  /** Decayed sums of what was counted, and of what it is a share of. */
  of: number
  over: number
  /** Nats by which what came lately speaks for thrice the odds. */
  sum: number
}

/** Nats that open an incident. */
const OPENS = 12
/** What speaks for a higher share. */
const THRICE = 3

export function newShares(): SharesMemory {
  return { of: 0, over: 0, sum: 0 }
}

/** Whether a value is so many of a known number. */
export function isShareOf({ kind }: DetectorOptions, value: number, volume: number | undefined): boolean {
  return kind === 'ratio' && volume !== undefined && volume > 0 && value >= 0 && value <= 1
}

/** `span`: buckets that are remembered. */
export function learnShare(memory: SharesMemory, value: number, volume: number, span: number): void {
  const kept = 1 - 1 / span
  memory.of = memory.of * kept + value * volume
  memory.over = memory.over * kept + volume
}

/** Evidence that shares have been far higher for a while, 1 opens: a cumulative sum of likelihood ratios (Page 1954). */
export function learnHigherShare(memory: SharesMemory, value: number, volume: number, expected: number): number {
  const usual = within(Math.max(meanOf(memory), expected))
  const higher = (THRICE * usual) / (1 + (THRICE - 1) * usual)
  const drawn = value * Math.log(higher / usual) + (1 - value) * Math.log((1 - higher) / (1 - usual))
  memory.sum = Math.max(0, Math.min(2 * OPENS, memory.sum + volume * drawn))
  return memory.sum / OPENS
}

/**
 * The deviation, or the binomial deviance when that is less. What is typical of very small shares is none at all, so the
 * mean over all that was seen counts, too: whichever of the two the value is nearer to.
 */
export function boundByDraws(
  memory: SharesMemory,
  deviation: number,
  { value, volume }: { readonly value: number; readonly volume: number },
  expected: number,
): number {
  const mean = meanOf(memory)
  const nearer = value > expected ? Math.max(mean, expected) : Math.min(mean, expected)
  const isBetween = value > expected ? value <= nearer : value >= nearer
  return Math.sign(deviation) * Math.min(Math.abs(deviation), isBetween ? 0 : deviance(value, volume, nearer))
}

function meanOf({ of, over }: SharesMemory): number {
  return (of + 0.5) / (over + 1)
}

function within(share: number): number {
  return Math.min(1 - 1e-6, Math.max(1e-6, share))
}

/** As large as a normal deviation that is as rare. */
function deviance(value: number, volume: number, mean: number): number {
  const share = within(mean)
  const nats = (part: number, usual: number) => (part > 0 ? part * Math.log(part / usual) : 0)
  return Math.sqrt(Math.max(0, 2 * volume * (nats(value, share) + nats(1 - value, 1 - share))))
}
