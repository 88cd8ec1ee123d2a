/** Periods that are left out: "in 2025 without December", "this year excluding this month". */
import type { Filter, Period } from '../analytics/kpi-query.ts'
import { between } from '../analytics/period.ts'
import { tomorrow, type Clock } from './calendar.ts'
import type { When } from './when.ts'

/** What is left of a period: cut where an end is left out, else filtered. */
interface Rest {
  readonly period: Period | undefined
  readonly filters: readonly Filter[]
}

/** The period without the ones named; or why that cannot be had. */
export function leaveOut(
  period: Period | undefined,
  without: readonly When[],
  clock: Clock,
): Rest | { readonly because: string } {
  let rest: Rest = { period, filters: [] }
  for (const when of without) {
    const next = leaveOutOne(rest, when, clock)
    if ('because' in next) return next
    rest = next
  }
  return rest
}

function leaveOutOne({ period, filters }: Rest, when: When, clock: Clock): Rest | { readonly because: string } {
  if (when.recurs) return { period, filters: [...filters, { kind: 'part', include: false, ...when.recurs }] }
  const whole = period ?? between(clock.historyFrom, tomorrow(clock), clock)
  const out = when.period(clock)
  if (!out) return { because: 'There is no such date to leave out.' }
  if (out.to <= whole.from || out.from >= whole.to)
    return { because: 'What is to be left out is not in the period that was asked for.' }
  if (out.from <= whole.from && out.to >= whole.to) return { because: 'Nothing would be left of that period.' }
  const isEnd = out.to >= whole.to || (whole.through !== undefined && out.to > whole.through)
  if (isEnd) return { period: between(whole.from, out.from, clock), filters }
  if (out.from <= whole.from) return { period: between(out.to, whole.to, clock), filters }
  return {
    period,
    filters: [...filters, { kind: 'periods', include: false, periods: [{ from: out.from, to: out.to }] }],
  }
}
