/** What a period is compared with: the one before, a year before, or another that was named. */
import type { Grain, TimeColumn } from '../analytics/catalog.ts'
import type { KpiQuery, Period } from '../analytics/kpi-query.ts'
import { previousOf, unitsBefore, yearBefore } from '../analytics/period.ts'
import { toDate, unitAt, year, type Clock } from './calendar.ts'
import type { ShiftMatch } from './calendar-shifts.ts'
import type { When } from './when.ts'
import { settled } from './time-lists.ts'

type Compare = NonNullable<KpiQuery['compare']>

/** What words set a period against. */
export type Against =
  | { readonly kind: 'previous' | 'year_ago' }
  | { readonly kind: 'when' | 'joined'; readonly when: When }
  /** "the same day last week", "three weeks earlier", "the same month of 2024" */
  | { readonly kind: 'shift'; readonly shift: Omit<ShiftMatch, 'to'> }

/** What was said of times, by somebody who reads words. */
interface SaidOfTimes {
  readonly compare: Against | null
  readonly whens: readonly When[]
  /** Set where a change is asked for. */
  readonly wantsChange: unknown
  /** From the turn before. */
  readonly kept: { readonly compare?: Compare | null | undefined; readonly period: Period | null } | null
}

/** A period and what stands beside it. */
export interface Comparison {
  readonly compare: Compare | null
  readonly period: Period
}

/** The comparison that is asked for; null when it asks for none. */
export function compareOf(
  said: SaidOfTimes,
  main: When | null,
  period: Period | undefined,
  grain: Grain | undefined,
  time: TimeColumn,
  clock: Clock,
): Comparison | { readonly because: string } | null {
  const keptCompare = said.kept?.compare
  if (keptCompare?.kind === 'period' && !said.compare && said.whens.length === 0 && period)
    return { compare: keptCompare, period }
  const again = keptCompare && keptCompare.kind !== 'period' ? { kind: keptCompare.kind } : null
  const compare = said.compare ?? (said.wantsChange ? ({ kind: 'previous' } as const) : again)
  if (!compare) return null
  const how = { viewGrain: time.grain, grain, unit: main?.relative && main.unit ? main.unit : undefined }
  if (compare.kind === 'when' || compare.kind === 'joined') {
    if (!period) return { because: 'It is not clear which period to compare with that one.' }
    const other = compare.when.period(clock)
    if (!other) return { because: 'There is no such date.' }
    if (
      compare.when.unit === 'year' &&
      !compare.when.relative &&
      main &&
      !main.relative &&
      main.unit !== 'year' &&
      main.unit
    )
      return againIn(Number(other.from.slice(0, 4)), period, how)
    // Whichever was said first, the later one is measured against the earlier.
    if (other.from > period.from && !main?.relative && !compare.when.relative)
      return {
        compare: {
          kind: period.to === other.from && main?.unit === compare.when.unit ? 'previous' : 'period',
          period,
        },
        period: other,
      }
    // The previous four weeks, beside last week, are those before it.
    const isOverlapping = other.from < period.to && other.to > period.from
    const isSame = other.from === period.from && other.to === period.to
    if (isOverlapping && !isSame && !period.through)
      return { because: 'Those two periods overlap, so one cannot be set against the other.' }
    const isYear = compare.when.unit === 'year' && compare.when.relative
    // "last month against the previous month": the one before it is meant.
    if (other.from === period.from && other.to === period.to)
      return { compare: { kind: 'previous', period: previousOf(period, how) }, period }
    if (isYear && main?.unit !== 'year' && (said.whens.length > 0 || said.kept?.period))
      return againIn(Number(other.from.slice(0, 4)) + Number(period.from.slice(0, 4)) - year(clock), period, how)
    // A period still going on is compared with as much of the one before.
    if (other.to === period.from && main?.unit === compare.when.unit)
      return { compare: { kind: 'previous', period: previousOf(period, how) }, period }
    if (period.through && main?.unit && main.unit === compare.when.unit && compare.when.unit !== 'year') {
      const year = yearBefore(period, how)
      if (year.from === other.from) return { compare: { kind: 'year_ago', period: year }, period }
    }
    return { compare: { kind: 'period', period: other }, period }
  }
  if (compare.kind === 'shift') return shiftedBy(compare.shift, main, period, how, clock)
  const over = period ?? (compare.kind === 'year_ago' ? toDate('year', clock) : unitAt('month', -1, clock))
  const unit = period ? how.unit : compare.kind === 'year_ago' ? ('year' as const) : ('month' as const)
  const before = compare.kind === 'previous' ? previousOf(over, { ...how, unit }) : yearBefore(over, { ...how, unit })
  return { compare: { kind: compare.kind, period: before }, period: over }
}

/** "October 2026 vs 2025": the same part of the other year. */
function againIn(
  inYear: number,
  period: Period,
  how: Parameters<typeof yearBefore>[1],
): Comparison | { readonly because: string } {
  const years = Number(period.from.slice(0, 4)) - inYear
  if (years === 1) return { compare: { kind: 'year_ago', period: yearBefore(period, how) }, period }
  if (years === 0) return { because: 'That would compare a period with itself.' }
  return { compare: { kind: 'period', period: unitsBefore(period, 'year', years, how) }, period }
}

/** "The same day last week", "three weeks earlier": as many units before the period asked about. */
function shiftedBy(
  { unit, count, year: inYear, isStretch }: Omit<ShiftMatch, 'to'>,
  main: When | null,
  said: Period | undefined,
  how: Parameters<typeof yearBefore>[1],
  clock: Clock,
): Comparison | { readonly because: string } {
  const period = said ?? toDate('day', clock)
  if (inYear !== null) return againIn(inYear, period, how)
  if (unit === 'year' && count === 1) return { compare: { kind: 'year_ago', period: yearBefore(period, how) }, period }
  if (count === 1 && main?.unit === unit)
    return { compare: { kind: 'previous', period: previousOf(period, how) }, period }
  if (main?.unit === 'week' && unit !== 'week' && unit !== 'year')
    return { because: `A week has no counterpart in another ${unit}. Name the week to compare with.` }
  const before = unitsBefore(period, unit, count, how)
  // "Last week against the four weeks before": sums over stretches of different length say nothing.
  if (isStretch && before.to !== period.from)
    return { because: 'I can compare with as long a stretch before, not with a longer or shorter one.' }
  return { compare: { kind: 'period', period: before }, period }
}

/** "How did it change from September to October": one side against the other. */
export function sidesOf(ends: readonly [When, When], clock: Clock): Comparison | null {
  const [before, after] = settled(ends, clock)
  if (!before || !after || before.from >= after.from) return null
  const isNext = before.to === after.from
  return { compare: { kind: isNext ? 'previous' : 'period', period: before }, period: after }
}
