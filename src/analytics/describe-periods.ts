/** The period of a query and the one it is compared with, in words. */
import type { About } from './describe-parts.ts'
import type { KpiQuery, Period } from './kpi-query.ts'
import { timeOf } from './kpi-query-meaning.ts'
import {
  clockOf,
  fiscal,
  isMidnight,
  lastPeriod,
  local,
  monthsBetween,
  plus,
  thisPeriod,
  type Clock,
} from './period.ts'
import { momentInWords, periodInWords } from './words/dates.ts'
import { fiscalYearInWords, lengthInWords, sentence, unitInWords } from './words/en.ts'

/** `last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin)`; nothing for what knows no time. */
export function periodClause({ query, catalog, views, locale, now }: About): string[] {
  const { period } = query
  if (views.length > 0 && views.every(({ times }) => times.size === 0)) return []
  const [view] = views
  const other = query.time !== undefined && query.time !== 'time' && view ? timeOf(query, view) : undefined
  if (!period) return [other ? `${sentence.allTime} ${sentence.byOtherTime(other.label)}` : sentence.allTime]
  const words = periodInWords(period, locale)
  const name = nameOf(period, now, clockOf(catalog, now ?? new Date(0), period.zone))
  const when =
    period.through === undefined
      ? sentence.period(words, period.zone, name)
      : sentence.soFar(words, period.zone, momentInWords(period.through, locale), name)
  return [other ? `${when} ${sentence.byOtherTime(other.label)}` : when]
}

/** `last week`, for one that is as seen from now; `fiscal 2026` without now too. */
function nameOf(period: Period, now: Date | undefined, clock: Clock): string | null {
  const seen = now ? nameFrom(period, clock) : null
  return seen ?? fiscalName(period, clock)
}

function nameFrom(period: Period, clock: Clock): string | null {
  for (const unit of ['day', 'week', 'month', 'quarter', 'year', 'hour'] as const)
    for (const [which, whole] of [
      ['this', thisPeriod(unit, clock)],
      ['last', lastPeriod(unit, clock)],
    ] as const)
      if (whole.from === period.from && whole.to === period.to) return unitInWords(unit, which)
  return null
}

/** `fiscal 2026`, where that is no year of the calendar. */
function fiscalName({ from, to }: Period, clock: Clock): string | null {
  if (clock.fiscalYearStarts === 1) return null
  const [first, last] = [local(from), local(to)]
  const year = fiscal({ year: last.subtract({ days: 1 }).year }, clock)
  if (first.month !== clock.fiscalYearStarts || year.from !== from) return null
  return year.to === to ? fiscalYearInWords(last.year) : null
}

/** `January 2026, March 2026 and May 2026 of it`, after the period. */
export function periodsClauses({ query, locale }: About): string[] {
  const sideBySide = query.by.flatMap((axis) =>
    axis.kind === 'periods' ? [sentence.sideBySide(axis.periods.map((each) => periodInWords(each, locale)))] : [],
  )
  const filtered = query.filters.flatMap((filter) => {
    if (filter.kind !== 'periods') return []
    const words = filter.periods.map((stretch) => periodInWords(stretch, locale))
    return [filter.include ? sentence.onlyPeriods(words) : sentence.withoutPeriods(words)]
  })
  return [...sideBySide, ...filtered]
}

export function compareClause({ query, locale, isElapsed }: About): string[] {
  if (!query.compare) return []
  const { kind, period } = query.compare
  if (isBucketwise(query)) return [sentence.eachBefore(query.grain!, isElapsed)]
  const words = isElapsed ? sentence.elapsed : sentence.compared
  const [from, to] = [local(query.period!.from), local(query.period!.to)]
  const days = isMidnight(from) && isMidnight(to) ? from.until(to, { largestUnit: 'day' }).days : 0
  // What is cut to the time elapsed is named for the unit that it is cut from, if that is a whole one.
  const isToDate = query.period!.through !== undefined && days > 0 && days !== 1 && days !== 7
  const unit = lengthInWords(monthsBetween(from, to), isToDate ? 0 : days)
  return [words[kind](periodInWords(period, locale), unit)]
}

/** Whether each bucket stands beside the one before it. */
function isBucketwise({ grain, period, compare }: KpiQuery): boolean {
  if (!grain || !period || !compare || compare.kind === 'year_ago') return false
  const from = local(period.from)
  return local(compare.period.from).equals(plus(from, -1, grain)) && !local(period.to).equals(plus(from, 1, grain))
}
