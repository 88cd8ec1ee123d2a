/** Whether the brokers and the topics of the catalog's streams are there. */
import { inspectKafka, type TopicInspection } from '../../analytics/live/kafka/inspect.ts'
import type { KafkaConnection } from '../../analytics/live/kafka/connection.ts'
import { advice, fault, ok, type Finding } from './finding.ts'

const HOUR_MS = 3_600_000

/** Nothing when no brokers are named. */
export async function checkKafka(
  connection: KafkaConnection | null,
  topics: readonly string[],
): Promise<readonly Finding[]> {
  if (connection === null) return []
  const found = await inspectKafka(connection, topics)
  if (found.kind === 'unreachable') return [fault('kafka', `${found.because}.`)]
  const { brokers } = found
  return [
    ok('kafka', `${brokers} broker${brokers === 1 ? '' : 's'}, group ${connection.group}`),
    ...found.topics.map(ofTopic),
  ]
}

function ofTopic({ topic, partitions, leaderless, compression, retentionMs }: TopicInspection): Finding {
  const part = `topic ${topic}`
  if (partitions === null)
    return fault(
      part,
      'there is none, or the user may not see it: make it, or correct topic: in the catalog. Tidings waits for it.',
    )
  if (leaderless.length > 0)
    return fault(
      part,
      `no broker leads partition ${leaderless.join(', ')}: nothing of it can be read until its brokers are back.`,
    )
  const kept =
    retentionMs === null
      ? ''
      : `, kept ${retentionMs < 0 ? 'for ever' : `for ${Math.round(retentionMs / HOUR_MS)} hours`}`
  const compressed = compression === null ? '' : `, compression ${compression}`
  const says = `${partitions} partition${partitions === 1 ? '' : 's'}${compressed}${kept}`
  if (retentionMs !== null && retentionMs >= 0 && retentionMs < 24 * HOUR_MS)
    return advice(
      part,
      `${says}: what is deleted while Tidings is away cannot be counted; a day or more is safer (retention.ms).`,
    )
  return ok(part, says)
}
