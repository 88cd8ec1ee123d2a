/** Events through a real Kafka into a real PostgreSQL: catching up a backlog, and how soon an event counts. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'
import { grantRoles } from '../../src/analytics/embedded/set-up.ts'
import { createKafkaSource } from '../../src/analytics/live/kafka/source.ts'
import { createStreams } from '../../src/analytics/live/streams.ts'
import { migrateStore, openStore, type Store } from '../../src/analytics/store/store.ts'
import { startKafka } from '../support/kafka/cluster.ts'
import { connectionTo, makeTopic, write } from '../support/kafka/topics.ts'
import { oneLine, print, printHead, timesLine } from './figures.ts'
import { benchFolding } from './folding.ts'
import { makeWideShop, wideOrder, wideShopCatalog } from './wide-shop.ts'

const BACKLOG = 2_000_000
const PARTITIONS = 4
const LIVE_A_SECOND = 5_000
const LIVE_SECONDS = 20
const quiet = {
  info: () => {},
  warn: (fields: unknown, text?: string) => console.warn(text, fields),
  error: console.error,
}

export async function benchStreaming(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'tidings-bench-'))
  const server = await startEmbedded({ home, log: () => {} })
  try {
    await grantRoles(server.adminUrl)
    const store = openStore(server.keeperUrl)
    await migrateStore(store, server.keeperUrl)
    await makeWideShop(server.adminUrl)
    const name = `bench.${randomBytes(4).toString('hex')}`
    const catalog = await wideShopCatalog(server.keeperUrl, name)
    printHead('Counting events')
    await benchFolding(catalog)
    const kafka = await startKafka()
    try {
      const topic = await makeTopic(kafka.brokers, PARTITIONS, { name })
      await writeOrders(kafka.brokers, topic, 0, BACKLOG, (index) => Date.now() - 3_600_000 + index)
      const source = createKafkaSource({ connection: connectionTo(kafka.brokers), topics: [topic], log: quiet })
      const streams = await createStreams({ catalog, store, source, log: quiet })
      const before = process.cpuUsage()
      const from = performance.now()
      let most = 0
      await streams.start()
      while ((await countedIn(store)) < BACKLOG) {
        most = Math.max(most, process.memoryUsage().rss)
        await sleep(100)
      }
      const seconds = (performance.now() - from) / 1000
      const { user, system } = process.cpuUsage(before)
      const rate = Math.round(BACKLOG / seconds)
      const figures = streams.figures()
      print(
        oneLine(
          'catch up 2 million events',
          `${seconds.toFixed(0)} s, ${rate.toLocaleString('en')}/s`,
          '≤ 120 s',
          seconds <= 120,
        ),
      )
      print(
        oneLine(
          '  events counted in a second, end to end',
          `${rate.toLocaleString('en')}/s`,
          '≥ 20,000/s',
          rate >= 20_000,
        ),
      )
      print(
        oneLine(
          '  of it',
          `${figures.flushes} merges of ${(figures.flushMs / figures.flushes).toFixed(0)} ms, ${((user + system) / 1e6).toFixed(0)} s CPU, ${(most / 1e6).toFixed(0)} MB`,
        ),
      )
      print(
        timesLine(
          `from being written to being counted, at ${LIVE_A_SECOND}/s`,
          await latencies(kafka.brokers, topic, store),
          {
            text: 'p99 ≤ 2 s',
            isReached: ({ p99 }) => p99 <= 2_000,
          },
        ),
      )
      await check(store)
      await streams.stop()
    } finally {
      await kafka.stop()
    }
    await store.destroy()
  } finally {
    await server.stop()
    await rm(dirname(server.dataDir), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

async function writeOrders(
  brokers: readonly string[],
  topic: string,
  from: number,
  to: number,
  at: (index: number) => number,
): Promise<void> {
  const some = 100_000
  for (let first = from; first < to; first += some) {
    const records = Array.from({ length: Math.min(some, to - first) }, (_, index) => ({
      value: JSON.stringify(wideOrder(first + index, at(first + index))),
      partition: (first + index) % PARTITIONS,
    }))
    await write(brokers, topic, records)
  }
}

async function countedIn(store: Store): Promise<number> {
  const { rows } = await sql<{ sum: number }>`
    SELECT coalesce(sum(next_offset), 0)::float8 AS sum FROM tidings.offsets`.execute(store)
  return rows[0]!.sum
}

/** A tenth of a second's orders at a time: how long until all of them are counted. */
async function latencies(brokers: readonly string[], topic: string, store: Store): Promise<readonly number[]> {
  const found: number[] = []
  const waiting: { readonly upTo: number; readonly at: number }[] = []
  const some = LIVE_A_SECOND / 10
  let written = BACKLOG
  const over = new AbortController()
  const watching = (async () => {
    while (!over.signal.aborted || waiting.length > 0) {
      const counted = await countedIn(store)
      while (waiting[0] && waiting[0].upTo <= counted) found.push(performance.now() - waiting.shift()!.at)
      await sleep(10)
    }
  })()
  for (let tick = 0; tick < LIVE_SECONDS * 10; tick++) {
    const at = performance.now()
    const now = Date.now()
    waiting.push({ upTo: written + some, at })
    await writeOrders(brokers, topic, written, written + some, () => now)
    written += some
    await sleep(Math.max(0, 100 - (performance.now() - at)))
  }
  over.abort()
  await watching
  return found
}

/** What was counted is what was written. */
async function check(store: Store): Promise<void> {
  const { rows } = await sql<{ orders: number; events: number }>`
    SELECT (SELECT sum(orders) FROM rollup.sales_live)::float8 AS orders,
      (SELECT sum(events) FROM tidings.window_sales WHERE grain = 'day' AND slice = '{}')::float8 AS events`.execute(
    store,
  )
  const written = BACKLOG + LIVE_A_SECOND * LIVE_SECONDS
  const { orders, events } = rows[0]!
  print(
    oneLine(
      '  of what was written is counted',
      `${orders} of ${written}`,
      'all, once',
      orders === written && events === written,
    ),
  )
}
