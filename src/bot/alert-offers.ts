/** What people did with an alert, in words, and what can be done with it now. */
import { BAR_STEP, type Standing } from '../analytics/live/store/acts.ts'
import { isMutedIn } from '../analytics/live/store/rules.ts'
import { isSnoozed } from '../analytics/live/watch/tell.ts'
import type { AlertAct } from './message.ts'
import type { Offer } from './reply.ts'
import { momentOf } from './replies/alert-words.ts'
import { sentences } from './replies/en-alerts.ts'

/** Where and when it is shown, and to whom. */
interface Showing {
  /** Place, as printed. */
  readonly place: string
  readonly now: number
  readonly zone: string
  readonly locale: string
}

/** People of an incident, as printed → as they are called. */
export type Names = ReadonlyMap<string, string>

/** Everybody who did something with it, as printed. */
export function peopleOf({ incident, rule }: Standing, place: string): readonly string[] {
  const people = [incident.acknowledgedBy, incident.snoozedBy, rule?.mutes.get(place)?.by ?? null]
  return [...new Set(people.filter((person) => person !== null))]
}

/** A line each. */
export function stateOf(standing: Standing, names: Names, { place, now, zone, locale }: Showing): readonly string[] {
  const { incident, rule } = standing
  const called = (person: string | null) => (person === null ? null : (names.get(person) ?? person))
  const isOver = incident.resolvedAt !== null
  const lines: string[] = []
  if (!isOver && incident.acknowledgedBy !== null) lines.push(sentences.onIt(called(incident.acknowledgedBy)!))
  if (isSnoozed(incident, now)) {
    const by = called(incident.snoozedBy) ?? ''
    const until = incident.snoozedUntil ?? now
    lines.push(
      until === Infinity ? sentences.snoozedUntilOver(by) : sentences.snoozed(untilWords(until, now, zone, locale), by),
    )
  }
  const mute = rule?.mutes.get(place)
  if (mute && mute.until > now) {
    const until = mute.until === Infinity ? null : untilWords(mute.until, now, zone, locale)
    lines.push(sentences.muted(called(mute.by), until))
  }
  if (rule && incident.barBy !== null) lines.push(sentences.barRaised(rule.rule.id, percentOf(incident.barBy, locale)))
  if (!rule) lines.push(sentences.ruleEnded)
  return lines
}

/** At hand what is done most; the way to the chart comes with the reply. */
export function offersOf(
  { incident, rule }: Standing,
  { place, now }: Pick<Showing, 'place' | 'now'>,
): readonly Offer[] {
  const offers: Offer[] = []
  const offer = (group: Offer['group'], act: AlertAct, label: string = sentences.offers[act]) =>
    offers.push({ act, label, group })
  const isOver = incident.resolvedAt !== null
  if (!isOver && incident.acknowledgedBy === null) offer('first', 'acknowledge')
  offer('first', 'why')
  if (isSnoozed(incident, now)) offer('first', 'unsnooze')
  else if (!isOver && rule)
    for (const act of ['snooze_1h', 'snooze_tomorrow', 'snooze_recovers'] as const) offer('snooze', act)
  if (!rule) return offers
  if (incident.barBy !== null) offer('first', 'take_back', sentences.offers.undo)
  if (isMutedIn(rule, place, now)) offer('first', 'unmute')
  offer('more', 'useful')
  if (incident.barBy === null) {
    offer('more', 'not_useful')
    offer('more', 'take_back')
  }
  if (!isMutedIn(rule, place, now)) offer('more', 'mute')
  return offers
}

/** `15:00`, or with the day where it is another than today's. */
export function untilWords(until: number, now: number, zone: string, locale: string): string {
  return momentOf(new Date(until).toISOString(), new Date(now).toISOString(), zone, locale)
}

/** By how much more a bar that was raised asks; `25 %` is a step. */
export function percentOf(factor: number = BAR_STEP, locale = 'en'): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(factor - 1)
}
