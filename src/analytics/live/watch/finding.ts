/** What one look at a rule, a slice and a bucket says: what incidents are made of. */
import type { Expectation, Members, Point, Reason } from '../incident.ts'
import type { Rule } from '../rule.ts'
import { pointsOf, type Recent } from './series.ts'

export interface Finding extends Expectation {
  readonly rule: Rule
  readonly view: string
  readonly members: Members
  /** Start and end of the bucket, and the moment up to which events are known; epoch milliseconds. */
  readonly bucket: number
  readonly bucketTo: number
  readonly at: number
  readonly isFilling: boolean
  /** It was closed before, and late events changed it. */
  readonly isLate: boolean
  readonly value: number | null
  readonly expectedSoFar: number | null
  /** By which the condition holds; null: it does not. */
  readonly reasons: readonly Reason[] | null
  /** It holds often and long enough. */
  readonly isDue: boolean
  /** Surely normal again, by a margin. */
  readonly isCalm: boolean
  /** Since when, within a bucket that is filling, epoch milliseconds. Absent: since `at`. */
  readonly calmFrom?: number | undefined
  /** Where within a bucket that is filling it left most, epoch milliseconds. Absent: nowhere more than elsewhere. */
  readonly oddFrom?: number | undefined
  readonly isBad: boolean | null
  /** Whether values of several buckets add up. */
  readonly adds: boolean
  /** The series' closed buckets, for the picture. */
  readonly recent: Recent
}

/** Recent buckets for the picture, that of the finding the last. */
export function pictureOf({ recent, isFilling, bucket, value, expected, low, high }: Finding): readonly Point[] {
  const points = pointsOf(recent)
  return isFilling ? [...points, { at: new Date(bucket).toISOString(), value, expected, low, high }] : points
}

/** Which way it left. */
export function directionOf({
  reasons,
  value,
  expected,
}: Pick<Finding, 'reasons' | 'value' | 'expected'>): 'up' | 'down' | 'silent' {
  for (const reason of reasons ?? []) {
    if (reason.kind === 'silent') return 'silent'
    if (reason.kind === 'anomaly' || reason.kind === 'pace' || reason.kind === 'change') return reason.direction
    if (reason.kind === 'above') return 'up'
    if (reason.kind === 'below') return 'down'
    if (reason.kind === 'outside' && value !== null) return value > reason.high ? 'up' : 'down'
  }
  return (value ?? 0) >= (expected ?? 0) ? 'up' : 'down'
}

/** How far off it is: the difference as a part of what is usual; 0 where that is not known. */
export function gapOf({ value, expected, expectedSoFar, reasons }: Finding): number {
  const pace = reasons?.find((reason) => reason.kind === 'pace')
  if (pace) return relative(pace.value, pace.expected)
  const usual = expectedSoFar ?? expected
  return value === null || usual === null ? 0 : relative(value, usual)
}

/** Value less what is usual by now; 0 where one of them is not known. */
export function differenceOf({ value, expected, expectedSoFar, isFilling }: Finding): number {
  const usual = isFilling ? expectedSoFar : expected
  return value === null || usual === null ? 0 : value - usual
}

function relative(value: number, usual: number): number {
  return usual === 0 ? Math.abs(value) : Math.abs(value - usual) / Math.abs(usual)
}
