/** What goes into the detector and what comes out: points of one series in order of time, and a reading for each. */
import type { GoodWhen } from '../../catalog.ts'

/** What the series is; left out, it is found from the data. */
export type SeriesKind = 'amount' | 'count' | 'ratio' | 'duration'

/** Two operating points: `chat` posts little and is nearly always right, `digest` tells more. */
export type Sensitivity = 'chat' | 'digest'

export interface DetectorOptions {
  /** Movement in the good direction is no anomaly; `steady`: both directions count. */
  readonly goodWhen: GoodWhen
  readonly kind?: SeriesKind
  /** The step between two buckets in milliseconds; null: found from the data. */
  readonly grain?: number | null
  /** IANA zone of the slots of a day and a week; UTC by default. */
  readonly zone?: string
  readonly sensitivity?: Sensitivity
  /** A smaller change than this fraction of what was expected is not posted. 0 by default. */
  readonly minimumChange?: number
}

export interface Point {
  /** Start of the bucket, epoch milliseconds. */
  readonly at: number
  /** Null: the bucket is there but its value could not be read. */
  readonly value: number | null
  /** The denominator or count behind a ratio: small ones weigh less. */
  readonly volume?: number
  /** A holiday or a promotion: the band is wider, and nothing is learnt. */
  readonly planned?: boolean
}

export type AnomalyKind = 'spike' | 'drop' | 'shift' | 'silence'

/** Null until enough is known. Always low ≤ expected ≤ high. */
export interface Band {
  readonly expected: number
  readonly low: number
  readonly high: number
}

export interface Reading {
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
  /** How odd the point is, 0 to 1; 0.5 is where the chat operating point lies. Knows nothing of policy. */
  readonly score: number
  /** The chat would post this, or keep its incident open. */
  readonly anomaly: boolean
  /** Of an anomaly; null otherwise. */
  readonly kind: AnomalyKind | null
}

/** JSON, and of a version: another version's state is refused. */
export interface DetectorState {
  readonly version: number
  readonly memory: unknown
}

export interface Detector {
  /** Takes the next point; points at or before the last one's time are judged, and teach nothing. */
  observe(point: Point): Reading
  /** What would be expected at a moment, by what is known now. Changes nothing. */
  forecast(at: number): Band | null
  /** How long after the last point missing data is a silence, in milliseconds; null while that is not known. */
  silenceAfter(): number | null
  /** How many more points are wanted before there is a normal range; 0: there is one. */
  wanting(): number
  state(): DetectorState
}
