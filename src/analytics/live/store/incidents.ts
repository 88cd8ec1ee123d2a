/** Incidents as they are kept. */
import { sql } from 'kysely'
import { asJson } from '../../store/as-json.ts'
import type { Store } from '../../store/store.ts'
import type { IncidentContent } from '../incident.ts'
import { sliceKey } from '../rule.ts'
import type { Book, Incident } from '../watch/incident-state.ts'
import { momentOf, timestampOf } from './rules.ts'

/**
 * The incidents of a view that are open, or over and still to be told of; the oldest first. In a transaction they are its
 * own until it ends: what people do with them waits.
 */
export async function openIncidents(store: Store, view: string): Promise<readonly Incident[]> {
  const rows = await incidents(store)
    .where('view', '=', view)
    .where('state', '=', 'open')
    .orderBy('opened_at')
    .forUpdate()
    .execute()
  return rows.map(toIncident)
}

/** By its id, the transaction's own until it ends; null when there is none (any more). */
export async function holdIncident(transaction: Store, id: string): Promise<Incident | null> {
  const row = await incidents(transaction).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toIncident(row) : null
}

/** By its id; null when there is none (any more). */
export async function findIncident(store: Store, id: string): Promise<Incident | null> {
  const row = await incidents(store).where('id', '=', id).executeTakeFirst()
  return row ? toIncident(row) : null
}

/** Those that were open at some time since then, the newest first. */
export async function incidentsSince(store: Store, since: Date, limit = 100): Promise<readonly Incident[]> {
  const rows = await incidents(store)
    .where((row) => row.or([row('opened_at', '>=', since), row('state', '=', 'open'), row('resolved_at', '>=', since)]))
    .orderBy('opened_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toIncident)
}

/** Those that are going on by a rule, the oldest first. */
export async function incidentsOf(store: Store, rule: string): Promise<readonly Incident[]> {
  const rows = await incidents(store)
    .where('rule', '=', rule)
    .where('state', '=', 'open')
    .where('resolved_at', 'is', null)
    .orderBy('opened_at')
    .execute()
  return rows.map(toIncident)
}

/** Those that were held back in quiet hours until then for a place, the oldest first. */
export async function heldIncidents(store: Store, until: Date, place: string): Promise<readonly Incident[]> {
  const rows = await incidents(store)
    .where(sql<boolean>`book -> 'heldUntil' = to_jsonb(${until.getTime()}::bigint)`)
    .where(sql<boolean>`content -> 'tell' ? ${place}`)
    .where('opened_at', '>=', new Date(until.getTime() - 2 * 24 * 3_600_000))
    .orderBy('opened_at')
    .execute()
  return rows.map(toIncident)
}

/** Keeps an incident as it is now, but for what people do with it: that is theirs to change. */
export async function keepIncident(transaction: Store, incident: Incident, at: number): Promise<void> {
  const { id, view, content, book, revision, openedAt, resolvedAt } = incident
  const changing = {
    // One that is over and still to be told of is not done with.
    state: resolvedAt === null || book.isWaiting ? ('open' as const) : ('resolved' as const),
    changed_at: new Date(at),
    resolved_at: resolvedAt === null ? null : new Date(resolvedAt),
    revision,
    rule: content.rule,
    slice: sliceKey(content.members),
    content: asJson(content),
    book: asJson(book),
  }
  await transaction
    .insertInto('tidings.incidents')
    .values({ id, view, kpi: content.kpi, opened_at: new Date(openedAt), ...changing })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute()
}

/** What people did with an incident. */
export type Handled = Pick<Incident, 'acknowledgedBy' | 'snoozedUntil' | 'snoozedBy' | 'barBy'>

/** Keeps what people did with it. */
export async function keepHandled(transaction: Store, id: string, handled: Handled): Promise<void> {
  const { acknowledgedBy, snoozedUntil, snoozedBy, barBy } = handled
  await transaction
    .updateTable('tidings.incidents')
    .set({
      acknowledged_by: acknowledgedBy,
      snoozed_until: timestampOf(snoozedUntil),
      snoozed_by: snoozedBy,
      bar_by: barBy,
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()
}

function incidents(store: Store) {
  return store
    .selectFrom('tidings.incidents')
    .select([
      'id',
      'view',
      'opened_at',
      'resolved_at',
      'acknowledged_by',
      'snoozed_until',
      'snoozed_by',
      'bar_by',
      'revision',
      'content',
      'book',
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof incidents>['execute']>>[number]

function toIncident(row: Row): Incident {
  return {
    id: row.id,
    view: row.view,
    openedAt: row.opened_at.getTime(),
    resolvedAt: row.resolved_at?.getTime() ?? null,
    revision: row.revision,
    acknowledgedBy: row.acknowledged_by,
    snoozedUntil: momentOf(row.snoozed_until),
    snoozedBy: row.snoozed_by,
    barBy: row.bar_by,
    // Written by this program under a migration that it knows.
    content: row.content as IncidentContent,
    book: row.book as Book,
  }
}
