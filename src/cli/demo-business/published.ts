/** The business as it goes on, by way of Kafka: what happens is written to the catalog's topics, and read from there. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventSource, SourceHealth } from '../../analytics/live/event-source.ts'
import type { KafkaProducer } from '../../analytics/live/kafka/producer.ts'
import { messageOf } from '../../analytics/message-of.ts'
import type { Business } from './business.ts'
import { beginningOf, offsetAt, planFor, type Plan, type Topics } from './happenings.ts'

interface Published {
  readonly topics: Topics
  /** The business with what was caused up to now; asked again every second. */
  readonly business: () => Promise<Business>
  /** Reads what was written. */
  readonly source: EventSource
  /** Rejects with what to do. */
  readonly send: KafkaProducer['send']
  /** Sees to it that the topics are there. Rejects with what to do. */
  readonly makeTopics: () => Promise<void>
  /** By topic the newest moment that is written or was counted without Kafka, epoch milliseconds. */
  readonly writtenTo: (from: number, to: number) => Promise<ReadonlyMap<string, number>>
  readonly now?: () => number
  readonly everyMs?: number
  readonly onError: (error: unknown) => void
}

/** No more at once than a broker takes in a moment. */
const mostABatch = 2_000
const retryAfterMs = 2_000
const HOUR = 3_600_000

/** Starts at once; while nothing can be written, `health` says why, and it is tried again. */
export function createPublishedSource(parts: Published): EventSource {
  const { topics, business, source, send, now = Date.now, everyMs = 250, onError } = parts
  const stopping = new AbortController()
  let next: ReadonlyMap<string, bigint> | null = null
  let plan: Plan | null = null
  let fault: string | null = null
  let running: Promise<void> = Promise.resolve()

  async function beginnings(): Promise<ReadonlyMap<string, bigint>> {
    await parts.makeTopics()
    const moment = now()
    const written = await parts.writtenTo(Math.floor(moment / HOUR) * HOUR, moment)
    return new Map(
      [...topics.values()].map((topic) => {
        const known = written.get(topic)
        return [topic, beginningOf(moment, known === undefined ? [] : [offsetAt(known)])]
      }),
    )
  }

  async function publish(from: ReadonlyMap<string, bigint>): Promise<ReadonlyMap<string, bigint>> {
    const reached = new Map(from)
    const until = offsetAt(now())
    plan = planFor(await business(), now(), plan)
    for (const [stream, topic] of topics) {
      const due = plan.due(stream, from.get(topic)!, until)
      for (let start = 0; start < due.length; start += mostABatch)
        await send(
          topic,
          due.slice(start, start + mostABatch).map(({ id, at, event }) => ({ key: id, value: event, at })),
        )
      reached.set(topic, until)
    }
    return reached
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        next = await publish(next ?? (await beginnings()))
        fault = null
      } catch (error) {
        const said = messageOf(error)
        if (said !== fault) onError(error)
        fault = said
      }
      await sleep(fault === null ? everyMs : retryAfterMs, null, { signal: stopping.signal }).catch(() => null)
    }
  }

  return {
    async start(consumer) {
      running = run()
      await source.start(consumer)
    },
    seek: (partition, offset) => source.seek(partition, offset),
    committed: (partition, nextOffset) => source.committed(partition, nextOffset),
    health(): SourceHealth {
      const { fault: reading, lag } = source.health()
      const unwritten = fault === null ? reading : `the events of the demo are not written: ${fault}`
      // Before what happened while we were away is written, nobody knows what waits.
      return { fault: unwritten, lag: next === null ? null : lag }
    },
    async stop() {
      stopping.abort()
      await running
      await source.stop()
    },
  }
}
