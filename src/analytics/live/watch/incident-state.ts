/** An incident as it stands, and the small steps that all who change it share. Pure. */
import type { Explanation, IncidentContent } from '../incident.ts'
import type { Severity } from '../rule.ts'
import type { Finding } from './finding.ts'

/** An incident and what is remembered of it beyond what is shown. */
export interface Incident {
  readonly id: string
  readonly view: string
  readonly openedAt: number
  readonly resolvedAt: number | null
  /** Changes that were worth telling so far. */
  readonly revision: number
  readonly acknowledgedBy: string | null
  /** Infinity: until it recovers. */
  readonly snoozedUntil: number | null
  readonly snoozedBy: string | null
  /** By which factor verdicts on it raised the bar of its rule; null: they did not. */
  readonly barBy: number | null
  readonly content: IncidentContent
  readonly book: Book
}

/** Plain JSON-able data, kept with the incident. */
export interface Book {
  /** Sum of the differences of the buckets before the present one. */
  readonly before: number
  /** The one just before the present one, and what of that sum it makes. */
  readonly last?: { readonly bucket: number; readonly made: number }
  /** In the first bucket, what was different before the incident began. */
  readonly firstBucket: number
  readonly outside: number
  /** The last bucket in which the condition held. */
  readonly lastBad: number
  /** Since when it is surely normal again. */
  readonly calmSince: number | null
  readonly calmBuckets: number
  /** How far off it was when that was told last, and the sum then. */
  readonly toldGap: number
  readonly toldTotal: number
  /** It was found in quiet hours and is told with others at their end, epoch milliseconds. */
  readonly heldUntil?: number
  /** Something is worth telling and waits: for the end of quiet hours, or of a snooze. */
  readonly isWaiting: boolean
}

/** What became of one incident. `isWorthTelling`: its revision is raised. */
export interface Change {
  readonly incident: Incident
  readonly isNew: boolean
  readonly isWorthTelling: boolean
  /** It is of a higher severity than it was. */
  readonly isGraver: boolean
  /** It was opened or got clearly worse: its cause is to be looked for (again). */
  readonly isToExplain: boolean
}

/** From the lightest to the gravest. */
export const severities: readonly Severity[] = ['info', 'warning', 'critical']

/** The incident with what was found about its cause. Worth telling only where it says something. */
export function explained(incident: Incident, explanation: Explanation): Change {
  const content = { ...incident.content, explanation }
  return { ...unchanged({ ...incident, content }), isWorthTelling: true }
}

/** As it is told now: the next revision. */
export function told(incident: Incident, at: number): Incident {
  const { content, book } = incident
  const revision = incident.revision + 1
  const { phase, value, expected } = content
  return {
    ...incident,
    revision,
    content: { ...content, told: [...content.told, { revision, at: iso(at), phase, value, expected }].slice(-100) },
    book: { ...book, isWaiting: false },
  }
}

/** As it was. */
export function unchanged(incident: Incident): Change {
  return { incident, isNew: false, isWorthTelling: false, isGraver: false, isToExplain: false }
}

/** The graver one: its own, or that of what joins it. */
export function graver(severity: Severity, { rule, isDue }: Finding): Severity {
  return isDue && severities.indexOf(rule.severity) > severities.indexOf(severity) ? rule.severity : severity
}

/** As a moment is written. */
export function iso(at: number): string {
  return new Date(at).toISOString()
}
