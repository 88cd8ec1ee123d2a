import { pino } from 'pino'
import { afterEach, describe, expect, inject, test } from 'vitest'
import type { EventSource } from '../../../src/analytics/live/event-source.ts'
import { createKafkaSource } from '../../../src/analytics/live/kafka/source.ts'
import { createLedger } from '../../support/kafka/ledger.ts'
import { connectionTo, makeTopic, write } from '../../support/kafka/topics.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []
const log = pino({ level: 'silent' })
const opened: EventSource[] = []

function source(topics: readonly string[], group?: string): EventSource {
  const made = createKafkaSource({ connection: connectionTo(brokers, group), topics, log })
  opened.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.stop()))
})

const numbered = (from: number, to: number, partition = 0) =>
  Array.from({ length: to - from }, (_, index) => ({ value: String(from + index), partition }))

describe.skipIf(kafka.missing !== null)('events from Kafka', () => {
  test('each record comes once and in order, those before the start and those after', async () => {
    const topic = await makeTopic(brokers)
    await write(brokers, topic, numbered(0, 1_000))
    const ledger = createLedger()
    const from = source([topic])
    await from.start(ledger.member())
    await ledger.until(1_000)
    await write(brokers, topic, numbered(1_000, 1_200))
    await ledger.until(1_200)
    expect(ledger.all()).toEqual(numbered(0, 1_200).map(({ value }) => value))
    expect(ledger.wrong).toEqual([])
    expect(from.health().fault).toBeNull()
  })
})
