/** The partitions that are ours: from the group's word that we have them until its word that we have not. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import type { Logger } from 'pino'
import { messageOf } from '../../message-of.ts'
import { partitionKey, type EventConsumer, type Position, type TopicPartition } from '../event-source.ts'
import type { Faults } from './faults.ts'
import type { Look, PartitionEnds } from './look.ts'
import { endsBefore, judge, type FetchedBatch, type PartitionState } from './partition.ts'

interface Parts {
  readonly consumer: Pick<Consumer, 'pause' | 'resume' | 'seek'>
  readonly taker: EventConsumer
  readonly look: Pick<Look, 'ends'>
  readonly faults: Faults
  readonly log: Pick<Logger, 'warn'>
}

/** Longer than this a batch is not waited for: its partition rests, and the others and the heartbeat go on. */
const patienceMs = 20
const slowestRetryMs = 5_000
const afterRejectionMs = 1_000

export function createAssignment({ consumer, taker, look, faults, log }: Parts) {
  const states = new Map<string, PartitionState>()
  /** Those that `assigned` was called for and `revoked` not yet. */
  let granted: readonly TopicPartition[] = []
  let generation = 0
  /** Words to the taker go one after another. */
  let said = Promise.resolve()
  const say = (work: () => Promise<void>) => (said = said.then(work))

  /** Nothing is ours any more. */
  function lose(): Promise<void> {
    generation += 1
    states.clear()
    faults.clear('partition ')
    faults.set('positions', null)
    return say(revokeAll)
  }

  async function revokeAll(): Promise<void> {
    const former = granted
    granted = []
    if (former.length === 0) return
    // Not being able to hear of it is harmless: what is not ours cannot be counted, by its offset.
    await taker
      .revoked(former)
      .catch((error: unknown) => log.warn({ err: error }, 'Kafka: partitions could not be given back'))
  }

  /** These are ours now, and no others. Nothing of them is fetched before their positions are known. */
  function gain(partitions: readonly TopicPartition[], afterMs = 0): void {
    pause(partitions)
    void lose()
    const mine = generation
    if (afterMs > 0) void say(() => sleep(afterMs))
    void say(() => begin(partitions, mine))
  }

  async function begin(partitions: readonly TopicPartition[], mine: number): Promise<void> {
    const isCurrent = () => mine === generation
    for (let waitMs = 250; isCurrent(); waitMs = Math.min(2 * waitMs, slowestRetryMs)) {
      try {
        const ends = await endsOf(partitions)
        if (!isCurrent()) return
        granted = partitions
        const positions = await taker.assigned(partitions)
        if (!isCurrent()) return
        faults.set('positions', null)
        partitions.forEach((partition, index) =>
          place(partition, positions[index]!, ends.get(partitionKey(partition))!),
        )
        return
      } catch (error) {
        const because = messageOf(error).split('\n')[0]
        faults.set('positions', `where to go on reading Kafka cannot be told (${because}): trying again`)
        await sleep(waitMs)
      }
    }
  }

  async function endsOf(partitions: readonly TopicPartition[]): Promise<ReadonlyMap<string, PartitionEnds>> {
    const found = new Map<string, PartitionEnds>()
    for (const topic of new Set(partitions.map((each) => each.topic)))
      for (const [partition, ends] of await look.ends(topic)) found.set(partitionKey({ topic, partition }), ends)
    const unknown = partitions.find((partition) => !found.has(partitionKey(partition)))
    if (unknown) throw new Error(`nothing is known of ${partitionKey(unknown)}`)
    return found
  }

  function place(partition: TopicPartition, wanted: Position, { low, high }: PartitionEnds): void {
    const from = wanted === 'earliest' ? low : wanted === 'latest' ? high : wanted
    const state: PartitionState = { ...partition, position: from, counted: from, epoch: 0, held: null }
    states.set(partitionKey(partition), state)
    if (from > high) return hold(state, endsBefore(high, from))
    if (from < low) skipLost(state, low)
    move(state, state.position)
    resume([partition])
  }

  function skipLost(state: PartitionState, low: bigint): void {
    const { topic, partition, position } = state
    log.warn(
      { topic, partition, from: String(position), upto: String(low) },
      'Kafka: records were deleted before they were read: the retention of the topic is shorter than the time we were away',
    )
    state.position = low
  }

  function move(state: PartitionState, position: bigint): void {
    state.position = position
    state.epoch += 1
    const { topic, partition } = state
    whileRunning(() => consumer.seek({ topic, partition, offset: String(position) }))
  }

  function hold(state: PartitionState, because: string): void {
    state.held = because
    pause([state])
    faults.set(
      `partition ${partitionKey(state)}`,
      `partition ${state.partition} of ${state.topic} is not read: ${because}`,
    )
  }

  /** kafkajs goes by its own reset when a position is not there; we go back to ours, or to what is left. */
  async function mend(state: PartitionState): Promise<void> {
    pause([state])
    const { epoch } = state
    const ends = await endsOf([state]).then(
      (found) => found.get(partitionKey(state))!,
      () => null,
    )
    if (states.get(partitionKey(state)) !== state || state.epoch !== epoch) return
    if (ends && state.position > ends.high) return hold(state, endsBefore(ends.high, state.position))
    if (ends && state.position < ends.low) skipLost(state, ends.low)
    move(state, state.position)
    resume([state])
  }

  /** As kafkajs' `eachBatch`; never waits long, so that heartbeats go out whatever the taker does. */
  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const state = states.get(partitionKey(batch))
    if (!state || state.held !== null) return
    const verdict = judge(state, batch as typeof batch & FetchedBatch)
    if (verdict.kind === 'hold') return hold(state, verdict.because)
    if (verdict.kind === 'hole') return mend(state)
    const { epoch } = state
    state.position = verdict.position
    faults.set(`partition ${partitionKey(state)}`, null)
    const { topic, partition } = state
    const isCurrent = () => states.get(partitionKey(state)) === state && state.epoch === epoch
    const taken = taker
      .take({ topic, partition, records: verdict.records, highWatermark: BigInt(batch.highWatermark) })
      .then(
        () => true,
        (error: unknown) => {
          log.warn({ err: error, topic, partition }, 'Kafka: records could not be taken')
          if (isCurrent()) gain([...granted], afterRejectionMs)
          return false
        },
      )
    const stop = new AbortController()
    const isSettled = await Promise.race([
      taken.then(() => true),
      sleep(patienceMs, false, { signal: stop.signal }).catch(() => false),
    ])
    stop.abort()
    if (!isCurrent()) return
    // One before the next fetch; for the last record kafkajs also passes over what follows it unseen.
    payload.resolveOffset(
      batch.lastOffset() === String(verdict.position - 1n)
        ? batch.messages.at(-1)!.offset
        : String(verdict.position - 1n),
    )
    if (isSettled) return
    pause([state])
    void taken.then((isTaken) => isTaken && isCurrent() && resume([state]))
  }

  /** kafkajs passes by itself over batches in which nothing is for us (control records, what was compacted). */
  function passed(partition: TopicPartition, lastOffset: bigint): void {
    const state = states.get(partitionKey(partition))
    if (state && state.held === null && lastOffset >= state.position) state.position = lastOffset + 1n
  }

  function seek(partition: TopicPartition, offset: bigint): void {
    const state = states.get(partitionKey(partition))
    if (state && state.held === null) move(state, offset)
  }

  /** Tries partitions again that are not read. */
  function retryHeld(): void {
    for (const state of states.values()) {
      if (state.held === null) continue
      state.held = null
      void mend(state)
    }
  }

  function pause(partitions: readonly TopicPartition[]): void {
    whileRunning(() => consumer.pause(byTopic(partitions)))
  }

  function resume(partitions: readonly TopicPartition[]): void {
    whileRunning(() => consumer.resume(byTopic(partitions)))
  }

  return { gain, lose, eachBatch, passed, seek, retryHeld, states }
}

/** kafkajs refuses once the consumer has stopped; then nothing is ours any more. */
function whileRunning(act: () => void): void {
  try {
    act()
  } catch {
    // Whoever stopped it says so.
  }
}

function byTopic(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  return partitions.map(({ topic, partition }) => ({ topic, partitions: [partition] }))
}
