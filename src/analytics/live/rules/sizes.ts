/** How much a rule asks for, and the same rule asking for more or less: for who thinks that it would fire too often. */
import type { Condition, Rule } from '../rule.ts'

/** Factors by which a bar is raised, step by step; those for lowering it are their inverses. */
const steps = [1.25, 1.5, 2, 3, 5] as const

/** The number that a rule turns on; null: it has none, or more than one. */
export type Sized =
  | { readonly kind: 'fraction'; readonly value: number }
  | { readonly kind: 'amount'; readonly value: number }
  | { readonly kind: 'duration'; readonly value: number }

export function sizeOf({ when }: Pick<Rule, 'when'>): Sized | null {
  switch (when.kind) {
    case 'change':
      return 'fraction' in when.by
        ? { kind: 'fraction', value: when.by.fraction }
        : { kind: 'amount', value: when.by.amount }
    case 'above':
    case 'below':
      return when.value === 0 ? null : { kind: 'amount', value: when.value }
    case 'silent':
      return { kind: 'duration', value: when.forMs }
    case 'anomaly':
    case 'outside':
    case 'all':
    case 'any':
      return null
  }
}

/** The rule with harder bars, the least first. An anomaly gets a least change, which it may not have yet. */
export function raised(rule: Rule): readonly Rule[] {
  const { when } = rule
  if (when.kind === 'anomaly') return leastChanges(rule, (fraction, now) => fraction > now)
  return [...steps.flatMap((step) => scaled(rule, isDownward(when) ? 1 / step : step)), ...onlyUnusual(rule)]
}

/** A change against what is normal that is outside of the normal range, too: where that range is wide, sizes say little. */
function onlyUnusual({ when, ...rest }: Rule): readonly Rule[] {
  if (when.kind !== 'change' || when.against !== 'normal') return []
  const unusual = { kind: 'anomaly', direction: when.direction } as const
  return [{ ...rest, when: { kind: 'all', of: [when, unusual] } }]
}

/** With easier ones. */
export function lowered(rule: Rule): readonly Rule[] {
  const { when } = rule
  if (when.kind === 'anomaly') return leastChanges(rule, (fraction, now) => fraction < now).toReversed()
  return steps.flatMap((step) => scaled(rule, isDownward(when) ? step : 1 / step))
}

/** What is below zero gets harder as it grows. */
function isDownward(when: Condition): boolean {
  return (when.kind === 'below' && when.value > 0) || (when.kind === 'above' && when.value < 0)
}

function leastChanges(rule: Rule, fits: (fraction: number, now: number) => boolean): readonly Rule[] {
  const { minimumChange } = rule
  if (minimumChange !== null && !('fraction' in minimumChange)) return []
  const now = minimumChange?.fraction ?? 0
  return [0.05, 0.1, 0.2, 0.3, 0.5]
    .filter((fraction) => fits(fraction, now))
    .map((fraction) => ({ ...rule, minimumChange: { fraction } }))
}

function scaled(rule: Rule, factor: number): readonly Rule[] {
  const size = sizeOf(rule)
  if (!size) return []
  const value = size.kind === 'duration' ? minutes(size.value * factor) : nice(size.value * factor)
  // Nothing falls by all of it and more.
  if (value === size.value || value === 0 || (isFall(rule.when) && size.kind === 'fraction' && value >= 1)) return []
  const when = withSize(rule.when, value)
  return when ? [{ ...rule, when }] : []
}

function isFall(when: Condition): boolean {
  return when.kind === 'change' && when.direction !== 'up'
}

function withSize(when: Condition, value: number): Condition | null {
  switch (when.kind) {
    case 'change':
      return { ...when, by: 'fraction' in when.by ? { fraction: value } : { amount: value } }
    case 'above':
    case 'below':
      return { ...when, value }
    case 'silent':
      return { ...when, forMs: value }
    case 'anomaly':
    case 'outside':
    case 'all':
    case 'any':
      return null
  }
}

/** Two digits that count. */
function nice(value: number): number {
  return Number(value.toPrecision(2))
}

function minutes(ms: number): number {
  return Math.max(60_000, Math.round(ms / 300_000) * 300_000)
}
