/** Filters that leave nothing of a figure by its very definition: resignations whose reason is dismissal. */
import type { Catalog, MeasureWhere, View } from '../analytics/catalog.ts'
import type { Filter, KpiQuery } from '../analytics/kpi-query.ts'

/** Why no record can be what was asked for, as a sentence; null where one can. */
export function contradictionOf(
  measures: readonly KpiQuery['measures'][number][],
  filters: readonly Filter[],
  catalog: Catalog,
): string | null {
  for (const measure of measures) {
    const kpi = measure.kind === 'kpi' ? catalog.kpis.get(measure.kpi) : undefined
    if (!kpi) continue
    const view = catalog.views.get(kpi.view)!
    const { measure: made } = kpi
    const found =
      made.kind === 'simple'
        ? ruledOut(made.where, filters, view, false)
        : // A part of a whole says nothing of a whole that is that part, or another.
          ruledOut(withoutShared(made.of.where, made.over.where), filters, view, true)
    if (found) return `${kpi.label} by definition has ${found}, which that leaves no room for.`
  }
  return null
}

function ruledOut(where: MeasureWhere, filters: readonly Filter[], view: View, isAny: boolean): string | null {
  for (const [column, values] of where) {
    const dimension = [...view.dimensions.values()].find((each) => each.column === column)
    const isOut = filters.some(
      (filter) =>
        filter.kind === 'members' &&
        filter.dimension === dimension?.name &&
        (isAny || values.every((value) => filter.values.includes(value) !== filter.include)),
    )
    if (dimension && isOut) return `${dimension.label} ${values.map(String).join(' or ')}`
  }
  return null
}

function withoutShared(of: MeasureWhere, over: MeasureWhere): MeasureWhere {
  return new Map([...of].filter(([column]) => !over.has(column)))
}
