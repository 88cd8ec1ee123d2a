/** What can be wrong with a series. */
export const anomalyKinds = [
  'spike', // a few rows up
  'drop', // a stretch down
  'burst', // a stretch of tall, uneven rows
  'shift', // a new level that stays
  'ramp', // away step by step, then back
  'outage', // nothing at all, or the least there can be
  'stuck', // the same value again and again
  'variance', // the noise grows
  'phase', // the day comes hours early or late
  'season', // the day's rhythm is gone
  'missing', // rows that never came; its label is the first row after
] as const

export type AnomalyKind = (typeof anomalyKinds)[number]

/** Rows count from 0; both ends belong to the range. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

export interface Label extends RowRange {
  readonly kind: AnomalyKind
}

export interface SeriesRow {
  /** Seconds since 1970. */
  readonly at: number
  readonly value: number | null
  readonly volume?: number
}

/** A series to be judged on: rows in the order in which they came, and what is wrong with them. */
export interface LabelledSeries {
  readonly id: string
  readonly world: string
  /** What usually lies between two rows. */
  readonly intervalSec: number
  readonly rows: readonly SeriesRow[]
  /** Alerts before this row are not counted: the detector is learning. */
  readonly split: number
  /** Anomalies that can be seen, in order. */
  readonly labels: readonly Label[]
  /** Anomalies too small to see. */
  readonly faint: readonly Label[]
  /** Rows that count neither way: faint anomalies, holidays, the time after a long anomaly. */
  readonly ignored: readonly RowRange[]
}
