/** The faults that Tidings survives, with real Kafka and real PostgreSQL; what was counted is held against what was sent. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, expect, inject, test } from 'vitest'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'
import { openCountedShop, type CountedShop, type CountedShopOptions } from '../support/counted-shop.ts'
import { emptyDatabase } from '../support/database.ts'
import { startKafka } from '../support/kafka/cluster.ts'
import { finish, killAtRandom, pauseOneOfTwo, sendSlowly, stormOfMembers } from '../support/kafka/scenarios.ts'
import { onAdmin } from '../support/kafka/topics.ts'
import { cloneEmpty, type TestDatabase } from '../support/server.ts'

const kafka = inject('kafka')
if (kafka.missing !== null) throw new Error(`the faults need ${kafka.missing}`)
const { brokers } = kafka

/** What was found, kept by fault: a run of some of them leaves the others' lines as they were. */
const rows = new Map<string, string>()
const file = join(import.meta.dirname, 'last-run.md')
const today = new Date().toISOString().slice(0, 10)

function report(fault: string, sent: string, differences: number, seconds: number): void {
  rows.set(fault, `| ${fault} | ${sent} | ${differences === 0 ? 'none' : differences} | ${seconds} | ${today} |`)
}

afterAll(() => {
  const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  for (const line of before) {
    const fault = /^\| ([^|]+) \|.*\d \|$/.exec(line)?.[1]
    if (fault !== undefined && !rows.has(fault)) rows.set(fault, line)
  }
  const table = ['| fault | sent | differences | seconds | day |', '|---|---|---|---|---|', ...rows.values()].join('\n')
  console.log(table)
  writeFileSync(
    file,
    '# Faults survived\n\nWritten by `npm run test:faults`: real Kafka, real PostgreSQL, each bot a process of its own. Every event ' +
      'that was sent is held\nagainst what was counted: the live table hour by hour and segment by segment, each slice of the windows at ' +
      `each grain, each row\nof tickets.\n\n${table}\n`,
  )
})

interface Place extends CountedShopOptions {
  readonly brokers?: readonly string[]
  readonly database?: TestDatabase
}

/** A shop of its own, a fault, and the comparison. */
async function survive(name: string, run: (shop: CountedShop) => Promise<string>, place: Place = {}): Promise<void> {
  const database = place.database ?? (await emptyDatabase())
  const startedAt = Date.now()
  try {
    await using shop = await openCountedShop(place.brokers ?? brokers, database, place)
    const sent = await run(shop)
    const differences = await shop.differences()
    const seconds = Math.round((Date.now() - startedAt) / 1000)
    report(name, sent, differences.length, seconds)
    expect(differences).toEqual([])
  } finally {
    if (!place.database) await database.drop()
  }
}

test('kill -9 at random moments, 50 times', () =>
  survive('kill -9 at a random moment, 50 times', async (shop) => {
    await killAtRandom(shop, { kills: 50, orders: 100_000 })
    return '100,000 orders, 100,000 tickets'
  }))

test('a rebalance storm', () =>
  survive('rebalance storm: 40 times a member of four ends or dies and another comes', async (shop) => {
    await stormOfMembers(shop, { changes: 40, members: 4, orders: 60_000 })
    return '60,000 orders, 60,000 tickets'
  }))

test('one of two instances is held up', () =>
  survive('one of two instances held up for 2, 8 and 20 s, then it goes on (fencing)', async (shop) => {
    for (const pauseMs of [2_000, 8_000, 20_000]) await pauseOneOfTwo(shop, { pauseMs })
    return '18,000 orders, 18,000 tickets'
  }))

test('a broker is killed and returns', async () => {
  const cluster = await startKafka({ brokers: 3 })
  try {
    await survive(
      'each of three brokers killed and returned, one after another',
      async (shop) => {
        const bots = [shop.startBot(), shop.startBot()]
        await Promise.all(bots.map(({ counting }) => counting))
        for (const broker of [0, 1, 2]) {
          await shop.send(3_000)
          await cluster.kill(broker)
          await sleep(3_000)
          await shop.send(3_000)
          await cluster.restart(broker)
          await sleep(5_000)
        }
        await finish(shop, bots)
        return '18,000 orders'
      },
      { brokers: cluster.brokers, replicas: 3 },
    )
  } finally {
    await cluster.stop()
  }
})

test('all brokers are gone for a minute', async () => {
  const cluster = await startKafka()
  try {
    await survive(
      'all brokers gone for a minute',
      async (shop) => {
        const bots = [shop.startBot(), shop.startBot()]
        await Promise.all(bots.map(({ counting }) => counting))
        await shop.send(5_000, { tickets: true })
        await cluster.kill(0)
        await sleep(60_000)
        await cluster.restart(0)
        await shop.send(5_000, { tickets: true })
        await finish(shop, bots)
        return '10,000 orders, 10,000 tickets'
      },
      { brokers: cluster.brokers },
    )
  } finally {
    await cluster.stop()
  }
})

test('PostgreSQL is restarted while batches are merged', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tidings-faults-'))
  let server = await startEmbedded({ home, log: () => {} })
  const port = Number(new URL(server.adminUrl).port)
  try {
    const database = await cloneEmpty(server)
    await survive(
      'PostgreSQL restarted 10 times while batches are merged',
      async (shop) => {
        const bots = [shop.startBot(), shop.startBot()]
        await Promise.all(bots.map(({ counting }) => counting))
        const sending = sendSlowly(shop, 60_000, 40_000)
        for (let restart = 0; restart < 10; restart++) {
          await sleep(1_000 + Math.random() * 3_000)
          await server.stop()
          server = await startEmbedded({ home, log: () => {}, port })
        }
        await sending
        await finish(shop, bots)
        return '60,000 orders, 60,000 tickets'
      },
      { database },
    )
  } finally {
    await server.stop()
    await rm(dirname(server.dataDir), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
})

test('poison messages', () =>
  survive('100 records that are no events among others', async (shop) => {
    const bot = shop.startBot()
    for (let part = 0; part < 10; part++) {
      await shop.send(500)
      for (let poison = 0; poison < 10; poison++)
        await shop.sendRaw(
          ['', '{', 'null', '[]', '\u0000', '{"id":7}', '{"placed_at":"never"}', '"x"', '1e999', '\uFFFD'][poison]!,
          poison % shop.partitions,
        )
    }
    await finish(shop, [bot])
    const { rows: found } = await sql<{ count: number }>`SELECT count(*)::int FROM tidings.dead_letters`.execute(
      shop.store,
    )
    expect(found[0]!.count).toBe(100)
    return '5,000 orders, 100 that are kept as dead letters'
  }))

test('a topic gets more partitions, twice', () =>
  survive('partitions added to the topic, twice', async (shop) => {
    const bots = [shop.startBot(), shop.startBot()]
    await Promise.all(bots.map(({ counting }) => counting))
    for (const count of [6, 9]) {
      await shop.send(2_000)
      await onAdmin(brokers, (admin) =>
        admin.createPartitions({ topicPartitions: [{ topic: shop.topics.orders, count }] }),
      )
      for (let partition = 0; partition < count; partition++) await shop.send(300, { partition })
    }
    await finish(shop, bots)
    return '8,500 orders'
  }))

test('producers whose clocks are ten minutes apart', () =>
  survive('producers with clocks 10 minutes apart', async (shop) => {
    const bots = [shop.startBot(), shop.startBot()]
    for (let part = 0; part < 20; part++) {
      await shop.send(200, { partition: 0, shiftMs: -600_000 })
      await shop.send(200, { partition: 1 })
      await shop.send(200, { partition: 2, shiftMs: 600_000 })
    }
    await finish(shop, bots)
    return '12,000 orders'
  }))

test('the group is reset to the start', () =>
  survive('the consumer group reset to the start, and deleted', async (shop) => {
    await shop.send(10_000, { tickets: true })
    await finish(shop, [shop.startBot()])
    await onAdmin(brokers, (admin) =>
      admin.resetOffsets({ groupId: shop.group, topic: shop.topics.orders, earliest: true }),
    )
    await shop.send(1_000, { tickets: true })
    await finish(shop, [shop.startBot()])
    await onAdmin(brokers, (admin) => admin.deleteGroups([shop.group]))
    await shop.send(1_000, { tickets: true })
    await finish(shop, [shop.startBot()])
    return '12,000 orders, 12,000 tickets'
  }))

test('what was sent is sent again', () =>
  survive('everything sent again with the same ids, before and after a restart', async (shop) => {
    const orders = await shop.send(20_000)
    const bot = shop.startBot()
    await shop.sendAgain(orders)
    await finish(shop, [bot])
    await shop.sendAgain(orders)
    await finish(shop, [shop.startBot()])
    return '20,000 orders, each three times'
  }))
