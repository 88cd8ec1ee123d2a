/**
 * What is done with an alert, whoever does it: looked up anew, under the rights of that person in the place where the alert
 * stands. What all who see the alert can read in it is not said again.
 */
import { Temporal } from 'temporal-polyfill'
import type { Known } from '../analytics/knowledge.ts'
import type { Deed, Did, Done, Standing } from '../analytics/live/store/acts.ts'
import { sliceKey } from '../analytics/live/rule.ts'
import { printPerson, printPlace, type Place } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Audit } from '../analytics/store/audit.ts'
import type { Answering } from './answering.ts'
import { percentOf, untilWords, type Names } from './alert-offers.ts'
import { causeQuery, courseQuery } from './alert-queries.ts'
import { visible } from './alert-sight.ts'
import type { AlertAct, ChatMessage } from './message.ts'
import { toAskerAlone, type Response } from './response.ts'
import type { RightsOf } from './rights.ts'
import { zoneOf } from './replies/alert-words.ts'
import { sentences } from './replies/en-alerts.ts'

interface Parts {
  readonly standingOf: (incident: string) => Promise<Standing | null>
  readonly handle: (incident: string, deed: Deed, by: { readonly person: string; readonly now: number }) => Promise<Did>
  readonly namesOf: (people: readonly string[]) => Promise<Names>
  readonly rightsOf: RightsOf
  /** What is known of the data under a policy. */
  readonly known: (policy: Policy) => Promise<Pick<Known, 'values'>>
  readonly answering: Answering
  readonly audit: Audit
  readonly now?: () => number
}

/** An alert, by its incident, and where it stands: in a place with others, or where the person is alone. */
interface Alert {
  readonly incident: string
  readonly place: Place
  readonly audience: ChatMessage['audience']
}

/** Null: nothing is to be said, as the alert itself says it. `isSpoken`: it was said in words, and is answered in words. */
export type Acted = (message: ChatMessage, alert: Alert, act: AlertAct, isSpoken: boolean) => Promise<Response | null>

/** Until "tomorrow": this hour of the morning; who is up before four means the morning that comes. */
const morning = 8
const nightEnds = 4
const hourMs = 3_600_000

export function createAlertActs(parts: Parts): Acted {
  const { standingOf, handle, rightsOf, answering, audit, now = Date.now } = parts

  return async function acted(message, alert, act, isSpoken) {
    const { incident, place } = alert
    const standing = await standingOf(incident)
    if (!standing?.incident.content.tell.includes(printPlace(place))) return toAskerAlone(sentences.unknown)
    const policy = policyFor(message, alert, standing)
    const line = {
      kind: 'alert',
      message: message.id,
      place: printPlace(place),
      person: printPerson(message.author),
      understood: nameOf(act, standing),
    } as const
    if (!policy) {
      await audit({ ...line, error: 'not for this person in this place' })
      return toAskerAlone(sentences.notForYou)
    }
    await audit({ ...line, policy: policy.hash })
    if (act === 'why' || act === 'open') return asked(message, standing, act, policy)
    const zone = zoneOf(standing.incident.content.kpi, policy.catalog)
    const by = { person: printPerson(message.author), now: now() }
    const did = await handle(incident, deedOf(act, printPlace(place), by.now, zone), by)
    return answerTo(did, act, { by, zone, locale: message.locale ?? 'en', isSpoken })
  }

  /** The rights under which the presser may know of it where it stands; null: none. */
  function policyFor(message: ChatMessage, { place, audience }: Alert, { incident }: Standing): Policy | null {
    const rights = rightsOf({ ...message, place, audience })
    if (rights.kind === 'refused') return null
    return rights.policies.find((policy) => visible(incident.content, policy) !== null) ?? null
  }

  /** In the thread under the alert, or wherever it was pressed, as a question of the presser's. */
  async function asked(message: ChatMessage, { incident }: Standing, act: 'why' | 'open', policy: Policy) {
    const { content } = incident
    const label = policy.catalog.kpis.get(content.kpi)?.label ?? content.kpi
    if (act === 'open') {
      const query = courseQuery(content, policy.catalog)
      if (!query) return toAskerAlone(sentences.noCourse)
      return answering({ ...message, said: { kind: 'query', query, label } })
    }
    const found = causeQuery(content, policy.catalog, (await parts.known(policy)).values)
    if ('because' in found) return toAskerAlone(found.because ?? sentences.noCause)
    return answering({ ...message, said: { kind: 'query', query: found.query, label: sentences.whyAsked(label) } })
  }

  async function answerTo(
    did: Did,
    act: Exclude<AlertAct, 'why' | 'open'>,
    { by, zone, locale, isSpoken }: Answer,
  ): Promise<Response | null> {
    switch (did.kind) {
      case 'gone':
        return toAskerAlone(sentences.unknown)
      case 'over':
        return toAskerAlone(sentences.over)
      case 'ended':
        return toAskerAlone(sentences.ended)
      case 'done': {
        const text = did.isChange ? changeWords(did, act, { by, zone, locale }) : await sameWords(did, act, by.person)
        // A verdict is told to nobody else, unless it moved the bar; everything else stands in the alert.
        const isSeen = did.isChange || (did.incident.acknowledgedBy === by.person && act === 'acknowledge')
        return isSeen && !isSpoken ? null : toAskerAlone(text)
      }
    }
  }

  async function sameWords({ incident, rule }: Done, act: AlertAct, person: string): Promise<string> {
    const { already, done } = sentences
    switch (act) {
      case 'acknowledge': {
        const who = incident.acknowledgedBy ?? person
        if (who === person) return done.acknowledge
        return already.acknowledge((await parts.namesOf([who])).get(who) ?? who)
      }
      case 'snooze_1h':
      case 'snooze_tomorrow':
      case 'snooze_recovers':
        return already.snooze
      case 'unsnooze':
      case 'mute':
      case 'unmute':
        return already[act]
      case 'useful':
        return incident.barBy === null ? done.useful : done.barStays
      case 'not_useful':
        return incident.barBy === null ? done.notUsefulOutvoted : done.notUsefulAlready(rule?.rule.id ?? '')
      case 'take_back':
        return incident.barBy === null ? done.takenBack : done.barStays
      case 'why':
      case 'open':
        return ''
    }
  }
}

interface Answer {
  readonly by: { readonly person: string; readonly now: number }
  readonly zone: string
  readonly locale: string
  readonly isSpoken: boolean
}

function changeWords({ incident, rule }: Done, act: AlertAct, { by, zone, locale }: Omit<Answer, 'isSpoken'>): string {
  const { done } = sentences
  const name = rule?.rule.id ?? incident.content.rule
  switch (act) {
    case 'acknowledge':
    case 'unsnooze':
      return done[act]
    case 'snooze_1h':
    case 'snooze_tomorrow':
      return done.snooze(untilWords(incident.snoozedUntil ?? by.now, by.now, zone, locale))
    case 'snooze_recovers':
      return done.snoozeUntilOver
    case 'mute':
    case 'unmute':
      return done[act](name)
    case 'not_useful':
      return done.notUseful(name, percentOf(incident.barBy ?? undefined, locale))
    case 'useful':
    case 'take_back':
      return done.barLowered(name)
    case 'why':
    case 'open':
      return ''
  }
}

function deedOf(act: Exclude<AlertAct, 'why' | 'open'>, place: string, now: number, zone: string): Deed {
  switch (act) {
    case 'acknowledge':
    case 'unsnooze':
    case 'take_back':
      return { kind: act }
    case 'snooze_1h':
      return { kind: 'snooze', until: now + hourMs }
    case 'snooze_tomorrow':
      return { kind: 'snooze', until: tomorrow(now, zone) }
    case 'snooze_recovers':
      return { kind: 'snooze', until: Infinity }
    case 'mute':
    case 'unmute':
      return { kind: act, place }
    case 'useful':
    case 'not_useful':
      return { kind: 'vote', verdict: act }
  }
}

/** The next morning, by the clocks of a zone. */
export function tomorrow(now: number, zone: string): number {
  const at = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  const day = at.hour < nightEnds ? at.toPlainDate() : at.toPlainDate().add({ days: 1 })
  return day.toZonedDateTime({ timeZone: zone, plainTime: { hour: morning } }).epochMilliseconds
}

/** For the audit: what was done with which alert. */
function nameOf(act: AlertAct, { incident: { id, content } }: Standing): string {
  return `${act} of ${content.rule}: ${content.kpi} ${sliceKey(content.members)}, incident ${id}`
}
