/** For whoever writes to Kafka: topics to write to, and how far they are written. */
import { createClient, retry, type KafkaConnection } from './connection.ts'
import { inWords } from './faults.ts'
import type { Admin } from 'kafkajs'

/** Long enough for a reader that was away for a night. */
const KEPT_MS = 24 * 3_600_000

/** Makes those of the topics that are not there, as the brokers make them by default. Throws with what to do. */
export async function makeTopics(connection: KafkaConnection, topics: readonly string[]): Promise<void> {
  try {
    await onAdmin(connection, async (admin) => {
      const existing = new Set(await admin.listTopics())
      const missing = topics.filter((topic) => !existing.has(topic))
      if (missing.length === 0) return
      await admin.createTopics({
        topics: missing.map((topic) => ({
          topic,
          configEntries: [
            { name: 'retention.ms', value: String(KEPT_MS) },
            // Records are dated with when their events happened.
            { name: 'message.timestamp.type', value: 'CreateTime' },
          ],
        })),
      })
    })
  } catch (error) {
    const needs = `make topics, or make ${topics.join(', ')} and allow it to write to them`
    throw new Error(inWords(error, connection.brokers, needs), { cause: error })
  }
}

/** When the newest record of a topic is dated, epoch milliseconds to the second; null: before `from`, or there is none. */
export async function newestIn(
  connection: KafkaConnection,
  topic: string,
  from: number,
  to: number,
): Promise<number | null> {
  return onAdmin(connection, async (admin) => {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]))
    const isAnyFrom = async (at: number) =>
      (await admin.fetchTopicOffsetsByTimestamp(topic, Math.floor(at))).some(
        ({ partition, offset }) => BigInt(offset) < BigInt(ends.get(partition) ?? '0'),
      )
    if (!(await isAnyFrom(from))) return null
    let [known, beyond] = [from, to]
    while (beyond - known > 1_000) {
      const middle = (known + beyond) / 2
      if (await isAnyFrom(middle)) known = middle
      else beyond = middle
    }
    return known
  })
}

async function onAdmin<Result>(connection: KafkaConnection, use: (admin: Admin) => Promise<Result>): Promise<Result> {
  using client = createClient(connection)
  const admin = client.kafka.admin({ retry })
  try {
    await admin.connect()
    return await use(admin)
  } finally {
    await admin.disconnect().catch(() => {})
  }
}
