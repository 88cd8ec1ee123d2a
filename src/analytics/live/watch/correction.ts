/** What late events do to an open incident: one of its buckets was not what it was told to be. Pure. */
import type { IncidentContent } from '../incident.ts'
import type { WatchedGrain } from '../rule.ts'
import { gapOf, pictureOf, type Finding } from './finding.ts'
import type { Incident } from './incident-state.ts'

/** An incident after a correction; null: it is none of its buckets, or changes nothing. */
export interface Corrected {
  readonly incident: Incident
  /** Clearly further off than was told. */
  readonly isWorse: boolean
}

interface Steps {
  /** So much further off, and at least so far, is news. */
  readonly worseBy: number
  readonly leastStep: number
  /** Closed buckets in which it is normal before it is over. */
  readonly calmBuckets: Readonly<Record<WatchedGrain, number>>
}

/**
 * Puts a bucket right that is over: in the sum of what was different, and in the worst. Where it was the only bad one and is
 * normal after all, there was nothing: the incident is calm for long enough to end.
 */
export function corrected({ content, book, ...rest }: Incident, finding: Finding, steps: Steps): Corrected | null {
  const { bucket, value, expected } = finding
  if (bucket < book.firstBucket || bucket > Math.max(book.lastBad, Date.parse(content.bucket))) return null
  const made = finding.adds && finding.reasons !== null ? offOf(finding) : 0
  const by = finding.adds ? made - madeBefore({ content, book, ...rest }, bucket) : 0
  const at = new Date(bucket).toISOString()
  const isWorst = content.worst.bucket === at || Math.abs(offOf(finding)) > Math.abs(offOf(content.worst))
  const gap = gapOf(finding)
  const isWorse =
    finding.reasons !== null && gap >= book.toldGap * steps.worseBy && gap - book.toldGap >= steps.leastStep
  const isOnly = finding.isCalm && book.firstBucket === bucket && book.lastBad === bucket
  const isCurrent = content.bucket === at
  return {
    isWorse,
    incident: {
      ...rest,
      content: {
        ...content,
        ...(isCurrent && { value, expected, low: finding.low, high: finding.high }),
        reasons: isCurrent && finding.reasons ? finding.reasons : content.reasons,
        worst: isWorst && finding.reasons ? { bucket: at, value, expected } : content.worst,
        total: content.total === null ? null : content.total + by,
        phase: isWorse ? 'worse' : isOnly ? 'recovering' : content.phase,
        series: pictureOf(finding),
      },
      book: {
        ...book,
        before: isCurrent ? book.before : book.before + by,
        ...(book.last?.bucket === bucket && { last: { bucket, made } }),
        lastBad: finding.reasons !== null ? Math.max(book.lastBad, bucket) : book.lastBad,
        ...(isWorse && { toldGap: gap }),
        ...(isOnly && { calmSince: book.calmSince ?? bucket, calmBuckets: steps.calmBuckets[content.grain] }),
      },
    },
  }
}

/** What a bucket has added to the sum of differences so far. */
function madeBefore({ content, book }: Incident, bucket: number): number {
  if (Date.parse(content.bucket) === bucket) return (content.total ?? 0) - book.before
  if (book.last?.bucket === bucket) return book.last.made
  const known = content.series.find(({ at }) => Date.parse(at) === bucket)
  return known && (bucket === book.firstBucket || bucket === book.lastBad) ? offOf(known) : 0
}

function offOf({ value, expected }: Pick<IncidentContent['worst'], 'value' | 'expected'>): number {
  return value === null || expected === null ? 0 : value - expected
}
