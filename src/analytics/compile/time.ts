/**
 * Time in SQL: buckets, recurring parts, periods. The zone is always named, so that the session's does not matter, and
 * every moment is a parameter.
 */
import { sql } from 'kysely'
import type { Grain, TimeColumn, Weekday } from '../catalog.ts'
import type { AxisPart, Stretch } from '../kpi-query.ts'
import { local, zoned } from '../period.ts'
import type { Fragment } from './dialect.ts'

/** Whether buckets of a grain are moments (their own UTC offset) and not dates. */
export function isSubDay(grain: Grain): boolean {
  return grain === 'minute' || grain === 'hour'
}

/** The wall-clock time of a row, or of a moment of the same type; a timestamp without zone. */
export function wallClock(time: TimeColumn, column: Fragment = sql.id(time.column)): Fragment {
  switch (time.type) {
    case 'timestamptz':
      return sql`timezone(${sql.lit(time.zone)}, ${column})`
    case 'timestamp':
      return column
    case 'date':
      return sql`cast(${column} as timestamp)`
  }
}

/** The start of the bucket a row falls into: a timestamptz for hours and minutes of a timestamptz, else a timestamp. */
export function bucketOf(
  time: TimeColumn,
  grain: Grain,
  weekStarts: Weekday,
  moment: Fragment = sql.id(time.column),
): Fragment {
  const unit = sql.lit(grain)
  if (isSubDay(grain) && time.type === 'timestamptz') return sql`date_trunc(${unit}, ${moment}, ${sql.lit(time.zone)})`
  const ahead = daysAhead(weekStarts)
  if (grain !== 'week' || ahead === 0) return sql`date_trunc(${unit}, ${wallClock(time, moment)})`
  const days = sql.raw(`interval '${ahead} day'`)
  return sql`date_trunc('week', ${wallClock(time, moment)} + ${days}) - ${days}`
}

/** How a bucket leaves the database: text of its wall-clock time, or seconds since 1970. See `fill.ts` for the way back. */
export function bucketOut(bucket: Fragment, time: TimeColumn, grain: Grain): Fragment {
  if (!isSubDay(grain)) return sql`to_char(${bucket}, 'YYYY-MM-DD')`
  if (time.type === 'timestamptz') return sql`extract(epoch from ${bucket})`
  return sql`to_char(${bucket}, 'YYYY-MM-DD"T"HH24:MI:SS')`
}

/** Days from this week start to the Monday on which PostgreSQL starts its week. */
function daysAhead(weekStarts: Weekday): number {
  return { monday: 0, sunday: 1, saturday: 2, friday: 3, thursday: 4, wednesday: 5, tuesday: 6 }[weekStarts]
}

export function partOf(time: TimeColumn, part: AxisPart): Fragment {
  return partIn(wallClock(time), part)
}

/** Whether a bucket lies in one part of time alone: a day has one weekday, a month none. */
export function isInOnePart(grain: Grain, part: AxisPart): boolean {
  const grains = {
    hour_of_day: ['minute', 'hour'],
    day_of_week: ['minute', 'hour', 'day'],
    weekend: ['minute', 'hour', 'day'],
    day_of_month: ['minute', 'hour', 'day'],
    month_of_year: ['minute', 'hour', 'day', 'month'],
    quarter_of_year: ['minute', 'hour', 'day', 'month', 'quarter'],
  }[part]
  return grains.includes(grain)
}

/** The part of time that a wall-clock time lies in. */
export function partIn(wall: Fragment, part: AxisPart): Fragment {
  if (part === 'weekend') return sql`case when extract(isodow from ${wall}) >= 6 then 'weekend' else 'weekday' end`
  const field = {
    hour_of_day: 'hour',
    day_of_week: 'isodow',
    day_of_month: 'day',
    month_of_year: 'month',
    quarter_of_year: 'quarter',
  }[part]
  return sql`cast(extract(${sql.raw(field)} from ${wall}) as integer)`
}

/** The rows of a half-open period. */
export function within(time: TimeColumn, period: Stretch): readonly Fragment[] {
  const column = sql.id(time.column)
  return [sql`${column} >= ${momentOf(period.from, time)}`, sql`${column} < ${momentOf(period.to, time)}`]
}

/** A wall-clock time as the column's type reads it. */
export function momentOf(at: string, time: TimeColumn): string {
  switch (time.type) {
    case 'timestamptz':
      return zoned(local(at), time.zone).toString({ timeZoneName: 'never', smallestUnit: 'second' })
    case 'timestamp':
      return local(at).toString({ smallestUnit: 'second' })
    case 'date':
      return local(at).toPlainDate().toString()
  }
}

/** Whether a row is in any of these stretches of time. */
export function inAny(stretches: readonly Stretch[], time: TimeColumn): Fragment {
  return sql`(${sql.join(
    stretches.map((stretch) => inside(stretch, time)),
    sql` or `,
  )})`
}

/** Which of these stretches a row is in, counted from 0. */
export function stretchOf(stretches: readonly Stretch[], time: TimeColumn): Fragment {
  const cases = stretches.map((stretch, index) => sql`when ${inside(stretch, time)} then ${sql.lit(index)}`)
  return sql`case ${sql.join(cases, sql` `)} end`
}

function inside(stretch: Stretch, time: TimeColumn): Fragment {
  return sql`(${sql.join(within(time, stretch), sql` and `)})`
}
