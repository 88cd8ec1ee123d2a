/** The batch that records are folded into until it is merged. */
import { emptyBatch, emptySegment, type Batch, type Segment } from './fold/fold.ts'
import { partitionKey, type EventRecord } from './event-source.ts'
import type { Partition } from './partition.ts'
import { recordsIn, refold, type Refolding } from './pending.ts'

const MOST_BYTES = 32 * 1024 * 1024

export interface OpenBatch {
  readonly batch: Batch
  isEmpty(): boolean
  isFull(): boolean
  /** The partition's part of it. */
  segmentOf(partition: Partition): Segment
  /** One more record was folded into it. */
  count(record: EventRecord): void
  /** Gives what was folded; what comes is folded into a new one. */
  take(): Batch
  /** Forgets what was folded of partitions; false: nothing was. */
  leaveOut(keys: readonly string[], refolding: Refolding): boolean
}

/** `mostRecords`: with as many it is full. */
export function createOpenBatch(mostRecords: number): OpenBatch {
  let batch = emptyBatch()
  let [records, bytes] = [0, 0]
  return {
    get batch() {
      return batch
    },
    isEmpty: () => records === 0,
    isFull: () => records >= mostRecords || bytes >= MOST_BYTES,
    segmentOf(partition) {
      const key = partitionKey(partition)
      const known = batch.segments.get(key)
      if (known) return known
      const { topic, stream } = partition
      const at = { topic, partition: partition.partition, stream: stream.name }
      const made = emptySegment(at, partition.next, partition.memory)
      batch.segments.set(key, made)
      return made
    },
    count({ value }) {
      records += 1
      bytes += value?.byteLength ?? 0
    },
    take() {
      const taken = batch
      batch = emptyBatch()
      ;[records, bytes] = [0, 0]
      return taken
    },
    leaveOut(keys, refolding) {
      if (!keys.some((key) => batch.segments.has(key))) return false
      const kept = [...batch.segments].filter(([key]) => !keys.includes(key)).map(([, segment]) => segment)
      batch = refold(kept, refolding)
      records = recordsIn(batch)
      bytes = bytesIn(batch)
      return true
    },
  }
}

function bytesIn(batch: Batch): number {
  let bytes = 0
  for (const { records } of batch.segments.values()) for (const { value } of records) bytes += value?.byteLength ?? 0
  return bytes
}
