/** What the next looks make of an open incident: further off, put right by late events, calm, over. Pure. */
import type { IncidentContent } from '../incident.ts'
import type { WatchedGrain } from '../rule.ts'
import { corrected } from './correction.ts'
import { differenceOf, gapOf, pictureOf, type Finding } from './finding.ts'
import { graver, iso, unchanged, type Change, type Incident } from './incident-state.ts'

// Worse by half again, or three times as much altogether, is news.
const worseBy = 1.5
const moreBy = 3
/** Less than a tenth of what is usual is no step worth telling. */
const leastStep = 0.1
/** For so many closed buckets, or for so long within one, it is normal before it is over. */
const calmBuckets: Record<WatchedGrain, number> = { minute: 5, hour: 1, day: 1 }
const calmMs = 180_000

/** The next look at what an incident is about. Buckets before the one it has come to only correct what was. */
export function updated(incident: Incident, finding: Finding): Change {
  const { content, book } = incident
  const bucket = Date.parse(content.bucket)
  const isNothing = finding.value === null && content.value !== null && finding.reasons === null
  if (finding.isLate) return correctedBy(incident, finding)
  if (!finding.isFilling && finding.bucketTo === bucket) return lookedBack(incident, finding)
  if (finding.bucket < bucket || isNothing) return unchanged(incident)
  const gap = gapOf(finding)
  const isNext = finding.bucket > bucket
  const before = isNext ? (content.total ?? 0) : book.before
  const lastBad = finding.reasons === null ? book.lastBad : finding.bucket
  const total = totalOf(incident, finding, before)
  const isFurther = gap >= book.toldGap * worseBy && gap - book.toldGap >= leastStep
  const isMore = total !== null && book.toldTotal > 0 && Math.abs(total) >= book.toldTotal * moreBy
  const isWorse = finding.reasons !== null && (isFurther || isMore)
  const { value, expected, low, high } = finding
  const isWorst = finding.reasons !== null && Math.abs(differenceOf(finding)) >= Math.abs(worstOf(content))
  const next: Incident = {
    ...incident,
    content: {
      ...content,
      value,
      expected,
      low,
      high,
      bucket: iso(finding.bucket),
      isFilling: finding.isFilling,
      expectedSoFar: finding.expectedSoFar,
      reasons: finding.reasons ?? content.reasons,
      worst: isWorst
        ? { bucket: iso(finding.bucket), value, expected: finding.expectedSoFar ?? expected }
        : content.worst,
      severity: graver(content.severity, finding),
      total,
      phase: isWorse ? 'worse' : content.phase,
      series: isWorse || isNext || finding.isCalm ? pictureOf(finding) : content.series,
      asOf: iso(finding.at),
    },
    book: {
      ...book,
      before,
      ...(isNext && { last: { bucket, made: before - book.before } }),
      lastBad,
      ...(isWorse && { toldGap: Math.max(gap, book.toldGap), toldTotal: Math.abs(total ?? 0) }),
    },
  }
  const change = calmed(next, finding)
  const isGraver = next.content.severity !== content.severity
  return { ...change, isWorthTelling: change.isWorthTelling || isWorse || isGraver, isGraver, isToExplain: isWorse }
}

/** Late events made another one of a bucket that is over. */
function correctedBy(incident: Incident, finding: Finding): Change {
  const found = corrected(incident, finding, { worseBy, leastStep, calmBuckets })
  if (!found) return unchanged(incident)
  return { ...unchanged(found.incident), isWorthTelling: found.isWorse, isToExplain: found.isWorse }
}

/** The bucket before closed while the next one was filling already: it may say that all is normal again. */
function lookedBack(incident: Incident, finding: Finding): Change {
  const { content, book } = incident
  const isBadNow = book.lastBad >= Date.parse(content.bucket)
  if (!finding.isCalm) return unchanged(settled(incident, finding))
  if (isBadNow) return unchanged(incident)
  const { asOf } = content
  const change = calmed(incident, finding)
  return { ...change, incident: { ...change.incident, content: { ...change.incident.content, asOf } } }
}

/** What the bucket made in the end, its last events counted. */
function settled({ content, book, ...rest }: Incident, finding: Finding): Incident {
  const { last } = book
  const isBad = finding.reasons !== null || book.lastBad === finding.bucket
  if (!finding.adds || !isBad || last?.bucket !== finding.bucket || content.total === null)
    return { content, book, ...rest }
  const made = differenceOf(finding) - (finding.bucket === book.firstBucket ? book.outside : 0)
  const by = made - last.made
  return {
    ...rest,
    content: { ...content, total: content.total + by },
    book: { ...book, before: book.before + by, last: { ...last, made } },
  }
}

/** What the incident made so far; what is normal again adds nothing. */
function totalOf({ content, book }: Incident, finding: Finding, before: number): number | null {
  if (!finding.adds) return null
  if (finding.isCalm) return content.total
  const isBad = finding.reasons !== null || book.lastBad === finding.bucket
  if (!isBad) return before
  return before + differenceOf(finding) - (finding.bucket === book.firstBucket ? book.outside : 0)
}

function worstOf({ worst: { value, expected } }: IncidentContent): number {
  return value === null || expected === null ? 0 : value - expected
}

/** Counts how long it has been normal. */
function calmed(incident: Incident, finding: Finding): Change {
  const { content, book } = incident
  if (!finding.isCalm) {
    const isBack = finding.reasons !== null && book.calmSince !== null
    if (!isBack) return unchanged(incident)
    const phase = content.phase === 'recovering' ? 'open' : content.phase
    return unchanged({
      ...incident,
      content: { ...content, phase },
      book: { ...book, calmSince: null, calmBuckets: 0 },
    })
  }
  // A bucket in which it held on the way is normal by its end.
  const from = finding.bucket <= book.lastBad ? finding.bucketTo : finding.bucket
  const since = book.calmSince ?? (finding.isFilling ? (finding.calmFrom ?? finding.at) : from)
  const buckets = book.calmBuckets + (finding.isFilling ? 0 : 1)
  return unchanged({
    ...incident,
    content: { ...content, phase: 'recovering', asOf: iso(finding.at) },
    book: { ...book, calmSince: since, calmBuckets: buckets },
  })
}

/** Resolves what has been normal for long enough, all of its KPI together. */
export function ended(change: Change): Change {
  const { incident } = change
  const { content, book } = incident
  if (incident.resolvedAt !== null || book.calmSince === null) return change
  const isLong =
    book.calmBuckets >= calmBuckets[content.grain] ||
    (content.grain !== 'minute' && Date.parse(content.asOf) - book.calmSince >= calmMs)
  const isWhole = content.joined.every(({ kpi, isOver }) => kpi !== content.kpi || isOver)
  if (!isLong || !isWhole) return change
  const resolvedAt = Math.max(book.calmSince, incident.openedAt)
  return {
    ...change,
    incident: {
      ...incident,
      resolvedAt,
      content: { ...content, phase: 'resolved', resolvedAt: iso(resolvedAt) },
    },
    isWorthTelling: true,
  }
}
