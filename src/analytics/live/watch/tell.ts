/** What of a change is told, where and when: not in quiet hours, not while somebody wants none of it. Pure. */
import type { OutboxEntry } from '../../store/outbox.ts'
import { alertKey, heldKey, type AlertParcel, type HeldParcel } from '../incident.ts'
import { isMutedIn, type KeptRule } from '../store/rules.ts'
import { isWithin, quietAround } from './clock.ts'
import { told, type Change, type Incident } from './incident-state.ts'

export interface Telling {
  readonly incident: Incident
  /** Empty: nothing is told now. */
  readonly entries: readonly OutboxEntry[]
  /** It was snoozed and is not any more: its time is up, the incident got graver, or is over. */
  readonly endsSnooze: boolean
  /** What is told when quiet hours end, one entry a place, whatever else is held back there until then. */
  readonly held: { readonly entries: readonly OutboxEntry[]; readonly until: number } | null
}

/**
 * What waits for the end of quiet hours or of a snooze is told once, as it is then; and that a snooze is over. `kept` null:
 * the rule has ended. Where the rule is muted, only the end of what was told there before is.
 */
export function telling(
  { incident, isWorthTelling, isGraver }: Change,
  kept: KeptRule | null,
  now: number,
  zone: string,
): Telling {
  const isAsleep = isSnoozed(incident, now) && !isGraver
  const endsSnooze = incident.snoozedUntil !== null && !isAsleep
  const later = (isWaiting: boolean): Telling => ({
    incident: waiting(incident, isWaiting),
    entries: [],
    endsSnooze,
    held: null,
  })
  if (!isWorthTelling && !incident.book.isWaiting && !endsSnooze)
    return { incident, entries: [], endsSnooze, held: null }
  if (kept === null) return later(false)
  if (isAsleep) return later(true)
  if (isQuiet(kept, incident, now, zone))
    return incident.revision > 0 ? later(true) : heldBack(incident, kept, now, zone)
  // What was held back is told with the rest of it.
  if (!isWorthTelling && incident.revision === 0 && (incident.book.heldUntil ?? Infinity) <= now) return later(false)
  const places = incident.content.tell.filter(
    (place) => !isMutedIn(kept, place, now) || (incident.resolvedAt !== null && incident.revision > 0),
  )
  if (places.length === 0) return later(false)
  const next = told(incident, now)
  return { incident: next, entries: entriesOf(next, kept, places), endsSnooze, held: null }
}

/** Told for the first time when quiet hours end, together with all else that was found in them. */
function heldBack(incident: Incident, kept: KeptRule, now: number, zone: string): Telling {
  const { from, until } = quietAround(kept.rule.quiet!, now, zone)
  const next = { ...incident, book: { ...incident.book, isWaiting: true, heldUntil: until } }
  if (incident.book.heldUntil === until) return { incident: next, entries: [], endsSnooze: false, held: null }
  const held = { from: new Date(from).toISOString(), until: new Date(until).toISOString() }
  const parcel: HeldParcel = { kind: 'alert', held }
  const entries = incident.content.tell
    .filter((place) => !isMutedIn(kept, place, now))
    .map((place) => ({
      key: heldKey(held.until, place),
      place,
      onlyFor: null,
      handle: null,
      content: parcel,
      owner: null,
      lane: null,
      follows: null,
    }))
  return { incident: next, entries: [], endsSnooze: false, held: { entries, until } }
}

/** Whether time, or the incident, has yet to end a snooze. */
export function isSnoozed({ snoozedUntil, resolvedAt }: Incident, now: number): boolean {
  return snoozedUntil !== null && resolvedAt === null && snoozedUntil > now
}

function isQuiet({ rule }: KeptRule, { content }: Incident, now: number, zone: string): boolean {
  return rule.quiet !== null && content.severity !== 'critical' && isWithin(rule.quiet, now, zone)
}

function waiting(incident: Incident, isWaiting: boolean): Incident {
  return { ...incident, book: { ...incident.book, isWaiting } }
}

/** One entry a place. */
export function entriesOf(
  { id, revision, content }: Incident,
  kept: KeptRule | null,
  places = content.tell,
): readonly OutboxEntry[] {
  const parcel: AlertParcel = { kind: 'alert', incident: id, revision }
  return places.map((place) => ({
    key: alertKey(id, revision, place),
    place,
    onlyFor: null,
    handle: null,
    content: parcel,
    owner: kept?.rule.owner ?? null,
    lane: null,
    follows: revision === 1 ? null : alertKey(id, revision - 1, place),
  }))
}
