/** Many different questions in a catalog's own words: its KPIs by its dimensions, over periods, in the usual shapes. */
import type { Catalog, Kpi } from '../../src/analytics/catalog.ts'

const PERIODS = [
  'last week',
  'last month',
  'this month',
  'yesterday',
  'last quarter',
  'this year',
  'in October 2026',
  'in the last 30 days',
  'in the first half of 2026',
  'last year',
] as const

const SHAPES: readonly ((kpi: string, dimension: string, period: string) => string)[] = [
  (kpi, _dimension, period) => `${kpi} ${period}`,
  (kpi, dimension, period) => `${kpi} by ${dimension} ${period}`,
  (kpi, _dimension, period) => `${kpi} by day ${period}`,
  (kpi, dimension, period) => `top 3 ${dimension} by ${kpi} ${period}`,
  (kpi, _dimension, period) => `${kpi} ${period} compared with the year before`,
  (kpi, dimension, period) => `${kpi} by ${dimension} and week ${period}`,
  (kpi, dimension, period) => `share of ${kpi} by ${dimension} ${period}`,
]

/** `count` questions, none twice; not each of them can be answered. */
export function manyQuestions(catalog: Catalog, count: number): readonly string[] {
  const kpis = [...catalog.kpis.values()].filter((kpi) => catalog.views.get(kpi.view)?.time)
  const found = new Set<string>()
  // Steps without a common divisor walk through all combinations, the neighbours differing in everything.
  for (let step = 0; found.size < count && step < count * 20; step++) {
    const kpi = kpis[step % kpis.length]!
    const dimensions = dimensionsOf(kpi, catalog)
    const dimension = dimensions[(step * 3) % dimensions.length] ?? 'month'
    const shape = SHAPES[(step + Math.floor(step / kpis.length)) % SHAPES.length]!
    found.add(shape(kpi.label.toLowerCase(), dimension, PERIODS[(step * 7 + Math.floor(step / 70)) % PERIODS.length]!))
  }
  return [...found]
}

function dimensionsOf(kpi: Kpi, catalog: Catalog): readonly string[] {
  return [...(catalog.views.get(kpi.view)?.dimensions.values() ?? [])]
    .filter((dimension) => !dimension.masked && dimension.type === 'text')
    .map((dimension) => dimension.label.toLowerCase())
}
