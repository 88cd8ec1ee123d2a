import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { createKafkaSource } from '../../../src/analytics/live/kafka/source.ts'
import { createStreams, type Streams } from '../../../src/analytics/live/streams.ts'
import { migrateStore, openStore, type Store } from '../../../src/analytics/store/store.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { connectionTo, makeTopic, write } from '../../support/kafka/topics.ts'
import { LIVE_SHOP_CATALOG, liveShopCatalog, makeLiveShop } from '../../support/live-shop.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []
const log = pino({ level: 'silent' })
const PARTITIONS = 3

let database: TestDatabase
let store: Store

beforeAll(async () => {
  if (kafka.missing !== null) return
  database = await emptyDatabase()
  store = openStore(database.keeperUrl)
  await migrateStore(store, database.keeperUrl)
  await makeLiveShop(database)
})

afterAll(async () => {
  await store?.destroy()
  await database?.drop()
})

const began = Date.now() - 4 * 3_600_000

function orders(from: number, to: number) {
  return Array.from({ length: to - from }, (_, index) => {
    const id = from + index
    const order = {
      id,
      placed_at: new Date(began + id * 100).toISOString(),
      shop: { region: `R${id % 5}` },
      channel: id % 2 === 0 ? 'web' : 'app',
      amount: (id % 50) + 0.5,
      customer: `c${id % 100}`,
    }
    return { value: JSON.stringify(order), partition: id % PARTITIONS }
  })
}

function totalsOf(count: number) {
  let cents = 0
  for (let id = 0; id < count; id++) cents += ((id % 50) + 0.5) * 100
  return { orders: count, revenue: cents / 100, events: count }
}

async function counted() {
  const { rows } = await sql`SELECT sum(orders)::int AS orders, sum(revenue)::float8 AS revenue,
      (SELECT sum(events)::int FROM tidings.window_sales WHERE grain = 'minute' AND slice = '{}') AS events
    FROM kpi.sales`.execute(store)
  return rows[0]
}

async function nextOffsets(): Promise<number> {
  const { rows } = await sql<{ sum: number }>`
    SELECT coalesce(sum(next_offset), 0)::int AS sum FROM tidings.offsets`.execute(store)
  return rows[0]!.sum
}

const until = (holds: () => Promise<unknown>) => vi.waitFor(holds, { timeout: 120_000, interval: 50 })

describe.skipIf(kafka.missing !== null)('with real brokers', () => {
  test('instances that come and go, a group that is forgotten and events sent again change no total', async () => {
    const topic = await makeTopic(brokers, PARTITIONS)
    const catalog = await liveShopCatalog(
      database.keeperUrl,
      LIVE_SHOP_CATALOG.replace('topic: orders', `topic: ${topic}`),
    )
    const running = new Set<Streams>()
    const join = async (connection = connectionTo(brokers)) => {
      const source = createKafkaSource({ connection, topics: [topic], log })
      const streams = await createStreams({ catalog, store, source, log, flushAfterMs: 20 })
      await streams.start()
      running.add(streams)
      return async () => {
        running.delete(streams)
        await streams.stop()
      }
    }
    try {
      const group = connectionTo(brokers)
      await write(brokers, topic, orders(0, 5_000))
      const leaveFirst = await join(group)
      await until(async () => expect(await nextOffsets()).toBe(5_000))
      expect(await counted()).toEqual(totalsOf(5_000))

      const leaveSecond = await join(group)
      await write(brokers, topic, orders(5_000, 12_000))
      await leaveFirst()
      await write(brokers, topic, orders(12_000, 15_000))
      await until(async () => expect(await nextOffsets()).toBe(15_000))
      expect(await counted()).toEqual(totalsOf(15_000))
      await leaveSecond()

      // A group of another name begins at the first record, as one that was reset does.
      await join()
      await write(brokers, topic, orders(10_000, 16_000))
      await until(async () => expect(await nextOffsets()).toBe(21_000))
      expect(await counted()).toEqual(totalsOf(16_000))
    } finally {
      for (const streams of running) await streams.stop()
    }
  })
})
