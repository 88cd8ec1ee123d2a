/** What was beside a move: the same time before, and other KPIs that moved with it. */
import type { Answer } from '../answer.ts'
import type { Catalog } from '../catalog.ts'
import type { Filter, KpiQuery, Period, Stretch } from '../kpi-query.ts'
import type { Circumstance } from '../live/incident.ts'
import { isUsual } from './usual.ts'
import { periodInWords } from '../words/dates.ts'

export interface BesideAsked {
  readonly kpi: string
  readonly period: Period
  readonly against: readonly Stretch[]
  readonly filters: readonly Filter[]
  /** The period has only begun: other KPIs of it are no measure yet. */
  readonly isPart: boolean
}

const mostOthers = 5
/** A smaller change is not worth a word, however steady the KPI is. */
const leastChange = 0.05
/** Of a few stretches; their spread is itself uncertain. */
const leastDeviations = 4

/** The KPI and others of its view, in the period and in each stretch it is held against; null where that says nothing. */
export function besideQuery(
  { kpi, period, against, filters }: BesideAsked,
  catalog: Catalog,
): Partial<KpiQuery> | null {
  const view = catalog.kpis.get(kpi)?.view
  const others = [...catalog.kpis.values()].filter((other) => other.view === view && other.name !== kpi)
  const names = [kpi, ...others.slice(0, mostOthers).map(({ name }) => name)]
  if (against.length < 3 || period.through !== undefined) return null
  const periods = [...against, { from: period.from, to: period.to }].toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return {
    measures: names.map((name) => ({ kind: 'kpi' as const, kpi: name })),
    filters,
    period: { from: periods[0]!.from, to: periods.at(-1)!.to, zone: period.zone },
    by: [{ kind: 'periods', periods }],
  }
}

/** The KPI in the weeks before, and those of the others that are further from their average than from one time to the next. */
export function beside({ query, columns, rows }: Answer, asked: BesideAsked): readonly Circumstance[] {
  const rowOf = ({ from, to }: Stretch) => rows.find((row) => row[0] === periodInWords({ from, to }))
  return columns.flatMap(({ role, measure }, at): readonly Circumstance[] => {
    const one = role === 'measure' && measure !== undefined ? query.measures[measure] : undefined
    if (one?.kind !== 'kpi') return []
    const valueIn = (stretch: Stretch) => {
      const cell = rowOf(stretch)?.[at]
      return typeof cell === 'number' ? cell : null
    }
    const before = asked.against.map(valueIn)
    if (one.kpi === asked.kpi) {
      if (!isUsual(asked.against, asked.period)) return []
      return before.flatMap((value, week): Circumstance[] =>
        value === null ? [] : [{ kind: 'before', ago: 'week', weeks: week + 1, value }],
      )
    }
    const value = valueIn(asked.period)
    const known = before.filter((each) => each !== null)
    if (asked.isPart || value === null || known.length < 3) return []
    const expected = known.reduce((sum, each) => sum + each, 0) / known.length
    const spread = Math.sqrt(known.reduce((sum, each) => sum + (each - expected) ** 2, 0) / (known.length - 1))
    const far = Math.abs(value - expected)
    const hasMoved = far > leastChange * Math.abs(expected) && far > leastDeviations * spread
    return hasMoved ? [{ kind: 'kpi', kpi: one.kpi, value, expected }] : []
  })
}
