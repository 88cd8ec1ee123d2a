/** When two ways to say a measure come to the same figure. */
import type { Catalog } from '../../../analytics/catalog.ts'
import type { KpiQuery, QueryMeasure, RowField } from '../../../analytics/kpi-query.ts'
import { countsRows } from '../../counters.ts'
import type { Lexicon } from '../../lexicon.ts'
import type { DraftMeasure } from './draft.ts'

/** The view whose rows a measure counts, by name; null when it does something else. */
export function rowsCounted(measure: QueryMeasure | DraftMeasure, catalog: Catalog): string | null {
  if (measure.kind === 'records') return measure.view
  const kpi = measure.kind === 'kpi' && !measure.aggregation ? catalog.kpis.get(measure.kpi) : undefined
  return kpi && countsRows(kpi) ? kpi.view : null
}

/** Whether two measures of a draft are one, leaving aside aggregations. */
export function isSameMeasure(one: DraftMeasure, other: DraftMeasure, { knowledge }: Lexicon): boolean {
  const counted = rowsCounted(one, knowledge.catalog)
  if (counted !== null && counted === rowsCounted(other, knowledge.catalog)) return true
  return JSON.stringify({ ...one, aggregation: undefined }) === JSON.stringify({ ...other, aggregation: undefined })
}

/** Whether two queries read the same columns in the same way: a KPI that counts rows counts what records of the view are. */
export function isSameQuery(one: KpiQuery, other: KpiQuery, catalog: Catalog): boolean {
  const plain = (query: KpiQuery) =>
    JSON.stringify({
      ...query,
      measures: query.measures.map((measure) => source(measure, catalog)),
      shape: 'field' in query.shape ? { ...query.shape, field: columnOf(query.shape.field, catalog) } : query.shape,
    })
  return plain(one) === plain(other)
}

function source(measure: QueryMeasure, catalog: Catalog): unknown {
  const view = (name: string) => catalog.views.get(name)!
  if (measure.kind === 'records') return [measure.view, 'count', null]
  if (measure.kind === 'dimension')
    return [measure.view, measure.aggregation, view(measure.view).dimensions.get(measure.dimension)?.column]
  const kpi = measure.kind === 'kpi' ? catalog.kpis.get(measure.kpi)! : null
  if (kpi?.measure.kind !== 'simple' || kpi.measure.where.size > 0) return measure
  const aggregation = (measure.kind === 'kpi' && measure.aggregation) || kpi.measure.aggregation
  return [kpi.view, aggregation, kpi.measure.column]
}

function columnOf(field: RowField, catalog: Catalog): unknown {
  if (field.kind === 'kpi') {
    const kpi = catalog.kpis.get(field.kpi)!
    return kpi.measure.kind === 'simple' ? [kpi.view, kpi.measure.column] : field
  }
  const views = [...catalog.views.values()].filter(({ name, dimensions }) =>
    field.view === undefined ? dimensions.has(field.dimension) : name === field.view,
  )
  return views.length === 1 ? [views[0]!.name, views[0]!.dimensions.get(field.dimension)?.column] : field
}
