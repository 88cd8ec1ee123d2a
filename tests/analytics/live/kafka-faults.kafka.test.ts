/** What must not change a number; more of it, and longer, in tests/faults. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { openCountedShop, type CountedShop } from '../../support/counted-shop.ts'
import { killAtRandom, pauseOneOfTwo } from '../../support/kafka/scenarios.ts'
import { onAdmin } from '../../support/kafka/topics.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []

describe.skipIf(kafka.missing !== null)('each event counts once', () => {
  let database: TestDatabase
  let shop: CountedShop

  beforeAll(async () => {
    database = await emptyDatabase()
    shop = await openCountedShop(brokers, database)
  })
  afterAll(async () => {
    await shop[Symbol.asyncDispose]()
    await database.drop()
  })

  test('though the bot is killed at random moments', { timeout: 240_000 }, async () => {
    await killAtRandom(shop, { kills: 3, orders: 12_000 })
    expect(await shop.differences()).toEqual([])
  })

  test('though one of two instances is held up and wakes again', async () => {
    await pauseOneOfTwo(shop, { pauseMs: 5_000 })
    expect(await shop.differences()).toEqual([])
  })

  test('when what was sent is sent again, among it something that is no event, from clocks ten minutes apart', async () => {
    const bot = shop.startBot()
    const early = await shop.send(300, { shiftMs: -600_000, partition: 0 })
    const ahead = await shop.send(300, { shiftMs: 600_000, partition: 1 })
    await shop.sendRaw('{"id": "half an ev', 1)
    await shop.sendAgain([...early, ...ahead])
    await shop.settled()
    bot.kill('SIGTERM')
    await bot.ended
    expect(await shop.differences()).toEqual([])
  })

  test('when the group is reset to the start, and when the topic gets more partitions', async () => {
    await onAdmin(brokers, (admin) =>
      admin.resetOffsets({ groupId: shop.group, topic: shop.topics.orders, earliest: true }),
    )
    await onAdmin(brokers, (admin) =>
      admin.createPartitions({ topicPartitions: [{ topic: shop.topics.orders, count: 6 }] }),
    )
    const bot = shop.startBot()
    await shop.send(200, { partition: 5 })
    await shop.settled()
    bot.kill('SIGTERM')
    await bot.ended
    expect(await shop.differences()).toEqual([])
  })
})
