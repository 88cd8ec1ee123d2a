/**
 * What a bucket that is still filling tells already. For what adds up: between which values it will end, and whether so
 * much (or so little) in the last seconds or minutes can be chance. Amounts of a stretch of event time are taken as a
 * compound Poisson sum, whose dispersion follows from the sum of squares; tails by Chernoff's bound (Boucheron, Lugosi,
 * Massart: Concentration Inequalities, 2.2). Pure; moments are epoch milliseconds.
 */

/** A bucket's normal range, as forecast before it began. */
export interface Outlook {
  readonly from: number
  readonly to: number
  readonly expected: number
  readonly low: number
  readonly high: number
}

/** What came in a stretch of event time. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly sum: number
  /** Sum of the squares of what was added; of a count the count itself. */
  readonly squares: number
}

/** A bucket so far, and what bounds the rest of it. */
export interface SoFar {
  readonly sum: number
  /** Up to when everything has been heard. */
  readonly heardUntil: number
  /** The bucket's own outlook and, where known, its neighbours'. */
  readonly outlooks: readonly Outlook[]
  readonly unit: number
}

/** Values between which a bucket will end. */
export interface Ending {
  readonly least: number
  readonly most: number
}

// Events do not come evenly within an hour. Beyond what neighbouring hours say, so much more or less is still usual.
const unevenness = 1.25
// Of a day's or longer bucket nothing is known of the hours in it.
const unevennessOfDays = 3
const longMs = 2 * 3_600_000

/** Negative logarithm of the chance below which it is no chance any more: stretches are looked at each second of a year. */
const beyondChance = 18

/** How each event counts on average: the sum of squares over the sum. 1 for counts; 0 where nothing came. */
export function unitOf(stretches: readonly Pick<Stretch, 'sum' | 'squares'>[]): number {
  const [sum, squares] = stretches.reduce(([a, b], { sum, squares }) => [a + sum, b + squares], [0, 0])
  return sum > 0 ? squares / sum : 0
}

/** Between which values a sum that only grows will end. */
export function endingOf({ from, to }: Pick<Outlook, 'from' | 'to'>, soFar: SoFar): Ending {
  const { sum, heardUntil, outlooks, unit } = soFar
  const rest = Math.min(to, Math.max(from, heardUntil))
  if (rest >= to) return { least: sum, most: sum }
  const usual = usuallyIn({ from: rest, to }, outlooks)
  if (!usual) return { least: sum, most: Infinity }
  return { least: sum, most: sum + atMost(usual.high, Math.max(unit, 0)) }
}

/** A mean and what chance adds to it, at most. Bernstein's form of the bound. */
function atMost(mean: number, unit: number): number {
  return mean + Math.sqrt(2 * beyondChance * mean * unit) + (beyondChance * unit) / 3
}

/** How far beyond chance a stretch is: 1 and more cannot be chance. */
export interface Surprise {
  readonly direction: 'up' | 'down'
  readonly size: number
  readonly expected: number
}

/**
 * How surprising what came in a stretch is; null where no outlook covers it. `unit` is how events counted before. A few
 * large amounts are no burst: the stretch's own unit counts where it is larger.
 */
export function surpriseIn(stretch: Stretch, outlooks: readonly Outlook[], unit: number): Surprise | null {
  const usual = usuallyIn(stretch, outlooks)
  if (!usual) return null
  const { sum } = stretch
  const { expected, low, high } = usual
  const each = Math.max(unit, unitOf([stretch]))
  if (sum > high && each > 0) return { direction: 'up', size: tail(sum, high, each) / beyondChance, expected }
  if (sum < low && each > 0)
    return { direction: 'down', size: tail(Math.max(0, sum), low, each) / beyondChance, expected }
  return { direction: sum >= expected ? 'up' : 'down', size: 0, expected }
}

/** Negative logarithm of the bound on the chance of a sum so far from its mean. */
function tail(sum: number, mean: number, unit: number): number {
  const ratio = sum / mean
  const rate = ratio > 0 ? ratio * Math.log(ratio) - ratio + 1 : 1
  return (mean / unit) * rate
}

/** The normal range of a stretch; null where an outlook is missing for part of it. */
function usuallyIn(
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  outlooks: readonly Outlook[],
): { readonly expected: number; readonly low: number; readonly high: number } | null {
  let [expected, low, high, covered] = [0, 0, 0, 0]
  for (const range of rangesOf(outlooks)) {
    const length = Math.min(to, range.to) - Math.max(from, range.from)
    if (length <= 0) continue
    covered += length
    const share = length / (range.to - range.from)
    expected += share * range.expected
    high += Math.min(1, share * range.tolerance) * range.high
    low += (share / range.tolerance) * range.low
  }
  if (covered <= 0 || covered < to - from) return null
  return { expected, low, high: Math.max(high, Number.MIN_VALUE) }
}

interface Range extends Outlook {
  readonly tolerance: number
}

// Forecasts stay the same for a whole bucket, and are looked at each second.
const ranges = new WeakMap<readonly Outlook[], readonly Range[]>()

/** Outlooks widened by their neighbours: between two hours the pace is somewhere between theirs. */
function rangesOf(outlooks: readonly Outlook[]): readonly Range[] {
  const known = ranges.get(outlooks)
  if (known) return known
  const found = outlooks.map((outlook) => {
    const near = outlooks.filter(({ from, to }) => from === outlook.to || to === outlook.from)
    return {
      ...outlook,
      high: Math.max(outlook.high, ...near.map((other) => (outlook.high + other.high) / 2)),
      low: Math.max(0, Math.min(outlook.low, ...near.map((other) => (outlook.low + other.low) / 2))),
      tolerance: outlook.to - outlook.from > longMs ? unevennessOfDays : unevenness,
    }
  })
  ranges.set(outlooks, found)
  return found
}

/** Largest surprises of buckets that turned out normal, newest last: how uneven a series is by habit. */
export type Habit = readonly { readonly at: number; readonly size: number }[]

const habitMs = 7 * 24 * 3_600_000
const oftenTimes = 3

/** With what a bucket that ended normal had at most. Small ones say nothing. */
export function withHabit(habit: Habit, at: number, size: number): Habit {
  const kept = habit.filter((one) => at - one.at < habitMs)
  return size < 0.5 ? kept : [...kept, { at, size }].slice(-50)
}

/** How large a surprise must be to be one: what came three times a week in normal buckets is none. */
export function surprisingFrom(habit: Habit): number {
  const often = habit.map(({ size }) => size).toSorted((a, b) => b - a)[oftenTimes - 1] ?? 0
  return Math.max(1, 1.25 * often)
}
