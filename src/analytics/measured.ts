/** What a measure of a query comes down to: aggregates over columns of views, a name, a label, a unit. */
import type { Aggregation, Catalog, Column, SimpleMeasure, View } from './catalog.ts'
import type { QueryMeasure } from './kpi-query.ts'
import { lowerFirst, upperFirst } from './words/letters.ts'

/** One aggregate over one view. */
export interface Part {
  readonly view: View
  readonly measure: SimpleMeasure
}

/** A measure resolved: one aggregate, or the ratio or difference of two, perhaps of different views. */
export interface Measured {
  /** Fit for a column: `revenue`, `average_revenue`. */
  readonly name: string
  readonly label: string
  readonly unit: string | null
  readonly value:
    | { readonly kind: 'simple'; readonly part: Part }
    | { readonly kind: 'ratio'; readonly of: Part; readonly over: Part }
    | { readonly kind: 'difference'; readonly of: Part; readonly minus: Part }
  /** The aggregation that was asked for instead of the KPI's own. */
  readonly instead: Aggregation | null
}

/** Resolves a measure, or says why it cannot be. */
export function measured(measure: QueryMeasure, catalog: Catalog): Measured | { readonly because: string } {
  switch (measure.kind) {
    case 'kpi':
      return measuredKpi(measure.kpi, measure.aggregation, catalog)
    case 'records': {
      const view = catalog.views.get(measure.view)
      if (!view) return { because: `There is no view "${measure.view}".` }
      if (!view.rows) return { because: `A row of ${view.label} is not one countable thing.` }
      return {
        name: nameFrom(view.rows.label),
        label: upperFirst(view.rows.label),
        unit: 'count',
        value: simple(view, 'count', null),
        instead: null,
      }
    }
    case 'dimension':
      return measuredDimension(measure.view, measure.dimension, measure.aggregation, catalog)
    case 'ratio':
      return measuredRatio(measure, catalog)
    case 'difference':
      return measuredDifference(measure, catalog)
  }
}

/** The KPIs that a measure names. */
export function kpisOf(measure: QueryMeasure): readonly string[] {
  switch (measure.kind) {
    case 'kpi':
      return [measure.kpi]
    case 'ratio':
      return [measure.of.kpi, measure.over.kpi]
    case 'difference':
      return [measure.of.kpi, measure.minus.kpi]
    case 'records':
    case 'dimension':
      return []
  }
}

/** The aggregates of a measure: one, or numerator and denominator, or what is taken from what. */
export function partsOfMeasured({ value }: Pick<Measured, 'value'>): readonly [Part] | readonly [Part, Part] {
  switch (value.kind) {
    case 'simple':
      return [value.part]
    case 'ratio':
      return [value.of, value.over]
    case 'difference':
      return [value.of, value.minus]
  }
}

/** The column an aggregate reads; undefined when it counts rows. */
export function columnOf(part: Part): Column | undefined {
  return part.measure.column === null ? undefined : part.view.columns.get(part.measure.column)
}

/** Whether groups of this aggregate add up to the whole. */
export function isAdditive(aggregation: Aggregation): boolean {
  return aggregation === 'sum' || aggregation === 'count'
}

export function isTotal(aggregation: Aggregation): boolean {
  return isAdditive(aggregation) || aggregation === 'count_distinct' || aggregation === 'last'
}

function measuredRatio(
  measure: QueryMeasure & { kind: 'ratio' },
  catalog: Catalog,
): Measured | { readonly because: string } {
  const of = measuredKpi(measure.of.kpi, undefined, catalog)
  const over = measuredKpi(measure.over.kpi, undefined, catalog)
  if ('because' in of) return of
  if ('because' in over) return over
  for (const side of [of, over])
    if (side.value.kind !== 'simple' || !isTotal(side.value.part.measure.aggregation))
      return { because: `${side.label} is no total, so a ratio with it would mislead.` }
  if (of.value.kind !== 'simple' || over.value.kind !== 'simple') return { because: 'A ratio is made of two totals.' }
  return {
    name: `${of.name}_per_${over.name}`,
    label: `${of.label} per ${lowerFirst(over.label)}`,
    unit: of.unit !== over.unit ? of.unit : of.unit === 'count' ? null : 'percent',
    value: { kind: 'ratio', of: of.value.part, over: over.value.part },
    instead: null,
  }
}

function measuredDifference(
  measure: QueryMeasure & { kind: 'difference' },
  catalog: Catalog,
): Measured | { readonly because: string } {
  const of = measuredKpi(measure.of.kpi, undefined, catalog)
  const minus = measuredKpi(measure.minus.kpi, undefined, catalog)
  if ('because' in of) return of
  if ('because' in minus) return minus
  if (of.name === minus.name) return { because: `${of.label} minus itself is nothing.` }
  if (of.unit !== minus.unit)
    return { because: `${of.label} and ${lowerFirst(minus.label)} are not of one unit, so they have no difference.` }
  if (of.value.kind !== 'simple' || minus.value.kind !== 'simple')
    return {
      because: `${(of.value.kind === 'simple' ? minus : of).label} is a ratio, which nothing is taken from here.`,
    }
  const levels = [of.value.part, minus.value.part].filter((part) => part.measure.aggregation === 'last')
  if (levels.length === 1)
    return {
      because: `Of ${of.label} and ${lowerFirst(minus.label)} one is a level and one a flow; they have no difference.`,
    }
  return {
    name: `${of.name}_minus_${minus.name}`,
    label: `${of.label} minus ${lowerFirst(minus.label)}`,
    unit: of.unit,
    value: { kind: 'difference', of: of.value.part, minus: minus.value.part },
    instead: null,
  }
}

function measuredKpi(
  name: string,
  aggregation: Aggregation | undefined,
  catalog: Catalog,
): Measured | { because: string } {
  const kpi = catalog.kpis.get(name)
  const view = kpi && catalog.views.get(kpi.view)
  if (!kpi || !view) return { because: `There is no KPI "${name}".` }
  const own = kpi.measure
  if (own.kind === 'ratio') {
    if (aggregation !== undefined) return { because: `${kpi.label} is a ratio and has no ${inWords(aggregation)}.` }
    return {
      name,
      label: kpi.label,
      unit: kpi.unit,
      value: { kind: 'ratio', of: { view, measure: own.of }, over: { view, measure: own.over } },
      instead: null,
    }
  }
  const column = own.column === null ? undefined : view.columns.get(own.column)
  const isCount = ['count', 'count_distinct'].includes(aggregation ?? own.aggregation)
  if (column && !isCount && (column.type === 'text' || column.type === 'boolean' || column.type === 'other'))
    return { because: `${kpi.label} is over ${column.name}, which is no number and no date.` }
  if (aggregation === undefined || aggregation === own.aggregation)
    return {
      name,
      label: kpi.label,
      unit: kpi.unit,
      value: { kind: 'simple', part: { view, measure: own } },
      instead: null,
    }
  if (own.column === null || !kpi.also.includes(aggregation))
    return { because: `The ${inWords(aggregation)} of ${kpi.label} is not in the catalog.` }
  return {
    name: `${aggregation}_${name}`,
    label: `${upperFirst(inWords(aggregation))} of ${lowerFirst(kpi.label)}`,
    unit: aggregation === 'count' || aggregation === 'count_distinct' ? 'count' : kpi.unit,
    value: { kind: 'simple', part: { view, measure: { ...own, aggregation } } },
    instead: aggregation,
  }
}

function measuredDimension(
  viewName: string,
  name: string,
  aggregation: Aggregation,
  catalog: Catalog,
): Measured | { because: string } {
  const view = catalog.views.get(viewName)
  const dimension = view?.dimensions.get(name)
  if (!view || !dimension || dimension.masked) return { because: `There is no "${name}" in "${viewName}".` }
  const counts = aggregation === 'count' || aggregation === 'count_distinct'
  const ordered = aggregation === 'min' || aggregation === 'max'
  const isDate = dimension.type === 'date' || dimension.type === 'timestamp'
  if (!counts && dimension.type !== 'number' && !(ordered && isDate))
    return { because: `${dimension.label} is no number, so it has no ${inWords(aggregation)}.` }
  return {
    name: `${aggregation}_${name}`,
    label: `${upperFirst(inWords(aggregation))} of ${lowerFirst(dimension.label)}`,
    unit: counts ? 'count' : null,
    value: simple(view, aggregation, dimension.column),
    instead: aggregation,
  }
}

function simple(view: View, aggregation: Aggregation, column: string | null): Measured['value'] {
  return { kind: 'simple', part: { view, measure: { kind: 'simple', aggregation, column, where: new Map() } } }
}

const AGGREGATION_WORDS: Readonly<Record<Aggregation, string>> = {
  sum: 'total',
  count: 'number',
  count_distinct: 'distinct number',
  average: 'average',
  min: 'smallest',
  max: 'largest',
  median: 'median',
  last: 'last value',
}

function inWords(aggregation: Aggregation): string {
  return AGGREGATION_WORDS[aggregation]
}

function nameFrom(label: string): string {
  return (
    label
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^[_0-9]+|_+$/g, '') || 'records'
  )
}
