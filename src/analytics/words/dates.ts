/** Periods and buckets in words. Names of days and months come from Intl, in the reader's locale. */
import { Temporal } from 'temporal-polyfill'
import type { Grain } from '../catalog.ts'
import type { Period, Stretch } from '../kpi-query.ts'
import { isMidnight, local, monthsBetween } from '../period.ts'

type Local = Temporal.PlainDateTime

const formats = new Map<string, Intl.DateTimeFormat>()

/** `Mon 9 to Sun 15 Nov 2026`, `November 2026`, `2026`, `Mon 9 Nov 2026, 14:00 to 18:00`. */
export function periodInWords(period: Period | Stretch, locale = 'en'): string {
  const [from, to] = [local(period.from), local(period.to)]
  if (!isMidnight(from) || !isMidnight(to)) return stretchInWords(from, to, locale)
  const months = monthsBetween(from, to)
  if (months === 1) return `${named(from, { month: 'long' }, locale)} ${from.year}`
  if (months === 12 && from.month === 1) return `${from.year}`
  const last = to.subtract({ days: 1 })
  if (months > 0) {
    const start = named(from, { month: 'short' }, locale)
    return `${from.year === last.year ? start : `${start} ${from.year}`} to ${named(last, { month: 'short' }, locale)} ${last.year}`
  }
  const days = from.until(to, { largestUnit: 'day' }).days
  const weekday = days <= 14
  if (days === 1) return day(from, locale, { weekday, month: true, year: true })
  const year = from.year !== last.year
  const month = year || from.month !== last.month
  return `${day(from, locale, { weekday, month, year })} to ${day(last, locale, { weekday, month: true, year: true })}`
}

/** The start of a bucket as an answer writes it (`2026-11-09`, `2026-11-09T14:00:00+01:00`), in words for its grain. */
export function bucketInWords(bucket: string, grain: Grain, locale = 'en'): string {
  const at = local(bucket.slice(0, 19))
  switch (grain) {
    case 'minute':
    case 'hour':
      return `${day(at, locale, { weekday: true, month: true, year: true })}, ${clockTime(at)}`
    case 'day':
      return day(at, locale, { weekday: true, month: true, year: true })
    case 'week':
      return `week of ${day(at, locale, { weekday: false, month: true, year: true })}`
    case 'month':
      return `${named(at, { month: 'long' }, locale)} ${at.year}`
    case 'quarter':
      return `Q${Math.ceil(at.month / 3)} ${at.year}`
    case 'year':
      return `${at.year}`
  }
}

/** A wall-clock moment: `Sat 21 Nov 2026, 14:05`. */
export function momentInWords(at: string, locale = 'en'): string {
  const moment = local(at)
  const date = day(moment, locale, { weekday: true, month: true, year: true })
  return isMidnight(moment) ? date : `${date}, ${clockTime(moment)}`
}

function stretchInWords(from: Local, to: Local, locale: string): string {
  const shown = { weekday: true, month: true, year: true }
  if (from.toPlainDate().equals(to.toPlainDate()))
    return `${day(from, locale, shown)}, ${clockTime(from)} to ${clockTime(to)}`
  if (isMidnight(to) && from.toPlainDate().equals(to.subtract({ days: 1 }).toPlainDate()))
    return `${day(from, locale, shown)}, ${clockTime(from)} to 24:00`
  return `${day(from, locale, { ...shown, year: from.year !== to.year })}, ${clockTime(from)} to ${day(to, locale, shown)}, ${clockTime(to)}`
}

function day(
  at: Local,
  locale: string,
  { weekday, month, year }: { weekday: boolean; month: boolean; year: boolean },
): string {
  const words = [
    ...(weekday ? [named(at, { weekday: 'short' }, locale)] : []),
    `${at.day}`,
    ...(month ? [named(at, { month: 'short' }, locale)] : []),
    ...(year ? [`${at.year}`] : []),
  ]
  return words.join(' ')
}

function clockTime(at: Local): string {
  return at.toString({ smallestUnit: 'minute' }).slice(11, 16)
}

function named(at: Local, options: Intl.DateTimeFormatOptions, locale: string): string {
  const key = `${locale} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  formats.set(key, format)
  return format.format(Date.UTC(at.year, at.month - 1, at.day, 12))
}
