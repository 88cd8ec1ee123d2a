/** When two ways to say a measure come to the same figure. */
import type { Catalog } from '../../../analytics/catalog.ts'
import type { QueryMeasure } from '../../../analytics/kpi-query.ts'
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
