import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createStreams, type Streams } from '../../../src/analytics/live/streams.ts'
import { readWatermarks } from '../../../src/analytics/live/store/watermark.ts'
import { readWindows } from '../../../src/analytics/live/store/windows.ts'
import { openStore } from '../../../src/analytics/store/store.ts'
import { cuttable } from '../../support/cuttable.ts'
import type { SentOrder } from '../../support/live-shop.ts'
import { memoryTopic, type MemorySource, type Topic } from '../../support/memory-source.ts'
import { statementCutter, type StatementCutter } from '../../support/statement-cutter.ts'
import { useLiveShop } from '../../support/use-live-shop.ts'

const shop = useLiveShop()
let cutter: StatementCutter
const opened: { stop(): Promise<void> }[] = []
const log = { info: () => {}, warn: () => {}, error: vi.fn() }

beforeAll(async () => {
  cutter = await statementCutter(shop.database.keeperUrl)
})

beforeEach(async () => {
  for (const each of opened.splice(0)) await each.stop()
  expect(log.error).not.toHaveBeenCalled()
  for (const table of ['offsets', 'seen_ids', 'dead_letters', 'dirty', 'points'])
    await sql`TRUNCATE ${sql.id('tidings', table)}`.execute(shop.store)
  await sql`DELETE FROM rollup.sales_live`.execute(shop.store)
  await sql`DELETE FROM rollup.tickets_live`.execute(shop.store)
  await sql`DELETE FROM tidings.boundary`.execute(shop.store)
  await sql`DROP TABLE IF EXISTS tidings.window_sales, tidings.window_tickets`.execute(shop.store)
})

afterAll(async () => {
  for (const each of opened.splice(0)) await each.stop()
  await cutter.close()
})

/** Counting what a source gives; `before` runs when the tables are there and nothing is read yet. */
async function counting(source: MemorySource, url = shop.database.keeperUrl, before = () => {}): Promise<Streams> {
  const own = openStore(url)
  const streams = await createStreams({
    catalog: shop.catalog,
    store: own,
    source,
    log,
    flushAfterMs: 5,
    mostRecords: 500,
  })
  before()
  await streams.start()
  opened.push({
    async stop() {
      await streams.stop()
      await own.destroy()
    },
  })
  return streams
}

const HOUR = 3_600_000
const DAY_BEGAN = Date.now() - (Date.now() % HOUR) - 6 * HOUR

function order(index: number, over: Partial<SentOrder> = {}): SentOrder {
  return {
    id: `o${index}`,
    placed_at: new Date(DAY_BEGAN + index * 7_000).toISOString(),
    shop: { region: ['North', 'South', 'Ülvik "K"'][index % 3]! },
    channel: index % 2 === 0 ? 'web' : 'app',
    amount: (index % 97) + 0.25,
    customer: `c${index % 40}`,
    ...over,
  }
}

function totalOf(orders: readonly SentOrder[]) {
  const cents = orders.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0)
  return { orders: orders.length, revenue: cents / 100 }
}

async function seen(): Promise<{ orders: number; revenue: number }> {
  const { rows } = await sql<{ orders: number; revenue: number }>`
    SELECT coalesce(sum(orders), 0)::int AS orders, coalesce(sum(revenue), 0)::float8 AS revenue FROM kpi.sales`.execute(
    shop.store,
  )
  return rows[0]!
}

async function windowTotals(): Promise<unknown> {
  const { rows } =
    await sql`SELECT grain, sum(events)::int AS events, round(sum(sum_revenue)::numeric, 2)::float8 AS revenue
    FROM tidings.window_sales WHERE slice = '{}' GROUP BY grain ORDER BY grain`.execute(shop.store)
  return rows
}

/** Resolves when the offsets say that so many records are behind us. */
async function countedTo(topic: string, records: number): Promise<void> {
  const sum = async () => {
    const { rows } = await sql<{ sum: number }>`
      SELECT coalesce(sum(next_offset), 0)::int AS sum FROM tidings.offsets WHERE topic = ${topic}`.execute(shop.store)
    return rows[0]!.sum
  }
  await expect.poll(sum, { interval: 10 }).toBe(records)
}

function write(topic: Topic, orders: readonly SentOrder[], partitions: number): void {
  for (const [index, each] of orders.entries()) topic.write(index % partitions, each)
}

const thousand = Array.from({ length: 1_000 }, (_, index) => order(index))

test('events are in the KPI view and in the windows of each grain', async () => {
  const topic = memoryTopic('orders', 3)
  write(topic, thousand, 3)
  const source = topic.source()
  const streams = await counting(source)
  await countedTo('orders', 1_000)
  const { orders, revenue } = totalOf(thousand)
  expect(await seen()).toEqual({ orders, revenue })
  expect(await windowTotals()).toEqual(['day', 'hour', 'minute'].map((grain) => ({ grain, events: orders, revenue })))
  expect(streams.figures().streams.get('orders')).toMatchObject({ counted: 1_000, duplicates: 0 })
  expect([...source.committedOffsets.values()].reduce((sum, each) => sum + each)).toBe(1_000n)

  const north = await readWindows(shop.store, shop.catalog, {
    view: 'sales',
    grain: 'hour',
    slices: ['{"region":"North"}'],
    from: new Date(DAY_BEGAN),
    to: new Date(DAY_BEGAN + HOUR),
  })
  const expected = thousand.filter(
    (each) => each.shop.region === 'North' && Date.parse(each.placed_at) < DAY_BEGAN + HOUR,
  )
  expect(north).toHaveLength(1)
  expect(north[0]).toMatchObject({
    events: expected.length,
    values: { revenue: totalOf(expected).revenue, largest: 96.25 },
  })
  expect(north[0]!.values['customers']).toBeCloseTo(new Set(expected.map((each) => each.customer)).size, -1)
  expect(north[0]!.squares['revenue']).toBeCloseTo(
    expected.reduce((sum, { amount }) => sum + amount ** 2, 0),
    3,
  )
  const watermark = (await readWatermarks(shop.store, shop.catalog)).get('sales')!
  expect(watermark.at!.getTime()).toBe(Math.min(...[997, 998, 999].map((index) => Date.parse(order(index).placed_at))))
  expect(watermark).toMatchObject({ behindMs: 0, waiting: 0 })
})

test('what is sent again with the same id counts once, also after a restart', async () => {
  const topic = memoryTopic('orders', 2)
  write(topic, thousand, 2)
  await counting(topic.source())
  await countedTo('orders', 1_000)
  await opened.pop()!.stop()
  write(topic, thousand, 2)
  const streams = await counting(topic.source())
  await countedTo('orders', 2_000)
  expect(await seen()).toEqual(totalOf(thousand))
  expect(streams.figures().streams.get('orders')).toMatchObject({ counted: 0, duplicates: 1_000 })
})

test('a rebalance in the middle loses nothing and counts nothing twice', async () => {
  const topic = memoryTopic('orders', 2, { batch: 7 })
  write(topic, thousand, 2)
  const source = topic.source()
  await counting(source)
  for (let round = 0; round < 8; round++) await source.reassign()
  await countedTo('orders', 1_000)
  expect(await seen()).toEqual(totalOf(thousand))
})

const statements = [
  /^begin/i,
  /tidings\.offsets o SET/i,
  /FROM tidings\.boundary/i,
  /INSERT INTO "tidings"\."window_sales"/i,
  /SELECT place/i,
  /UPDATE "tidings"\."window_sales"/i,
  /INSERT INTO "rollup"\."sales_live"/i,
  /INSERT INTO tidings\.seen_ids/i,
  /INSERT INTO tidings\.dead_letters/i,
  /INSERT INTO tidings\.dirty/i,
  /pg_notify/i,
  /^commit/i,
] as const

test.for(statements.flatMap((pattern) => (['before', 'after'] as const).map((when) => [when, pattern] as const)))(
  'a connection that breaks %s %s loses nothing and counts nothing twice',
  async ([when, pattern], { expect }) => {
    const topic = memoryTopic('orders', 2, { batch: 50 })
    write(topic, thousand.slice(0, 400), 2)
    topic.write(0, '{"broken":')
    const source = topic.source()
    let cuts = 0
    const isIt = (text: string) => {
      if (!pattern.test(text)) return false
      cuts += 1
      return true
    }
    await counting(source, cutter.url, () => cutter.cutWhen(isIt, when))
    await countedTo('orders', 401)
    expect(cuts).toBe(1)
    expect(await seen()).toEqual(totalOf(thousand.slice(0, 400)))
    const { orders, revenue } = totalOf(thousand.slice(0, 400))
    expect(await windowTotals()).toEqual(['day', 'hour', 'minute'].map((grain) => ({ grain, events: orders, revenue })))
    const { rows } = await sql`SELECT reason, partition FROM tidings.dead_letters`.execute(shop.store)
    expect(rows).toEqual([{ reason: 'unreadable', partition: 0 }])
  },
)

test('while the database is away events wait, not too many of them here, and are counted when it is back', async () => {
  const topic = memoryTopic('orders', 1, { batch: 100 })
  write(topic, thousand.slice(0, 100), 1)
  const way = await cuttable(shop.database.keeperUrl)
  const source = topic.source()
  const streams = await counting(source, way.url)
  await countedTo('orders', 100)
  await way.cut()
  const more = Array.from({ length: 4_000 }, (_, index) =>
    order(index + 100, { placed_at: order(index % 900).placed_at }),
  )
  write(topic, more, 1)
  await expect.poll(() => streams.figures().retries).toBeGreaterThan(0)
  const waiting = streams.health().lag!
  expect(waiting).toBeGreaterThan(2_000n)
  await way.mend()
  await countedTo('orders', 4_100)
  expect(await seen()).toEqual(totalOf([...thousand.slice(0, 100), ...more]))
  await opened.pop()!.stop()
  await way.close()
})

test('two that hold the same partitions count each event once, and one of them gives up', async () => {
  const topic = memoryTopic('orders', 2, { batch: 20 })
  const both = await Promise.all([counting(topic.source()), counting(topic.source())])
  write(topic, thousand, 2)
  await countedTo('orders', 1_000)
  expect(await seen()).toEqual(totalOf(thousand))
  await expect.poll(() => both.reduce((sum, each) => sum + each.figures().lost, 0)).toBeGreaterThan(0)
  const counted = both.map((each) => each.figures().streams.get('orders')!.counted)
  expect(counted[0]! + counted[1]!).toBe(1_000)
})

test('a boundary that moves while events are merged shows none of them twice and none not at all', async () => {
  const topic = memoryTopic('orders', 1, { batch: 10 })
  const orders = thousand.slice(0, 900)
  const streams = await counting(topic.source())
  const moving = (async () => {
    for (const [index, each] of orders.entries()) {
      topic.write(0, each)
      if (index % 150 !== 149) continue
      // What a refresh does: history of whole hours from what is known elsewhere, then the boundary, then live.
      const to = new Date(Math.floor(Date.parse(each.placed_at) / HOUR) * HOUR)
      await sql`WITH moved AS (
          INSERT INTO tidings.boundary VALUES ('sales', ${to})
          ON CONFLICT (view) DO UPDATE SET complete_to = greatest(tidings.boundary.complete_to, excluded.complete_to)
        ) SELECT 1`.execute(shop.store)
      await shop.store.transaction().execute(async (transaction) => {
        await sql`SELECT FROM tidings.boundary WHERE view = 'sales' FOR UPDATE`.execute(transaction)
        await sql`DELETE FROM rollup.sales_live WHERE hour < ${to}`.execute(transaction)
      })
    }
  })()
  await moving
  await countedTo('orders', 900)
  const { rows } = await sql<{
    boundary: Date
  }>`SELECT complete_to AS boundary FROM tidings.boundary WHERE view = 'sales'`.execute(shop.store)
  const boundary = rows[0]!.boundary.getTime()
  expect(await seen()).toEqual(totalOf(orders.filter((each) => Date.parse(each.placed_at) >= boundary)))
  const { orders: all, revenue } = totalOf(orders)
  expect(await windowTotals()).toEqual(['day', 'hour', 'minute'].map((grain) => ({ grain, events: all, revenue })))
  expect(streams.figures().streams.get('orders')!.counted).toBe(900)
})

test('what cannot be counted is kept with the reason, and the rest is counted', async () => {
  const topic = memoryTopic('orders', 1)
  const bad: readonly (readonly [unknown, string])[] = [
    ['{"id":', 'unreadable'],
    [Buffer.from([0x22, 0xff, 0x22]), 'unreadable'],
    ['[1]', 'not_an_object'],
    [null, 'empty'],
    [{ ...order(1), placed_at: undefined }, 'missing'],
    [{ ...order(2), placed_at: '2026-02-30T10:00:00Z' }, 'time'],
    [{ ...order(3), placed_at: new Date(Date.now() + HOUR).toISOString() }, 'future'],
    [{ ...order(4), amount: '12,50' }, 'number'],
    [{ ...order(5), amount: undefined }, 'missing'],
    [{ ...order(6), shop: null }, 'missing'],
    [{ ...order(7), shop: { region: { name: 'North' } } }, 'dimension'],
    [{ ...order(8), channel: 'x'.repeat(600) }, 'dimension'],
    [{ ...order(9), id: null }, 'missing'],
    // Too large for the column: only the database can tell.
    [{ ...order(10), amount: 1e15 }, 'database'],
  ]
  const good = thousand.slice(100, 200)
  for (const [index, each] of good.entries()) {
    topic.write(0, each)
    if (bad[index]) topic.write(0, bad[index][0])
  }
  await counting(topic.source())
  await countedTo('orders', good.length + bad.length)
  expect(await seen()).toEqual(totalOf(good))
  const { rows } = await sql<{ reason: string; explanation: string }>`
    SELECT reason, explanation FROM tidings.dead_letters ORDER BY "offset"`.execute(shop.store)
  expect(rows.map(({ reason }) => reason)).toEqual(bad.map(([, reason]) => reason))
  const explanations = rows.map(({ explanation }) =>
    explanation.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z, which/, 'MOMENT, which'),
  )
  expect(explanations).toMatchSnapshot()
})

test('each event of a view of rows is a row, and points are kept with their newest value', async () => {
  const tickets = memoryTopic('tickets', 1)
  const at = (minute: number) => new Date(DAY_BEGAN + minute * 60_000).toISOString()
  tickets.write(0, { id: 1, opened_at: at(0), topic: 'delivery', csat: 4 })
  tickets.write(0, { id: 2, opened_at: at(1), topic: 'returns' })
  tickets.write(0, { id: 3, opened_at: at(1), topic: 'a topic too long for its column' })
  tickets.write(0, { id: 4, opened_at: at(2), topic: 'delivery', csat: 'good' })
  const points = memoryTopic('points', 1)
  points.write(0, { kpi: 'revenue', time: at(3), dimensions: { region: 'North' }, value: 7 })
  points.write(0, { kpi: 'revenue', time: at(4), dimensions: { region: 'North' }, value: 9 })
  points.write(0, { kpi: 'profit', time: at(4), value: 9 })
  await counting(tickets.source())
  await counting(points.source())
  await countedTo('tickets', 4)
  await countedTo('points', 3)
  const { rows } = await sql`SELECT ticket_id::int AS id, topic, csat FROM kpi.tickets ORDER BY 1`.execute(shop.store)
  expect(rows).toEqual([
    { id: 1, topic: 'delivery', csat: 4 },
    { id: 2, topic: 'returns', csat: null },
  ])
  const letters = await sql`SELECT topic, reason FROM tidings.dead_letters ORDER BY topic, "offset"`.execute(shop.store)
  expect(letters.rows).toEqual([
    { topic: 'points', reason: 'unknown_kpi' },
    { topic: 'tickets', reason: 'database' },
    { topic: 'tickets', reason: 'dimension' },
  ])
  const kept = await sql`SELECT kpi, slice, bucket, value FROM tidings.points`.execute(shop.store)
  expect(kept.rows).toEqual([{ kpi: 'revenue', slice: '{"region":"North"}', bucket: new Date(DAY_BEGAN), value: 9 }])
})
