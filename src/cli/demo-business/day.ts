/** Days of the business, whose zone is Europe/Berlin. */
import { Temporal } from 'temporal-polyfill'

const ZONE = 'Europe/Berlin'

export interface Day {
  /** `2026-11-20` */
  readonly date: string
  readonly year: number
  readonly month: number
  readonly dayOfMonth: number
  readonly dayOfYear: number
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number
  /** Days since 2020-01-01; ids of everything that happens on a day begin with it. */
  readonly number: number
  /** Epoch milliseconds of its midnight and the next. */
  readonly from: number
  readonly to: number
  /** Its 23 to 25 hours: when each begins and what the clock on the wall says. */
  readonly hours: readonly { readonly from: number; readonly wall: number }[]
}

const HOUR = 3_600_000
const epoch = Temporal.PlainDate.from('2020-01-01')
const days = new Map<string, Day>()

export function dayOf(date: string): Day {
  const known = days.get(date)
  if (known) return known
  const plain = Temporal.PlainDate.from(date)
  const from = midnight(plain)
  const to = midnight(plain.add({ days: 1 }))
  // Only where the clock changes does the hour on the wall need asking.
  const isPlain = to - from === 24 * HOUR
  const hours = Array.from({ length: (to - from) / HOUR }, (_, index) => ({
    from: from + index * HOUR,
    wall: isPlain ? index : wallHour(from + index * HOUR),
  }))
  const day: Day = {
    date,
    year: plain.year,
    month: plain.month,
    dayOfMonth: plain.day,
    dayOfYear: plain.dayOfYear,
    weekday: plain.dayOfWeek,
    number: epoch.until(plain).days,
    from,
    to,
    hours,
  }
  days.set(date, day)
  return day
}

export function addDays(date: string, count: number): string {
  return Temporal.PlainDate.from(date).add({ days: count }).toString()
}

export function addMonths(date: string, count: number): string {
  return Temporal.PlainDate.from(date).add({ months: count }).toString()
}

/** The date on the business's calendar at a moment of epoch milliseconds. */
export function dateAt(moment: number): string {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(ZONE).toPlainDate().toString()
}

export function firstOfMonth(date: string): string {
  return `${date.slice(0, 7)}-01`
}

/** Every date from the first up to, but not including, the second. */
export function* datesBetween(from: string, to: string): Generator<string> {
  for (let date = from; date < to; date = addDays(date, 1)) yield date
}

/** The n-th weekday (1 Monday) of a month, such as the fourth Thursday of November. */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): string {
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) }).toString()
}

/** Easter Sunday of the Gregorian calendar; the arithmetic is the "anonymous" one of Nature, 1876. */
export function easter(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const sum = h + l - 7 * Math.floor((a + 11 * h + 22 * l) / 451) + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 }).toString()
}

function wallHour(moment: number): number {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(ZONE).hour
}

function midnight(plain: Temporal.PlainDate): number {
  return plain.toZonedDateTime(ZONE).epochMilliseconds
}
