/** Where events come from: Kafka, or the demo's own source. Whoever folds them need not know which. */

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** Its name, for maps and people. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`
}

/** One record as the broker keeps it. */
export interface EventRecord {
  readonly offset: bigint
  /** Null: a tombstone. */
  readonly value: Uint8Array | null
  /** When the producer or broker says it was written, epoch milliseconds. */
  readonly writtenAt: number
}

/** Records of one partition, in the order of their offsets; gaps between offsets are usual. */
export interface EventBatch extends TopicPartition {
  readonly records: readonly EventRecord[]
  /** Offset of the next record that will be written to the partition: how far behind we are. */
  readonly highWatermark: bigint
}

/** Where to begin: an offset, or an end of the partition when nothing of it was ever counted. */
export type Position = bigint | 'earliest' | 'latest'

/** Who takes the records. */
export interface EventConsumer {
  /** Partitions that are ours from now on; answers where each begins. Called again after every rebalance. */
  assigned(partitions: readonly TopicPartition[]): Promise<readonly Position[]>
  /** Resolves when more may come for that partition: back-pressure. May be counted later than that. */
  take(batch: EventBatch): Promise<void>
  /** Partitions that are no longer ours: nothing of them that is not counted yet may be counted. */
  revoked(partitions: readonly TopicPartition[]): Promise<void>
}

/** A part's health for `readyz`, metrics and `doctor`. */
export interface SourceHealth {
  /** Null when it works, else what is wrong and what to do, in one line. */
  readonly fault: string | null
  /** Records behind the end of the partitions that are ours; null when not known. */
  readonly lag: bigint | null
}

export interface EventSource {
  start(consumer: EventConsumer): Promise<void>
  /** Goes back: the next record of that partition is the one at that offset. */
  seek(partition: TopicPartition, offset: bigint): void
  /** Tells the broker how far we are, for monitors of lag only. Never throws. */
  committed(partition: TopicPartition, nextOffset: bigint): void
  health(): SourceHealth
  stop(): Promise<void>
}
