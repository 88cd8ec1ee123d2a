/** What was beside a move: the same time before, and other KPIs that moved with it. */
import { Temporal } from 'temporal-polyfill'
import type { Answer } from '../answer.ts'
import type { Catalog } from '../catalog.ts'
import type { Filter, KpiQuery, Period, Stretch } from '../kpi-query.ts'
import type { Circumstance } from '../live/incident.ts'
import { local, print } from '../period.ts'
import { isSettled } from '../settled.ts'
import { isUsual } from './usual.ts'
import { periodInWords } from '../words/dates.ts'

export interface BesideAsked {
  readonly kpi: string
  readonly period: Period
  readonly against: readonly Stretch[]
  readonly filters: readonly Filter[]
  /** What part of the period there is yet, where it has only begun. */
  readonly elapsed: number | null
}

/** What is asked beside the drivers that a query asks for; null of any other query. */
export function besideOf({ measures: [measure], period, filters, shape }: KpiQuery): BesideAsked | null {
  if (shape.kind !== 'drivers' || measure?.kind !== 'kpi' || !period) return null
  const { against, elapsed = null } = shape
  return { kpi: measure.kpi, period, against, filters, elapsed }
}

const mostOthers = 5
/** A smaller change is not worth a word, however steady the KPI is. */
const leastChange = 0.05
/** Of what has only begun: within an hour or a day things do not come evenly. */
const leastOfPart = 0.3
/** Less of a period says nothing of other KPIs. */
const leastElapsed = 0.25
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
  if (against.length < 3) return null
  const periods = [...against.map((each) => asFar(each, period)), asFar(period, period)].toSorted((a, b) =>
    a.from < b.from ? -1 : 1,
  )
  return {
    measures: names.map((name) => ({ kind: 'kpi' as const, kpi: name })),
    filters,
    period: { from: periods[0]!.from, to: periods.at(-1)!.to, zone: period.zone },
    by: [{ kind: 'periods', periods }],
  }
}

/** The KPI in the weeks before, and those of the others that are further from their average than from one time to the next. */
export function beside(
  { query, columns, rows, asOf }: Answer,
  asked: BesideAsked,
  catalog: Catalog,
): readonly Circumstance[] {
  const rowOf = (stretch: Stretch) => rows.find((row) => row[0] === periodInWords(asFar(stretch, asked.period)))
  const newest =
    asOf === null ? null : print(Temporal.Instant.from(asOf).toZonedDateTimeISO(asked.period.zone).toPlainDateTime())
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
    // A figure that is still to come is no fall.
    if (!isSettled(catalog.kpis.get(one.kpi)!, asked.period.to, newest)) return []
    const part = partOf(one.kpi, asked.elapsed, catalog)
    const value = valueIn(asked.period)
    const known = before.filter((each) => each !== null).map((each) => each * (part ?? 1))
    if (part === null || value === null || known.length < 3) return []
    const expected = known.reduce((sum, each) => sum + each, 0) / known.length
    const spread = Math.sqrt(known.reduce((sum, each) => sum + (each - expected) ** 2, 0) / (known.length - 1))
    const far = Math.abs(value - expected)
    const least = asked.elapsed === null ? leastChange : leastOfPart
    const hasMoved = far > least * Math.abs(expected) && far > leastDeviations * spread
    return hasMoved ? [{ kind: 'kpi', kpi: one.kpi, value, expected }] : []
  })
}

/** A stretch as far as the period has come, where it is cut off at a moment. */
function asFar({ from, to }: Stretch, period: Period): Stretch {
  if (period.through === undefined) return { from, to }
  return { from, to: print(local(from).add(local(period.from).until(local(period.through)))) }
}

/** How much of what is usual a KPI has by now: 1 where it does not add up over time; null where nothing can be said. */
function partOf(name: string, elapsed: number | null, catalog: Catalog): number | null {
  if (elapsed === null) return 1
  const measure = catalog.kpis.get(name)?.measure
  if (!measure || elapsed < leastElapsed) return null
  if (measure.kind === 'ratio') return 1
  return measure.aggregation === 'sum' || measure.aggregation === 'count' ? elapsed : null
}
