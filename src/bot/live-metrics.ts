/** What counting events gives to be watched, in Prometheus metrics: read when they are printed. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Figures } from '../analytics/live/figures.ts'
import type { Watermark } from '../analytics/live/store/watermark.ts'

export interface LiveFigures {
  readonly figures: Figures
  /** Records behind the end of the partitions that are ours; null when not known. */
  readonly lag: bigint | null
  /** By view. */
  readonly watermarks: ReadonlyMap<string, Watermark>
}

/** Gives what sets them; null: nothing is counted here. */
export function createLiveMetrics(register: Registry): (live: LiveFigures | null) => void {
  const registers = [register]
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const events = counter('tidings_events_total', 'Records by stream and what became of them', ['stream', 'end'])
  const dead = counter('tidings_dead_letters_total', 'Records that could not be counted, by reason', [
    'stream',
    'reason',
  ])
  const late = counter('tidings_late_events_total', 'Events after their bucket had ended; very late: beyond `late`', [
    'stream',
    'how',
  ])
  const merges = counter('tidings_merges_total', 'Transactions that counted events, and tries that failed', ['end'])
  const mergeSeconds = counter('tidings_merge_seconds_total', 'Time that merging took', [])
  const lost = counter('tidings_partitions_lost_total', 'Partitions that somebody else turned out to count', [])
  const lag = gauge('tidings_lag_records', 'Records that wait in the partitions of this instance')
  const age = gauge('tidings_watermark_age_seconds', 'How old the newest counted events of a view are', ['view'])
  const behind = gauge('tidings_behind_seconds', 'How far counting is behind, 0 when nothing waits', ['view'])

  return function set(live) {
    for (const metric of [events, dead, late, merges, mergeSeconds, lost, lag, age, behind]) metric.reset()
    if (!live) return
    const { figures, watermarks } = live
    for (const [stream, each] of figures.streams) {
      events.inc({ stream, end: 'counted' }, each.counted)
      events.inc({ stream, end: 'duplicate' }, each.duplicates)
      events.inc({ stream, end: 'ignored' }, each.ignored)
      events.inc({ stream, end: 'left_to_history' }, each.beforeBoundary)
      for (const [reason, count] of each.deadLetters) dead.inc({ stream, reason }, count)
      late.inc({ stream, how: 'late' }, each.late)
      late.inc({ stream, how: 'very_late' }, each.veryLate)
    }
    merges.inc({ end: 'merged' }, figures.flushes)
    merges.inc({ end: 'failed' }, figures.retries)
    mergeSeconds.inc(figures.flushMs / 1000)
    lost.inc(figures.lost)
    if (live.lag !== null) lag.set(Number(live.lag))
    for (const [view, { at, behindMs }] of watermarks) {
      if (at) age.set({ view }, (Date.now() - at.getTime()) / 1000)
      behind.set({ view }, behindMs / 1000)
    }
  }
}
