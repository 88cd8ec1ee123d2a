/** How a KPI is measured, in words. */
import { relationName, type Kpi, type Measure, type SimpleMeasure } from '../analytics/catalog.ts'
import type { Policy } from '../analytics/policy.ts'

/** Label, description, formula as the catalog has it, source, target, owner; a line each. */
export function definition(kpi: Kpi, policy: Policy): readonly string[] {
  const view = policy.catalog.views.get(kpi.view)
  const lines = [
    kpi.description ? `${kpi.label}: ${kpi.description}.`.replace('..', '.') : `${kpi.label}.`,
    `Measured as ${formula(kpi.measure)}${view ? ` from ${relationName(view.relation)}` : ''}.`,
  ]
  if (kpi.synonyms.length > 0) lines.push(`Also called ${kpi.synonyms.join(', ')}.`)
  if (kpi.target) lines.push(`Target: ${kpi.target.value.toLocaleString('en')} a ${kpi.target.per}.`)
  if (kpi.owner) lines.push(`Owner: ${kpi.owner}.`)
  return lines
}

function formula(measure: Measure): string {
  return measure.kind === 'ratio' ? `${part(measure.of)} divided by ${part(measure.over)}` : part(measure)
}

function part({ aggregation, column, where }: SimpleMeasure): string {
  const of = aggregation === 'count' && column === null ? 'the number of rows' : `${inWords[aggregation]} ${column}`
  const conditions = [...where].map(([name, values]) => `${name} is ${values.join(' or ')}`)
  return conditions.length > 0 ? `${of} where ${conditions.join(' and ')}` : of
}

const inWords = {
  sum: 'the sum of',
  count: 'the number of non-empty',
  count_distinct: 'the number of different',
  average: 'the average',
  min: 'the smallest',
  max: 'the largest',
  median: 'the median',
  last: 'the last value of',
} as const
