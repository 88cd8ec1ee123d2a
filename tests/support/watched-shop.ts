/** A shop whose orders are counted minute by minute, by us: what a watch over it sees, without events or views. */
import { sql } from 'kysely'
import type { Catalog } from '../../src/analytics/catalog.ts'
import { sliceKey } from '../../src/analytics/live/rule.ts'
import { shardOf } from '../../src/analytics/live/shard.ts'
import { DIRTY_CHANNEL } from '../../src/analytics/live/store/dirty.ts'
import { bucketAt } from '../../src/analytics/live/watch/clock.ts'
import type { HistoryOf, ReadHistory } from '../../src/analytics/live/watch/parts.ts'
import type { Store } from '../../src/analytics/store/store.ts'
import { boundByRegion } from './bound-catalog.ts'

export const HOUR = 3_600_000
export const MINUTE = 60_000

/** A view of orders a name, each with its own stream. */
export function watchedShop(views: readonly string[] = ['sales']): Catalog {
  const text = `
timezone: Europe/Berlin
views:
${views.map((view) => `  ${view}: { relation: kpi.${view}, live: rollup.${view}, time: { column: hour, grain: hour }, dimensions: { region: { column: region } } }`).join('\n')}
kpis:
${views.map((view) => `  ${nameIn(view, 'orders')}: { view: ${view}, measure: { sum: orders }, good_when: up }\n  ${nameIn(view, 'revenue')}: { view: ${view}, measure: { sum: revenue }, unit: EUR, good_when: up }`).join('\n')}
streams:
${views.map((view) => `  ${view}: { topic: ${view}, time: at, into: ${view}, measures: { orders: { count: true }, revenue: { sum: amount } }, dimensions: { region: region }, slices: [[region]] }`).join('\n')}
`
  return boundByRegion(text, views, ['orders', 'revenue'])
}

/** KPIs of the first view have plain names. */
function nameIn(view: string, kpi: string): string {
  return view === 'sales' ? kpi : `${kpi}_of_${view}`
}

export interface Counted {
  readonly view?: string
  readonly at: number
  readonly members: Readonly<Record<string, string>>
  readonly orders: number
  /** Of all orders, each of the same amount. */
  readonly revenue: number
}

/** Counts orders as a flush does: windows, how far events are known, and marks, in one transaction. */
export async function count(store: Store, counted: readonly Counted[]): Promise<void> {
  if (counted.length === 0) return
  await store.transaction().execute(async (transaction) => {
    for (const { view = 'sales', at, members, orders, revenue } of counted) {
      const table = sql.id('tidings', `window_${view}`)
      const slice = sliceKey(members)
      for (const grain of ['minute', 'hour', 'day'] as const) {
        const bucket = new Date(bucketAt(at, grain, 'Europe/Berlin').from)
        await sql`INSERT INTO ${table} AS w
          (grain, bucket, slice, events, first_at, last_at, count_orders, sum_revenue, squares_revenue)
          VALUES (${grain}, ${bucket}, ${slice}, ${orders}, ${new Date(at)}, ${new Date(at)}, ${orders}, ${revenue},
            ${orders > 0 ? revenue ** 2 / orders : 0})
          ON CONFLICT (grain, bucket, slice) DO UPDATE SET events = w.events + excluded.events,
            first_at = least(w.first_at, excluded.first_at), last_at = greatest(w.last_at, excluded.last_at),
            count_orders = w.count_orders + excluded.count_orders, sum_revenue = w.sum_revenue + excluded.sum_revenue,
            squares_revenue = w.squares_revenue + excluded.squares_revenue`.execute(transaction)
      }
      const minute = new Date(bucketAt(at, 'minute', 'UTC').from)
      await sql`INSERT INTO tidings.dirty VALUES (${shardOf(view)}, ${view}, ${slice}, ${minute})`.execute(transaction)
    }
    const newest = new Date(Math.max(...counted.map(({ at }) => at)))
    for (const view of new Set(counted.map(({ view = 'sales' }) => view)))
      await sql`INSERT INTO tidings.offsets AS o (topic, partition, next_offset, newest, received_at)
        VALUES (${view}, 0, 0, ${newest}, now()) ON CONFLICT (topic, partition) DO UPDATE
        SET newest = greatest(o.newest, excluded.newest), received_at = now()`.execute(transaction)
    await sql`SELECT pg_notify(${DIRTY_CHANNEL}, '')`.execute(transaction)
  })
}

/** How much of an hour's usual orders there are at that time of day. */
export function shapeAt(at: number): number {
  return 1 - 0.5 * Math.cos((2 * Math.PI * (((at / HOUR) % 24) - 3)) / 24)
}

/** History in which each hour has `perHour` orders of 20 each, by the time of day, and a little more or less. */
export function usualHistory(perHour: number, regions: readonly string[] = []): ReadHistory {
  return async ({ kpi, dimensions, grain, from, to }) => {
    const length = { minute: MINUTE, hour: HOUR, day: 24 * HOUR }[grain]
    const slices = dimensions.length === 0 ? ['{}'] : regions.map((region) => sliceKey({ region }))
    const found: HistoryOf = new Map(
      slices.map((slice, index) => {
        const points = []
        const first = bucketAt(from - 1, grain, 'Europe/Berlin').to
        for (let at = first; at < to; at = bucketAt(at, grain, 'Europe/Berlin').to) {
          const noise = 1 + 0.04 * Math.sin(at / HOUR / 1.7 + index)
          const orders = ((perHour * length) / HOUR / slices.length) * (grain === 'day' ? 1 : shapeAt(at)) * noise
          points.push({ at, value: Math.round(orders) * (kpi.startsWith('revenue') ? 20 : 1), volume: null })
        }
        return [slice, points]
      }),
    )
    return found
  }
}
