import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { describe, expect, inject, test, vi, type TestContext } from 'vitest'
import type { EventSource } from '../../../src/analytics/live/event-source.ts'
import { createKafkaSource } from '../../../src/analytics/live/kafka/source.ts'
import { createLedger } from '../../support/kafka/ledger.ts'
import { connectionTo, makeTopic, onAdmin, write } from '../../support/kafka/topics.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []

function source(
  { onTestFinished }: TestContext,
  topics: readonly string[],
  connection = connectionTo(brokers),
): EventSource {
  const made = createKafkaSource({ connection, topics, log: pino({ level: 'silent' }) })
  onTestFinished(() => made.stop())
  return made
}

const numbered = (from: number, to: number, partition = 0) =>
  Array.from({ length: to - from }, (_, index) => ({ value: String(from + index), partition }))
const values = (from: number, to: number) => numbered(from, to).map(({ value }) => value)
const sorted = (all: readonly string[]) => all.toSorted((a, b) => Number(a) - Number(b))
const until = (holds: () => unknown) => vi.waitFor(holds, { timeout: 120_000, interval: 50 })

describe.skipIf(kafka.missing !== null).concurrent('records', () => {
  test('come once and in order, those before the start and those after', async (context) => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 1_000))
    const ledger = createLedger()
    const from = source(context, [topic])
    await from.start(ledger.member())
    await ledger.until(1_000)
    await write(brokers, topic, numbered(1_000, 1_200))
    await ledger.until(1_200)
    expect(ledger.all()).toEqual(values(0, 1_200))
    expect(ledger.wrong).toEqual([])
    expect(from.health().fault).toBeNull()
  })

  test('of a first start at the end are those that come after', async (context) => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 10))
    const ledger = createLedger()
    const from = source(context, [topic])
    const member = ledger.member({ from: 'latest' })
    await from.start(member)
    await until(() => expect(from.health().lag).toBe(0n))
    await write(brokers, topic, numbered(10, 20))
    await ledger.until(10)
    expect(ledger.all()).toEqual(values(10, 20))
  })

  test('go on where the last life of a consumer stood, whatever the group has committed', async (context) => {
    const topic = await makeTopic(brokers)
    const connection = connectionTo(brokers)
    const ledger = createLedger()
    await write(brokers, topic, numbered(0, 500))
    const first = source(context, [topic], connection)
    await first.start(ledger.member())
    await ledger.until(500)
    first.committed({ topic, partition: 0 }, 500n)
    await first.stop()
    await onAdmin(brokers, (admin) => admin.resetOffsets({ groupId: connection.group, topic, earliest: true }))
    await write(brokers, topic, numbered(500, 600))
    await source(context, [topic], connection).start(ledger.member())
    await ledger.until(600)
    expect(ledger.all()).toEqual(values(0, 600))
    expect(ledger.wrong).toEqual([])
  })

  test('come again from where the consumer goes back to', async (context) => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 300))
    const seen: bigint[] = []
    const from = source(context, [topic])
    await from.start({
      assigned: (partitions) => Promise.resolve(partitions.map(() => 'earliest')),
      take({ records }) {
        const before = seen.length
        seen.push(...records.map(({ offset }) => offset))
        if (before < 300 && seen.length >= 300) from.seek({ topic, partition: 0 }, 120n)
        return Promise.resolve()
      },
      revoked: () => Promise.resolve(),
    })
    await until(() => expect(seen.length).toBe(480))
    expect(seen.slice(300).map(Number)).toEqual(values(120, 300).map(Number))
  })

  test('of a consumer that is slow wait, while its other partitions go on', async (context) => {
    const topic = await makeTopic(brokers, 2)
    await write(brokers, topic, numbered(0, 2_000, 0))
    const ledger = createLedger()
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const from = source(context, [topic])
    const member = ledger.member({
      before: ({ partition }) => (partition === 0 ? opened : Promise.resolve()),
    })
    await from.start(member)
    // Longer than the session of the group: heartbeats went on.
    await sleep(8_000)
    await write(brokers, topic, numbered(5_000, 5_100, 1))
    await ledger.until(100)
    expect(ledger.counted.has(`${topic}/0`)).toBe(false)
    open()
    await ledger.until(2_100)
    expect(member.calls).toHaveLength(1)
    expect(ledger.wrong).toEqual([])
  })

  test('that could not be taken are handed over again', async (context) => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 50))
    const ledger = createLedger()
    let failures = 2
    const member = ledger.member({
      before: () => (failures-- > 0 ? Promise.reject(new Error('the database is away')) : Promise.resolve()),
    })
    await source(context, [topic]).start(member)
    await ledger.until(50)
    expect(ledger.all()).toEqual(values(0, 50))
    expect(ledger.wrong).toEqual([])
  })
})

describe.skipIf(kafka.missing !== null).concurrent('members of a group', () => {
  test('count each record once while others come and go', async (context) => {
    const topic = await makeTopic(brokers, 4)
    const connection = connectionTo(brokers)
    const ledger = createLedger()
    const members = [ledger.member(), ledger.member(), ledger.member()] as const
    const count = 6_000
    const writing = (async () => {
      for (let at = 0; at < count; at += 100) {
        await write(brokers, topic, numbered(at, at + 100, (at / 100) % 4))
        await sleep(20)
      }
    })()
    const first = source(context, [topic], connection)
    await first.start(members[0])
    await ledger.until(500)
    await source(context, [topic], connection).start(members[1])
    await until(() => expect(members[1].owned.size).toBe(2))
    expect(members[0].owned.size).toBe(2)
    await source(context, [topic], connection).start(members[2])
    await until(() => expect(members[2].owned.size).toBeGreaterThan(0))
    await first.stop()
    expect(members[0].owned.size).toBe(0)
    await writing
    await ledger.until(count)
    expect(sorted(ledger.all())).toEqual(values(0, count))
    expect(ledger.wrong).toEqual([])
  })

  test('get the partitions that a topic is given later', async (context) => {
    const topic = await makeTopic(brokers, 1)
    const ledger = createLedger()
    await source(context, [topic]).start(ledger.member())
    await write(brokers, topic, numbered(0, 100))
    await ledger.until(100)
    await onAdmin(brokers, (admin) => admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] }))
    await until(() => write(brokers, topic, numbered(100, 200, 2)))
    await ledger.until(200)
    expect(ledger.all()).toEqual(values(0, 200))
  })
})

describe.skipIf(kafka.missing !== null).concurrent('health', () => {
  test('names a topic that is not there; it is read as soon as it is', async (context) => {
    const there = await makeTopic(brokers)
    const later = `${there}.later`
    await write(brokers, there, numbered(0, 10))
    const ledger = createLedger()
    const from = source(context, [there, later])
    await from.start(ledger.member())
    await ledger.until(10)
    await until(() =>
      expect(from.health().fault).toBe(`Kafka has no topic ${later} (or the user may not see it): waiting for it`),
    )
    await makeTopic(brokers, 1, { name: later })
    await write(brokers, later, numbered(10, 20))
    await ledger.until(20)
    await until(() => expect(from.health().fault).toBeNull())
  })

  test('says that brokers cannot be reached, and where', async (context) => {
    const from = source(context, ['any'], connectionTo(['127.0.0.1:1']))
    await from.start(createLedger().member())
    await until(() => expect(from.health().fault).toMatch(/^cannot reach Kafka at 127\.0\.0\.1:1 \(.*ECONNREFUSED/))
  })

  test('tells how far behind what is counted is', async (context) => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 40))
    const ledger = createLedger()
    const from = source(context, [topic])
    await from.start(ledger.member())
    await ledger.until(40)
    await until(() => expect(from.health().lag).toBe(40n))
    from.committed({ topic, partition: 0 }, 30n)
    await until(() => expect(from.health().lag).toBe(10n))
  })

  test('does not pass over a topic that was made anew and is shorter than what was counted', async (context) => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 5))
    const from = source(context, [topic])
    await from.start({
      assigned: (partitions) => Promise.resolve(partitions.map(() => 100n)),
      take: () => Promise.reject(new Error('nothing may come')),
      revoked: () => Promise.resolve(),
    })
    await until(() => expect(from.health().fault).toContain('it ends at offset 5, but was counted up to 100'))
  })

  test('says that positions cannot be had, and goes on when they can', async (context) => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 5))
    const ledger = createLedger()
    const member = ledger.member()
    let isAway = true
    const from = source(context, [topic])
    await from.start({
      ...member,
      assigned: (partitions) => (isAway ? Promise.reject(new Error('no database')) : member.assigned(partitions)),
    })
    await until(() => expect(from.health().fault).toContain('(no database)'))
    isAway = false
    await ledger.until(5)
    expect(from.health().fault).toBeNull()
  })
})
