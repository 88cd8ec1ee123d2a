/** Batches that wait to be merged, folded anew from their records where a part of them is to be left out. */
import { emptyBatch, emptySegment, type Batch, type Fold, type Segment } from './fold/fold.ts'
import { partitionKey, type EventRecord } from './event-source.ts'
import type { SeenIds } from './fold/seen-ids.ts'

export interface Refolding {
  readonly folds: ReadonlyMap<string, Fold>
  /** The ids of a segment's partition. */
  readonly seenOf: (segment: Segment) => SeenIds
  readonly now: number
}

/** Records in a batch. */
export function recordsIn(batch: Batch): number {
  let count = 0
  for (const { records } of batch.segments.values()) count += records.length
  return count
}

/** The same records, without those of other segments, as if they came now. */
export function refold(segments: readonly Segment[], parts: Refolding): Batch {
  for (const segment of segments) forget(segment, parts)
  const batch = emptyBatch()
  for (const segment of segments)
    batch.segments.set(partitionKey(segment), foldAgain(segment, segment.records, batch, parts))
  return batch
}

/** Two batches of half the records each, to be merged one after the other; null: there is but one record. */
export function halve(batch: Batch, parts: Refolding): readonly [Batch, Batch] | null {
  const segments = [...batch.segments.values()]
  if (segments.length > 1) {
    const middle = segments.length >> 1
    return [refold(segments.slice(0, middle), parts), refold(segments.slice(middle), parts)]
  }
  const [segment] = segments
  if (!segment || segment.records.length < 2) return null
  forget(segment, parts)
  const middle = segment.records.length >> 1
  const [first, second] = [emptyBatch(), emptyBatch()]
  const early = foldAgain(segment, segment.records.slice(0, middle), first, parts)
  const rest = { ...segment, expected: early.next, newestBefore: early.newest }
  first.segments.set(partitionKey(segment), early)
  second.segments.set(partitionKey(segment), foldAgain(rest, segment.records.slice(middle), second, parts))
  return [first, second]
}

/** The one record of a batch as a dead letter. */
export function giveUp(batch: Batch, explanation: string, parts: Refolding): Batch {
  const given = emptyBatch()
  for (const segment of batch.segments.values()) {
    forget(segment, parts)
    const { expected, newestBefore: newest, clockSec } = segment
    const empty = emptySegment(segment, expected, { seen: parts.seenOf(segment), newest, clockSec })
    const letters = segment.records.map(({ offset, value }) => ({
      offset,
      value,
      reason: 'database' as const,
      explanation,
    }))
    const { next, end, writtenAt, records } = segment
    given.segments.set(partitionKey(segment), { ...empty, next, end, writtenAt, records, deadLetters: letters })
  }
  return given
}

function forget(segment: Segment, { seenOf }: Refolding): void {
  const seen = seenOf(segment)
  for (let at = 0; at < segment.ids.length; at += 2) seen.forget(segment.ids[at]!, segment.ids[at + 1]!)
}

function foldAgain(
  segment: Segment,
  records: readonly EventRecord[],
  batch: Batch,
  { folds, seenOf, now }: Refolding,
): Segment {
  const { expected, newestBefore: newest, clockSec, end } = segment
  const memory = { seen: seenOf(segment), newest, clockSec }
  const again = emptySegment(segment, expected, memory)
  const fold = folds.get(segment.stream)!
  for (const record of records) fold.record(record, again, memory, batch, now)
  again.end = end
  return again
}
