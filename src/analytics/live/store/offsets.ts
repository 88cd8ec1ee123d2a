/** How far each partition is counted: the truth that decides who counts it. */
import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'
import type { Segment } from '../fold/fold.ts'
import { partitionKey, type TopicPartition } from '../event-source.ts'
import { numbersOf, textsOf } from './arrays.ts'

type Executing = Pick<Store, 'getExecutor'>

export interface KnownPartition extends TopicPartition {
  readonly nextOffset: bigint
  /** Epoch milliseconds; null: nothing was counted yet. */
  readonly newest: number | null
}

/** Of the partitions given those that were counted before, by `topic partition`. */
export async function readOffsets(
  store: Executing,
  partitions: readonly TopicPartition[],
): Promise<ReadonlyMap<string, KnownPartition>> {
  const { rows } = await sql<{ topic: string; partition: number; next: string; newest: number | null }>`
    SELECT o.topic, o.partition, o.next_offset::text AS next, (extract(epoch FROM o.newest) * 1000)::float8 AS newest
    FROM tidings.offsets o
    JOIN unnest(${textsOf(partitions.length, (at) => partitions[at]!.topic)}::text[],
      ${numbersOf(partitions.length, (at) => partitions[at]!.partition)}::int[]) AS asked (topic, partition)
      USING (topic, partition)`.execute(store)
  return new Map(
    rows.map(({ topic, partition, next, newest }) => [
      partitionKey({ topic, partition }),
      { topic, partition, nextOffset: BigInt(next), newest },
    ]),
  )
}

/** Of every partition of these topics that was counted. */
export async function readCounted(store: Executing, topics: readonly string[]): Promise<readonly KnownPartition[]> {
  const { rows } = await sql<TopicPartition & { next: string; newest: number | null }>`
    SELECT topic, partition, next_offset::text AS next, (extract(epoch FROM newest) * 1000)::float8 AS newest
    FROM tidings.offsets WHERE topic = ANY (${topics}::text[])`.execute(store)
  return rows.map(({ next, ...rest }) => ({ ...rest, nextOffset: BigInt(next) }))
}

/** Topics of which any partition was counted before. */
export async function readCountedTopics(store: Executing): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ topic: string }>`SELECT DISTINCT topic FROM tidings.offsets`.execute(store)
  return new Set(rows.map(({ topic }) => topic))
}

/**
 * Moves the offsets of a batch, each from what it began at. False: another one moved some of them, so that nothing of the
 * batch may be merged.
 */
export async function moveOffsets(transaction: Executing, segments: readonly Segment[]): Promise<boolean> {
  const count = segments.length
  const numbers = (value: (segment: Segment) => number | null) => numbersOf(count, (at) => value(segments[at]!))
  const offsets = (value: (segment: Segment) => bigint | null) =>
    textsOf(count, (at) => value(segments[at]!)?.toString() ?? null)
  const seconds = (value: number | null) => (value === null || !Number.isFinite(value) ? null : value / 1000)
  const { rows } = await sql<{ moved: number }>`
    WITH given AS (
      SELECT topic, partition, expected, next, greatest(reach, next) AS reach, to_timestamp(newest) AS newest,
        to_timestamp(written) AS written, counted, duplicates, late, very_late, to_timestamp(late_bucket) AS late_bucket
      FROM unnest(
        ${textsOf(count, (at) => segments[at]!.topic)}::text[],
        ${numbers(({ partition }) => partition)}::int[],
        ${offsets(({ expected }) => expected)}::bigint[],
        ${offsets(({ next }) => next)}::bigint[],
        ${offsets(({ end }) => end)}::bigint[],
        ${numbers(({ newest }) => seconds(newest))}::float8[],
        ${numbers(({ writtenAt }) => seconds(writtenAt))}::float8[],
        ${numbers(({ counted }) => counted)}::bigint[],
        ${numbers(({ duplicates }) => duplicates)}::bigint[],
        ${numbers(({ late }) => late)}::bigint[],
        ${numbers(({ veryLate }) => veryLate)}::bigint[],
        ${numbers(({ lateBucket }) => seconds(lateBucket))}::float8[]
      ) AS each (topic, partition, expected, next, reach, newest, written, counted, duplicates, late, very_late, late_bucket)
      ORDER BY topic, partition
    ), moved AS (
      UPDATE tidings.offsets o SET
        next_offset = g.next, end_offset = g.reach, newest = greatest(o.newest, g.newest), received_at = now(),
        written_at = g.written, counted = o.counted + g.counted, duplicates = o.duplicates + g.duplicates,
        late = o.late + g.late, very_late = o.very_late + g.very_late,
        late_at = CASE WHEN g.late > 0 THEN now() ELSE o.late_at END,
        late_bucket = CASE WHEN g.late > 0 THEN g.late_bucket ELSE o.late_bucket END
      FROM given g WHERE o.topic = g.topic AND o.partition = g.partition AND o.next_offset = g.expected
      RETURNING 1
    ), begun AS (
      INSERT INTO tidings.offsets (topic, partition, next_offset, end_offset, newest, received_at, written_at, counted,
        duplicates, late, very_late, late_at, late_bucket)
      SELECT topic, partition, next, reach, newest, now(), written, counted, duplicates, late, very_late,
        CASE WHEN late > 0 THEN now() END, late_bucket
      FROM given WHERE expected IS NULL
      ON CONFLICT (topic, partition) DO NOTHING
      RETURNING 1
    )
    SELECT ((SELECT count(*) FROM moved) + (SELECT count(*) FROM begun))::int AS moved`.execute(transaction)
  return rows[0]?.moved === count
}

/** Ids of a partition that were seen within the window before its clock stood still, and where it stands. */
export interface KnownIds {
  /** Epoch seconds; null: none is kept. */
  readonly clockSec: number | null
  readonly rows: readonly { readonly second: number; readonly hashes: Buffer }[]
}

export async function readSeenIds(
  store: Executing,
  { topic, partition }: TopicPartition,
  windowMs: number,
): Promise<KnownIds> {
  const { rows } = await sql<{ second: number; hashes: Buffer }>`
    SELECT extract(epoch FROM at)::int AS second, hashes FROM tidings.seen_ids
    WHERE topic = ${topic} AND partition = ${partition} AND at >= (
      SELECT max(at) FROM tidings.seen_ids WHERE topic = ${topic} AND partition = ${partition}
    ) - make_interval(secs => ${windowMs / 1000}) ORDER BY at`.execute(store)
  return { clockSec: rows.at(-1)?.second ?? null, rows }
}

/** Keeps the ids of a batch's segments, a row each; what is older than `windowMs` by the partition's clock goes. */
export async function keepSeenIds(
  transaction: Executing,
  segments: readonly Segment[],
  windowMs: (segment: Segment) => number,
): Promise<void> {
  for (const segment of segments) {
    if (segment.ids.length === 0) continue
    const { topic, partition, clockSec, ids } = segment
    const halves = Uint32Array.from(ids)
    const hashes = Buffer.from(halves.buffer, halves.byteOffset, halves.byteLength)
    await sql`WITH gone AS (
        DELETE FROM tidings.seen_ids WHERE topic = ${topic} AND partition = ${partition}
          AND at < to_timestamp(${clockSec - windowMs(segment) / 1000 - 60})
      )
      INSERT INTO tidings.seen_ids (topic, partition, at, hashes)
      VALUES (${topic}, ${partition}, to_timestamp(${clockSec}), ${hashes})`.execute(transaction)
  }
}
