/** What an instance counted since it began, for metrics. */
import type { Segment } from './fold/fold.ts'

export interface StreamFigures {
  counted: number
  duplicates: number
  ignored: number
  late: number
  veryLate: number
  /** Left to history by the live table. */
  beforeBoundary: number
  /** By reason. */
  readonly deadLetters: Map<string, number>
}

export interface Figures {
  readonly streams: Map<string, StreamFigures>
  /** Transactions that counted, their time together and that of the last, in milliseconds. */
  flushes: number
  flushMs: number
  lastFlushMs: number
  /** Tries that failed and were made again. */
  retries: number
  /** Partitions that somebody else turned out to count. */
  lost: number
}

export function noFigures(streams: Iterable<string>): Figures {
  const none = (): StreamFigures => ({
    counted: 0,
    duplicates: 0,
    ignored: 0,
    late: 0,
    veryLate: 0,
    beforeBoundary: 0,
    deadLetters: new Map(),
  })
  return {
    streams: new Map([...streams].map((name) => [name, none()])),
    flushes: 0,
    flushMs: 0,
    lastFlushMs: 0,
    retries: 0,
    lost: 0,
  }
}

/** Adds what a batch counted. */
export function addSegment(figures: Figures, segment: Segment): void {
  const into = figures.streams.get(segment.stream)
  if (!into) return
  into.counted += segment.counted
  into.duplicates += segment.duplicates
  into.ignored += segment.ignored
  into.late += segment.late
  into.veryLate += segment.veryLate
  for (const { reason } of segment.deadLetters) into.deadLetters.set(reason, (into.deadLetters.get(reason) ?? 0) + 1)
}
