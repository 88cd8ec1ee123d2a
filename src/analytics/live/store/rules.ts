/** Alert rules as they are kept: those made in chat, and those of a file under their names. */
import { sql } from 'kysely'
import { asJson } from '../../store/as-json.ts'
import type { Store } from '../../store/store.ts'
import type { Rule } from '../rule.ts'

/** A rule and what people did with it since. */
export interface KeptRule {
  readonly rule: Rule
  readonly source: 'chat' | 'file'
  /** Places, as printed, in which nothing new of it is told; a mute whose time is over may still be among them. */
  readonly mutes: ReadonlyMap<string, Mute>
  /** By how much its bar was raised; 1: not. */
  readonly bar: number
  readonly madeBy: string | null
  readonly madeAt: Date
}

export interface Mute {
  /** Infinity: until somebody unmutes it. */
  readonly until: number
  /** Person, as printed. */
  readonly by: string | null
}

/** Rung when a rule was changed. */
export const RULES_CHANGED = 'tidings_rules'

/** The rules that are in force, in the order in which they were made. */
export async function readRules(store: Store): Promise<readonly KeptRule[]> {
  const rows = await store
    .selectFrom('tidings.rules')
    .selectAll()
    .where('ended_at', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute()
  const mutes = new Map<string, Map<string, Mute>>()
  for (const { rule, place, until, by_person } of await store.selectFrom('tidings.mutes').selectAll().execute()) {
    const ofRule = mutes.get(rule) ?? new Map<string, Mute>()
    mutes.set(rule, ofRule.set(place, { until: momentOf(until) ?? 0, by: by_person }))
  }
  return rows.map(({ id, rule, source, bar, made_by, made_at }) => ({
    // Written by this program, parsed before.
    rule: rule as Rule,
    source,
    mutes: mutes.get(id) ?? new Map<string, Mute>(),
    bar,
    madeBy: made_by,
    madeAt: made_at,
  }))
}

/** Keeps a rule; one of the same id is replaced, its bar and mute stay. Rings. */
export async function keepRule(
  store: Store,
  rule: Rule,
  { source, madeBy }: { readonly source: 'chat' | 'file'; readonly madeBy: string | null },
): Promise<void> {
  const text = asJson(rule)
  await sql`INSERT INTO tidings.rules (id, source, rule, made_by) VALUES (${rule.id}, ${source}, ${text}::jsonb, ${madeBy})
    ON CONFLICT (id) DO UPDATE SET source = excluded.source, rule = excluded.rule, ended_at = NULL, changed_at = now()
    WHERE tidings.rules.rule <> excluded.rule OR tidings.rules.ended_at IS NOT NULL
      OR tidings.rules.source <> excluded.source`.execute(store)
  await ring(store)
}

/** Ends a rule and, without a word, what it told of; false when there is none in force under that id. Rings. */
export async function endRule(store: Store, id: string): Promise<boolean> {
  const isEnded = await store.transaction().execute(async (transaction) => {
    const ended = await transaction
      .updateTable('tidings.rules')
      .set({ ended_at: sql<Date>`now()`, changed_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    await transaction.deleteFrom('tidings.mutes').where('rule', '=', id).execute()
    const over = asJson({ phase: 'resolved', resolvedAt: new Date().toISOString() })
    await transaction
      .updateTable('tidings.incidents')
      .set({ state: 'resolved', resolved_at: sql<Date>`now()`, content: sql`content || ${over}::jsonb` })
      .where('rule', '=', id)
      .where('state', '=', 'open')
      .execute()
    return ended.numUpdatedRows === 1n
  })
  await ring(store)
  return isEnded
}

/** Whether nothing new of a rule is told in a place. */
export function isMutedIn({ mutes }: Pick<KeptRule, 'mutes'>, place: string, now: number): boolean {
  return (mutes.get(place)?.until ?? 0) > now
}

/** Tells nothing new of a rule in a place, for everybody there; null: tells it again. Rings. */
export async function muteRule(store: Store, id: string, place: string, mute: Mute | null): Promise<void> {
  if (mute === null) await store.deleteFrom('tidings.mutes').where('rule', '=', id).where('place', '=', place).execute()
  else {
    const values = { until: timestampOf(mute.until)!, by_person: mute.by, at: new Date() }
    await store
      .insertInto('tidings.mutes')
      .values({ rule: id, place, ...values })
      .onConflict((conflict) => conflict.columns(['rule', 'place']).doUpdateSet(values))
      .execute()
  }
  await ring(store)
}

/** Asks a rule for so many times more than before, or with less than 1 for less again. Rings. */
export async function raiseBar(store: Store, id: string, factor: number): Promise<void> {
  await store
    .updateTable('tidings.rules')
    .set({ bar: sql<number>`bar * ${factor}`, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  await ring(store)
}

/** A moment as PostgreSQL keeps it. */
export function timestampOf(at: number | null) {
  if (at === null) return null
  return at === Infinity ? sql<Date>`'infinity'::timestamptz` : new Date(at)
}

/** A moment as it was kept; the driver gives Infinity for one that never comes. */
export function momentOf(at: Date | number | null): number | null {
  return at instanceof Date ? at.getTime() : at
}

async function ring(store: Store): Promise<void> {
  await sql`SELECT pg_notify(${RULES_CHANGED}, '')`.execute(store)
}
