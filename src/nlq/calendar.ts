/** What calendar phrases name, in terms of the house's calendar (analytics/period.ts). */
import type { Grain } from '../analytics/catalog.ts'
import type { Period } from '../analytics/kpi-query.ts'
import {
  between,
  calendar,
  calendarWeek,
  fiscal,
  lastPeriod,
  local,
  nextPeriod,
  periodOf,
  plus,
  print,
  rolling,
  thisPeriod,
  toDate,
  type Clock as HouseClock,
  type Unit,
} from '../analytics/period.ts'

/** The clock of a view, with the first day it has data for. */
export interface Clock extends HouseClock {
  readonly historyFrom: string
}

export { between, toDate, fiscal }

/** The unit `steps` away from the one going on; negative is the past. */
export function unitAt(unit: Unit, steps: number, clock: Clock): Period {
  if (steps === 0) return thisPeriod(unit, clock)
  return steps > 0 ? nextPeriod(unit, clock) : lastPeriod(unit, clock, -steps)
}

export function lastUnits(unit: Grain, count: number, clock: Clock): Period {
  return rolling(count, unit, clock)
}

export function today(clock: Clock): string {
  return thisPeriod('day', clock).from
}

export function tomorrow(clock: Clock): string {
  return thisPeriod('day', clock).to
}

export function year(clock: Clock): number {
  return Number(today(clock).slice(0, 4))
}

export function hourOf(day: string, hour: number, clock: Clock): Period {
  return periodOf('hour', `${day.slice(0, 10)}T${String(hour).padStart(2, '0')}:00`, clock)
}

/** This weekend is the one of this Monday-to-Sunday week, the last one a week before that. */
export function weekendAt(steps: number, clock: Clock): Period {
  const day = local(today(clock))
  const saturday = plus(day, 6 - day.dayOfWeek + 7 * steps, 'day')
  return between(print(saturday), print(plus(saturday, 2, 'day')), clock)
}

/** The latest such weekday before today; Monday is 1. */
export function weekdayBefore(weekday: number, clock: Clock): Period {
  const day = local(today(clock))
  const back = (day.dayOfWeek - weekday + 7) % 7 || 7
  return periodOf('day', print(plus(day, -back, 'day')), clock)
}

export function weekdayThisWeek(weekday: number, clock: Clock): Period {
  const day = local(today(clock))
  return periodOf('day', print(plus(day, weekday - day.dayOfWeek, 'day')), clock)
}

/** The latest such month that has begun. */
export function monthRecent(month: number, clock: Clock): Period | null {
  const current = Number(today(clock).slice(5, 7))
  return named({ year: year(clock) - (month > current ? 1 : 0), month }, clock)
}

/** The latest such month that is over. */
export function monthBefore(month: number, clock: Clock): Period | null {
  const current = Number(today(clock).slice(5, 7))
  return named({ year: year(clock) - (month >= current ? 1 : 0), month }, clock)
}

/** The latest such quarter that is over. */
export function quarterBefore(quarter: number, clock: Clock): Period | null {
  const current = Math.ceil(Number(today(clock).slice(5, 7)) / 3)
  return named({ year: year(clock) - (quarter >= current ? 1 : 0), quarter }, clock)
}

/** The latest such day that has begun. */
export function dayRecent(month: number, day: number, clock: Clock): Period | null {
  const here = named({ year: year(clock), month, day }, clock)
  if (here && here.from <= today(clock)) return here
  for (let back = 1; back <= 8; back++) {
    const before = named({ year: year(clock) - back, month, day }, clock)
    if (before) return before
  }
  return null
}

export function named(parts: Parameters<typeof calendar>[0], clock: Clock): Period | null {
  return calendar(parts, clock) ?? null
}

export function week(of: number, number: number, clock: Clock): Period | null {
  return calendarWeek(of, number, clock) ?? null
}

export function weekOf(day: string, clock: Clock): Period {
  return periodOf('week', day, clock)
}

export function firstDaysOf(whole: Period, count: number, clock: Clock): Period {
  const end = print(plus(local(whole.from), count, 'day'))
  return between(whole.from, end < whole.to ? end : whole.to, clock)
}

export function lastDaysOf(whole: Period, count: number, clock: Clock): Period {
  const start = print(plus(local(whole.to), -count, 'day'))
  return between(start > whole.from ? start : whole.from, whole.to, clock)
}

export function isDate(of: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(of, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
