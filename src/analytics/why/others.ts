/** Other KPIs that moved at the same time. */
import type { Answer } from '../answer.ts'
import type { Catalog } from '../catalog.ts'
import type { Filter, KpiQuery, Period, Stretch } from '../kpi-query.ts'
import type { Circumstance } from '../live/incident.ts'
import { periodInWords } from '../words/dates.ts'

interface Asked {
  readonly kpi: string
  readonly period: Period
  readonly against: readonly Stretch[]
  readonly filters: readonly Filter[]
}

const mostOthers = 6
/** A smaller change is not worth a word, however steady the KPI is. */
const leastChange = 0.05
/** Of a few stretches; their spread is itself uncertain. */
const leastDeviations = 4

/** The other KPIs of the view in the period and in each stretch it is held against; null when there are none. */
export function withOthers({ kpi, period, against, filters }: Asked, catalog: Catalog): Partial<KpiQuery> | null {
  const view = catalog.kpis.get(kpi)?.view
  const others = [...catalog.kpis.values()].filter((other) => other.view === view && other.name !== kpi)
  const measures = others.slice(0, mostOthers).map(({ name }) => ({ kind: 'kpi' as const, kpi: name }))
  if (measures.length === 0 || against.length < 3 || period.through !== undefined) return null
  const periods = [...against, { from: period.from, to: period.to }].toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return {
    measures,
    filters,
    period: { from: periods[0]!.from, to: periods.at(-1)!.to, zone: period.zone },
    by: [{ kind: 'periods', periods }],
  }
}

/** Those of them that are further from their average than they are from one time to the next. */
export function moved({ query, columns, rows }: Answer, period: Period): readonly Circumstance[] {
  const now = periodInWords({ from: period.from, to: period.to })
  const isNow = (row: readonly unknown[]) => row[0] === now
  return columns.flatMap(({ role, measure }, at): readonly Circumstance[] => {
    const asked = role === 'measure' && measure !== undefined ? query.measures[measure] : undefined
    if (asked?.kind !== 'kpi') return []
    const numbers = (of: readonly (readonly unknown[])[]) =>
      of.map((row) => row[at]).filter((cell) => typeof cell === 'number')
    const [value] = numbers(rows.filter(isNow))
    const before = numbers(rows.filter((row) => !isNow(row)))
    if (value === undefined || before.length < 3) return []
    const expected = before.reduce((sum, each) => sum + each, 0) / before.length
    const spread = Math.sqrt(before.reduce((sum, each) => sum + (each - expected) ** 2, 0) / (before.length - 1))
    const far = Math.abs(value - expected)
    const hasMoved = far > leastChange * Math.abs(expected) && far > leastDeviations * spread
    return hasMoved ? [{ kind: 'kpi', kpi: asked.kpi, value, expected }] : []
  })
}
