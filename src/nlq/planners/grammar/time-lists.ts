/** Several periods side by side: Q1, Q2 and Q3; January and March 2025; 2023 vs 2024 vs 2025. */
import type { Grain } from '../../../analytics/catalog.ts'
import type { Filter, Period } from '../../../analytics/kpi-query.ts'
import { between, type Unit } from '../../../analytics/period.ts'
import type { Clock } from '../../calendar.ts'
import type { When } from '../../when.ts'

/** A row for each: the stretch that holds them all, the buckets they are, and what leaves out the ones between. */
interface Listed {
  readonly period: Period
  readonly grain: Grain
  readonly filters: readonly Filter[]
}

/** Periods of one unit as the buckets of one query; or why they cannot be that. */
export function sideBySide(whens: readonly When[], clock: Clock): Listed | { readonly because: string } {
  const [first] = whens
  const grain = first && grainOf(first.unit)
  if (!grain || whens.some(({ unit }) => unit !== first.unit))
    return { because: 'I can put periods side by side only when all are years, quarters, months, weeks or days.' }
  const found = settled(whens, clock)
  if (found.includes(null)) return { because: 'There is no such date.' }
  const periods = found.filter((period) => period !== null).toSorted((one, other) => (one.from < other.from ? -1 : 1))
  const whole = between(periods[0]!.from, periods.at(-1)!.to, clock)
  if (periods.every((period, at) => at === 0 || periods[at - 1]!.to === period.from))
    return { period: whole, grain, filters: [] }
  return { period: whole, grain, filters: [only(periods)] }
}

/** Nothing but these stretches. */
function only(periods: readonly Period[]): Filter {
  return { kind: 'periods', include: true, periods: periods.map(({ from, to }) => ({ from, to })) }
}

/** Each takes the year of its neighbours where it has none: Jan, Feb and Mar 2025. */
export function settled(whens: readonly When[], clock: Clock): readonly (Period | null)[] {
  const periods: (Period | null)[] = whens.map((when) => when.period(clock))
  const last = whens.findLastIndex((when) => !when.withYear)
  // Those before one with its year are in that year, or in the one before; those after it in that year or the next.
  for (let at = (last < 0 ? whens.length - 1 : last) - 1; at >= 0; at--) {
    const [next, { withYear }] = [periods[at + 1], whens[at]!]
    if (!next || !withYear) continue
    const year = Number(next.from.slice(0, 4))
    const here = withYear(year).period(clock)
    periods[at] = here && here.from < next.from ? here : withYear(year - 1).period(clock)
  }
  const first = last < 0 ? whens.length : last + 1
  for (let at = first; at < whens.length; at++) {
    const [before, { withYear }] = [periods[at - 1], whens[at]!]
    if (!before || !withYear) continue
    const year = Number(before.from.slice(0, 4))
    const here = withYear(year).period(clock)
    periods[at] = here && here.from > before.from ? here : withYear(year + 1).period(clock)
  }
  return periods
}

function grainOf(unit: Unit | null): Grain | null {
  return unit === null || unit === 'half' || unit.startsWith('fiscal') ? null : (unit as Grain)
}
