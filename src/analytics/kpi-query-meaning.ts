/** Which views and which time columns a query is about. */
import type { Catalog, TimeColumn, View } from './catalog.ts'
import type { KpiQuery, RowField } from './kpi-query.ts'
import { measured, partsOfMeasured } from './measured.ts'

/** The views a query reads: those of its measures, or the one of its histogram. */
export function viewsOfQuery(query: KpiQuery, catalog: Catalog): readonly View[] {
  if (query.shape.kind === 'histogram') {
    const view = viewOfField(query.shape.field, query, catalog)
    return view ? [view] : []
  }
  const views = new Map<string, View>()
  for (const measure of query.measures) {
    const found = measured(measure, catalog)
    if (!('because' in found)) for (const part of partsOfMeasured(found)) views.set(part.view.name, part.view)
  }
  return [...views.values()]
}

/** The time column a query means in a view. */
export function timeOf(query: KpiQuery, view: View): TimeColumn | undefined {
  return view.times.get(query.time ?? 'time')
}

/** The view of a histogram's field: its KPI's, the one it names, or the only one with that dimension. */
function viewOfField(field: RowField, query: KpiQuery, catalog: Catalog): View | undefined {
  if (field.kind === 'kpi') return catalog.views.get(catalog.kpis.get(field.kpi)?.view ?? '')
  if (field.view !== undefined) return catalog.views.get(field.view)
  const wanted = [
    field.dimension,
    ...query.filters.flatMap((filter) => ('dimension' in filter ? [filter.dimension] : [])),
  ]
  const having = [...catalog.views.values()].filter((view) => wanted.every((name) => view.dimensions.has(name)))
  return having.length === 1 ? having[0] : undefined
}
