import { CompressionTypes } from 'kafkajs'
import { pino } from 'pino'
import { describe, expect, inject, test } from 'vitest'
import { registerCodecs } from '../../../src/analytics/live/kafka/codecs.ts'
import { inspectKafka } from '../../../src/analytics/live/kafka/inspect.ts'
import { createKafkaProducer } from '../../../src/analytics/live/kafka/producer.ts'
import { createKafkaSource } from '../../../src/analytics/live/kafka/source.ts'
import { checkKafka } from '../../../src/cli/doctor/kafka.ts'
import { produceWithJava } from '../../support/kafka/console-producer.ts'
import { createLedger, type Ledger } from '../../support/kafka/ledger.ts'
import { connectionTo, makeTopic, onAdmin, write } from '../../support/kafka/topics.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []
const log = pino({ level: 'silent' })
registerCodecs()

/** Lines that compress well and lines that do not, more than a block of any codec. */
const lines = Array.from({ length: 3_000 }, (_, index) => `${index} ${'orders'.repeat(index % 40)} ${Math.sin(index)}`)

async function readAll(topic: string, count: number): Promise<Ledger> {
  const ledger = createLedger()
  const from = createKafkaSource({ connection: connectionTo(brokers), topics: [topic], log })
  await from.start(ledger.member())
  try {
    await ledger.until(count)
  } finally {
    await from.stop()
  }
  return ledger
}

describe.skipIf(kafka.missing !== null).concurrent('compression', () => {
  test.for(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    '%s as Java writes it is read',
    async (codec, { expect }) => {
      const topic = await makeTopic(brokers)
      await produceWithJava(brokers, topic, codec, lines)
      expect((await readAll(topic, lines.length)).all()).toEqual(lines)
    },
  )

  test.for([
    ['gzip', CompressionTypes.GZIP],
    ['snappy', CompressionTypes.Snappy],
    ['lz4', CompressionTypes.LZ4],
    ['zstd', CompressionTypes.ZSTD],
  ] as const)('%s as we write it is taken by the broker and read', async ([, type], { expect }) => {
    const topic = await makeTopic(brokers)
    await write(
      brokers,
      topic,
      lines.map((value) => ({ value })),
      type,
    )
    expect((await readAll(topic, lines.length)).all()).toEqual(lines)
  })
})

describe.skipIf(kafka.missing !== null)('what the demo and doctor use', () => {
  test('the producer writes JSON, those of a key in order', async () => {
    const topic = await makeTopic(brokers, 2)
    await using producer = createKafkaProducer(connectionTo(brokers))
    await producer.send(topic, [
      { key: 'a', value: { n: 1 } },
      { key: 'a', value: { n: 2 } },
    ])
    await producer.send(topic, [{ key: 'a', value: { n: 3 } }])
    expect((await readAll(topic, 3)).all()).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
  })

  test('the look at Kafka tells brokers, topics, partitions, compression and retention', async () => {
    const topic = await makeTopic(brokers, 3)
    await onAdmin(brokers, (admin) =>
      admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: 2,
            name: topic,
            configEntries: [
              { name: 'compression.type', value: 'zstd' },
              { name: 'retention.ms', value: '60000' },
            ],
          },
        ],
      }),
    )
    await expect
      .poll(() => inspectKafka(connectionTo(brokers), [topic, 'no.such']))
      .toMatchObject({
        kind: 'reached',
        topics: [
          { topic, partitions: 3, leaderless: [], compression: 'zstd', retentionMs: 60_000 },
          { topic: 'no.such', partitions: null, leaderless: [], compression: null, retentionMs: null },
        ],
      })
  })

  test('doctor names what is missing', async () => {
    const topic = await makeTopic(brokers, 2)
    expect(await checkKafka(connectionTo(brokers, 'numbers'), [topic, 'no.such'])).toEqual([
      { part: 'kafka', state: 'ok', says: expect.stringMatching(/^\d brokers?, group numbers$/) },
      {
        part: `topic ${topic}`,
        state: 'ok',
        says: expect.stringMatching(/^2 partitions, compression producer, kept /),
      },
      { part: 'topic no.such', state: 'fault', says: expect.stringMatching(/^there is none/) },
    ])
    expect(await checkKafka(connectionTo(['127.0.0.1:1']), ['any'])).toMatchObject([{ part: 'kafka', state: 'fault' }])
    expect(await checkKafka(null, ['any'])).toEqual([])
  })

  test('the look at Kafka says why it could not', async () => {
    expect(await inspectKafka(connectionTo(['127.0.0.1:1']), ['any'])).toEqual({
      kind: 'unreachable',
      because: expect.stringMatching(/^cannot reach Kafka at 127\.0\.0\.1:1 /),
    })
  })
})
