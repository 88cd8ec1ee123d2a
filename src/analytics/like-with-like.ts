/**
 * A period that is still going on is compared with as much of the other one. Views keep whole hours or whole days, so both
 * sides end with the last of them that is over: an hour that has just begun is not held against a whole one.
 */
import { GRAINS, type Catalog, type Grain } from './catalog.ts'
import type { KpiQuery, Period } from './kpi-query.ts'
import { timeOf, viewsOfQuery } from './kpi-query-meaning.ts'
import { eachGrain } from './over.ts'
import { local, monthsBetween, print, startOf } from './period.ts'

/**
 * The query with both periods of its comparison cut to the time elapsed, and without the day, week, … that is not over yet
 * where a figure is made of those or held against what is usual; any other query is as it was.
 */
export function likeWithLike(query: KpiQuery, catalog: Catalog): KpiQuery {
  const { period, compare, shape } = query
  if (period?.through === undefined || !hasElapsed(query, catalog)) return query
  // Of an incident as much of what is usual is taken as has gone by, to the second.
  const isAgainstUsual = shape.kind === 'drivers' && shape.elapsed === undefined
  if (!compare && !isAgainstUsual && eachGrain(query) === null) return query
  const through = startOf(coarsestOf(query, catalog), local(period.through), catalog)
  const settled = { ...period, through: print(through) }
  if (!compare) return { ...query, period: settled }
  // Another period is meant whole, unless it is as long as this one will be.
  if (compare.kind === 'period' && !areAsLong(period, compare.period)) return { ...query, period: settled }
  const elapsed = local(period.from).until(through, { largestUnit: 'day' })
  const cut = print(local(compare.period.from).add(elapsed))
  const { to } = compare.period
  return {
    ...query,
    period: settled,
    compare: { ...compare, period: { ...compare.period, to: isBefore(cut, to) ? cut : to } },
  }
}

/** Whether a whole hour, day, … of a period that is still going on is over, as the views keep them. */
export function hasElapsed(query: KpiQuery, catalog: Catalog): boolean {
  const { period } = query
  if (period?.through === undefined) return true
  const through = startOf(coarsestOf(query, catalog), local(period.through), catalog)
  return isBefore(period.from, print(through))
}

/** How finely all the views of a query keep time, or the buckets that its figures are made of. */
export function coarsestOf(query: KpiQuery, catalog: Catalog): Grain {
  const grains = viewsOfQuery(query, catalog)
    .flatMap((view) => timeOf(query, view)?.grain ?? [])
    .concat(eachGrain(query) ?? [])
  return grains.toSorted((one, other) => GRAINS.indexOf(other) - GRAINS.indexOf(one))[0] ?? 'minute'
}

function areAsLong(one: Period, other: Period): boolean {
  const [first, second] = [one, other].map(({ from, to }) => ({
    months: monthsBetween(local(from), local(to)),
    minutes: local(from).until(local(to), { largestUnit: 'minute' }).minutes,
  }))
  return first!.months > 0 ? first!.months === second!.months : first!.minutes === second!.minutes
}

function isBefore(one: string, other: string): boolean {
  return local(one).toString() < local(other).toString()
}
