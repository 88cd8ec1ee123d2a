/** Public holidays of the countries that a catalog lists. The library is large, so it is loaded when first asked. */
import { createRequire } from 'node:module'
import type Calendars from 'date-holidays'
import { LRUCache } from 'lru-cache'
import { reachOf, type History } from './buckets.ts'
import type { Catalog, View } from './catalog.ts'
import type { KpiQuery, Stretch } from './kpi-query.ts'
import { local } from './period.ts'

export interface Holiday {
  /** `2026-12-25` */
  readonly day: string
  /** In English where the library has it so. */
  readonly name: string
}

/** Days of a stretch of time that are public holidays in any of these countries (`DE`, `US-CA`), in their order. */
export function holidaysIn({ from, to }: Stretch, countries: readonly string[]): readonly Holiday[] {
  const [first, last] = [local(from), local(to).subtract({ seconds: 1 })]
  const days = new Map<string, Holiday>()
  for (const country of countries)
    for (let { year } = first; year <= last.year; year++)
      for (const holiday of holidaysOf(country, year))
        if (isBetween(holiday.day, first.toString(), last.toString())) days.set(holiday.day, holiday)
  return [...days.values()].toSorted((one, other) => (one.day < other.day ? -1 : 1))
}

/** Whether any holidays are known of a country. */
export function hasHolidays(country: string): boolean {
  return holidaysOf(country, 2024).length > 0
}

/** The holidays of all that a query reads; null where it is not known from when to when that is. */
export function holidaysOfQuery(
  query: KpiQuery,
  views: readonly View[],
  catalog: Catalog,
  history: History,
): readonly string[] | null {
  if (!query.filters.some(({ kind }) => kind === 'holidays')) return []
  const reach = reachOf(query, views, history)
  const known = reach.from && reach.to ? { from: reach.from, to: local(reach.to).add({ days: 1 }).toString() } : null
  const periods = [query.period ?? known, query.compare?.period].filter((period) => period != null)
  if (periods.length === 0) return null
  const days = periods.flatMap(({ from, to }) => {
    // A moving average reads what was before its period.
    const start = query.window?.kind === 'moving_average' ? local(from).subtract({ years: 1 }).toString() : from
    return holidaysIn({ from: start, to }, catalog.calendar.holidays)
  })
  return [...new Set(days.map(({ day }) => day))]
}

const years = new LRUCache<string, readonly Holiday[]>({ max: 500 })

function holidaysOf(country: string, year: number): readonly Holiday[] {
  const key = `${country} ${year}`
  const known = years.get(key)
  if (known) return known
  const [land = '', state] = country.toUpperCase().split('-')
  const calendar = new (library())(land, state ?? '')
  const found = (calendar.getHolidays(year, 'en') ?? []).flatMap(({ date, start, end, name, type }) => {
    if (type !== 'public') return []
    const first = local(date.slice(0, 10))
    const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000))
    return Array.from({ length }, (_, after) => ({ day: first.add({ days: after }).toString().slice(0, 10), name }))
  })
  years.set(key, found)
  return found
}

let loaded: typeof Calendars | null = null

function library(): typeof Calendars {
  return (loaded ??= createRequire(import.meta.url)('date-holidays') as typeof Calendars)
}

function isBetween(day: string, first: string, last: string): boolean {
  return day >= first.slice(0, 10) && day <= last.slice(0, 10)
}
