/** One life of a consumer: joined to the group until it crashed, fell silent, or is closed. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, Kafka } from 'kafkajs'
import type { Logger } from 'pino'
import { partitionKey, type EventConsumer, type TopicPartition } from '../event-source.ts'
import { createAssignment } from './assignment.ts'
import { retry } from './connection.ts'
import type { Faults } from './faults.ts'
import type { Look } from './look.ts'

interface Parts {
  readonly client: Kafka
  readonly group: string
  /** All of them exist. */
  readonly topics: readonly string[]
  readonly sessionTimeoutMs: number
  readonly taker: EventConsumer
  readonly look: Look
  readonly faults: Faults
  readonly log: Pick<Logger, 'warn' | 'info'>
}

export interface Session {
  /** Resolves when this consumer does not go on; null: it was closed. */
  readonly ended: Promise<unknown>
  /** When it last heard from the brokers, epoch milliseconds. */
  lastHeard(): number
  seek(partition: TopicPartition, offset: bigint): void
  committed(partition: TopicPartition, nextOffset: bigint): void
  /** Records of each partition that is ours before its end; tries again what could not be read. */
  lag(): Promise<bigint>
  close(): Promise<void>
}

/** A small fetch waits no longer than this for company: the latency at a low rate. */
const maxWaitMs = 40
/** With so much to bring, a fetch does not wait. */
const enoughBytes = 32 << 10
const commitEveryMs = 1_000
const closeWithinMs = 8_000

/** Resolves when it has joined the group, or has crashed trying. */
export async function openSession({
  client,
  group,
  topics,
  sessionTimeoutMs,
  taker,
  look,
  faults,
  log,
}: Parts): Promise<Session> {
  const consumer = client.consumer({
    groupId: group,
    retry,
    minBytes: enoughBytes,
    maxWaitTimeInMs: maxWaitMs,
    maxBytesPerPartition: 1 << 20,
    maxBytes: 8 << 20,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: sessionTimeoutMs / 6,
    rebalanceTimeout: 10_000,
    // A new partition is noticed after so long.
    metadataMaxAge: 10_000,
  })
  const assignment = createAssignment({ consumer, taker, look, faults, log })
  let heardAt = Date.now()
  let isClosed = false
  const uncommitted = new Map<string, TopicPartition & { readonly offset: string }>()
  const ended = new Promise<unknown>((resolve) => {
    consumer.on('consumer.crash', ({ payload }) => resolve(payload.error))
    consumer.on('consumer.stop', () => isClosed && resolve(null))
  })
  consumer.on('consumer.fetch', () => {
    heardAt = Date.now()
  })
  consumer.on('consumer.rebalancing', () => void assignment.lose())
  consumer.on('consumer.group_join', ({ payload }) => {
    heardAt = Date.now()
    const partitions = Object.entries(payload.memberAssignment).flatMap(([topic, ids]) =>
      ids.map((partition) => ({ topic, partition })),
    )
    log.info({ partitions: partitions.length }, 'Kafka: joined the group')
    assignment.gain(partitions)
  })
  consumer.on('consumer.start_batch_process', ({ payload }) => {
    if (payload.batchSize === 0) assignment.passed(payload, BigInt(payload.lastOffset))
  })

  const committing = setInterval(() => void commit(consumer, uncommitted), commitEveryMs)

  async function close(): Promise<void> {
    if (isClosed) return
    isClosed = true
    clearInterval(committing)
    await assignment.lose()
    await commit(consumer, uncommitted)
    // A broker that does not answer must not keep us.
    await Promise.race([consumer.disconnect().catch(() => {}), sleep(closeWithinMs, undefined, { ref: false })])
  }

  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: assignment.eachBatch })
  } catch (error) {
    await close()
    throw error
  }

  return {
    ended,
    lastHeard: () => heardAt,
    seek: assignment.seek,
    committed(partition, nextOffset) {
      const state = assignment.states.get(partitionKey(partition))
      if (!state) return
      state.counted = nextOffset
      uncommitted.set(partitionKey(partition), { ...partition, offset: String(nextOffset) })
    },
    async lag() {
      let lag = 0n
      for (const topic of new Set([...assignment.states.values()].map((state) => state.topic)))
        for (const [partition, { high }] of await look.ends(topic)) {
          const state = assignment.states.get(partitionKey({ topic, partition }))
          if (state && high > state.counted) lag += high - state.counted
        }
      assignment.retryHeld()
      return lag
    },
    close,
  }
}

async function commit(
  consumer: Consumer,
  uncommitted: Map<string, TopicPartition & { readonly offset: string }>,
): Promise<void> {
  const offsets = [...uncommitted.values()]
  uncommitted.clear()
  if (offsets.length === 0) return
  // For monitors of lag only: what we go by is in the database.
  await consumer.commitOffsets(offsets).catch(() => {})
}
