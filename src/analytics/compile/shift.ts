/** How far back a compared period lies, so that each of its buckets stands beside the one it is compared with. */
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Catalog, Grain } from '../catalog.ts'
import type { KpiQuery, Period } from '../kpi-query.ts'
import { local, startOf } from '../period.ts'
import type { Fragment } from './dialect.ts'

type Local = Temporal.PlainDateTime

/** Months alone, or days and less. */
export interface Shift {
  readonly months: number
  readonly days: number
  readonly hours: number
  readonly minutes: number
}

/** Whole months where the buckets are months or their dates a year ago, else days. */
export function shiftOf(query: KpiQuery, catalog: Catalog, grain: Grain): Shift {
  const now = startOf(grain, local(query.period!.from), catalog)
  const then = startOf(grain, local(query.compare!.period.from), catalog)
  const months = (now.year - then.year) * 12 + now.month - then.month
  const isMonths = grain === 'month' || grain === 'quarter' || grain === 'year'
  const isYearAgo = query.compare!.kind === 'year_ago' && grain !== 'week' && now.subtract({ months }).equals(then)
  if (isMonths || isYearAgo) return { months, days: 0, hours: 0, minutes: 0 }
  const { days, hours, minutes } = then.until(now, { largestUnit: 'day' })
  return { months: 0, days, hours, minutes }
}

export function intervalOf({ months, days, hours, minutes }: Shift): Fragment {
  if (months !== 0) return sql.raw(`interval '${months} month'`)
  const parts = [`${days} day`, ...(hours ? [`${hours} hour`] : []), ...(minutes ? [`${minutes} minute`] : [])]
  return sql.raw(`interval '${parts.join(' ')}'`)
}

/** Whether a bucket has one to be compared with: not the 31st beside a shorter month, not 29 February beside a common year. */
export function hasCounterpart(bucket: string, query: KpiQuery, shift: Shift): boolean {
  const at = local(bucket.slice(0, 19))
  const then = at.subtract(shift)
  return then.add(shift).equals(at) && isBefore(then, local(query.compare!.period.to))
}

/** The same in SQL, for a bucket as wall-clock time; nothing where every bucket of the period has a counterpart. */
export function counterpartIs(bucket: Fragment, query: KpiQuery, grain: Grain, shift: Shift): readonly Fragment[] {
  const end = local(query.compare!.period.to)
  const interval = intervalOf(shift)
  const isLonger = isBefore(end, local(query.period!.to).subtract(shift))
  const isDays = grain === 'day' || grain === 'hour' || grain === 'minute'
  const leaps = shift.months !== 0 && isDays && holdsLeapDay(query.period!)
  return [
    ...(isLonger
      ? [sql`${bucket} - ${interval} < cast(${end.toString({ smallestUnit: 'second' })} as timestamp)`]
      : []),
    ...(leaps ? [sql`${bucket} - ${interval} + ${interval} = ${bucket}`] : []),
  ]
}

export function holdsLeapDay(period: Period): boolean {
  const [from, to] = [local(period.from), local(period.to)]
  for (let { year } = from; year <= to.year; year++) {
    const first = Temporal.PlainDate.from({ year, month: 1, day: 1 })
    if (!first.inLeapYear) continue
    const leapDay = first.with({ month: 2, day: 29 }).toPlainDateTime()
    if (isBefore(leapDay, to) && isBefore(from, leapDay.add({ days: 1 }))) return true
  }
  return false
}

function isBefore(one: Local, other: Local): boolean {
  return Temporal.PlainDateTime.compare(one, other) < 0
}
