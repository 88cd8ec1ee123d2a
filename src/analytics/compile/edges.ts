/**
 * Long buckets found by their edges. Working out the local month of every row costs as much as reading it; looking the row
 * up between a few known moments is a fraction of that, and gives the very same groups.
 */
import { sql } from 'kysely'
import type { TimeColumn, View } from '../catalog.ts'
import { bucketsOf, countBuckets, reachOf, wholeOf } from '../buckets.ts'
import type { Fragment } from './dialect.ts'
import { timeIn, type Era, type Layout } from './layout.ts'
import { periodOfEra } from './periods.ts'
import { bucketOf, momentOf } from './time.ts'

// The same months are asked for again and again, and finding the offset of one takes the calendar a while.
const moments = new Map<string, string>()

/** More edges than this are no longer few. */
const MOST_EDGES = 120

/** What to group rows by instead of their bucket; null where the bucket itself is as good. All rows of a group have one bucket. */
export function edgeGroups(layout: Layout, view: View, era: Era): readonly Fragment[] | null {
  const { time: grouped, query, catalog, history } = layout
  const time = timeIn(layout, view)
  if (!grouped || !['week', 'month', 'quarter', 'year'].includes(grouped.grain) || time.type !== 'timestamptz')
    return null
  const asked = periodOfEra(layout, era, view)
  const period = asked ?? wholeOf(reachOf(query, [view], history), time.zone)
  if (!period || countBuckets(period, grouped.grain) > MOST_EDGES) return null
  const edges = bucketsOf(period, grouped.grain, catalog).map((start) => edgeAt(start, time))
  const [first] = edges
  if (first === undefined) return null
  const column = sql.id(time.column)
  // A list in PostgreSQL's own notation: one parameter.
  const between = (moments: readonly string[]) => sql`width_bucket(${column}, ${`{${moments.join(',')}}`})`
  if (asked) return [between(edges)]
  // Without a period there may be rows outside of what is known.
  const bucket = bucketOf(time, grouped.grain, catalog.weekStarts)
  const last = edges.at(-1)!
  return [between(edges), sql`case when ${column} < ${first} or ${column} >= ${last} then ${bucket} end`]
}

function edgeAt(start: string, time: TimeColumn): string {
  const key = `${time.zone} ${start}`
  const moment = moments.get(key) ?? momentOf(start, time)
  if (moments.size >= 10_000) moments.clear()
  moments.set(key, moment)
  return moment
}
