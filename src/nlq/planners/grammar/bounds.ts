/** Conditions: on records before they are added up, or on the figures of groups. */
import type { Catalog, View } from '../../../analytics/catalog.ts'
import type { Bounds, Filter, KpiQuery } from '../../../analytics/kpi-query.ts'
import type { Draft, DraftCondition } from './draft.ts'
import { rowsCounted } from './same-measure.ts'
import { turned } from '../../falling.ts'
import { isCarried } from '../../row-numbers.ts'
import { secondsIn, secondsOf, suits } from '../../units.ts'

type Target = NonNullable<DraftCondition['target']>

export type Settled =
  | { readonly filters: readonly Filter[]; readonly conditions: KpiQuery['conditions'][number][] }
  | { readonly missing: 'group' }
  /** The condition's number may be any of these KPIs'. */
  | { readonly which: readonly Target[]; readonly condition: number }
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
  for (const [at, condition] of draft.conditions.entries()) {
    const { target, bounds } = condition
    if (!target) return { because: 'A number without anything it belongs to.' }
    const measure = target.kind === 'measure' ? measures[target.index] : undefined
    // "Orders over $100 by region": a number of money is no number of orders.
    const isCount = measure !== undefined && rowsCounted(measure, catalog) === view.name && view.rows !== null
    const numbers = isCount ? numbersIn(condition.unit, view, catalog) : []
    if (numbers.length > 1) return { which: numbers, condition: at }
    const [only] = numbers
    if (only) {
      const settled = boundsOf(
        { ...draft, kept: null, wantsChange: null, conditions: [{ ...condition, target: only }] },
        measures,
        view,
        catalog,
      )
      if (!('filters' in settled)) return settled
      filters.push(...settled.filters)
      continue
    }
    if (target.kind === 'dimension') {
      const seconds = condition.unit === 'seconds' ? secondsOf(view.dimensions.get(target.dimension)!) : 1
      if (seconds === null) return { because: `The catalog does not say in which unit ${target.dimension} is kept.` }
      filters.push({
        kind: 'range',
        field: { kind: 'dimension', dimension: target.dimension },
        bounds: times(bounds, 1 / seconds),
      })
      continue
    }
    if (target.kind === 'field') {
      const { unit } = catalog.kpis.get(target.kpi)!
      if (!suits(condition.unit, unit))
        return { because: 'The number and what it is compared with are in different units.' }
      filters.push({
        kind: 'range',
        field: { kind: 'kpi', kpi: target.kpi },
        bounds: scaled(bounds, condition, unit),
      })
      continue
    }
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
    return { missing: 'group' }
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

/** What a number of a unit may be of each counted record: amounts of money, times. */
export function numbersIn(unit: DraftCondition['unit'], view: View, catalog: Catalog): readonly Target[] {
  if (unit !== 'currency' && unit !== 'seconds') return []
  const columns = new Set<string | null>()
  const fields = [...catalog.kpis.values()].filter((kpi) => {
    if (kpi.view !== view.name || kpi.measure.kind !== 'simple' || !isCarried(kpi) || !suits(unit, kpi.unit))
      return false
    const isNew = !columns.has(kpi.measure.column)
    columns.add(kpi.measure.column)
    return isNew
  })
  const dimensions = unit === 'seconds' ? [...view.dimensions.values()] : []
  return [
    ...fields.map(({ name }): Target => ({ kind: 'field', kpi: name })),
    ...dimensions
      .filter((each) => each.type === 'number' && !each.masked && secondsOf(each) !== null && !columns.has(each.column))
      .map(({ name }): Target => ({ kind: 'dimension', dimension: name })),
  ]
}

function unitOf(measure: KpiQuery['measures'][number], catalog: Catalog): string {
  return measure.kind === 'kpi' ? catalog.kpis.get(measure.kpi)!.unit : 'count'
}

/** 20 % of a fraction is 0.2; hours of a KPI in minutes are sixty times as many. */
function scaled(bounds: Bounds, { unit, figure }: DraftCondition, kpiUnit: string): Bounds {
  const fraction = figure === 'share' || figure === 'change_percent' || (figure === 'value' && kpiUnit === 'percent')
  const isPercent = unit === 'percent' || (fraction && Math.abs(bounds.value) > 1)
  const factor = isPercent && fraction ? 0.01 : unit === 'seconds' ? 1 / (secondsIn[kpiUnit] ?? 1) : 1
  return times(bounds, factor)
}

function times(bounds: Bounds, factor: number): Bounds {
  if (factor === 1) return bounds
  const scale = (value: number) => Number((value * factor).toPrecision(12))
  return { ...bounds, value: scale(bounds.value), ...(bounds.to === undefined ? {} : { to: scale(bounds.to) }) }
}

/** "dropped more than 10 %" is a change of under -10 %. */
function directed(bounds: Bounds, { figure }: DraftCondition, draft: Draft): Bounds {
  const isOfChange = figure === 'change' || figure === 'change_percent'
  return draft.wantsChange?.falling && isOfChange ? turned(bounds) : bounds
}
