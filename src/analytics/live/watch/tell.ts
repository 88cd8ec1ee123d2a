/** What of a change is told, where and when: not in quiet hours, not while somebody wants none of it. Pure. */
import type { OutboxEntry } from '../../store/outbox.ts'
import { alertKey, type AlertParcel } from '../incident.ts'
import type { KeptRule } from '../store/rules.ts'
import { isWithin } from './clock.ts'
import { told, type Change, type Incident } from './incidents.ts'

export interface Telling {
  readonly incident: Incident
  /** Empty: nothing is told now. */
  readonly entries: readonly OutboxEntry[]
}

/** What waits for the end of quiet hours or of a snooze is told once, as it is then. `kept` null: the rule has ended. */
export function telling(
  { incident, isWorthTelling }: Change,
  kept: KeptRule | null,
  now: number,
  zone: string,
): Telling {
  if (!isWorthTelling && !incident.book.isWaiting) return { incident, entries: [] }
  const isMuted = kept === null || (kept.mutedUntil ?? 0) > now
  if (isMuted) return { incident: waiting(incident, false), entries: [] }
  if (isQuiet(kept, incident, now, zone) || isSnoozed(incident, now))
    return { incident: waiting(incident, true), entries: [] }
  const next = told(incident, now)
  return { incident: next, entries: entriesOf(next, kept) }
}

function isQuiet({ rule }: KeptRule, { content }: Incident, now: number, zone: string): boolean {
  return rule.quiet !== null && content.severity !== 'critical' && isWithin(rule.quiet, now, zone)
}

function isSnoozed({ snoozedUntil, resolvedAt }: Incident, now: number): boolean {
  if (snoozedUntil === null) return false
  return snoozedUntil === Infinity ? resolvedAt === null : snoozedUntil > now
}

function waiting(incident: Incident, isWaiting: boolean): Incident {
  return { ...incident, book: { ...incident.book, isWaiting } }
}

/** One entry a place. */
export function entriesOf({ id, revision, content }: Incident, { rule }: KeptRule): readonly OutboxEntry[] {
  const parcel: AlertParcel = { kind: 'alert', incident: id, revision }
  return content.tell.map((place) => ({
    key: alertKey(id, revision, place),
    place,
    onlyFor: null,
    handle: null,
    content: parcel,
    owner: rule.owner,
    lane: null,
    follows: revision === 1 ? null : alertKey(id, revision - 1, place),
  }))
}
