/**
 * The analytic calendar: words like "last week" as half-open periods of wall-clock time in a zone. Pure; the moment of
 * asking is part of the clock.
 */
import { Temporal } from 'temporal-polyfill'
import type { Catalog, Grain, Weekday } from './catalog.ts'
import type { Period } from './kpi-query.ts'

/** When it is, and by whose calendar. */
export interface Clock {
  readonly now: Date
  readonly zone: string
  readonly weekStarts: Weekday
  /** Month number, 1 to 12. */
  readonly fiscalYearStarts: number
}

/** The part of a clock that does not move. */
export type Calendar = Pick<Clock, 'zone' | 'weekStarts' | 'fiscalYearStarts'>

/** Stretches of time that people name. A fiscal year is named for the calendar year in which it ends. */
export type Unit = Grain | 'half' | 'fiscal_quarter' | 'fiscal_half' | 'fiscal_year'

type Local = Temporal.PlainDateTime

const MONTHS: Partial<Record<Unit, number>> = {
  month: 1,
  quarter: 3,
  half: 6,
  year: 12,
  fiscal_quarter: 3,
  fiscal_half: 6,
  fiscal_year: 12,
}
const WEEKDAYS: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** A catalog's clock at a moment; `zone` is for a view that keeps its own. */
export function clockOf(
  catalog: Pick<Catalog, 'timezone' | 'weekStarts' | 'fiscalYearStarts'>,
  now: Date,
  zone = catalog.timezone,
): Clock {
  return { now, zone, weekStarts: catalog.weekStarts, fiscalYearStarts: catalog.fiscalYearStarts }
}

/** The whole unit that is going on. */
export function thisPeriod(unit: Unit, clock: Clock): Period {
  return unitsFromNow(unit, clock, 0, 1)
}

/** The unit `back` whole units ago: last week, the month before last. */
export function lastPeriod(unit: Unit, clock: Clock, back = 1): Period {
  return unitsFromNow(unit, clock, -back, 1)
}

/** The unit that comes next; there may be data for it, bookings for example. */
export function nextPeriod(unit: Unit, clock: Clock): Period {
  return unitsFromNow(unit, clock, 1, 1)
}

/** The last `count` whole units, the one going on left out; `current: true` counts it as the last of them. */
export function rolling(count: number, unit: Unit, clock: Clock, { current = false } = {}): Period {
  return unitsFromNow(unit, clock, current ? 1 - count : -count, count)
}

/** From the unit's start to the end of today (of this hour, for a day): month to date, year to date. */
export function toDate(unit: Unit, clock: Clock): Period {
  const now = nowIn(clock)
  const fine = unit === 'day' || unit === 'hour' || unit === 'minute'
  const end = plus(startOf(fine ? 'hour' : 'day', now, clock), 1, fine ? 'hour' : 'day')
  return span(startOf(unit, now, clock), end, clock)
}

/** The unit that holds a day (`2026-11-09`) or a moment (`2026-11-09T14:00`). */
export function periodOf(unit: Unit, at: string, clock: Clock): Period {
  const from = startOf(unit, local(at), clock)
  return span(from, plus(from, 1, unit), clock)
}

/** A named stretch of the calendar: a year, or its half, quarter, month or day. Undefined when there is no such day. */
export function calendar(
  named: {
    readonly year: number
    readonly half?: number
    readonly quarter?: number
    readonly month?: number
    readonly day?: number
  },
  clock: Clock,
): Period | undefined {
  const { year, half, quarter, month, day } = named
  const unit: Unit = day ? 'day' : month ? 'month' : quarter ? 'quarter' : half ? 'half' : 'year'
  const first = month ?? (quarter ? quarter * 3 - 2 : half ? half * 6 - 5 : 1)
  try {
    const from = Temporal.PlainDateTime.from({ year, month: first, day: day ?? 1 }, { overflow: 'reject' })
    return span(from, plus(from, 1, unit), clock)
  } catch {
    return undefined
  }
}

/** Week `week` of ISO week year `year`, moved to the catalog's week start when that is not Monday. */
export function calendarWeek(year: number, week: number, clock: Clock): Period | undefined {
  const fourth = Temporal.PlainDateTime.from({ year, month: 1, day: 4 })
  // The week's Thursday decides whose week it is, wherever weeks begin.
  const thursday = fourth.subtract({ days: fourth.dayOfWeek - 4 }).add({ days: (week - 1) * 7 })
  const from = startOf('week', thursday, clock)
  if (week < 1 || (week > 52 && thursday.year !== year)) return undefined
  return span(from, from.add({ days: 7 }), clock)
}

/** A fiscal year, named for the calendar year in which it ends, or its half or quarter. */
export function fiscal(
  named: { readonly year: number; readonly half?: number; readonly quarter?: number },
  clock: Clock,
): Period {
  const { year, half, quarter } = named
  const starts = clock.fiscalYearStarts
  const first = Temporal.PlainDateTime.from({ year: starts === 1 ? year : year - 1, month: starts, day: 1 })
  const months = quarter ? (quarter - 1) * 3 : half ? (half - 1) * 6 : 0
  const from = first.add({ months })
  return span(from, plus(from, 1, quarter ? 'fiscal_quarter' : half ? 'fiscal_half' : 'fiscal_year'), clock)
}

/** From the first day to the last one, both inside. */
export function betweenDays(first: string, last: string, clock: Clock): Period {
  return span(startOf('day', local(first), clock), plus(startOf('day', local(last), clock), 1, 'day'), clock)
}

/** From a day to the end of today. */
export function since(first: string, clock: Clock): Period {
  return span(startOf('day', local(first), clock), plus(startOf('day', nowIn(clock), clock), 1, 'day'), clock)
}

/** Any half-open stretch of wall-clock time. */
export function between(from: string, to: string, clock: Clock): Period {
  return span(local(from), local(to), clock)
}

/** What a period is compared with: how fine its view keeps time, and the unit a period to date belongs to. */
export interface Comparing {
  /** The view's grain: the minutes, hours or days of it that are over are compared. */
  readonly viewGrain: Grain
  /** The grain asked for; weeks are compared with weeks. */
  readonly grain?: Grain | undefined
  /** Of a period to date: month to date is compared with the same stretch of the month before. */
  readonly unit?: Unit | undefined
}

/** The period just before, as long; cut to the same elapsed stretch while the period is still going on. */
export function previousOf(period: Period, how: Comparing): Period {
  const [from, to] = [local(period.from), local(period.to)]
  const unit = unitAround(period, how)
  const months = (unit && MONTHS[unit]) ?? (unit ? 0 : monthsBetween(from, to))
  if (months > 0) return shifted(period, how, (at) => at.subtract({ months }))
  if (unit) return shifted(period, how, (at) => plus(at, -1, unit))
  if (isMidnight(from) && isMidnight(to)) {
    const { days } = from.until(to, { largestUnit: 'day' })
    return shifted(period, how, (at) => at.subtract({ days }))
  }
  const ms = zoned(to, period.zone).epochMilliseconds - zoned(from, period.zone).epochMilliseconds
  return shifted(period, how, (at) => zoned(at, period.zone).subtract({ milliseconds: ms }).toPlainDateTime())
}

/** The unit that a period is one of, or a part of up to now. A period of several units has none. */
function unitAround(period: Period, how: Comparing): Unit | undefined {
  const [from, to] = [local(period.from), local(period.to)]
  if (how.unit) return isBefore(plus(from, 1, how.unit), to) ? undefined : how.unit
  if (!period.through || from.day !== 1 || !isMidnight(from)) return undefined
  // From the first of a month to the end of today: to date, of the smallest unit that began then.
  const now = local(period.through)
  if (!plus(now.round({ smallestUnit: 'day', roundingMode: 'floor' }), 1, 'day').equals(to)) return undefined
  const calendar = { weekStarts: 'monday', fiscalYearStarts: 1 } as const
  return (['month', 'quarter', 'half', 'year'] as const).find((unit) => startOf(unit, now, calendar).equals(from))
}

/** The same period a year before: the same dates, or the same weekdays (52 weeks) where weeks are compared. */
export function yearBefore(period: Period, how: Comparing): Period {
  const [from, to] = [local(period.from), local(period.to)]
  const isWeek = isMidnight(from) && isMidnight(to) && from.until(to, { largestUnit: 'day' }).days === 7
  if (how.grain === 'week' || how.unit === 'week' || isWeek)
    return shifted(period, how, (at) => at.subtract({ days: 364 }))
  return shifted(period, how, (at) => at.subtract({ months: 12 }))
}

/** The same stretch some units before: three weeks earlier, two years before (the same weekdays where weeks are compared). */
export function unitsBefore(period: Period, unit: Unit, count: number, how: Comparing): Period {
  const isByWeek =
    unit === 'year' && yearBefore(period, how).from !== print(local(period.from).subtract({ months: 12 }))
  if (isByWeek) return shifted(period, how, (at) => at.subtract({ days: 364 * count }))
  return shifted(period, how, (at) => plus(at, -count, unit))
}

/** The period one bucket earlier, so that each bucket stands beside the one before it. */
export function bucketBefore(period: Period, grain: Grain, how: Comparing): Period {
  const { through, ...whole } = period
  const before = shifted(whole, how, (at) => plus(at, -1, grain))
  if (!through) return before
  const unit = how.viewGrain === 'minute' || how.viewGrain === 'hour' ? how.viewGrain : 'day'
  const elapsed = local(through).round({ smallestUnit: unit, roundingMode: 'floor' })
  return { ...before, to: print(plus(elapsed, -1, grain)) }
}

function shifted(period: Period, how: Comparing, shift: (at: Local) => Local): Period {
  const [from, to] = [local(period.from), local(period.to)]
  const start = shift(from)
  // A stretch of days stays as long as it is, whatever 29 February does; months may differ in length.
  const isDays = isMidnight(from) && isMidnight(to) && monthsBetween(from, to) === 0 && !unitAround(period, how)
  const end = isDays ? start.add(from.until(to, { largestUnit: 'day' })) : shift(to)
  if (!period.through) return { from: print(start), to: print(end), zone: period.zone }
  // What the view keeps of now is not over yet, so it is left out on both sides.
  const unit = how.viewGrain === 'minute' || how.viewGrain === 'hour' ? how.viewGrain : 'day'
  const elapsed = local(period.through).round({ smallestUnit: unit, roundingMode: 'floor' })
  const cut = start.add(from.until(elapsed, { largestUnit: 'day' }))
  // A period that has only just begun still compares with something.
  const least = isBefore(start, cut) ? cut : plus(start, 1, unit)
  return { from: print(start), to: print(isBefore(least, end) ? least : end), zone: period.zone }
}

function isBefore(one: Local, other: Local): boolean {
  return Temporal.PlainDateTime.compare(one, other) < 0
}

function unitsFromNow(unit: Unit, clock: Clock, first: number, count: number): Period {
  const current = startOf(unit, nowIn(clock), clock)
  if (unit === 'hour' || unit === 'minute') {
    // Hours are counted as they pass, also over a change of the clocks.
    const start = Temporal.Instant.fromEpochMilliseconds(clock.now.getTime())
      .toZonedDateTimeISO(clock.zone)
      .round({ smallestUnit: unit, roundingMode: 'floor' })
    const at = (steps: number) => start.add(unit === 'hour' ? { hours: steps } : { minutes: steps }).toPlainDateTime()
    return span(at(first), at(first + count), clock)
  }
  return span(plus(current, first, unit), plus(current, first + count, unit), clock)
}

/** The start of the unit that holds a wall-clock time. */
export function startOf(unit: Unit, at: Local, calendar: Pick<Calendar, 'weekStarts' | 'fiscalYearStarts'>): Local {
  if (unit === 'minute' || unit === 'hour' || unit === 'day')
    return at.round({ smallestUnit: unit, roundingMode: 'floor' })
  const midnight = at.round({ smallestUnit: 'day', roundingMode: 'floor' })
  if (unit === 'week') {
    const first = WEEKDAYS.indexOf(calendar.weekStarts) + 1
    return midnight.subtract({ days: (midnight.dayOfWeek - first + 7) % 7 })
  }
  const length = MONTHS[unit]!
  const offset = unit.startsWith('fiscal') ? calendar.fiscalYearStarts - 1 : 0
  return midnight.with({ day: 1 }).subtract({ months: (midnight.month - 1 - offset + 12) % length })
}

/** Moves a wall-clock time by whole units. */
export function plus(at: Local, count: number, unit: Unit): Local {
  if (unit === 'minute') return at.add({ minutes: count })
  if (unit === 'hour') return at.add({ hours: count })
  if (unit === 'day') return at.add({ days: count })
  if (unit === 'week') return at.add({ days: 7 * count })
  return at.add({ months: MONTHS[unit]! * count })
}

type Ends = Pick<Period, 'from' | 'to'>

/** Whether all of one stretch of time lies in another. */
export function isInside(one: Ends, other: Ends): boolean {
  return !isBefore(local(one.from), local(other.from)) && !isBefore(local(other.to), local(one.to))
}

/** Whether two stretches of time have a moment in common. */
export function meets(one: Ends, other: Ends): boolean {
  return isBefore(local(one.from), local(other.to)) && isBefore(local(other.from), local(one.to))
}

/** Reads a period's wall-clock time. */
export function local(text: string): Local {
  const known = parsed.get(text)
  if (known) return known
  const at = Temporal.PlainDateTime.from(text)
  if (parsed.size >= mostParsed) parsed.clear()
  parsed.set(text, at)
  return at
}

// The readings of one question are full of the same few days, and parsing is what they would spend most of their time on.
const parsed = new Map<string, Local>()
const mostParsed = 1_000

/** Writes a wall-clock time the way periods do: a midnight is its date. */
export function print(at: Local): string {
  if (isMidnight(at)) return at.toPlainDate().toString()
  return at.toString({ smallestUnit: at.second === 0 ? 'minute' : 'second' })
}

/** The moment of a wall-clock time; one that the clocks skip is the moment after, one that comes twice the first. */
export function zoned(at: Local, zone: string): Temporal.ZonedDateTime {
  return at.toZonedDateTime(zone)
}

export function isMidnight(at: Local): boolean {
  return at.hour === 0 && at.minute === 0 && at.second === 0
}

/** Whole calendar months from one first of a month to another; 0 for anything else. */
export function monthsBetween(from: Local, to: Local): number {
  if (!isMidnight(from) || !isMidnight(to) || from.day !== 1 || to.day !== 1) return 0
  return (to.year - from.year) * 12 + to.month - from.month
}

function nowIn({ now, zone }: Clock): Local {
  const moment = now.getTime()
  if (lastNow?.moment === moment && lastNow.zone === zone) return lastNow.at
  const zonedNow = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone)
  const at = zonedNow.toPlainDateTime().round({ smallestUnit: 'minute', roundingMode: 'floor' })
  lastNow = { moment, zone, at }
  return at
}

// Asked for dozens of times in a question, at one moment.
let lastNow: { readonly moment: number; readonly zone: string; readonly at: Local } | null = null

function span(from: Local, to: Local, clock: Clock): Period {
  const now = nowIn(clock)
  const isGoingOn = !isBefore(now, from) && isBefore(now, to)
  const period = { from: print(from), to: print(to), zone: clock.zone }
  return isGoingOn ? { ...period, through: print(now) } : period
}
