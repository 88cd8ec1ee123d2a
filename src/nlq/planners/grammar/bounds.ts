/** Conditions: on records before they are added up, or on the figures of groups. */
import type { Catalog, View } from '../../../analytics/catalog.ts'
import type { Bounds, Filter, KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Draft, DraftCondition } from './draft.ts'
import { rowsCounted } from './same-measure.ts'

export type Settled =
  | { readonly filters: readonly Filter[]; readonly conditions: KpiQuery['conditions'][number][] }
  | { readonly missing: 'group' }
  | { readonly because: string }

/** Where each condition belongs: regions with revenue over 100 are groups, orders over 100 are records. */
export function boundsOf(
  draft: Draft,
  measures: readonly KpiQuery['measures'][number][],
  view: View,
  catalog: Catalog,
): Settled {
  const filters: Filter[] = []
  const conditions: KpiQuery['conditions'][number][] = [...(draft.kept?.conditions ?? [])]
  const isGrouped = draft.by.length > 0 || draft.grain !== null || draft.countBuckets !== null || draft.form !== null
  for (const condition of draft.conditions) {
    const { target, bounds } = condition
    if (!target) return { because: 'A number without anything it belongs to.' }
    if (target.kind === 'dimension') {
      filters.push({ kind: 'range', field: { kind: 'dimension', dimension: target.dimension }, bounds })
      continue
    }
    const measure = measures[target.index]
    if (!measure) return { because: 'A number without anything it belongs to.' }
    if (isGrouped && !suits(condition.unit, unitOf(measure, catalog)))
      return { because: 'The number and what it is compared with are in different units.' }
    if (isGrouped && condition.mayBeOfRecords && numbersOf(measure, view, catalog)) return { missing: 'group' }
    if (isGrouped) {
      conditions.push({
        measure: target.index,
        figure: condition.figure,
        bounds: directed(scaled(bounds, condition, unitOf(measure, catalog)), condition, draft),
      })
      continue
    }
    const field = condition.unit === 'currency' ? recordField(measure, view, catalog) : ({ missing: 'group' } as const)
    if (typeof field !== 'string') return field
    filters.push({ kind: 'range', field: { kind: 'kpi', kpi: field }, bounds })
  }
  // "countries where revenue fell"
  const { wantsChange } = draft
  const isSaid = conditions.some(({ figure }) => figure === 'change' || figure === 'change_percent')
  if (
    wantsChange &&
    draft.picksGroups &&
    draft.ranking === null &&
    !isSaid &&
    wantsChange.rising !== wantsChange.falling
  )
    conditions.push({ measure: 0, figure: 'change', bounds: { op: wantsChange.falling ? 'under' : 'over', value: 0 } })
  return { filters, conditions }
}

/** Whether what is counted carries numbers of its own. */
function numbersOf(measure: KpiQuery['measures'][number], view: View, catalog: Catalog): boolean {
  return (
    rowsCounted(measure, catalog) !== null &&
    [...view.dimensions.values()].some(({ masked, type }) => !masked && type === 'number')
  )
}

/** The one amount that each counted record carries. */
function recordField(
  measure: KpiQuery['measures'][number],
  view: View,
  catalog: Catalog,
): string | { missing: 'group' } | { because: string } {
  const counts = measure.kind === 'records' || (measure.kind === 'kpi' && isRowCount(measure.kpi, catalog))
  if (!counts || !view.rows) return { missing: 'group' }
  const amounts = [...catalog.kpis.values()].filter(
    (kpi) =>
      kpi.view === view.name &&
      kpi.measure.kind === 'simple' &&
      kpi.measure.column !== null &&
      kpi.measure.where.size === 0 &&
      /^[A-Z]{3}$/.test(kpi.unit),
  )
  const columns = new Set(amounts.map((kpi) => (kpi.measure.kind === 'simple' ? kpi.measure.column : null)))
  return columns.size === 1
    ? amounts[0]!.name
    : { because: `It is not clear which amount of ${view.label} that number belongs to.` }
}

function isRowCount(name: string, catalog: Catalog): boolean {
  const { measure } = catalog.kpis.get(name)!
  return measure.kind === 'simple' && measure.aggregation === 'count' && measure.column === null
}

function unitOf(measure: KpiQuery['measures'][number], catalog: Catalog): string {
  return measure.kind === 'kpi' ? catalog.kpis.get(measure.kpi)!.unit : 'count'
}

/** 20 % of a fraction is 0.2; hours of a KPI in minutes are sixty times as many. */
function scaled(bounds: Bounds, { unit, figure }: DraftCondition, kpiUnit: string): Bounds {
  const fraction = figure === 'share' || figure === 'change_percent' || (figure === 'value' && kpiUnit === 'percent')
  const isPercent = unit === 'percent' || (fraction && Math.abs(bounds.value) > 1)
  const factor = isPercent && fraction ? 0.01 : unit === 'seconds' ? 1 / (secondsIn[kpiUnit] ?? 1) : 1
  if (factor === 1) return bounds
  const times = (value: number) => Number((value * factor).toPrecision(12))
  return { ...bounds, value: times(bounds.value), ...(bounds.to === undefined ? {} : { to: times(bounds.to) }) }
}

/** "dropped more than 10 %" is a change of under -10 %. */
function directed(bounds: Bounds, { figure }: DraftCondition, draft: Draft): Bounds {
  if (!draft.wantsChange?.falling || (figure !== 'change' && figure !== 'change_percent')) return bounds
  switch (bounds.op) {
    case 'over':
      return { op: 'under', value: -bounds.value }
    case 'at_least':
      return { op: 'at_most', value: -bounds.value }
    case 'under':
    case 'at_most':
      return { op: 'between', value: -bounds.value, to: 0 }
    case 'between':
      return { op: 'between', value: -(bounds.to ?? bounds.value), to: -bounds.value }
    case 'equals':
    case 'not_equals':
      return { op: bounds.op, value: -bounds.value }
  }
}

/** Euros are compared with euros, hours with times; kilometres with neither. */
function suits(unit: DraftCondition['unit'], kpiUnit: string): boolean {
  const isMoney = /^[A-Z]{3}$/.test(kpiUnit)
  switch (unit) {
    case null:
    case 'percent':
      return true
    case 'currency':
      return isMoney
    case 'seconds':
      return kpiUnit in secondsIn
    case 'measure':
      return !isMoney && kpiUnit !== 'count' && kpiUnit !== 'percent'
  }
}

const secondsIn: Readonly<Record<string, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
}
