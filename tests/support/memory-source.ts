/** A source of events in memory: partitions are logs, owned by whoever is told so. */
import type {
  EventConsumer,
  EventRecord,
  EventSource,
  Position,
  TopicPartition,
} from '../../src/analytics/live/event-source.ts'

interface Log extends TopicPartition {
  readonly records: EventRecord[]
}

export interface Topic {
  /** Writes events, each to a partition; gives the offset. */
  write(partition: number, value: unknown, writtenAt?: number): bigint
  /** A consumer of all its partitions, or of those given. */
  source(partitions?: readonly number[]): MemorySource
}

export interface MemorySource extends EventSource {
  /** Gives the partitions to the consumer anew, as after a rebalance. */
  reassign(): Promise<void>
  /** Takes them away; nothing comes until `reassign`. */
  revoke(): Promise<void>
  /** Resolves when all that was written was handed over, though not yet counted. */
  handedOver(): Promise<void>
  /** As the consumer tells it. */
  readonly committedOffsets: Map<number, bigint>
}

/** Values that are no bytes are written as JSON. */
export function memoryTopic(topic: string, partitions: number, { batch = 100 } = {}): Topic {
  const logs: Log[] = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, records: [] }))
  return {
    write(partition, value, writtenAt = Date.now()) {
      const { records } = logs[partition]!
      const bytes =
        value === null || value instanceof Uint8Array
          ? value
          : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
      const offset = BigInt(records.length)
      records.push({ offset, value: bytes, writtenAt })
      return offset
    },
    source: (own = logs.map(({ partition }) => partition)) =>
      source(
        own.map((at) => logs[at]!),
        batch,
      ),
  }
}

function source(logs: readonly Log[], batch: number): MemorySource {
  const positions = new Map<number, number>()
  const committedOffsets = new Map<number, bigint>()
  let consumer: EventConsumer | null = null
  let reading: Promise<unknown> = Promise.resolve()
  /** The last reading; an earlier one ends when it sees that it is not. */
  const now = { generation: 0 }

  async function read(log: Log, mine: number): Promise<void> {
    while (mine === now.generation) {
      const at = positions.get(log.partition)!
      const records = log.records.slice(at, at + batch)
      if (records.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 2))
        continue
      }
      positions.set(log.partition, at + records.length)
      await consumer!.take({ ...log, records, highWatermark: BigInt(log.records.length) })
    }
  }
  async function assign(): Promise<void> {
    const found = await consumer!.assigned(logs)
    for (const [index, log] of logs.entries()) positions.set(log.partition, startOf(found[index]!, log))
    const mine = ++now.generation
    reading = Promise.all(logs.map((log) => read(log, mine)))
  }
  async function revoke(): Promise<void> {
    now.generation += 1
    await consumer?.revoked(logs)
    await reading
  }
  return {
    committedOffsets,
    async start(given) {
      consumer = given
      await assign()
    },
    async reassign() {
      await revoke()
      await assign()
    },
    revoke,
    async handedOver() {
      while (logs.some((log) => positions.get(log.partition) !== log.records.length))
        await new Promise((resolve) => setTimeout(resolve, 2))
    },
    seek({ partition }, offset) {
      positions.set(partition, Number(offset))
    },
    committed({ partition }, nextOffset) {
      committedOffsets.set(partition, nextOffset)
    },
    health: () => ({
      fault: null,
      lag: logs.reduce(
        (all, { partition, records }) => all + BigInt(records.length - (positions.get(partition) ?? 0)),
        0n,
      ),
    }),
    async stop() {
      now.generation += 1
      await reading
    },
  }
}

function startOf(position: Position, log: Log): number {
  return position === 'earliest' ? 0 : position === 'latest' ? log.records.length : Number(position)
}
