/** One transaction that counts a batch: offsets, windows, live rows, ids, dead letters and marks, all or nothing. */
import { sql } from 'kysely'
import type { Catalog } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import type { Batch, Fold, Segment } from '../fold/fold.ts'
import { liveOf, windowsOf, type StreamPartials, type WindowSums } from '../fold/partials.ts'
import type { PointRead } from '../fold/read-point.ts'
import { shardOf } from '../shard.ts'
import { numbersOf, textsOf } from './arrays.ts'
import { DIRTY_CHANNEL } from './dirty.ts'
import { insertRows, mergeLive, mergeWindows } from './merge-windows.ts'
import { keepSeenIds, moveOffsets } from './offsets.ts'

type Executing = Pick<Store, 'getExecutor'>

/** Somebody else counts one of the partitions, or did this very batch: nothing of it was merged. */
export class OffsetsMoved extends Error {
  override name = 'OffsetsMoved'
  constructor() {
    super('offsets are not what the batch began at')
  }
}

export interface Merging {
  readonly store: Store
  readonly catalog: Catalog
  readonly folds: ReadonlyMap<string, Fold>
}

/** What makes a batch ours to count, in its transaction; false: it is not. */
export type Claim = (transaction: Executing, segments: readonly Segment[]) => Promise<boolean>

/**
 * Merges a batch; gives how many events the live tables left to history, by stream. Throws OffsetsMoved, or what the
 * database throws: whether it was merged is then not known, unless the database refused it.
 */
export async function mergeBatch(
  { store, catalog, folds }: Merging,
  batch: Batch,
  claim: Claim = moveOffsets,
): Promise<ReadonlyMap<string, number>> {
  const segments = [...batch.segments.values()]
  const streams = [...batch.partials.values()].toSorted((a, b) => (a.stream.into < b.stream.into ? -1 : 1))
  const summed = streams.map((partials) => ({
    partials,
    windows: windowsOf(partials, folds.get(partials.stream.name)!.buckets),
  }))
  return store.transaction().execute(async (transaction) => {
    if (!(await claim(transaction, segments))) throw new OffsetsMoved()
    const boundaries = await lockBoundaries(transaction, streams)
    const leftOut = new Map<string, number>()
    for (const { partials, windows } of summed) {
      await mergeWindows(transaction, partials, windows)
      const { stream } = partials
      const { grain, buckets } = folds.get(stream.name)!
      const zone = catalog.views.get(stream.into)?.time?.zone ?? catalog.timezone
      const boundary = boundaries.get(stream.into) ?? Number.NEGATIVE_INFINITY
      const left =
        stream.rows.length > 0
          ? await insertRows(transaction, stream, partials.rows, boundary, zone)
          : await mergeLive(transaction, partials, liveOf(partials, grain, buckets), boundary, zone)
      leftOut.set(stream.name, left)
    }
    await keepPoints(transaction, [...batch.points.values()])
    await keepSeenIds(transaction, segments, ({ stream }) => {
      const found = folds.get(stream)?.stream
      return found?.kind === 'events' ? found.duplicatesMs : 0
    })
    await keepDeadLetters(transaction, segments)
    await countLeftOut(transaction, segments, leftOut)
    await mark(transaction, summed, [...batch.points.values()])
    return leftOut
  })
}

/** Held until the end, so that no boundary moves between being read and the rows after it being written. */
async function lockBoundaries(
  transaction: Executing,
  streams: readonly StreamPartials[],
): Promise<ReadonlyMap<string, number>> {
  const views = [...new Set(streams.map(({ stream }) => stream.into))]
  if (views.length === 0) return new Map()
  const { rows } = await sql<{ view: string; at: number }>`
    SELECT view, (extract(epoch FROM complete_to) * 1000)::float8 AS at FROM tidings.boundary
    WHERE view = ANY (${views}::text[]) ORDER BY view FOR SHARE`.execute(transaction)
  return new Map(rows.map(({ view, at }) => [view, at]))
}

/** The newest value of a point holds. */
async function keepPoints(transaction: Executing, points: readonly PointRead[]): Promise<void> {
  if (points.length === 0) return
  const count = points.length
  await sql`INSERT INTO tidings.points (kpi, slice, bucket, value)
    SELECT kpi, slice, to_timestamp(bucket), value FROM unnest(
      ${textsOf(count, (at) => points[at]!.kpi)}::text[], ${textsOf(count, (at) => points[at]!.slice)}::text[],
      ${numbersOf(count, (at) => points[at]!.bucket / 1000)}::float8[],
      ${numbersOf(count, (at) => points[at]!.value)}::float8[]) AS given (kpi, slice, bucket, value)
    ORDER BY 1, 2, 3
    ON CONFLICT (kpi, slice, bucket) DO UPDATE SET value = excluded.value`.execute(transaction)
}

async function keepDeadLetters(transaction: Executing, segments: readonly Segment[]): Promise<void> {
  const letters = segments.flatMap((segment) => segment.deadLetters.map((letter) => ({ segment, letter })))
  if (letters.length === 0) return
  const count = letters.length
  const texts = (value: (at: number) => string | null) =>
    textsOf(count, (at) => value(at)?.replaceAll('\0', '\uFFFD') ?? null)
  await sql`INSERT INTO tidings.dead_letters (stream, topic, partition, "offset", reason, explanation, value)
    SELECT * FROM unnest(
      ${texts((at) => letters[at]!.segment.stream)}::text[], ${texts((at) => letters[at]!.segment.topic)}::text[],
      ${numbersOf(count, (at) => letters[at]!.segment.partition)}::int[],
      ${texts((at) => letters[at]!.letter.offset.toString())}::bigint[],
      ${texts((at) => letters[at]!.letter.reason)}::text[], ${texts((at) => letters[at]!.letter.explanation)}::text[],
      ${letters.map(({ letter }) => letter.value && Buffer.from(letter.value))}::bytea[])
    ON CONFLICT (topic, partition, "offset") DO NOTHING`.execute(transaction)
}

/** Kept with the first of a stream's partitions in the batch: rows of several are added up before they are looked at. */
async function countLeftOut(
  transaction: Executing,
  segments: readonly Segment[],
  leftOut: ReadonlyMap<string, number>,
): Promise<void> {
  for (const [stream, events] of leftOut) {
    const segment = segments.find((each) => each.stream === stream)
    if (events === 0 || !segment) continue
    await sql`UPDATE tidings.offsets SET before_boundary = before_boundary + ${events}
      WHERE topic = ${segment.topic} AND partition = ${segment.partition}`.execute(transaction)
  }
}

interface Summed {
  readonly partials: StreamPartials
  readonly windows: readonly WindowSums[]
}

/** Marks each minute and slice that was touched, and each point. */
async function mark(transaction: Executing, summed: readonly Summed[], points: readonly PointRead[]): Promise<void> {
  const marks: { readonly view: string; readonly slice: string; readonly at: number }[] = points.map(
    ({ view, slice, bucket }) => ({ view, slice, at: bucket / 1000 }),
  )
  for (const { partials, windows } of summed)
    for (const { grain, sums } of windows) {
      if (grain !== 'minute') continue
      const view = partials.stream.into
      for (let row = 0; row < sums.length; row++)
        marks.push({ view, slice: partials.combinations.slice(sums.ids[row]!), at: sums.minutes[row]! * 60 })
    }
  if (marks.length === 0) return
  const count = marks.length
  const shards = new Map(marks.map(({ view }) => [view, shardOf(view)]))
  await sql`INSERT INTO tidings.dirty (shard, view, slice, bucket)
    SELECT shard, view, slice, to_timestamp(at) FROM unnest(
      ${numbersOf(count, (at) => shards.get(marks[at]!.view)!)}::smallint[],
      ${textsOf(count, (at) => marks[at]!.view)}::text[], ${textsOf(count, (at) => marks[at]!.slice)}::text[],
      ${numbersOf(count, (at) => marks[at]!.at)}::float8[]) AS given (shard, view, slice, at)`.execute(transaction)
  await sql`SELECT pg_notify(${DIRTY_CHANNEL}, '')`.execute(transaction)
}
