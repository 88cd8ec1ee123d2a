/** A partition that is ours, from assignment to revocation. */
import type { Stream } from '../catalog.ts'
import type { Store } from '../store/store.ts'
import type { PartitionMemory } from './fold/fold.ts'
import { SeenIds } from './fold/seen-ids.ts'
import { partitionKey, type EventBatch, type Position, type TopicPartition } from './event-source.ts'
import { readCountedTopics, readOffsets, readSeenIds } from './store/offsets.ts'

export interface Partition extends TopicPartition {
  readonly stream: Stream
  readonly memory: PartitionMemory
  readonly clock: PartitionClock
  /** Offset after the last record that was folded; null: nothing ever was. */
  next: bigint | null
  /** Offset after the partition's last record, as far as known. */
  end: bigint
  isOurs: boolean
}

/** Where each partition begins, with what is known of it from before. */
export async function loadPartitions(
  store: Store,
  wanted: readonly (TopicPartition & { readonly stream: Stream })[],
  now: number,
): Promise<readonly { readonly partition: Partition; readonly position: Position }[]> {
  const known = await readOffsets(store, wanted)
  const counted = await readCountedTopics(store)
  return Promise.all(
    wanted.map(async ({ topic, partition, stream }) => {
      const before = known.get(partitionKey({ topic, partition }))
      const { seen, clockSec } = await loadSeen(store, { topic, partition }, stream, now)
      const next = before?.nextOffset ?? null
      // A partition that a topic got later has nothing that was meant to be passed over.
      const first = counted.has(topic) ? 'earliest' : stream.from
      return {
        partition: {
          topic,
          partition,
          stream,
          memory: { seen, clockSec, newest: before?.newest ?? Number.NEGATIVE_INFINITY },
          clock: new PartitionClock(clockSec * 1000),
          next,
          end: next ?? 0n,
          isOurs: true,
        },
        position: next ?? first,
      }
    }),
  )
}

/** Ids of a partition that count as seen, and where its clock stands. */
export async function loadSeen(
  store: Store,
  at: TopicPartition,
  stream: Stream,
  now: number,
): Promise<{ readonly seen: SeenIds; readonly clockSec: number }> {
  const nowSec = Math.floor(now / 1000)
  if (stream.kind === 'points' || stream.id === null) return { seen: new SeenIds(0), clockSec: nowSec }
  const { clockSec, rows } = await readSeenIds(store, at, stream.duplicatesMs)
  const seen = new SeenIds(stream.duplicatesMs)
  for (const { second, hashes } of rows)
    for (let byte = 0; byte + 8 <= hashes.length; byte += 8)
      seen.add(hashes.readUInt32LE(byte), hashes.readUInt32LE(byte + 4), second)
  return { seen, clockSec: clockSec ?? nowSec }
}

/**
 * How much time has passed for a partition, for forgetting ids: as much as the records say, and no more than has passed here.
 * So neither a producer whose clock is ahead, nor a pause of ours, nor a backlog read in a hurry makes ids forgotten early.
 */
class PartitionClock {
  #now: number
  #arrivedAt: number | null = null
  #writtenAt = 0

  constructor(now: number) {
    this.#now = now
  }

  /** Epoch seconds after records that arrived at `now`, the last of them written at `writtenAt`, both in milliseconds. */
  advance(now: number, writtenAt: number): number {
    if (this.#arrivedAt !== null) {
      const here = Math.max(0, now - this.#arrivedAt)
      const there = Math.max(0, writtenAt - this.#writtenAt)
      this.#now += Math.min(here, there)
    }
    this.#arrivedAt = now
    this.#writtenAt = Math.max(this.#writtenAt, writtenAt)
    return Math.floor(this.#now / 1000)
  }
}

/** When the last of some records were written, milliseconds. */
export function lastWritten({ records }: EventBatch): number {
  let last = 0
  for (const { writtenAt } of records) if (writtenAt > last) last = writtenAt
  return last
}
