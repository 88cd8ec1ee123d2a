/** How a KPI stands: its latest whole bucket of time beside the one before, and its course. One query a KPI. */
import type { Ask } from '../analytics/ask.ts'
import type { Cell } from '../analytics/answer.ts'
import type { History } from '../analytics/buckets.ts'
import { GRAINS, type Grain, type Kpi } from '../analytics/catalog.ts'
import { parseKpiQuery, type Period } from '../analytics/kpi-query.ts'
import { clockOf, lastPeriod, local, plus, print, rolling, startOf, zoned } from '../analytics/period.ts'
import type { Policy } from '../analytics/policy.ts'
import { formatOf } from '../charts/format.ts'
import type { KpiChange, KpiNow } from './overview.ts'
import { cellPrinter } from './replies/cells.ts'
import { words } from './replies/en.ts'

/** A course of this many buckets is still read at a glance. */
const bucketsShown = 14
/** Of what it was before: a smaller change would round to 0.0 %. */
const still = 0.0005

/** Under whose rights, at which moment, for whom. */
interface Looking {
  readonly policy: Policy
  readonly history: History
  readonly now: Date
  readonly locale: string
}

/** The question that the figure answers: it asks for the same again. */
export function questionOf(kpi: Kpi, looking: Looking): string {
  const course = courseOf(kpi, looking)
  if (course === null) return kpi.label
  return course.isLast ? words.comparedQuestion(kpi.label, course.grain) : words.courseQuestion(kpi.label, course.grain)
}

/** Null when there is no whole bucket yet, or nothing to be had. Throws what asking throws. */
export async function standing(kpi: Kpi, looking: Looking, ask: Ask, signal: AbortSignal): Promise<KpiNow | null> {
  const { policy, locale } = looking
  const course = courseOf(kpi, looking)
  const measures = [{ kind: 'kpi', kpi: kpi.name } as const]
  const time = course && { grain: course.grain, period: course.period }
  const parsed = parseKpiQuery({ measures, ...time }, policy.catalog)
  if (!parsed.ok) return null
  const asked = await ask(parsed.query, policy, signal)
  if (asked.kind !== 'answered') return null
  const { columns, rows } = asked.answer
  const figures = rows.map((row) => numberIn(row.at(-1)))
  const [before, value] = [figures.at(-2) ?? null, figures.at(-1) ?? null]
  if (value === null) return null
  const format = formatOf(kpi.unit, locale)
  const [first] = columns
  const bucket = rows.at(-1)?.[0]
  if (!course || !first || bucket === undefined)
    return { value: format.words(value), period: words.allTime, change: null, spark: [] }
  return {
    value: format.words(value),
    period: course.isLast ? words.lastPeriod(course.grain) : cellPrinter(first, locale, course.grain)(bucket),
    change: before === null ? null : changeOf(kpi, course.grain, value, before, locale),
    spark: figures.filter((figure) => figure !== null),
  }
}

interface Course {
  readonly grain: Grain
  readonly period: Period
  /** Whether its last bucket is the last one of the calendar too, or what the data reaches to ends earlier. */
  readonly isLast: boolean
}

/** Weeks, or what is coarser where the view keeps only that: days rise and fall with the weekday. */
function courseOf(kpi: Kpi, { policy: { catalog }, history, now }: Looking): Course | null {
  const view = catalog.views.get(kpi.view)
  const reach = history.get(kpi.view)
  if (!view?.time || !reach) return null
  const { zone, grain: kept } = view.time
  const grain = GRAINS.indexOf(kept) > GRAINS.indexOf('week') ? kept : 'week'
  const until = new Date(zoned(plus(local(reach.to), 1, kept), zone).epochMilliseconds)
  const clock = clockOf(catalog, until < now ? until : now, zone)
  const { from, to } = rolling(bucketsShown, grain, clock)
  const begins = startOf(grain, local(reach.from), clock)
  // The first bucket is whole only where the data begins with it.
  const first = print(begins.equals(local(reach.from)) ? begins : plus(begins, 1, grain))
  if (first >= to) return null
  const isLast = lastPeriod(grain, clockOf(catalog, now, zone)).to === to
  return { grain, period: { from: first > from ? first : from, to, zone }, isLast }
}

function changeOf({ unit, goodWhen }: Kpi, grain: Grain, value: number, before: number, locale: string): KpiChange {
  if (value === before || Math.abs(value - before) < Math.abs(before) * still)
    return { words: words.sameAs(grain), direction: 'flat', isGood: null }
  const format = formatOf(unit, locale)
  const direction = value > before ? 'up' : 'down'
  const distance = format.distance(value, before)
  return {
    words:
      distance === null
        ? words.changedFrom(format.words(before), grain)
        : words.changedBy(`${direction === 'up' ? '+' : '−'}${distance}`, grain),
    direction,
    isGood: goodWhen === 'steady' ? null : goodWhen === direction,
  }
}

function numberIn(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return cell
  return typeof cell === 'string' && cell.trim() !== '' && Number.isFinite(Number(cell)) ? Number(cell) : null
}
