/**
 * The business as it goes on: what happens becomes events at the moment at which it happens. A source of events like any
 * other, with one partition a topic. An offset is a moment, so that what was counted is known after a restart without
 * keeping anything.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventConsumer, EventSource, TopicPartition } from '../../analytics/live/event-source.ts'
import { messageOf } from '../../analytics/message-of.ts'
import type { Business } from './business.ts'
import { beginningOf, offsetAt, planFor, type Plan, type Topics } from './happenings.ts'

/** Of each topic. More than a topic in Kafka has, where a home's events may have come from before. */
export const OWN_PARTITION = 1_000_000

interface Living {
  readonly topics: Topics
  /** The business with what was caused up to now; asked again every second. */
  readonly business: () => Promise<Business>
  /** By topic the newest moment that was counted of other partitions, epoch milliseconds. */
  readonly countedElsewhere: () => Promise<ReadonlyMap<string, number>>
  readonly now?: () => number
  readonly everyMs?: number
  readonly onError: (error: unknown) => void
}

/** No more at once than is taken in a moment. */
const mostABatch = 2_000

export function createLivingSource({
  topics,
  business,
  countedElsewhere,
  now = Date.now,
  everyMs = 250,
  onError,
}: Living): EventSource {
  const partitions: readonly TopicPartition[] = [...topics.values()].map((topic) => ({
    topic,
    partition: OWN_PARTITION,
  }))
  const next = new Map<string, bigint>()
  let plan: Plan | null = null
  let running: Promise<void> = Promise.resolve()
  const stopping = new AbortController()
  let fault: string | null = null
  /** What happened while we were away is handed over. */
  let isUpToDate = false

  async function emit(consumer: EventConsumer): Promise<void> {
    const moment = now()
    plan = planFor(await business(), moment, plan)
    for (const [stream, topic] of topics) {
      const due = plan.due(stream, next.get(topic) ?? offsetAt(moment), offsetAt(moment))
      for (let start = 0; start < due.length; start += mostABatch) {
        const records = due.slice(start, start + mostABatch).map(({ offset, at, event }) => ({
          offset,
          value: Buffer.from(JSON.stringify(event)),
          writtenAt: at,
        }))
        next.set(topic, records.at(-1)!.offset + 1n)
        await consumer.take({ topic, partition: OWN_PARTITION, records, highWatermark: due.at(-1)!.offset + 1n })
      }
    }
  }

  return {
    async start(consumer) {
      const positions = await consumer.assigned(partitions)
      const counted = await countedElsewhere()
      partitions.forEach(({ topic }, index) => {
        const position = positions[index] ?? 'latest'
        const elsewhere = counted.get(topic)
        next.set(
          topic,
          beginningOf(now(), [
            position === 'latest' ? offsetAt(now()) : position === 'earliest' ? undefined : position,
            elsewhere === undefined ? undefined : offsetAt(elsewhere + 1),
          ]),
        )
      })
      running = (async () => {
        while (!stopping.signal.aborted) {
          try {
            await emit(consumer)
            fault = null
            isUpToDate = true
          } catch (error) {
            fault = messageOf(error)
            onError(error)
          }
          await sleep(everyMs, null, { signal: stopping.signal }).catch(() => null)
        }
      })()
    },
    seek({ topic }, offset) {
      next.set(topic, offset)
    },
    committed() {},
    health: () => ({ fault, lag: fault === null && isUpToDate ? 0n : null }),
    async stop() {
      stopping.abort()
      await running
    },
  }
}
