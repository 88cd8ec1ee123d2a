/** What the figures of a query rest on in the catalog, as a fingerprint: whether a KPI still means what it meant. */
import { createHash } from 'node:crypto'
import type { Catalog, Measure, SimpleMeasure, View } from './catalog.ts'
import { timeOf, viewsOfQuery } from './kpi-query-meaning.ts'
import type { KpiQuery } from './kpi-query.ts'
import type { ViewSql } from './view-sql.ts'

/** Which form the fingerprint is of: one of another form tells nothing. */
const form = '1:'

/**
 * The same as long as these stay the same: aggregation, column, filter, unit and view of each KPI of the query; relation, SQL
 * and time column of each view; the columns of its dimensions; how weeks and fiscal years start, and the holidays where they
 * count. Names for people do not matter. Under the whole catalog, never a policy's: all who ask have the same.
 */
export function fingerprintOf(query: KpiQuery, catalog: Catalog, sqlOf: ViewSql): string {
  const kpis = kpisIn(query, catalog)
  const dimensions = [...namedIn(query, dimensionKeys)].toSorted()
  const { weekStarts, fiscalYearStarts, calendar } = catalog
  const definitions = {
    kpis: kpis.map(({ name, view, unit, measure }) => [name, view, unit, measurePlain(measure)]),
    views: viewsIn(query, catalog).map((view) => {
      const time = timeOf(query, view)
      return [
        view.name,
        [view.relation.schema, view.relation.name],
        sqlOf.get(view.name) ?? null,
        time ? [time.column, time.type, time.zone] : null,
        dimensions.map((name) => [name, view.dimensions.get(name)?.column ?? null]),
      ]
    }),
    calendar: [weekStarts, fiscalYearStarts],
    holidays: query.filters.some(({ kind }) => kind === 'holidays') ? calendar.holidays.toSorted() : null,
  }
  return `${form}${createHash('sha256').update(JSON.stringify(definitions)).digest('hex').slice(0, 32)}`
}

/** Whether definitions have changed since; of what has no fingerprint, or one of another form, nothing is known. */
export function hasChanged(kept: string | null, now: string): boolean {
  return kept !== null && kept.startsWith(form) && kept !== now
}

/** The KPIs that a query names anywhere, or its views where it names none. */
export function definedIn(query: KpiQuery, catalog: Catalog): readonly string[] {
  const kpis = kpisIn(query, catalog)
  return (kpis.length > 0 ? kpis : viewsIn(query, catalog)).map(({ name }) => name)
}

function kpisIn(query: KpiQuery, { kpis }: Catalog) {
  return [...namedIn(query, kpiKeys)].toSorted().flatMap((name) => kpis.get(name) ?? [])
}

/** Those that the query reads; where none of them is the only one that it can mean, each that it may. */
function viewsIn(query: KpiQuery, catalog: Catalog): readonly View[] {
  const meant = new Set([
    ...viewsOfQuery(query, catalog),
    ...kpisIn(query, catalog).flatMap(({ view }) => catalog.views.get(view) ?? []),
  ])
  const named = namedIn(query, dimensionKeys)
  const having = [...catalog.views.values()].filter(({ dimensions }) => [...named].some((name) => dimensions.has(name)))
  return (meant.size > 0 ? [...meant] : having).toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

const kpiKeys = new Set(['kpi'])
/** Under `of` other words stand too; those are no dimensions of a view. */
const dimensionKeys = new Set(['dimension', 'dimensions', 'of', 'within', 'per'])

/** The names under these keys, however deep. */
function namedIn(value: unknown, keys: ReadonlySet<string>): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set()
  return new Set(
    Object.entries(value).flatMap(([key, inner]) =>
      keys.has(key) && (typeof inner === 'string' || Array.isArray(inner)) ? inner : [...namedIn(inner, keys)],
    ),
  )
}

function measurePlain(measure: Measure): unknown {
  const plain = ({ aggregation, column, where }: SimpleMeasure) => [
    aggregation,
    column,
    [...where]
      .map(([name, values]) => [name, values.map((value) => JSON.stringify(value)).toSorted()] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ]
  return measure.kind === 'ratio' ? ['ratio', plain(measure.of), plain(measure.over)] : plain(measure)
}
