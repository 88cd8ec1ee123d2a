/** Periods as short as they can be told apart: `2 – 8 Nov 2026`, `Oct 2026`, `2025`. */
import type { Period } from '../analytics/kpi-query.ts'
import type { Sheet } from './sheet.ts'
import { dateFormat } from './intl.ts'

function periodName(period: Period, locale: string): string {
  const from = wall(period.from)
  const to = wall(period.through ?? period.to)
  const write = (options: Intl.DateTimeFormatOptions) => dateFormat(locale, options)
  const hasClock = period.from.length > 10 || period.to.length > 10
  if (hasClock && to - from <= 36 * 3_600_000)
    return write({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatRange(
      from,
      to,
    )
  const [start, end] = [new Date(from), new Date(wall(period.to))]
  const isFromFirst = start.getUTCDate() === 1 && end.getUTCDate() === 1 && period.through === undefined
  const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth()
  if (isFromFirst && months === 12 && start.getUTCMonth() === 0) return String(start.getUTCFullYear())
  if (isFromFirst && months >= 1) return write({ month: 'short', year: 'numeric' }).formatRange(from, to - 1)
  return write({ month: 'short', day: 'numeric', year: 'numeric' }).formatRange(from, to - 1)
}

/** The period asked for. */
export function currentName(sheet: Sheet): string {
  const { period } = sheet.answer.query
  return period ? periodName(period, sheet.locale) : 'now'
}

/** The period compared with. */
export function previousName(sheet: Sheet): string {
  const { compare, shape, period } = sheet.answer.query
  if (compare) return periodName(compare.period, sheet.locale)
  if (shape.kind !== 'drivers' || !period) return 'before'
  const [first, second] = shape.against
  return first && !second ? periodName({ ...first, zone: period.zone }, sheet.locale) : 'usual'
}

function wall(time: string): number {
  return Date.parse(`${time.length === 10 ? `${time}T00:00` : time}Z`)
}
