/** What people do with an incident, each in one transaction that tells it anew wherever it was told. */
import { sql } from 'kysely'
import { writeWaiting } from '../../store/outbox.ts'
import type { Store } from '../../store/store.ts'
import { told, type Incident } from '../watch/incident-state.ts'
import { entriesOf } from '../watch/tell.ts'
import { findIncident, heldIncidents, holdIncident, keepHandled, keepIncident } from './incidents.ts'
import { isMutedIn, muteRule, raiseBar, readRules, type KeptRule } from './rules.ts'

export type Verdict = 'useful' | 'not_useful'

/** Something to be done. `place`, as printed, is where; `until` in epoch milliseconds, Infinity for until it recovers. */
export type Deed =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'snooze'; readonly until: number }
  | { readonly kind: 'unsnooze' }
  | { readonly kind: 'mute'; readonly place: string }
  | { readonly kind: 'unmute'; readonly place: string }
  | { readonly kind: 'vote'; readonly verdict: Verdict }
  /** The person's verdict goes; who gave none speaks against those that raised the bar. */
  | { readonly kind: 'take_back' }

/** An incident and its rule; null: that has ended. */
export interface Standing {
  readonly incident: Incident
  readonly rule: KeptRule | null
}

export interface Done extends Standing {
  readonly kind: 'done'
  /** False: it was so before, and nothing is told. */
  readonly isChange: boolean
  /** By which factor the bar of the rule was changed; 1: not. */
  readonly barBy: number
}

export type Did =
  | Done
  /** It is over: there is nothing to see to, and nothing to be quiet about. */
  | { readonly kind: 'over' }
  /** The rule has ended. */
  | { readonly kind: 'ended' }
  /** There is no such incident (any more). */
  | { readonly kind: 'gone' }

/** While more people call an alert not useful than useful, its rule asks for so much more. */
export const BAR_STEP = 1.25

/** Null when there is no such incident (any more). */
export async function standingOf(store: Store, id: string): Promise<Standing | null> {
  const incident = await findIncident(store, id)
  return incident && { incident, rule: await ruleOf(store, incident) }
}

/** What was held back for a place until quiet hours ended, and was not told of otherwise. */
export async function heldFor(store: Store, until: Date, place: string): Promise<readonly Standing[]> {
  const held = await heldIncidents(store, until, place)
  const rules = new Map((await readRules(store)).map((kept) => [kept.rule.id, kept]))
  return held
    .map((incident) => ({ incident, rule: rules.get(incident.content.rule) ?? null }))
    .filter(
      ({ incident, rule }) => incident.revision === 0 && rule !== null && !isMutedIn(rule, place, until.getTime()),
    )
}

/** Does it for a person, as printed. What was done before is no change, however often it is asked for. */
export async function handle(
  store: Store,
  id: string,
  deed: Deed,
  { person, now }: { readonly person: string; readonly now: number },
): Promise<Did> {
  return store.transaction().execute(async (transaction): Promise<Did> => {
    // A rule that ends takes its own row first and its incidents after it.
    await sql`SELECT FROM tidings.rules r JOIN tidings.incidents i ON i.rule = r.id WHERE i.id = ${id}
      FOR UPDATE OF r`.execute(transaction)
    const before = await holdIncident(transaction, id)
    if (!before) return { kind: 'gone' }
    const rule = await ruleOf(transaction, before)
    const done = await apply(transaction, { incident: before, rule }, deed, { person, now })
    if (typeof done === 'string') return { kind: done }
    const { incident, isChange, barBy } = done
    const after = isChange ? await ruleOf(transaction, incident) : rule
    if (!isChange) return { kind: 'done', incident, rule: after, isChange, barBy }
    await keepHandled(transaction, id, incident)
    // What was never told has nothing to be changed.
    const next = incident.revision === 0 ? incident : told(incident, now)
    await keepIncident(transaction, next, now)
    if (next.revision > 0) await writeWaiting(transaction, entriesOf(next, after))
    return { kind: 'done', incident: next, rule: after, isChange, barBy }
  })
}

type Applied = 'over' | 'ended' | { readonly incident: Incident; readonly isChange: boolean; readonly barBy: number }

async function apply(
  transaction: Store,
  { incident, rule }: Standing,
  deed: Deed,
  { person, now }: { readonly person: string; readonly now: number },
): Promise<Applied> {
  const { id, resolvedAt } = incident
  const same = { incident, isChange: false, barBy: 1 }
  const changed = (to: Partial<Incident>): Applied => ({ incident: { ...incident, ...to }, isChange: true, barBy: 1 })
  switch (deed.kind) {
    case 'acknowledge':
      if (resolvedAt !== null) return 'over'
      // The first one stays.
      return incident.acknowledgedBy === null ? changed({ acknowledgedBy: person }) : same
    case 'snooze':
      if (resolvedAt !== null) return 'over'
      return isAsSnoozed(incident, deed.until) ? same : changed({ snoozedUntil: deed.until, snoozedBy: person })
    case 'unsnooze':
      if (resolvedAt !== null) return 'over'
      return incident.snoozedUntil === null ? same : changed({ snoozedUntil: null, snoozedBy: null })
    case 'mute':
      if (!rule) return 'ended'
      if (isMutedIn(rule, deed.place, now)) return same
      await muteRule(transaction, rule.rule.id, deed.place, { until: Infinity, by: person })
      return changed({})
    case 'unmute':
      if (!rule) return 'ended'
      if (!isMutedIn(rule, deed.place, now)) return same
      await muteRule(transaction, rule.rule.id, deed.place, null)
      return changed({})
    case 'vote':
      if (!rule) return 'ended'
      await vote(transaction, id, person, deed.verdict)
      return weighed(transaction, incident, rule)
    case 'take_back': {
      if (!rule) return 'ended'
      const gone = await transaction
        .deleteFrom('tidings.incident_votes')
        .where('incident', '=', id)
        .where('person', '=', person)
        .executeTakeFirst()
      if (gone.numDeletedRows === 0n && incident.barBy !== null) await vote(transaction, id, person, 'useful')
      return weighed(transaction, incident, rule)
    }
  }
}

/** Pressed twice, it is meant once. */
function isAsSnoozed({ snoozedUntil }: Incident, until: number): boolean {
  return snoozedUntil !== null && (snoozedUntil === until || Math.abs(snoozedUntil - until) < 60_000)
}

async function vote(transaction: Store, incident: string, person: string, verdict: Verdict): Promise<void> {
  await transaction
    .insertInto('tidings.incident_votes')
    .values({ incident, person, verdict })
    .onConflict((conflict) => conflict.columns(['incident', 'person']).doUpdateSet({ verdict, at: sql<Date>`now()` }))
    .execute()
}

/** Raises the bar of the rule, or lowers it again by as much, as the verdicts now say. */
async function weighed(transaction: Store, incident: Incident, { rule }: KeptRule): Promise<Applied> {
  const votes = await transaction
    .selectFrom('tidings.incident_votes')
    .select('verdict')
    .where('incident', '=', incident.id)
    .execute()
  const against = votes.filter(({ verdict }) => verdict === 'not_useful').length
  const isRaised = against > votes.length - against
  if (isRaised === (incident.barBy !== null)) return { incident, isChange: false, barBy: 1 }
  const barBy = isRaised ? BAR_STEP : 1 / (incident.barBy ?? 1)
  await raiseBar(transaction, rule.id, barBy)
  return { incident: { ...incident, barBy: isRaised ? BAR_STEP : null }, isChange: true, barBy }
}

async function ruleOf(store: Store, { content }: Incident): Promise<KeptRule | null> {
  return (await readRules(store)).find(({ rule }) => rule.id === content.rule) ?? null
}
