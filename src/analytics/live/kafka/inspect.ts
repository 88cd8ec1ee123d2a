import type { Admin } from 'kafkajs'
import { inWords } from './faults.ts'
import { createClient, retry, type KafkaConnection } from './connection.ts'

/** What `doctor` tells of Kafka. */
export type KafkaInspection =
  | {
      readonly kind: 'reached'
      /** How many brokers there are at the moment. */
      readonly brokers: number
      readonly topics: readonly TopicInspection[]
    }
  /** In one line, with what to do. */
  | { readonly kind: 'unreachable'; readonly because: string }

export interface TopicInspection {
  readonly topic: string
  /** Null: there is no such topic, or the user may not see it. */
  readonly partitions: number | null
  /** Partitions that no broker leads at the moment: nothing of them can be read. */
  readonly leaderless: readonly number[]
  /** The topic's own setting: `producer` (each producer decides), `gzip`, `snappy`, `lz4`, `zstd`, `uncompressed`; null: not to be seen. */
  readonly compression: string | null
  /** How long records are kept, milliseconds; -1: for ever; null: not to be seen. */
  readonly retentionMs: number | null
}

/** Looks at the brokers and at these topics; changes nothing. Throws nothing. */
export async function inspectKafka(connection: KafkaConnection, topics: readonly string[]): Promise<KafkaInspection> {
  using client = createClient(connection)
  const admin = client.kafka.admin({ retry })
  try {
    await admin.connect()
    const { brokers } = await admin.describeCluster()
    const existing = new Set(await admin.listTopics())
    const there = topics.filter((topic) => existing.has(topic))
    const { topics: found } = there.length === 0 ? { topics: [] } : await admin.fetchTopicMetadata({ topics: there })
    const settings = await settingsOf(admin, there)
    return {
      kind: 'reached',
      brokers: brokers.length,
      topics: topics.map((topic) => {
        const partitions = found.find(({ name }) => name === topic)?.partitions
        const setting = (name: string) => settings.get(topic)?.get(name) ?? null
        const retention = setting('retention.ms')
        return {
          topic,
          partitions: partitions?.length ?? null,
          leaderless: partitions?.filter(({ leader }) => leader < 0).map(({ partitionId }) => partitionId) ?? [],
          compression: setting('compression.type'),
          retentionMs: retention === null ? null : Number(retention),
        }
      }),
    }
  } catch (error) {
    return { kind: 'unreachable', because: inWords(error, connection.brokers) }
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

/** By topic and setting; empty when the user may not see them. */
async function settingsOf(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (topics.length === 0) return new Map()
  // 2: the kind "topic" of the protocol; the enum of kafkajs exists in its types only.
  const { resources } = await admin
    .describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: 2, name, configNames: ['compression.type', 'retention.ms'] })),
    })
    .catch(() => ({ resources: [] }))
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  )
}
