import { sql } from 'kysely'
import { beforeAll, expect, test, vi } from 'vitest'
import { createFreshness } from '../../../src/analytics/live/freshness.ts'
import { countDeadLetters, listDeadLetters, replayDeadLetters } from '../../../src/analytics/live/store/dead-letters.ts'
import { isOneDatabase } from '../../../src/analytics/live/store/one-database.ts'
import { takeDirty } from '../../../src/analytics/live/store/dirty.ts'
import { shardOf } from '../../../src/analytics/live/shard.ts'
import { createStreams } from '../../../src/analytics/live/streams.ts'
import { tidy } from '../../../src/analytics/store/housekeeping.ts'
import { emptyDatabase } from '../../support/database.ts'
import { LIVE_SHOP_CATALOG, liveShopCatalog } from '../../support/live-shop.ts'
import { memoryTopic } from '../../support/memory-source.ts'
import { useLiveShop } from '../../support/use-live-shop.ts'

const shop = useLiveShop()
const log = { info: () => {}, warn: () => {}, error: vi.fn() }
const HOUR = 3_600_000
const thisHour = Date.now() - (Date.now() % HOUR)
const order = (id: number, at: number, more: object = {}) => ({
  id,
  placed_at: new Date(at).toISOString(),
  shop: { region: 'North' },
  channel: 'web',
  amount: 10,
  customer: `c${id}`,
  ...more,
})

beforeAll(async () => {
  const { store, catalog } = shop
  const topic = memoryTopic('orders', 1)
  topic.write(0, order(1, thisHour - 3 * HOUR))
  topic.write(0, order(2, thisHour - 60_000))
  topic.write(0, order(3, thisHour - 3 * HOUR + 1))
  topic.write(0, order(4, thisHour - 60_000, { channel: 'phone', amount: 'ten' }))
  topic.write(0, order(5, thisHour - 60_000, { channel: undefined }))
  const streams = await createStreams({ catalog, store, source: topic.source(), log, flushAfterMs: 5 })
  await streams.start()
  await vi.waitFor(() => expect(streams.figures().streams.get('orders')?.counted).toBe(3), 60_000)
  await streams.stop()
})

const seen = async () => {
  const { rows } = await sql`SELECT sum(orders)::int AS orders, sum(revenue)::int AS revenue FROM kpi.sales`.execute(
    shop.store,
  )
  return rows[0]
}

test('store and views are known to be in one database, or in two', async () => {
  const other = await emptyDatabase()
  try {
    expect(await isOneDatabase(shop.store, shop.database.adminUrl)).toBe(true)
    expect(await isOneDatabase(shop.store, other.keeperUrl)).toBe(false)
  } finally {
    await other.drop()
  }
})

test('an answer says up to when events are counted, how far they are behind, and what late ones corrected', async () => {
  const at = () => createFreshness(shop.store, shop.catalog)('sales')
  expect(await at()).toEqual({
    upTo: thisHour - 60_000,
    behindMs: 0,
    lateFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00\+0[12]:00$/) as string,
  })
  await sql`UPDATE tidings.offsets SET end_offset = next_offset + 40, written_at = now() - interval '4 minutes'`.execute(
    shop.store,
  )
  expect((await at())?.behindMs).toBeGreaterThanOrEqual(240_000)
  await sql`UPDATE tidings.boundary SET complete_to = now() + interval '1 hour' WHERE view = 'sales'`.execute(
    shop.store,
  )
  expect(await at()).toMatchObject({ upTo: null })
  await sql`UPDATE tidings.boundary SET complete_to = '-infinity' WHERE view = 'sales'`.execute(shop.store)
  expect(await createFreshness(shop.store, shop.catalog)('tickets')).toBeNull()
  expect(await createFreshness(null, shop.catalog)('sales')).toBeNull()
})

test('the windows that were touched are marked for the shard of the view, and taken once', async () => {
  const marks = await takeDirty(shop.store, shardOf('sales'))
  expect(new Set(marks.map(({ slice }) => slice))).toEqual(
    new Set(['{}', '{"region":"North"}', '{"channel":"web","region":"North"}']),
  )
  expect(new Set(marks.map(({ bucket }) => bucket.getTime()))).toEqual(
    new Set([thisHour - 3 * HOUR, thisHour - 60_000]),
  )
  expect(await takeDirty(shop.store, shardOf('sales'))).toEqual([])
})

test('dead letters are counted and listed; what is right by now is counted once, the rest stays', async () => {
  expect((await countDeadLetters(shop.store)).map(({ reason, count }) => [reason, count])).toEqual([
    ['missing', 1],
    ['number', 1],
  ])
  expect(await listDeadLetters(shop.store, 1)).toMatchObject([
    { stream: 'orders', topic: 'orders', partition: 0, offset: '4', reason: 'missing' },
  ])
  const before = await seen()
  expect(await replayDeadLetters(shop.store, shop.catalog)).toEqual({ counted: 0, duplicates: 0, ignored: 0, still: 2 })
  expect(await seen()).toEqual(before)
  // Whoever sends them has now said which channel it is.
  const repaired = LIVE_SHOP_CATALOG.replace('channel: channel }\n    slices', 'channel: shop.region }\n    slices')
  const known = await liveShopCatalog(shop.database.keeperUrl, repaired)
  const both = await Promise.all([replayDeadLetters(shop.store, known), replayDeadLetters(shop.store, known)])
  expect(both[0].counted + both[1].counted).toBe(1)
  expect(await seen()).toEqual({ orders: 4, revenue: 40 })
  expect((await countDeadLetters(shop.store)).map(({ reason }) => reason)).toEqual(['number'])
  // As it was sent again by its producer after it was counted.
  await sql`UPDATE tidings.dead_letters SET replayed_at = NULL WHERE reason = 'missing'`.execute(shop.store)
  expect(await replayDeadLetters(shop.store, known)).toMatchObject({ counted: 0, duplicates: 1, still: 1 })
  expect(await seen()).toEqual({ orders: 4, revenue: 40 })
})

test('windows, ids and dead letters that have had their time go', async () => {
  const grains = async () => {
    const { rows } = await sql<{ grain: string }>`SELECT DISTINCT grain FROM tidings.window_sales ORDER BY 1`.execute(
      shop.store,
    )
    return rows.map(({ grain }) => grain)
  }
  expect(await grains()).toEqual(['day', 'hour', 'minute'])
  await tidy(shop.store, new Date(Date.now() + 4 * 24 * HOUR))
  expect(await grains()).toEqual(['day', 'hour'])
  await tidy(shop.store, new Date(Date.now() + 100 * 24 * HOUR))
  expect(await grains()).toEqual(['day'])
  const { rows } = await sql`SELECT FROM tidings.dead_letters UNION ALL SELECT FROM tidings.seen_ids`.execute(
    shop.store,
  )
  expect(rows).toHaveLength(0)
})
