/** A consumer of events that counts as the database does: an event belongs to it only where its partition stands. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventBatch, EventConsumer, Position, TopicPartition } from '../../../src/analytics/live/event-source.ts'

export interface Ledger {
  /** What was counted, in order, by partition (`topic/number`). */
  readonly counted: ReadonlyMap<string, readonly string[]>
  /** Records that came although they were counted already, and holes: both must stay empty. */
  readonly wrong: readonly string[]
  /** All values that were counted. */
  all(): string[]
  /** A member that shares this ledger with others. */
  member(
    options?: MemberOptions,
  ): EventConsumer & { readonly owned: ReadonlySet<string>; readonly calls: readonly string[] }
  /** Resolves when so many are counted. */
  until(count: number): Promise<void>
}

interface MemberOptions {
  readonly from?: Position
  /** Called before each batch is counted; may be slow, or throw. */
  readonly before?: (batch: EventBatch) => Promise<void>
}

export function createLedger(): Ledger {
  const counted = new Map<string, string[]>()
  const next = new Map<string, bigint>()
  const wrong: string[] = []
  const all = () => [...counted.values()].flat()
  return {
    counted,
    wrong,
    all,
    member({ from = 'earliest', before } = {}) {
      const owned = new Set<string>()
      const calls: string[] = []
      /** Where this member stands; another may have gone further meanwhile, then nothing of it counts. */
      const standing = new Map<string, bigint | null>()
      return {
        owned,
        calls,
        assigned(partitions) {
          calls.push(`assigned ${partitions.map(keyOf).toSorted().join(' ')}`)
          for (const partition of partitions) {
            owned.add(keyOf(partition))
            standing.set(keyOf(partition), next.get(keyOf(partition)) ?? null)
          }
          return Promise.resolve(partitions.map((partition) => next.get(keyOf(partition)) ?? from))
        },
        async take(batch) {
          await before?.(batch)
          const key = keyOf(batch)
          // As `… and next_offset = $expected` does: somebody else went on.
          if (!owned.has(key) || standing.get(key) !== (next.get(key) ?? null)) return
          const values = counted.get(key) ?? []
          for (const { offset, value } of batch.records) {
            const expected = next.get(key)
            if (expected !== undefined && offset !== expected)
              wrong.push(`${key}: ${offset} came where ${expected} was due`)
            values.push(value === null ? 'null' : Buffer.from(value).toString())
            next.set(key, offset + 1n)
          }
          standing.set(key, next.get(key) ?? null)
          counted.set(key, values)
        },
        revoked(partitions) {
          calls.push(`revoked ${partitions.map(keyOf).toSorted().join(' ')}`)
          for (const partition of partitions) owned.delete(keyOf(partition))
          return Promise.resolve()
        },
      }
    },
    async until(count) {
      while (all().length < count) await sleep(10)
    },
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`
}
