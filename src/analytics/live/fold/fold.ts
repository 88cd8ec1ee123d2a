/** Records of partitions folded into a batch that one transaction merges into the database. */
import type { XXHashAPI } from 'xxhash-wasm'
import type { Catalog, Grain, Stream } from '../../catalog.ts'
import type { EventRecord, TopicPartition } from '../event-source.ts'
import { UnfitEvent, type Unfit } from './fields.ts'
import { createBuckets, createReadMoment, createStamp, type Buckets } from './moments.ts'
import { addEvent, createPartials, type StreamPartials } from './partials.ts'
import { createReadEvent, decodeJson, type Decode, type ReadEvent } from './read-event.ts'
import { createReadPoint, type PointRead, type ReadPoint } from './read-point.ts'
import { halvesOf, type SeenIds } from './seen-ids.ts'

/** What of a partition outlives its batches. */
export interface PartitionMemory {
  readonly seen: SeenIds
  /** The partition's clock (see partition-clock.ts), epoch seconds. */
  clockSec: number
  /** Newest event time, epoch milliseconds; -Infinity before the first. Never ahead of the wall clock. */
  newest: number
}

export interface DeadLetter extends Unfit {
  readonly offset: bigint
  readonly value: Uint8Array | null
}

/** The records of a partition in a batch, and what became of them. */
export interface Segment extends TopicPartition {
  readonly stream: string
  /** Offset that the database must still hold; null: nothing of the partition was ever counted. */
  readonly expected: bigint | null
  /** Offset after the last record. */
  next: bigint
  /** Offset after the partition's last record, as far as known. */
  end: bigint
  readonly records: EventRecord[]
  /** Milliseconds: when the last record was written. */
  writtenAt: number
  readonly newestBefore: number
  newest: number
  readonly clockSec: number
  counted: number
  ignored: number
  duplicates: number
  /** Its bucket had ended when it came. */
  late: number
  lateBucket: number | null
  veryLate: number
  readonly deadLetters: DeadLetter[]
  /** Low and high halves of the ids that were new, one after the other. */
  readonly ids: number[]
}

export interface Batch {
  /** By `topic partition`. */
  readonly segments: Map<string, Segment>
  /** By the stream's name. */
  readonly partials: Map<string, StreamPartials>
  /** The newest of each point, by KPI, slice and bucket. */
  readonly points: Map<string, PointRead>
}

export function emptyBatch(): Batch {
  return { segments: new Map(), partials: new Map(), points: new Map() }
}

export function emptySegment(
  at: TopicPartition & { readonly stream: string },
  expected: bigint | null,
  { newest, clockSec }: PartitionMemory,
): Segment {
  const { topic, partition, stream } = at
  return {
    topic,
    partition,
    stream,
    expected,
    next: expected ?? 0n,
    end: 0n,
    records: [],
    writtenAt: 0,
    newestBefore: newest,
    newest,
    clockSec,
    counted: 0,
    ignored: 0,
    duplicates: 0,
    late: 0,
    lateBucket: null,
    veryLate: 0,
    deadLetters: [],
    ids: [],
  }
}

/** How a stream's records are read, and how its numbers are kept. */
export interface Fold {
  readonly stream: Stream
  /** Of an event stream: the grain of its view. */
  readonly grain: Grain
  readonly buckets: Buckets
  readonly stamp: (at: number) => string
  /** Folds one record; what cannot be counted becomes a dead letter of the segment. `now`: epoch milliseconds. */
  record(record: EventRecord, segment: Segment, memory: PartitionMemory, batch: Batch, now: number): void
}

/** Every stream of a catalog, by name. */
export function createFolds(
  catalog: Catalog,
  hash: Pick<XXHashAPI, 'h64'>,
  decode: Decode = decodeJson,
): ReadonlyMap<string, Fold> {
  return new Map([...catalog.streams].map(([name, stream]) => [name, createFold(stream, catalog, hash, decode)]))
}

function createFold(stream: Stream, catalog: Catalog, hash: Pick<XXHashAPI, 'h64'>, decode: Decode): Fold {
  const view = stream.kind === 'events' ? catalog.views.get(stream.into) : undefined
  const zone = view?.time?.zone ?? catalog.timezone
  const grain = view?.time?.grain ?? 'minute'
  const buckets = createBuckets(zone)
  const times = { zone, moment: createReadMoment(zone) }
  const keep =
    stream.kind === 'points'
      ? keepPoint(createReadPoint(catalog, decode))
      : keepEvent({ read: createReadEvent(stream, times, decode), stream, grain, buckets, hash })
  const stamp = createStamp(stream.kind === 'events' ? stream.timeColumn.type : 'timestamptz', zone)
  return {
    stream,
    grain,
    buckets,
    stamp,
    record(record, segment, memory, batch, now) {
      segment.next = record.offset + 1n
      segment.writtenAt = record.writtenAt
      segment.records.push(record)
      // Our own clock may be behind that of who wrote the record.
      const newestAllowed = Math.max(now, record.writtenAt) + stream.aheadMs
      try {
        keep({ record, segment, memory, batch, now, newestAllowed })
      } catch (error) {
        if (!(error instanceof UnfitEvent)) throw error
        const { reason, explanation } = error
        segment.deadLetters.push({ offset: record.offset, value: record.value, reason, explanation })
      }
    },
  }
}

interface Keeping {
  readonly record: EventRecord
  readonly segment: Segment
  readonly memory: PartitionMemory
  readonly batch: Batch
  readonly now: number
  readonly newestAllowed: number
}

interface EventParts {
  readonly read: ReadEvent
  readonly stream: Stream & { readonly kind: 'events' }
  readonly grain: Grain
  readonly buckets: Buckets
  readonly hash: Pick<XXHashAPI, 'h64'>
}

function keepEvent({ read, stream, grain, buckets, hash }: EventParts) {
  const begin = createPartials(stream)
  const finest = grain === 'minute' || grain === 'hour' ? grain : 'day'
  const bucketOf = (at: number) => buckets[finest](at)
  return function keep({ record, segment, memory, batch, now, newestAllowed }: Keeping): void {
    const event = read(record.value, newestAllowed)
    if (event === null) {
      segment.ignored += 1
      return
    }
    if (event.id !== null) {
      const { low, high } = halvesOf(hash.h64(event.id))
      if (!memory.seen.add(low, high, memory.clockSec)) {
        segment.duplicates += 1
        return
      }
      segment.ids.push(low, high)
    }
    segment.counted += 1
    const { at } = event
    if (at < memory.newest) {
      const bucket = bucketOf(at)
      if (bucket < bucketOf(memory.newest)) {
        segment.late += 1
        segment.lateBucket = Math.min(segment.lateBucket ?? bucket, bucket)
      }
      if (memory.newest - at > stream.lateMs) segment.veryLate += 1
    } else {
      memory.newest = Math.min(at, now)
      segment.newest = memory.newest
    }
    let partials = batch.partials.get(stream.name)
    if (partials === undefined) {
      partials = begin()
      batch.partials.set(stream.name, partials)
    }
    addEvent(partials, at, event.members, event.measured, hash)
    if (event.cells.length > 0) partials.rows.push({ at, cells: event.cells })
  }
}

function keepPoint(read: ReadPoint) {
  return function keep({ record, segment, memory, batch, now, newestAllowed }: Keeping): void {
    const point = read(record.value, newestAllowed)
    segment.counted += 1
    if (point.at > memory.newest) {
      memory.newest = Math.min(point.at, now)
      segment.newest = memory.newest
    }
    batch.points.set(`${point.kpi}\0${point.slice}\0${point.bucket}`, point)
  }
}
