/** Events from Kafka: a member of a consumer group that goes on by itself after whatever happened to the brokers. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EventConsumer, EventSource } from '../event-source.ts'
import { createClient, type KafkaConnection } from './connection.ts'
import { createFaults, inWords } from './faults.ts'
import { Look } from './look.ts'
import { openSession, type Session } from './session.ts'

export interface KafkaSourceOptions {
  readonly connection: KafkaConnection
  /** Those that are not there yet are waited for. */
  readonly topics: readonly string[]
  readonly log: Pick<Logger, 'warn' | 'info'>
  /** A member that is silent for so long is taken for gone, and its partitions go to others; 6 s when left out. */
  readonly sessionTimeoutMs?: number
}

/** How often topics and lag are looked at. */
const lookEveryMs = 3_000
/** Brokers that say nothing for so long are told of, and after the second time the connection is made anew. */
const silentMs = 5_000
const deafMs = 30_000
const leastBackOffMs = 250
const mostBackOffMs = 5_000

/**
 * Each record from the position that `assigned` gives, in order and without a hole, whatever rebalances, crashes and
 * outages happen in between; a record may be handed over again only after `revoked` and `assigned`, or after `seek`.
 * `start` resolves at once: what keeps it from reading is in `health`, and tried again for ever.
 */
export function createKafkaSource({
  connection,
  topics,
  log,
  sessionTimeoutMs = 6_000,
}: KafkaSourceOptions): EventSource {
  const faults = createFaults(log)
  const stopping = new AbortController()
  let session: Session | null = null
  let lag: bigint | null = null
  let living: Promise<void> = Promise.resolve()

  async function live(taker: EventConsumer): Promise<void> {
    const { signal } = stopping
    for (let backOffMs = leastBackOffMs; !signal.aborted; backOffMs = Math.min(2 * backOffMs, mostBackOffMs)) {
      const startedAt = Date.now()
      try {
        await liveOnce(taker, signal)
      } catch (error) {
        if (!signal.aborted) faults.set('connection', inWords(error, connection.brokers))
      }
      lag = null
      // It worked for a while: the next fault is a new one.
      if (Date.now() - startedAt > 4 * mostBackOffMs) backOffMs = leastBackOffMs
      await pause(backOffMs * (0.75 + Math.random() / 2), signal)
    }
  }

  /** Resolves when a new consumer is wanted at once; throws what ended this one. */
  async function liveOnce(taker: EventConsumer, signal: AbortSignal): Promise<void> {
    using client = createClient(connection)
    await using look = new Look(client.kafka)
    const existing = await untilThere(look, signal)
    if (signal.aborted) return
    const { group } = connection
    session = await openSession({
      client: client.kafka,
      group,
      topics: existing,
      sessionTimeoutMs,
      taker,
      look,
      faults,
      log,
    })
    const { ended } = session
    try {
      const over = new AbortController()
      const end = Promise.race([ended, aborted(signal)]).finally(() => over.abort())
      await Promise.race([end, watch(session, look, existing, over.signal)])
      if (over.signal.aborted) {
        const error = await end
        if (error !== null) throw error
      } else over.abort()
    } finally {
      const closing = session
      session = null
      await closing.close()
    }
  }

  /** Topics to begin with: at least one. */
  async function untilThere(look: Look, signal: AbortSignal): Promise<string[]> {
    for (;;) {
      const existing = await look.existing(topics)
      tellMissing(existing)
      if (existing.length > 0 || signal.aborted) return existing
      faults.set('connection', null)
      await pause(lookEveryMs, signal)
    }
  }

  function tellMissing(existing: readonly string[]): void {
    const missing = topics.filter((topic) => !existing.includes(topic))
    const one = missing.length === 1
    faults.set(
      'topics',
      missing.length === 0
        ? null
        : `Kafka has no topic${one ? '' : 's'} ${missing.join(', ')} (or the user may not see ${one ? 'it' : 'them'}): waiting for ${one ? 'it' : 'them'}`,
    )
  }

  /** Returns when the consumer must be made anew. */
  async function watch(current: Session, look: Look, reading: readonly string[], signal: AbortSignal): Promise<void> {
    // It may have crashed while it joined.
    await pause(1, signal)
    if (!signal.aborted) faults.set('connection', null)
    while (!signal.aborted) {
      await pause(lookEveryMs, signal)
      if (signal.aborted) return
      const silence = Date.now() - current.lastHeard()
      const isSilent = silence > silentMs
      if (silence > deafMs) throw new Error(`no answer for ${Math.round(silence / 1000)} s`)
      try {
        lag = await current.lag()
        const existing = await look.existing(topics)
        if (signal.aborted) return
        faults.set('connection', isSilent ? inWords(new Error('no answer to fetches'), connection.brokers) : null)
        tellMissing(existing)
        if (existing.some((topic) => !reading.includes(topic))) return
      } catch (error) {
        if (isSilent && !signal.aborted) faults.set('connection', inWords(error, connection.brokers))
      }
    }
  }

  return {
    start(taker) {
      living = live(taker)
      return Promise.resolve()
    },
    seek: (partition, offset) => session?.seek(partition, offset),
    committed: (partition, nextOffset) => session?.committed(partition, nextOffset),
    health: () => ({ fault: faults.text(), lag }),
    async stop() {
      stopping.abort()
      await living
    },
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null)
    else signal.addEventListener('abort', () => resolve(null), { once: true })
  })
}
