/** Which records of what was fetched are next: each once, none left out. */
import type { Batch } from 'kafkajs'
import type { EventRecord, TopicPartition } from '../event-source.ts'
import { unreadable } from './codecs.ts'

/** Where we are in a partition that is ours. */
export interface PartitionState extends TopicPartition {
  /** The next record to hand over. */
  position: bigint
  /** What is counted, as far as we were told; begins at `position`. */
  counted: bigint
  /** Raised by each seek: what was begun before it is void. */
  epoch: number
  /** Why nothing of it may be read. */
  held: string | null
}

/** What kafkajs hands over, with where its fetch began, which its types leave out. */
export type FetchedBatch = Pick<Batch, 'messages' | 'highWatermark' | 'lastOffset'> & { readonly fetchedOffset: string }

export type Verdict =
  | { readonly kind: 'take'; readonly records: readonly EventRecord[]; readonly position: bigint }
  /** It was fetched from beyond our position: kafkajs jumped, because the position is not (or no longer) there. */
  | { readonly kind: 'hole' }
  | { readonly kind: 'hold'; readonly because: string }

/** Judges a batch that was fetched for the partition. Offsets within it may have gaps; it must begin at or before our position. */
export function judge({ position }: Pick<PartitionState, 'position'>, batch: FetchedBatch): Verdict {
  const end = BigInt(batch.highWatermark)
  if (end < position) return { kind: 'hold', because: endsBefore(end, position) }
  if (BigInt(batch.fetchedOffset) > position) return { kind: 'hole' }
  const records: EventRecord[] = []
  for (const message of batch.messages) {
    const offset = BigInt(message.offset)
    if (offset < position) continue
    const because = unreadable(message)
    if (because !== null) {
      // What comes before it is taken first; the next fetch begins with it.
      if (records.length > 0) return { kind: 'take', records, position: offset }
      return { kind: 'hold', because }
    }
    records.push({ offset, value: message.value, writtenAt: Number(message.timestamp) })
  }
  const after = BigInt(batch.lastOffset()) + 1n
  return { kind: 'take', records, position: after > position ? after : position }
}

/** Said of a partition that is shorter than what was counted of it. */
export function endsBefore(end: bigint, position: bigint): string {
  return (
    `it ends at offset ${end}, but was counted up to ${position}: the topic was made anew, or brokers lost records. ` +
    'To begin at its start, delete its row in tidings.offsets and restart'
  )
}
