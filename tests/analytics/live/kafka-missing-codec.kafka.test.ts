import kafkajs, { CompressionTypes } from 'kafkajs'
import { pino } from 'pino'
import { describe, expect, inject, test } from 'vitest'
import { asKafkajs, registerCodecs } from '../../../src/analytics/live/kafka/codecs.ts'
import { createKafkaSource } from '../../../src/analytics/live/kafka/source.ts'
import { createLedger } from '../../support/kafka/ledger.ts'
import { connectionTo, makeTopic, write } from '../../support/kafka/topics.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []

describe.skipIf(kafka.missing !== null)('a codec that cannot be loaded', () => {
  test('costs the partitions that need it, names the package, and leaves the others alone', async () => {
    registerCodecs()
    const plain = await makeTopic(brokers)
    const compressed = await makeTopic(brokers)
    const records = Array.from({ length: 100 }, (_, index) => ({ value: String(index) }))
    await write(brokers, compressed, records.slice(0, 10))
    await write(brokers, compressed, records, CompressionTypes.Snappy)
    await write(brokers, plain, records)
    const missing = 'no-such-package'
    kafkajs.CompressionCodecs[CompressionTypes.Snappy] = asKafkajs('snappy', missing, async () => {
      await import(missing)
      throw new Error('it was there')
    })
    const ledger = createLedger()
    const source = createKafkaSource({
      connection: connectionTo(brokers),
      topics: [plain, compressed],
      log: pino({ level: 'silent' }),
    })
    await source.start(ledger.member())
    try {
      await ledger.until(110)
      await expect
        .poll(() => source.health().fault)
        .toBe(
          `partition 0 of ${compressed} is not read: its records are compressed with snappy, ` +
            'and the package no-such-package cannot be loaded: npm install no-such-package',
        )
      await write(brokers, plain, [{ value: 'more' }])
      await ledger.until(111)
      expect(ledger.counted.get(`${compressed}/0`)).toHaveLength(10)
    } finally {
      await source.stop()
    }
  })
})
