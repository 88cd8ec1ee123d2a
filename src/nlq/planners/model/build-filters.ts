/** Filters of a proposed query, with names and values as the catalog has them. */
import type { Scalar, View } from '../../../analytics/catalog.ts'
import { TIME_PARTS, type Filter, type RowField, type TimePart } from '../../../analytics/kpi-query.ts'
import type { Asked } from './asked.ts'
import type { ProposedQuery } from './proposal.ts'

type Proposed = ProposedQuery['filters'][number]

export function isPart(name: string): name is TimePart {
  return (TIME_PARTS as readonly string[]).includes(name)
}

/** Whether a name stands for what every view has beside its dimensions: its days off, stretches of its time. */
export function isOfTime(name: string, view: View): name is 'holidays' | 'period' {
  return (name === 'holidays' || name === 'period') && !view.dimensions.has(name)
}

/** A number of each record: a dimension, or the column that a KPI measures. */
export function fieldOf(name: string, view: View, { lexicon }: Asked): RowField {
  const isKpi = !view.dimensions.has(name) && lexicon.knowledge.catalog.kpis.has(name)
  return isKpi ? { kind: 'kpi', kpi: name } : { kind: 'dimension', dimension: name }
}

/** What is restricted; stretches of time are left to the timing. A sentence for the model where it means nothing. */
export function filterOf({ dimension, test, values }: Proposed, view: View, asked: Asked): Filter | string {
  if (isOfTime(dimension, view))
    return test === 'is' || test === 'is_not'
      ? { kind: 'holidays', include: test === 'is' }
      : `${dimension} can only be filtered with is and is_not`
  if (test === 'empty') return { kind: 'empty', dimension, include: true }
  const [first, second] = values
  if (first === undefined) return `the filter on ${dimension} has no values`
  if (isPart(dimension)) {
    if (test !== 'is' && test !== 'is_not') return `${dimension} can only be filtered with is and is_not`
    return { kind: 'part', part: dimension, include: test === 'is', values: values.map(Number) }
  }
  switch (test) {
    case 'is':
    case 'is_not':
      return {
        kind: 'members',
        dimension,
        include: test === 'is',
        values: values.map((value) => valueOf(value, dimension, view, asked)),
      }
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return { kind: 'text', dimension, test, include: true, text: String(first) }
    case 'not_contains':
      return { kind: 'text', dimension, test: 'contains', include: false, text: String(first) }
    case 'not_starts_with':
      return { kind: 'text', dimension, test: 'starts_with', include: false, text: String(first) }
    case 'not_ends_with':
      return { kind: 'text', dimension, test: 'ends_with', include: false, text: String(first) }
    case 'over':
    case 'at_least':
    case 'under':
    case 'at_most':
    case 'between':
    case 'equals':
    case 'not_equals': {
      const bounds = { op: test, value: Number(first), ...(second === undefined ? {} : { to: Number(second) }) }
      return { kind: 'range', field: fieldOf(dimension, view, asked), bounds }
    }
  }
}

/** A value as the database has it; one that is not known stays as it was said. */
function valueOf(said: Scalar, dimension: string, view: View, { lexicon }: Asked): Scalar {
  const known = lexicon.knowledge.values.get(view.name)?.get(dimension) ?? []
  const exact = known.find((value) => String(value) === String(said))
  if (exact !== undefined) return exact
  switch (view.dimensions.get(dimension)?.type) {
    case 'number':
      return Number(said)
    case 'boolean':
      return String(said) === 'true'
    case undefined:
    case 'text':
    case 'date':
    case 'timestamp':
    case 'timestamptz':
    case 'other':
      return String(said)
  }
}
