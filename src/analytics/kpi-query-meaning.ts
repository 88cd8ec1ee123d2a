/** Which views and which time columns a query is about. */
import type { Catalog, Scalar, TimeColumn, View } from './catalog.ts'
import type { Axis, KpiQuery, RowField } from './kpi-query.ts'
import { measured, partsOfMeasured } from './measured.ts'

/** Whether the answer is how many buckets or members satisfy the conditions. */
export function isCounting({ shape }: KpiQuery): boolean {
  return shape.kind === 'count_buckets' || shape.kind === 'count_members'
}

/** The views a query reads: those of its measures, or the one of its histogram, its members or its records. */
export function viewsOfQuery(query: KpiQuery, catalog: Catalog): readonly View[] {
  if (query.shape.kind === 'members') {
    const listed = query.by.flatMap((axis) => (axis.kind === 'dimension' ? [axis.dimension] : []))
    const view = viewWith(listed, query.shape.view, query, catalog)
    return view ? [view] : []
  }
  if (query.shape.kind === 'histogram') {
    const view = viewOfField(query.shape.field, query, catalog)
    return view ? [view] : []
  }
  if (query.shape.kind === 'records') {
    const view = viewOfFields(query.shape.fields, query.shape.view, query, catalog)
    return view ? [view] : []
  }
  const views = new Map<string, View>()
  for (const measure of query.measures) {
    const found = measured(measure, catalog)
    if (!('because' in found)) for (const part of partsOfMeasured(found)) views.set(part.view.name, part.view)
  }
  return [...views.values()]
}

/** The two members that a question names to break down by, in its order; null for any other. */
export function twoNamed(query: KpiQuery): readonly [Scalar, Scalar] | null {
  const [axis, other] = query.by
  if (other || axis?.kind !== 'dimension' || query.grain || query.compare || query.limit) return null
  const named = query.filters.flatMap((filter) =>
    filter.kind === 'members' && filter.dimension === axis.dimension ? [filter] : [],
  )
  const [filter, more] = named
  const [first, second, third] = filter?.values ?? []
  if (more || !filter?.include || first === undefined || second === undefined || third !== undefined) return null
  return [first, second]
}

/**
 * Whether a share is of the same figure without the filters: where that is asked for, or there is no breakdown to share it
 * out over. Which stretches of the period count holds for both.
 */
export function isShareOfWhole({ share, by, filters }: KpiQuery): boolean {
  const isUnfiltered = share?.of === 'unfiltered' || (share !== undefined && by.length === 0)
  return isUnfiltered && filters.some(({ kind }) => kind !== 'periods')
}

/** What a breakdown is called in columns and lists. */
export function axisName(axis: Axis): string {
  switch (axis.kind) {
    case 'dimension':
      return axis.dimension
    case 'part':
      return axis.part
    case 'periods':
      return 'period'
  }
}

/** The time column a query means in a view. */
export function timeOf(query: KpiQuery, view: View): TimeColumn | undefined {
  return view.times.get(query.time ?? 'time')
}

/** The view of a histogram's field: its KPI's, the one it names, or the only one with that dimension. */
function viewOfField(field: RowField, query: KpiQuery, catalog: Catalog): View | undefined {
  if (field.kind === 'kpi') return catalog.views.get(catalog.kpis.get(field.kpi)?.view ?? '')
  return viewWith([field.dimension], field.view, query, catalog)
}

/** The view of records: that of the KPIs among the fields, the one named, or the only one with all the dimensions. */
function viewOfFields(
  fields: readonly RowField[],
  named: string | undefined,
  query: KpiQuery,
  catalog: Catalog,
): View | undefined {
  const [kpi] = fields.flatMap((field) => (field.kind === 'kpi' ? [field.kpi] : []))
  if (kpi !== undefined && named === undefined) return catalog.views.get(catalog.kpis.get(kpi)?.view ?? '')
  const dimensions = fields.flatMap((field) => (field.kind === 'dimension' ? [field.dimension] : []))
  return viewWith(dimensions, named, query, catalog)
}

/** The view that is named, or the only one with these dimensions and those of the filters. */
function viewWith(
  dimensions: readonly string[],
  named: string | undefined,
  query: KpiQuery,
  catalog: Catalog,
): View | undefined {
  if (named !== undefined) return catalog.views.get(named)
  const wanted = [
    ...dimensions,
    ...query.filters.flatMap((filter) => ('dimension' in filter ? [filter.dimension] : [])),
  ]
  const having = [...catalog.views.values()].filter((view) => wanted.every((name) => view.dimensions.has(name)))
  return having.length === 1 ? having[0] : undefined
}
