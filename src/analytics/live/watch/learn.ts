/** What detectors make of closed buckets: judged, learnt from, forecast onwards. */
import { createDetector } from '../detect/detector.ts'
import type { Detector, DetectorState, Point, Reading, SeriesKind } from '../detect/reading.ts'
import type { WatchedGrain } from '../rule.ts'
import type { Bucket } from './clock.ts'
import type { Abnormal } from './conditions.ts'
import { withHabit } from './pace.ts'
import { remember, summaryOf, type Series, type Summary } from './series.ts'

/** As it is kept: what is needed at once, and the whole. */
export interface Learnt {
  readonly summary: Summary
  readonly detector: DetectorState
}

/** A closed bucket of a series. */
export interface ClosedBucket extends Bucket {
  readonly value: number | null
  readonly volume: number | null
  readonly isPlanned: boolean
  /** The series was silent: there is nothing to learn. */
  readonly isMissing: boolean
}

const lengths: Record<WatchedGrain, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** A detector of a series; both directions count, a rule says which are told. `kept` of another version is as none. */
export function openDetector(series: Series, zone: string, kept: unknown): Detector | null {
  const options = {
    goodWhen: 'steady',
    grain: lengths[series.grain],
    zone,
    kind: kindOf(series),
  } as const
  if (kept === null) return createDetector(options)
  try {
    return createDetector(options, (kept as Learnt).detector)
  } catch {
    // Of another version, or not readable any more: learnt anew from history.
    return null
  }
}

function kindOf({ kpi, parts, filling }: Series): SeriesKind {
  if (parts.over && (kpi.unit === 'percent' || kpi.unit === 'percentage_points')) return 'ratio'
  if (kpi.unit === 'seconds') return 'duration'
  if (filling === 'adds' && (parts.of.kind === 'events' || parts.of.aggregation === 'count')) return 'count'
  return 'amount'
}

/** Lets a detector see a closed bucket; the series knows afterwards what it was and what comes next. */
export function close(
  detector: Detector,
  series: Series,
  bucket: ClosedBucket,
  next: readonly Bucket[],
): Reading | null {
  const { from, to, value, isMissing } = bucket
  const reading = isMissing ? null : detector.observe(pointOf(bucket))
  const band = reading ?? series.outlooks.find((outlook) => outlook.from === from) ?? null
  remember(series.recent, {
    at: from,
    value: isMissing ? null : value,
    expected: band?.expected ?? null,
    low: band?.low ?? null,
    high: band?.high ?? null,
  })
  series.abnormal = reading?.anomaly ? abnormalOf(reading, value) : null
  if (reading && !reading.anomaly) series.habit = withHabit(series.habit, from, series.surprise)
  series.surprise = 0
  series.upto = to
  series.silenceAfterMs = detector.silenceAfter()
  const own = band?.expected == null || band.low === null || band.high === null ? [] : [{ from, to, ...bandOf(band) }]
  const ahead = next.flatMap((one) => {
    const forecast = detector.forecast(one.from)
    return forecast ? [{ ...one, ...forecast }] : []
  })
  series.outlooks = [...own, ...ahead]
  return reading
}

function bandOf({ expected, low, high }: { expected: number | null; low: number | null; high: number | null }) {
  return { expected: expected!, low: low!, high: high! }
}

function pointOf({ from, value, volume, isPlanned }: ClosedBucket): Point {
  return { at: from, value, ...(volume !== null && { volume }), ...(isPlanned && { planned: true }) }
}

function abnormalOf({ kind, expected }: Reading, value: number | null): Abnormal {
  return {
    kind: 'anomaly',
    found: kind ?? 'shift',
    direction: value !== null && expected !== null && value > expected ? 'up' : 'down',
  }
}

/** As it is kept. */
export function learntOf(detector: Detector, series: Series): Learnt {
  return { summary: summaryOf(series), detector: detector.state() }
}
