/**
 * What a ratio tells while its bucket is filling: numerator and denominator so far are known, and what is left of the bucket
 * weighs only so much. Whether a rate has left its normal range is put to a test that knows how much there was behind it:
 * Chernoff's bound, for a part of a whole in its binomial form (Boucheron, Lugosi, Massart: Concentration Inequalities, 2.2).
 * Small denominators never tell anything. Pure; moments are epoch milliseconds.
 */
import type { Ending, Outlook } from './pace.ts'

/** Numerator and denominator of a stretch of time. */
export interface Parts {
  readonly of: number
  readonly over: number
  /** How each event counts in the numerator on average; 1 for counts. */
  readonly unit: number
  /** Both count events, and the numerator is a part of the denominator. */
  readonly isShare: boolean
}

/** Negative logarithm of the chance below which it is no chance any more: rates are looked at each minute, not each second. */
const beyondChance = 12
/** Fewer events behind a rate say nothing. */
const leastOver = 50
/** Within an hour rates are so much more uneven than from hour to hour. */
const unevenness = 1.1
/** What is left of a bucket may bring so many times more than has come. */
const fuller = 2

/** How far beyond chance a rate is out of its normal range: 1 and more cannot be chance. */
export interface RateSurprise {
  readonly direction: 'up' | 'down'
  readonly size: number
}

/** Null: there is too little behind it to say anything. */
export function rateSurprise(parts: Parts, { low, high }: Pick<Outlook, 'low' | 'high'>): RateSurprise | null {
  const { of, over, isShare } = parts
  if (over < leastOver || of < 0) return null
  const [floor, ceiling] = [Math.max(0, low) / unevenness, high * unevenness]
  const rate = of / over
  const sizeAt = (bound: number) => unlikelihood(parts, isShare ? Math.min(1, bound) : bound) / beyondChance
  if (rate > ceiling) return { direction: 'up', size: sizeAt(ceiling) }
  if (rate < floor) return { direction: 'down', size: sizeAt(floor) }
  return { direction: rate > (low + high) / 2 ? 'up' : 'down', size: 0 }
}

/** Negative logarithm of the bound on the chance of a rate so far from the one that is true. */
function unlikelihood({ of, over, unit, isShare }: Parts, rate: number): number {
  if (rate <= 0 || unit <= 0) return of > 0 && rate <= 0 ? (isShare ? Infinity : 0) : 0
  const mean = over * rate
  if (!isShare || of > over) return (gain(of, mean) - of + mean) / unit
  return gain(of, mean) + gain(over - of, over - mean)
}

function gain(was: number, mean: number): number {
  return was > 0 ? (mean > 0 ? was * Math.log(was / mean) : Infinity) : 0
}

/**
 * Between which rates a bucket of which `part` is over ends, when what is left of it is within its normal range; without one,
 * where a share can end at all.
 */
export function endingOfRatio(parts: Parts, part: number, outlook: Pick<Outlook, 'low' | 'high'> | null): Ending {
  const { of, over, isShare, unit } = parts
  if (over < leastOver || part <= 0 || (!outlook && !isShare)) return { least: -Infinity, most: Infinity }
  const left = part >= 1 ? 0 : (fuller * over * (1 - part)) / part
  const [low, high] = outlook ? [Math.max(0, outlook.low), outlook.high] : [0, 1]
  const chance = (rate: number) => Math.sqrt(2 * beyondChance * left * rate * unit) + (beyondChance * unit) / 3
  const isOpen = left > 0 && outlook !== null
  const [fewest, most] = [left * low - (isOpen ? chance(low) : 0), left * high + (isOpen ? chance(high) : 0)]
  const now = of / over
  return {
    least: Math.min(now, (of + Math.max(0, fewest)) / (over + left)),
    most: Math.max(now, (of + (isShare ? Math.min(left, most) : most)) / (over + left)),
  }
}

/** Whether a rate is in the inner half of what is normal, chance added, and there is enough behind it to say so. */
export function isUsualRate({ of, over, unit }: Parts, { expected, low, high }: Outlook): boolean {
  if (over < 2 * leastOver) return false
  const chance = Math.sqrt(Math.max(0, expected) * unit * over) / over
  const rate = of / over
  return rate >= (low + expected) / 2 - chance && rate <= (high + expected) / 2 + chance
}
