/** Topics of a test, and what stands in them. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel, CompressionTypes, type Admin } from 'kafkajs'
import type { KafkaConnection } from '../../../src/analytics/live/kafka/connection.ts'

/** Names of its own for a test, on brokers that others use too. */
export function connectionTo(
  brokers: readonly string[],
  group = `test-${randomBytes(6).toString('hex')}`,
): KafkaConnection {
  return { brokers, group, tls: null, sasl: null }
}

export async function onAdmin<Result>(
  brokers: readonly string[],
  use: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = clientOf(brokers).admin()
  await admin.connect()
  try {
    return await use(admin)
  } finally {
    await admin.disconnect()
  }
}

/** A new topic; resolves when its partitions can be written to. */
export async function makeTopic(
  brokers: readonly string[],
  partitions = 1,
  options: { readonly name?: string; readonly replicas?: number } = {},
): Promise<string> {
  const topic = options.name ?? `test.${randomBytes(6).toString('hex')}`
  await onAdmin(brokers, async (admin) => {
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: options.replicas ?? 1 }],
      waitForLeaders: false,
    })
    for (;;) {
      // A broker may not know it yet.
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] }).catch(() => ({ topics: [] }))
      const led = topics[0]?.partitions.filter(({ leader }) => leader >= 0) ?? []
      if (led.length === partitions) return
      await sleep(100)
    }
  })
  return topic
}

interface Written {
  readonly value: string | null
  readonly partition?: number
  readonly key?: string
}

/** Writes records in their order. */
export async function write(
  brokers: readonly string[],
  topic: string,
  records: readonly Written[],
  compression = CompressionTypes.None,
): Promise<void> {
  const producer = clientOf(brokers).producer({ allowAutoTopicCreation: false })
  await producer.connect()
  try {
    for (let at = 0; at < records.length; at += 10_000)
      await producer.send({ topic, compression, messages: records.slice(at, at + 10_000) })
  } finally {
    await producer.disconnect()
  }
}

function clientOf(brokers: readonly string[]): Kafka {
  return new Kafka({ clientId: 'tests', brokers: [...brokers], logLevel: logLevel.NOTHING })
}
