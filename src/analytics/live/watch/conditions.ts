/** Whether a rule's condition holds for a bucket, and by which facts. Pure. */
import type { GoodWhen } from '../../catalog.ts'
import type { Reason } from '../incident.ts'
import type { Condition, Rule, Size } from '../rule.ts'
import type { Ending } from './pace.ts'

/** What a detector, or the pace within a bucket, says of it. */
export type Abnormal = Extract<Reason, { kind: 'anomaly' | 'pace' }>

/** A bucket as conditions look at it. */
export interface Seen {
  /** Null: no data. Of a bucket that is filling: so far. */
  readonly value: number | null
  /** Between which values it ends; a closed bucket ends at its value, one of which nothing can be said yet anywhere. */
  readonly ending: Ending
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
  readonly abnormal: Abnormal | null
  /** Of a ratio its denominator, else the events (or what is expected of them, where that is more); null: not known. */
  readonly volume: number | null
  /** Values of other buckets; null: not known. */
  readonly previous: number | null
  readonly dayAgo: number | null
  readonly weekAgo: number | null
  /** When data last came, epoch milliseconds, and for how long none did; both null while it is not known. */
  readonly lastAt: number | null
  readonly silentMs: number | null
}

export interface Bar {
  /** How much wider than written: 1 as it is. Below 1 for what must be surely over. */
  readonly factor: number
  readonly goodWhen: GoodWhen
}

/** The facts by which it holds; null: it does not. */
export function reasonsFor(condition: Condition, seen: Seen, bar: Bar): readonly Reason[] | null {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map((part) => reasonsFor(part, seen, bar))
      return parts.length > 0 && parts.every((part) => part !== null) ? parts.flat() : null
    }
    case 'any': {
      const parts = condition.of.flatMap((part) => reasonsFor(part, seen, bar) ?? [])
      return parts.length > 0 ? parts : null
    }
    case 'anomaly':
      return anomaly(condition.direction, seen, bar)
    case 'above': {
      const bound = raised(condition.value, 'up', bar.factor)
      return seen.value !== null && seen.ending.least > bound ? [{ kind: 'above', bound }] : null
    }
    case 'below': {
      const bound = raised(condition.value, 'down', bar.factor)
      return seen.value !== null && seen.ending.most < bound ? [{ kind: 'below', bound }] : null
    }
    case 'outside': {
      const [low, high] = [raised(condition.low, 'down', bar.factor), raised(condition.high, 'up', bar.factor)]
      const isOutside = seen.value !== null && (seen.ending.least > high || seen.ending.most < low)
      return isOutside ? [{ kind: 'outside', low, high }] : null
    }
    case 'change':
      return change(condition, seen, bar)
    case 'silent': {
      const { silentMs, lastAt } = seen
      return silentMs !== null && silentMs >= condition.forMs
        ? [{ kind: 'silent', since: lastAt === null ? null : new Date(lastAt).toISOString(), forMs: silentMs }]
        : null
    }
  }
}

/** Whether a condition asks what is odd. */
export function asksForOddness(condition: Condition): boolean {
  return condition.kind === 'all' || condition.kind === 'any'
    ? condition.of.some(asksForOddness)
    : condition.kind === 'anomaly'
}

/** Whether a bucket counts for a rule: its volume is enough and it is far enough from what is normal. */
export function isWorthIt(rule: Pick<Rule, 'minimumVolume' | 'minimumChange'>, seen: Seen, factor: number): boolean {
  const { minimumVolume, minimumChange } = rule
  if (minimumVolume !== null && seen.volume !== null && seen.volume < minimumVolume) return false
  if (minimumChange === null || seen.expected === null || seen.value === null) return true
  const least = amountOf(minimumChange, seen.expected) * factor
  const { ending, expected } = seen
  return ending.least - expected >= least || expected - ending.most >= least
}

/** Whether `n` of the last `of` hold; newest last. */
export function holdsOften({ n, of }: Rule['buckets'], verdicts: readonly boolean[]): boolean {
  return verdicts.slice(-of).filter(Boolean).length >= n
}

function anomaly(
  direction: 'up' | 'down' | 'either' | 'bad',
  { abnormal, expected, low, high, ending }: Seen,
  { factor, goodWhen }: Bar,
): readonly Reason[] | null {
  if (!abnormal) return null
  const bad = goodWhen === 'up' ? 'down' : goodWhen === 'down' ? 'up' : 'either'
  const wanted = direction === 'bad' ? bad : direction
  if (wanted !== 'either' && wanted !== abnormal.direction) return null
  // A bar that was raised asks for more than the detector does; a pace is strict already.
  if (factor > 1 && expected !== null && abnormal.kind === 'anomaly') {
    const isUp = abnormal.direction === 'up'
    const bound = isUp ? high : low
    const reached = isUp ? ending.least : ending.most
    if (bound !== null && Number.isFinite(reached)) {
      const isBeyond = isUp
        ? reached > expected + (bound - expected) * factor
        : reached < expected - (expected - bound) * factor
      if (!isBeyond) return null
    }
  }
  return [abnormal]
}

function change(
  { against, direction, by }: Extract<Condition, { kind: 'change' }>,
  { value, ending, expected, previous, dayAgo, weekAgo }: Seen,
  { factor }: Bar,
): readonly Reason[] | null {
  const before = { previous, day: dayAgo, week: weekAgo, normal: expected }[against]
  if (before === null || value === null) return null
  const least = amountOf(by, before) * factor
  // Of nothing any change is infinitely much; a fraction says nothing there.
  if ('fraction' in by && before === 0) return null
  const ways = direction === 'either' ? (['up', 'down'] as const) : [direction]
  const found = ways.find((way) => (way === 'up' ? ending.least - before >= least : before - ending.most >= least))
  return found ? [{ kind: 'change', against, direction: found, by, before }] : null
}

function amountOf(size: Size, of: number): number {
  return 'fraction' in size ? size.fraction * Math.abs(of) : size.amount
}

function raised(bound: number, way: 'up' | 'down', factor: number): number {
  return bound + (way === 'up' ? 1 : -1) * Math.abs(bound) * (factor - 1)
}
