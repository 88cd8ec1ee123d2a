/**
 * Streams at work: records of the partitions that are ours are folded as they come and merged batch by batch, one at a time.
 * While one batch is merged the next is folded; more than that waits with the broker.
 */
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import xxhash from 'xxhash-wasm'
import type { Catalog, Stream } from '../catalog.ts'
import type { Store } from '../store/store.ts'
import { within } from '../within.ts'
import { failureOf } from './failures.ts'
import { addSegment, noFigures, type Figures } from './figures.ts'
import { createFolds, emptyBatch, type Batch, type Segment } from './fold/fold.ts'
import {
  partitionKey,
  type EventBatch,
  type EventConsumer,
  type EventSource,
  type Position,
  type SourceHealth,
  type TopicPartition,
} from './event-source.ts'
import { SeenIds } from './fold/seen-ids.ts'
import { createOpenBatch, type OpenBatch } from './open-batch.ts'
import { lastWritten, loadPartitions, type Partition } from './partition.ts'
import { createPatience, type Patience } from './patience.ts'
import { giveUp, halve, refold, type Refolding } from './pending.ts'
import { mergeBatch, OffsetsMoved } from './store/merge.ts'
import { readOffsets } from './store/offsets.ts'
import { ensureWindowTables } from './store/window-tables.ts'
import { messageOf } from '../message-of.ts'

export interface StreamsParts {
  readonly catalog: Catalog
  readonly store: Store
  readonly source: EventSource
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Epoch milliseconds; the wall clock when left out. */
  readonly now?: () => number
  /** How long records are gathered before they are merged, unless there are many. */
  readonly flushAfterMs?: number
  /** Records in a batch at most. */
  readonly mostRecords?: number
}

/** Counting; `stop` merges what was folded, as far as the database lets it, and gives the partitions back. */
export interface Streams {
  start(): Promise<void>
  stop(): Promise<void>
  health(): SourceHealth
  figures(): Figures
}

const FLUSH_AFTER_MS = 250
const MOST_RECORDS = 50_000
/** Folded in one go before others get their turn. */
const CHUNK = 500
/** A partition that somebody else counted and whose records still come to us is looked at again. */
const LOOK_AGAIN_MS = 10_000
const STOP_WITHIN_MS = 8_000
const LEAVE_WITHIN_MS = 5_000

/** Makes the windows' tables and the counter of the catalog's streams; nothing is read before `start`. */
export async function createStreams(parts: StreamsParts): Promise<Streams> {
  await ensureWindowTables(parts.store, parts.catalog)
  return new Counting(parts, await xxhash())
}

class Counting implements Streams, EventConsumer {
  readonly #parts: StreamsParts
  readonly #folds: ReturnType<typeof createFolds>
  readonly #streamOf: ReadonlyMap<string, Stream>
  readonly #figures: Figures
  readonly #partitions = new Map<string, Partition>()
  /** Since when, epoch milliseconds. */
  readonly #lost = new Map<string, number>()
  readonly #open: OpenBatch
  /** The batch that is being merged; null: none is. */
  #merging: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #waiting: (() => void)[] = []
  /** Batches of which a merge ended in a way that nobody told us. */
  readonly #uncertain = new WeakSet<Batch>()
  #isStopping = false
  readonly #stop = new AbortController()
  readonly #patience: Patience

  constructor(parts: StreamsParts, hash: Awaited<ReturnType<typeof xxhash>>) {
    this.#parts = parts
    this.#folds = createFolds(parts.catalog, hash)
    this.#streamOf = new Map([...parts.catalog.streams.values()].map((stream) => [stream.topic, stream]))
    this.#figures = noFigures(parts.catalog.streams.keys())
    this.#open = createOpenBatch(parts.mostRecords ?? MOST_RECORDS)
    this.#patience = createPatience({ log: parts.log, now: () => this.#now(), stop: this.#stop.signal })
  }

  async start(): Promise<void> {
    await this.#parts.source.start(this)
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#flush()
    this.#wake()
    const settled = this.#settled()
    await Promise.race([settled, sleep(STOP_WITHIN_MS, undefined, { signal: this.#stop.signal }).catch(() => {})])
    this.#stop.abort()
    await this.#parts.source.stop()
    await settled
    if (this.#timer) clearTimeout(this.#timer)
  }

  figures(): Figures {
    return this.#figures
  }

  health(): SourceHealth {
    const own = this.#parts.source.health()
    let lag = 0n
    for (const { end, next } of this.#partitions.values()) if (next !== null && end > next) lag += end - next
    return { fault: own.fault ?? this.#patience.fault(), lag: own.lag ?? lag }
  }

  async assigned(given: readonly TopicPartition[]): Promise<readonly Position[]> {
    await this.#leave(given)
    const wanted = given.map(({ topic, partition }) => {
      const stream = this.#streamOf.get(topic)
      if (!stream) throw new Error(`no stream of the catalog reads topic ${topic}`)
      return { topic, partition, stream }
    })
    const loaded = await this.#patience.untilItAnswers(() => loadPartitions(this.#parts.store, wanted, this.#now()))
    for (const { partition } of loaded) {
      this.#partitions.set(partitionKey(partition), partition)
      this.#lost.delete(partitionKey(partition))
    }
    return loaded.map(({ position }) => position)
  }

  async revoked(given: readonly TopicPartition[]): Promise<void> {
    await this.#leave(given)
  }

  async take(batch: EventBatch): Promise<void> {
    const key = partitionKey(batch)
    const partition = this.#partitions.get(key)
    if (!partition) return this.#lookAgain(batch)
    if (batch.highWatermark > partition.end) partition.end = batch.highWatermark
    partition.memory.clockSec = partition.clock.advance(this.#now(), lastWritten(batch))
    for (let from = 0; from < batch.records.length; from += CHUNK) {
      await this.#room()
      if (this.#isStopping || !partition.isOurs) return
      this.#fold(partition, batch, from)
      if (from + CHUNK < batch.records.length) await breathe()
    }
  }

  #fold(partition: Partition, { records }: EventBatch, from: number): void {
    const fold = this.#folds.get(partition.stream.name)!
    const now = this.#now()
    const { memory } = partition
    let segment: Segment | null = null
    const last = Math.min(from + CHUNK, records.length)
    for (let index = from; index < last; index++) {
      const record = records[index]!
      if (partition.next !== null && record.offset < partition.next) continue
      segment ??= this.#open.segmentOf(partition)
      fold.record(record, segment, memory, this.#open.batch, now)
      partition.next = segment.next
      this.#open.count(record)
    }
    if (!segment) return
    segment.end = partition.end
    this.#arm()
  }

  /** Resolves when the open batch may grow. */
  async #room(): Promise<void> {
    while (this.#open.isFull() && !this.#isStopping) {
      this.#flush()
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const each of waiting) each()
  }

  /** Sees to it that what is open is merged in time: later under load, so that fewer transactions carry more. */
  #arm(): void {
    if (this.#open.isFull()) {
      this.#flush()
      return
    }
    if (this.#timer || this.#merging || this.#open.isEmpty()) return
    const after = Math.max(this.#parts.flushAfterMs ?? FLUSH_AFTER_MS, Math.min(1_000, this.#figures.lastFlushMs * 2))
    this.#timer = setTimeout(() => this.#flush(), after)
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#merging || this.#open.isEmpty()) return
    this.#merging = this.#merge(this.#open.take())
      .catch((error: unknown) => this.#parts.log.error({ err: error }, 'a batch of events could not be merged'))
      .finally(() => {
        this.#merging = null
        this.#wake()
        this.#arm()
      })
    this.#wake()
  }

  /** Merges a batch, whatever it takes: again, without partitions that are not ours any more, or half by half. */
  async #merge(batch: Batch): Promise<void> {
    const todo: Batch[] = [batch]
    const between = this.#patience.pauses()
    for (let next = todo.shift(); next; next = todo.shift()) {
      const ours = this.#withoutLost(next)
      if (!ours) continue
      const startedAt = performance.now()
      try {
        const leftOut = await this.#patience.answered(() => mergeBatch({ ...this.#parts, folds: this.#folds }, ours))
        this.#merged(ours, leftOut, performance.now() - startedAt)
        between.reset()
      } catch (error) {
        this.#figures.retries += 1
        if (failureOf(error) === 'unfit') {
          todo.unshift(...(halve(ours, this.#refolding()) ?? [this.#unfit(ours, error)]))
          continue
        }
        const isMoved = error instanceof OffsetsMoved
        if (!isMoved) {
          this.#patience.inTrouble(error)
          this.#uncertain.add(ours)
        }
        const left = await this.#afterwards(ours)
        if (left === null) return
        if (left) todo.unshift(left)
        if (!isMoved && !(await between.pause())) return
      }
    }
  }

  #unfit(batch: Batch, error: unknown): Batch {
    const because = messageOf(error)
    return giveUp(batch, `the database does not take it: ${because}`, this.#refolding())
  }

  #merged(batch: Batch, leftOut: ReadonlyMap<string, number> | null, tookMs: number | null): void {
    this.#patience.isWell()
    for (const segment of batch.segments.values()) {
      addSegment(this.#figures, segment)
      this.#parts.source.committed(segment, segment.next)
    }
    for (const [stream, events] of leftOut ?? []) this.#figures.streams.get(stream)!.beforeBoundary += events
    if (tookMs === null) return
    this.#figures.flushes += 1
    this.#figures.flushMs += tookMs
    this.#figures.lastFlushMs = tookMs
  }

  /**
   * After a merge whose end nobody told us, or that was not ours to make: what the database says was counted is counted,
   * what stands where it stood is tried again, and what went on without us is lost. Null: we are stopping.
   */
  async #afterwards(batch: Batch): Promise<Batch | undefined | null> {
    const segments = [...batch.segments.values()]
    let stored
    try {
      stored = await this.#patience.untilItAnswers(() => readOffsets(this.#parts.store, segments))
    } catch {
      return null
    }
    const done: Segment[] = []
    const again: Segment[] = []
    for (const segment of segments) {
      const found = stored.get(partitionKey(segment))?.nextOffset ?? null
      if (found === segment.expected) again.push(segment)
      else if (found === segment.next && this.#uncertain.has(batch)) done.push(segment)
      else this.#lose(segment)
    }
    if (done.length > 0) {
      const counted = new Map(done.map((segment) => [partitionKey(segment), segment]))
      this.#merged({ ...emptyBatch(), segments: counted }, null, null)
    }
    if (again.length === segments.length) return batch
    if (again.length === 0) return undefined
    const left = refold(again, this.#refolding())
    if (this.#uncertain.has(batch)) this.#uncertain.add(left)
    return left
  }

  #lose(segment: Segment): void {
    const key = partitionKey(segment)
    const partition = this.#partitions.get(key)
    if (!partition) return
    partition.isOurs = false
    this.#partitions.delete(key)
    this.#lost.set(key, this.#now())
    this.#figures.lost += 1
    const { topic } = segment
    this.#parts.log.warn({ topic, partition: segment.partition }, 'somebody else counts this partition')
    this.#close([key])
    // What it had handed over already comes again only when we ask, though nothing new may follow.
    setTimeout(() => {
      if (!this.#isStopping) this.#lookAgain(segment).catch(() => {})
    }, LOOK_AGAIN_MS + 50).unref()
  }

  /** The batch without partitions that are not ours; null when nothing is left. */
  #withoutLost(batch: Batch): Batch | null {
    const segments = [...batch.segments.values()]
    const ours = segments.filter((segment) => this.#partitions.has(partitionKey(segment)))
    if (ours.length === 0) return null
    return ours.length === segments.length ? batch : refold(ours, this.#refolding())
  }

  /** Takes partitions out of the open batch. */
  #close(keys: readonly string[]): void {
    if (this.#open.leaveOut(keys, this.#refolding())) this.#wake()
  }

  /** Gives partitions up: what is being merged is waited for, what is not yet is forgotten. */
  async #leave(given: readonly TopicPartition[]): Promise<void> {
    const keys = given.map(partitionKey)
    const held = keys.filter((key) => this.#partitions.has(key))
    for (const key of held) {
      this.#partitions.get(key)!.isOurs = false
      this.#partitions.delete(key)
    }
    this.#close(held)
    for (const key of keys) this.#lost.delete(key)
    // Longer than a merge takes while the database is well; when it is not, the offsets see to it that nothing counts twice.
    const merging = this.#merging
    if (merging) await within(LEAVE_WITHIN_MS, () => merging).catch(() => {})
  }

  /** Records of a partition that we lost, or that was never ours. */
  async #lookAgain({ topic, partition }: TopicPartition): Promise<void> {
    const key = partitionKey({ topic, partition })
    const since = this.#lost.get(key)
    if (since === undefined || this.#now() - since < LOOK_AGAIN_MS) return
    this.#lost.set(key, this.#now())
    const [position] = await this.assigned([{ topic, partition }])
    if (typeof position === 'bigint') this.#parts.source.seek({ topic, partition }, position)
  }

  async #settled(): Promise<void> {
    while (this.#merging) {
      await this.#merging
      this.#flush()
    }
  }

  #refolding(): Refolding {
    return {
      folds: this.#folds,
      // One that is not ours any more needs no memory of what it saw.
      seenOf: (segment: Segment) => this.#seenOf(segment),
      now: this.#now(),
    }
  }

  #seenOf(segment: Segment) {
    return this.#partitions.get(partitionKey(segment))?.memory.seen ?? new SeenIds(0)
  }

  #now(): number {
    return this.#parts.now?.() ?? Date.now()
  }
}
