/** What detectors make of closed buckets: judged, learnt from, forecast onwards. */
import { createDetector } from '../detect/detector.ts'
import { PLANNED } from '../detect/evidence.ts'
import type { Band, Detector, DetectorState, Point, Reading, SeriesKind } from '../detect/reading.ts'
import { grainMs, type Bucket } from './clock.ts'
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

/** A bucket to come. */
export interface Ahead extends Bucket {
  readonly isPlanned: boolean
}

/** A detector of a series; both directions count, a rule says which are told. `kept` of another version is as none. */
export function openDetector(series: Series, zone: string, kept: unknown): Detector | null {
  const options = {
    goodWhen: 'steady',
    grain: grainMs[series.grain],
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
  if ((parts.over || parts.of.kind === 'point') && (kpi.unit === 'percent' || kpi.unit === 'percentage_points'))
    return 'ratio'
  if (kpi.unit === 'seconds') return 'duration'
  if (
    filling === 'adds' &&
    (parts.of.kind === 'events' || (parts.of.kind === 'measure' && parts.of.aggregation === 'count'))
  )
    return 'count'
  return 'amount'
}

/** Lets a detector see a closed bucket; the series knows afterwards what it was and what comes next. */
export function close(
  detector: Detector,
  series: Series,
  bucket: ClosedBucket,
  next: readonly Ahead[],
): Reading | null {
  const { from, to, value, isMissing } = bucket
  const reading = isMissing ? null : observed(detector, bucket)
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
    const { from, to, isPlanned } = one
    return forecast ? [{ from, to, ...(isPlanned ? widened(forecast) : forecast) }] : []
  })
  series.outlooks = [...own, ...ahead]
  return reading
}

function observed(detector: Detector, bucket: ClosedBucket): Reading {
  const reading = detector.observe(pointOf(bucket))
  const { expected, low, high } = reading
  if (!bucket.isPlanned || expected === null || low === null || high === null) return reading
  return { ...reading, ...widened({ expected, low, high }) }
}

/** The normal range of a planned bucket, in which the detector takes what leaves the usual one for less. */
function widened({ expected, low, high }: Band): Band {
  const [down, up] = [(expected - low) / PLANNED, (high - expected) / PLANNED]
  return { expected, low: low >= 0 ? Math.max(0, expected - down) : expected - down, high: expected + up }
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
