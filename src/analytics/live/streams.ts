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
import { createFolds, emptyBatch, emptySegment, type Batch, type Segment } from './fold/fold.ts'
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
import { lastWritten, loadPartitions, type Partition } from './partition.ts'
import { giveUp, halve, recordsIn, refold } from './pending.ts'
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
const MOST_BYTES = 32 * 1024 * 1024
/** Folded in one go before others get their turn. */
const CHUNK = 500
/** A merge that takes longer is taken for lost; what became of it is read back. */
const LONGEST_MERGE_MS = 60_000
const FIRST_RETRY_MS = 50
const LONGEST_RETRY_MS = 5_000
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
  #open: Batch = emptyBatch()
  #openRecords = 0
  #openBytes = 0
  /** The batch that is being merged; null: none is. */
  #merging: Promise<void> | null = null
  #timer: NodeJS.Timeout | null = null
  #waiting: (() => void)[] = []
  /** Batches of which a merge ended in a way that nobody told us. */
  readonly #uncertain = new WeakSet<Batch>()
  /** Since when nothing can be merged, and why. */
  #trouble: { readonly since: number; readonly because: string } | null = null
  #isStopping = false
  readonly #stop = new AbortController()

  constructor(parts: StreamsParts, hash: Awaited<ReturnType<typeof xxhash>>) {
    this.#parts = parts
    this.#folds = createFolds(parts.catalog, hash)
    this.#streamOf = new Map([...parts.catalog.streams.values()].map((stream) => [stream.topic, stream]))
    this.#figures = noFigures(parts.catalog.streams.keys())
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
    const isLong = this.#trouble !== null && this.#now() - this.#trouble.since > 5_000
    const fault = isLong ? `events are not counted: ${this.#trouble?.because}` : null
    return { fault: own.fault ?? fault, lag: own.lag ?? lag }
  }

  async assigned(given: readonly TopicPartition[]): Promise<readonly Position[]> {
    await this.#leave(given)
    const wanted = given.map(({ topic, partition }) => {
      const stream = this.#streamOf.get(topic)
      if (!stream) throw new Error(`no stream of the catalog reads topic ${topic}`)
      return { topic, partition, stream }
    })
    const loaded = await this.#untilItAnswers(() => loadPartitions(this.#parts.store, wanted, this.#now()))
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
      segment ??= this.#segment(partition)
      fold.record(record, segment, memory, this.#open, now)
      partition.next = segment.next
      this.#openRecords += 1
      this.#openBytes += record.value?.byteLength ?? 0
    }
    if (!segment) return
    segment.end = partition.end
    this.#arm()
  }

  /** The partition's part of the open batch. */
  #segment(partition: Partition): Segment {
    const key = partitionKey(partition)
    const known = this.#open.segments.get(key)
    if (known) return known
    const { topic, stream } = partition
    const made = emptySegment(
      { topic, partition: partition.partition, stream: stream.name },
      partition.next,
      partition.memory,
    )
    this.#open.segments.set(key, made)
    return made
  }

  get #isFull(): boolean {
    return this.#openRecords >= (this.#parts.mostRecords ?? MOST_RECORDS) || this.#openBytes >= MOST_BYTES
  }

  /** Resolves when the open batch may grow. */
  async #room(): Promise<void> {
    while (this.#isFull && !this.#isStopping) {
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
    if (this.#isFull) {
      this.#flush()
      return
    }
    if (this.#timer || this.#merging || this.#openRecords === 0) return
    const after = Math.max(this.#parts.flushAfterMs ?? FLUSH_AFTER_MS, Math.min(1_000, this.#figures.lastFlushMs * 2))
    this.#timer = setTimeout(() => this.#flush(), after)
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#merging || this.#openRecords === 0) return
    const batch = this.#open
    this.#open = emptyBatch()
    this.#openRecords = 0
    this.#openBytes = 0
    this.#merging = this.#merge(batch)
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
    let pauseMs = FIRST_RETRY_MS
    for (let next = todo.shift(); next; next = todo.shift()) {
      const ours = this.#withoutLost(next)
      if (!ours) continue
      const startedAt = performance.now()
      try {
        const leftOut = await answered(() => mergeBatch({ ...this.#parts, folds: this.#folds }, ours))
        this.#merged(ours, leftOut, performance.now() - startedAt)
        pauseMs = FIRST_RETRY_MS
      } catch (error) {
        this.#figures.retries += 1
        if (failureOf(error) === 'unfit') {
          todo.unshift(...(halve(ours, this.#refolding()) ?? [this.#unfit(ours, error)]))
          continue
        }
        if (!(error instanceof OffsetsMoved)) this.#inTrouble(error)
        if (!(error instanceof OffsetsMoved)) this.#uncertain.add(ours)
        const left = await this.#afterwards(ours)
        if (left === null) return
        if (left) todo.unshift(left)
        if (error instanceof OffsetsMoved) continue
        if (!(await this.#pause(pauseMs))) return
        pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)
      }
    }
  }

  #unfit(batch: Batch, error: unknown): Batch {
    const because = messageOf(error)
    return giveUp(batch, `the database does not take it: ${because}`, this.#refolding())
  }

  #merged(batch: Batch, leftOut: ReadonlyMap<string, number> | null, tookMs: number | null): void {
    this.#trouble = null
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
      stored = await this.#untilItAnswers(() => readOffsets(this.#parts.store, segments))
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
    if (!keys.some((key) => this.#open.segments.has(key))) return
    const kept = [...this.#open.segments].filter(([key]) => !keys.includes(key)).map(([, segment]) => segment)
    this.#open = refold(kept, this.#refolding())
    this.#openRecords = recordsIn(this.#open)
    this.#openBytes = 0
    for (const { records } of this.#open.segments.values())
      for (const { value } of records) this.#openBytes += value?.byteLength ?? 0
    this.#wake()
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

  #refolding() {
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

  #inTrouble(error: unknown): void {
    const because = messageOf(error)
    if (!this.#trouble) this.#parts.log.warn({ err: error }, 'events wait for the database')
    this.#trouble = { since: this.#trouble?.since ?? this.#now(), because }
  }

  /** Asks until there is an answer; throws when we are stopping. */
  async #untilItAnswers<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (let pauseMs = FIRST_RETRY_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)) {
      try {
        return await answered(ask)
      } catch (error) {
        this.#inTrouble(error)
        if (!(await this.#pause(pauseMs))) throw error
      }
    }
  }

  /** False: we are stopping. */
  async #pause(ms: number): Promise<boolean> {
    return sleep(ms, true, { signal: this.#stop.signal }).catch(() => false)
  }

  #now(): number {
    return this.#parts.now?.() ?? Date.now()
  }
}

/** Rejects when the database takes too long; it may still end well. */
function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  return within(LONGEST_MERGE_MS, ask, `the database did not answer within ${LONGEST_MERGE_MS / 1000} s`)
}
