/** What calendar phrases name, in terms of the house's calendar (analytics/period.ts). */
import { holidaysIn } from '../analytics/holidays.ts'
import type { Period } from '../analytics/kpi-query.ts'
import {
  between,
  calendar,
  calendarWeek,
  fiscal,
  lastPeriod,
  local,
  monthsBetween,
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
import { fold } from './text.ts'

/** The clock of a view, with the first day it has data for and the countries whose holidays are known. */
export interface Clock extends HouseClock {
  readonly historyFrom: string
  readonly countries: readonly string[]
}

/** A holiday by its English name; null where no country of the catalog has it, or not all who do on the same day. */
export function holidayNamed(name: string, of: number, clock: Clock): Period | null {
  const whole = { from: `${of}-01-01`, to: `${of + 1}-01-01` }
  const days = new Set(
    holidaysIn(whole, clock.countries)
      .filter((holiday) => fold(holiday.name).replace('labour', 'labor') === name)
      .map(({ day }) => day),
  )
  const [day] = days
  return day !== undefined && days.size === 1 ? periodOf('day', day, clock) : null
}

export { between, fiscal, toDate }

/** The unit `steps` away from the one going on; negative is the past. */
export function unitAt(unit: Unit, steps: number, clock: Clock): Period {
  if (steps === 0) return thisPeriod(unit, clock)
  return steps > 0 ? nextPeriod(unit, clock) : lastPeriod(unit, clock, -steps)
}

export function lastUnits(unit: Unit, count: number, clock: Clock): Period {
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

/** From one minute of a day to another; the end may lie on the next day. */
export function minutesOf(day: string, from: number, to: number, clock: Clock): Period {
  const midnight = local(day.slice(0, 10))
  return between(print(plus(midnight, from, 'minute')), print(plus(midnight, to, 'minute')), clock)
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

export function named(parts: Parameters<typeof calendar>[0], clock: Clock): Period | null {
  return calendar(parts, clock) ?? null
}

export function week(of: number, number: number, clock: Clock): Period | null {
  return calendarWeek(of, number, clock) ?? null
}

export function unitOn(unit: Unit, day: string, clock: Clock): Period {
  return periodOf(unit, day, clock)
}

/** The latest of a kind that has begun: this year's, or one of the years before. */
export function recent(of: (year: number) => Period | null, clock: Clock): Period | null {
  for (let back = 0; back <= 8; back++) {
    const found = of(year(clock) - back)
    if (found && found.from <= today(clock)) return found
  }
  return null
}

/** The day so many days after another; before it when negative. */
export function dayBeside(day: string, days: number, clock: Clock): Period {
  return periodOf('day', print(plus(local(day), days, 'day')), clock)
}

/** Weekday 1 (Monday) to 7 of a day. */
export function weekdayOn(day: string): number {
  return local(day).dayOfWeek
}

/** Units `skipped` to `skipped + count` of a period, counted from its start; those beyond its end are cut off. */
export function firstOf(whole: Period, unit: Unit, count: number, clock: Clock, skipped = 0): Period | null {
  const from = print(plus(local(whole.from), skipped, unit))
  const to = print(plus(local(whole.from), skipped + count, unit))
  return from < whole.to ? between(from, to < whole.to ? to : whole.to, clock) : null
}

/** The last units of a period, counted from its end. */
export function lastOf(whole: Period, unit: Unit, count: number, clock: Clock): Period {
  const from = print(plus(local(whole.to), -count, unit))
  return between(from > whole.from ? from : whole.from, whole.to, clock)
}

/** The first, middle or last part of a period cut into two or three as even as months (or days) allow. */
export function fractionOf(whole: Period, which: 'early' | 'middle' | 'late', parts: number, clock: Clock): Period {
  const [from, to] = [local(whole.from), local(whole.to)]
  const months = monthsBetween(from, to)
  const unit: Unit = months > 1 ? 'month' : 'day'
  const units = months > 1 ? months : from.until(to, { largestUnit: 'day' }).days
  const length = Math.max(1, Math.floor(units / (which === 'middle' ? parts + 1 : parts)))
  const skipped = which === 'early' ? 0 : which === 'late' ? units - length : Math.floor((units - length) / 2)
  const start = plus(from, skipped, unit)
  return between(print(start), print(plus(start, length, unit)), clock)
}

/** The same unit of an earlier year; a week moves by whole weeks. */
export function yearsBefore(whole: Period, unit: Unit, years: number, clock: Clock): Period {
  const from = local(whole.from)
  const start = unit === 'week' ? plus(from, -52 * years, 'week') : plus(from, -12 * years, 'month')
  return between(print(start), print(plus(start, 1, unit)), clock)
}

/** The units right before or after a moment. */
export function unitsBeside(at: string, unit: Unit, count: number, clock: Clock): Period {
  const there = print(plus(local(at), count, unit))
  return count < 0 ? between(there, at, clock) : between(at, there, clock)
}

/** The `number`th Monday (or weekend, by its Saturday) of a period; counted from the end when negative. */
export function weekdayOf(whole: Period, weekday: number, number: number, length: number, clock: Clock): Period | null {
  const start = local(whole.from)
  const first = plus(start, (weekday - start.dayOfWeek + 7) % 7, 'day')
  const last = plus(local(whole.to), -1, 'day')
  const day =
    number > 0 ? plus(first, 7 * (number - 1), 'day') : plus(last, -((last.dayOfWeek - weekday + 7) % 7), 'day')
  const from = print(day)
  return from >= whole.from && from < whole.to ? between(from, print(plus(day, length, 'day')), clock) : null
}

/** That weekday of a week. */
export function weekdayIn(week: Period, weekday: number, clock: Clock): Period {
  const start = local(week.from)
  return periodOf('day', print(plus(start, (weekday - start.dayOfWeek + 7) % 7, 'day')), clock)
}

/** The latest such day of a month that has begun: the 3rd, the 25th. */
export function dayOfMonthRecent(day: number, clock: Clock): Period | null {
  for (let back = 0; back < 12; back++) {
    const month = back === 0 ? thisPeriod('month', clock) : lastPeriod('month', clock, back)
    const found = dayOfMonth(month, day, clock)
    if (found && found.from <= today(clock)) return found
  }
  return null
}

export function dayOfMonth(month: Period, day: number, clock: Clock): Period | null {
  return named({ year: Number(month.from.slice(0, 4)), month: Number(month.from.slice(5, 7)), day }, clock)
}

export function isDate(of: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(of, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
