/** KPIs that count the rows of a view, all of them. */
import type { Catalog, Kpi } from '../analytics/catalog.ts'

export function countsRows({ measure }: Kpi): boolean {
  return (
    measure.kind === 'simple' && measure.aggregation === 'count' && measure.column === null && measure.where.size === 0
  )
}

/** The KPI that counts the rows of a view; null when none does. */
export function rowCounter(view: string, catalog: Catalog): string | null {
  for (const kpi of catalog.kpis.values()) if (kpi.view === view && countsRows(kpi)) return kpi.name
  return null
}
