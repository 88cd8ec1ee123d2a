/** When a proposed query is about: periods as the calendar reads the words that a model quotes, never dates of its own. */
import type { Grain, TimeColumn, View } from '../../../analytics/catalog.ts'
import type { Axis, Filter, KpiQuery, Period } from '../../../analytics/kpi-query.ts'
import { between } from '../../../analytics/period.ts'
import { unitAt, type Clock } from '../../calendar.ts'
import type { When } from '../../when.ts'
import { compareOf, type Against } from '../../comparing.ts'
import { finest } from '../../view-grain.ts'
import { leaveOut } from '../../left-out.ts'
import { only, settled, sideBySide } from '../../time-lists.ts'
import { clockFor, periodSaid, type Asked } from './asked.ts'
import { isOfTime } from './build-filters.ts'
import type { ProposedQuery } from './proposal.ts'

/** What quoted words that name a period were taken for. */
export type PeriodRole = 'main' | 'compared' | 'side' | 'without'

export interface Timing {
  readonly period?: Period
  readonly compare?: NonNullable<KpiQuery['compare']>
  /** Of stretches side by side: their own unit. */
  readonly grain?: Grain
  readonly by?: Axis
  readonly filters: readonly Filter[]
  /** By the quoted words. */
  readonly roles: readonly { readonly words: string; readonly role: PeriodRole }[]
}

interface Refused {
  readonly because: string
}

const no = (because: string): Refused => ({ because })

/** Period, comparison and stretches; or why they cannot be, in words for the model. */
export function timingOf(proposed: ProposedQuery, view: View, asked: Asked): Timing | Refused {
  const { period: said, compare, grain } = proposed
  const stretches = proposed.filters.filter(({ dimension }) => dimension === 'period' && isOfTime(dimension, view))
  const isAside = proposed.by.some((name) => name === 'period' && isOfTime(name, view))
  if (said === null && compare === null && stretches.length === 0 && !isAside && proposed.shape?.kind !== 'drivers')
    return { filters: [], roles: [] }
  const time = view.times.get(proposed.time ?? 'time')
  if (!time) return no(`${view.name} has no time "${proposed.time ?? 'time'}"`)
  const clock = clockFor(view.name, time.zone, asked)
  const sides = quoted(stretches, 'is')
  const without = quoted(stretches, 'is_not')
  if (isAside || sides.length > 0) {
    if (said !== null || compare !== null || without.length > 0)
      return no('stretches of time are named in the filter on period alone: period and compare stay null')
    return aside(sides, isAside, grain, clock, asked)
  }
  const main = said === null ? latestFor(proposed, time) : stretchOf(said, clock, asked)
  if (main && 'because' in main) return main
  const left = withoutOf(main?.period ?? main?.when?.period(clock) ?? undefined, without, clock, asked)
  if ('because' in left) return left
  const { period, filters } = left
  const roles: Timing['roles'] = [
    ...(said === null ? [] : [{ words: said, role: 'main' as const }]),
    ...without.map((words) => ({ words, role: 'without' as const })),
  ]
  const plain = { filters, roles, ...(period && { period }) }
  const wanted = compare ?? (proposed.shape?.kind === 'drivers' ? ({ kind: 'previous', period: null } as const) : null)
  if (wanted === null) return plain
  if (!period) return no('a comparison needs a period: quote the words that name it')
  const against = againstOf(wanted, clock, asked)
  if ('because' in against) return against
  const spoken = { compare: against, whens: main?.when ? [main.when] : [], wantsChange: null, kept: null }
  const made = compareOf(spoken, main?.when ?? null, period, grain ?? undefined, time, clock)
  if (made && 'because' in made) return made
  const named =
    wanted.kind === 'period' && wanted.period !== null
      ? [...roles, { words: wanted.period, role: 'compared' as const }]
      : roles
  return {
    ...plain,
    roles: named,
    ...(made && { period: made.period }),
    ...(made?.compare && { compare: made.compare }),
  }
}

function againstOf(
  { kind, period }: NonNullable<ProposedQuery['compare']>,
  clock: Clock,
  asked: Asked,
): Against | Refused {
  if (kind !== 'period') return { kind }
  if (period === null) return no('compare.period is missing')
  const other = stretchOf(period, clock, asked)
  if ('because' in other) return other
  if (!other.period) return no('all time is no period')
  const kept = other.period
  return { kind: 'when', when: other.when ?? { period: () => kept, unit: null, relative: false } }
}

function quoted(stretches: readonly ProposedQuery['filters'][number][], wanted: 'is' | 'is_not'): readonly string[] {
  return stretches.flatMap(({ test, values }) => (test === wanted ? values.map(String) : []))
}

/** Each stretch by itself, as a bucket or a row; or, not broken down by them, all of them as one. */
function aside(
  quotes: readonly string[],
  isAside: boolean,
  grain: Grain | null,
  clock: Clock,
  asked: Asked,
): Timing | Refused {
  if (quotes.length < 2)
    return no(
      'a filter on period needs the exact words of each of two or more stretches; a single one goes into period',
    )
  const whens: When[] = []
  for (const words of quotes) {
    const found = stretchOf(words, clock, asked)
    if ('because' in found) return found
    if (!found.when) return no('"before" is no stretch of its own')
    whens.push(found.when)
  }
  const listed = sideBySide(whens, clock)
  if ('because' in listed) return listed
  const roles = quotes.map((words) => ({ words, role: 'side' as const }))
  if (isAside && listed.by && grain !== null)
    return no('those periods are no buckets of one length, so they stand side by side without a grain')
  if (isAside) return { ...listed, roles }
  const periods = settled(whens, clock).filter((period) => period !== null)
  const sorted = periods.toSorted((one, other) => (one.from < other.from ? -1 : 1))
  const whole = between(sorted[0]!.from, sorted.at(-1)!.to, clock)
  return { period: whole, filters: [only(sorted)], roles }
}

function withoutOf(
  period: Period | undefined,
  quotes: readonly string[],
  clock: Clock,
  asked: Asked,
): ReturnType<typeof leaveOut> {
  const whens: When[] = []
  for (const words of quotes) {
    const found = stretchOf(words, clock, asked)
    if ('because' in found) return found
    if (!found.when) return no('"before" cannot be left out')
    whens.push(found.when)
  }
  return leaveOut(period, whens, clock)
}

/** What moved is asked of the day before, where nobody said when. */
function latestFor({ shape }: ProposedQuery, time: TimeColumn): { period: null; when: When } | null {
  if (shape?.kind !== 'drivers') return null
  const unit = finest('day', time)
  return { period: null, when: { period: (clock) => unitAt(unit, -1, clock), unit, relative: true } }
}

/** The period that words of the question name, or that of the turn before. */
function stretchOf(
  said: string,
  clock: Clock,
  asked: Asked,
): { readonly period: Period | null; readonly when: When | null } | Refused {
  if (said === 'before')
    return asked.last?.period
      ? { period: asked.last.period, when: null }
      : no('there is no period in the thread before this question')
  const found = periodSaid(said, clock, asked)
  return found ?? no(`"${said}" is no period that the calendar can read in the question: quote its exact, whole words`)
}
