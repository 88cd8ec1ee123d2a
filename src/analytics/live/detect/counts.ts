/** Whole numbers from 0 on: how odd one can be at most, when chance alone makes counts as wide as they are. */

export interface CountsMemory {
  /** No value so far was anything else. */
  whole: boolean
  /** Decayed means of the squared error and of the level: the same for a Poisson process. */
  squared: number
  level: number
}

export function newCounts(): CountsMemory {
  return { whole: true, squared: 0, level: 0 }
}

/** The deviation, or the Poisson deviance when that is less; no bound for series narrower than chance. */
export function boundByChance(counts: CountsMemory, deviation: number, value: number, expected: number): number {
  return Math.sign(deviation) * Math.min(Math.abs(deviation), deviance(value, expected) / narrowness(counts))
}

export function learnCounts(counts: CountsMemory, value: number, expected: number, learnt: number): void {
  const rate = Math.max(0.005, 1 / (learnt + 1))
  counts.squared += rate * (Math.min((value - expected) ** 2, 9 * (expected + 1)) - counts.squared)
  counts.level += rate * (expected - counts.level)
}

/** How much narrower than chance the series is: 1 for counts, next to 0 for what never changes. */
export function narrowness({ squared, level }: CountsMemory): number {
  return Math.max(0.02, Math.min(1, Math.sqrt((squared + 0.05) / (level + 0.05))))
}

/** How likely a count comes twice in a row. */
export function repeatChance(counts: CountsMemory, expected: number): number {
  return Math.min(0.95, 0.4 / (narrowness(counts) * Math.sqrt(expected + 0.1)))
}

/** Signless deviance of a Poisson count: as large as a normal deviation that is as rare. */
function deviance(value: number, mean: number): number {
  const rate = Math.max(0.02, mean)
  const surprise = value > 0 ? value * Math.log(value / rate) : 0
  return Math.sqrt(Math.max(0, 2 * (surprise - value + rate)))
}
