/** Several periods side by side: Q1, Q2 and Q3; January and March 2025; 2023 vs 2024 vs 2025. */
import type { Grain } from '../analytics/catalog.ts'
import type { Axis, Filter, Period } from '../analytics/kpi-query.ts'
import { between, type Unit } from '../analytics/period.ts'
import type { Clock } from './calendar.ts'
import type { When } from './when.ts'

/** A row for each: the stretch that holds them all, and the buckets or rows they are; nothing of what is between. */
interface Listed {
  readonly period: Period
  readonly grain?: Grain
  readonly by?: Axis
  readonly filters: readonly Filter[]
}

/** Periods as the buckets of one query where they are of one unit, else as rows; or why they cannot be that. */
export function sideBySide(whens: readonly When[], clock: Clock): Listed | { readonly because: string } {
  const found = settled(whens, clock)
  if (found.includes(null)) return { because: 'There is no such date.' }
  const asSaid = found.filter((period) => period !== null)
  const periods = asSaid.toSorted((one, other) => (one.from < other.from ? -1 : 1))
  if (periods.some((period, at) => at > 0 && periods[at - 1]!.to > period.from))
    return { because: 'Those periods overlap, so they cannot stand side by side.' }
  const whole = between(periods[0]!.from, periods.at(-1)!.to, clock)
  const [first] = whens
  const grain = whens.every(({ unit }) => unit === first!.unit) ? grainOf(first!.unit) : null
  if (!grain) return { period: whole, filters: [], by: { kind: 'periods', periods: asSaid.map(stretchOf) } }
  if (periods.every((period, at) => at === 0 || periods[at - 1]!.to === period.from))
    return { period: whole, grain, filters: [] }
  return { period: whole, grain, filters: [only(periods)] }
}

/** Nothing but these stretches. */
export function only(periods: readonly Period[]): Filter {
  return { kind: 'periods', include: true, periods: periods.map(stretchOf) }
}

const stretchOf = ({ from, to }: Period) => ({ from, to })

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
