/** Alert rules as they are kept: those made in chat, and those of a file under their names. */
import { sql } from 'kysely'
import { asJson } from '../../store/as-json.ts'
import type { Store } from '../../store/store.ts'
import type { Rule } from '../rule.ts'

/** A rule and what people did with it since. */
export interface KeptRule {
  readonly rule: Rule
  readonly source: 'chat' | 'file'
  /** Infinity: until it is unmuted. */
  readonly mutedUntil: number | null
  /** By how much its bar was raised; 1: not. */
  readonly bar: number
  readonly madeBy: string | null
  readonly madeAt: Date
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
  return rows.map(({ rule, source, muted_until, bar, made_by, made_at }) => ({
    // Written by this program, parsed before.
    rule: rule as Rule,
    source,
    mutedUntil: momentOf(muted_until),
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

/** Mutes a rule until a moment (Infinity: for good; null: not any more), or raises its bar by a factor. Rings. */
export async function changeRule(
  store: Store,
  id: string,
  change: { readonly mutedUntil: number | null } | { readonly barBy: number },
): Promise<KeptRule | null> {
  const set =
    'barBy' in change ? { bar: sql<number>`bar * ${change.barBy}` } : { muted_until: timestampOf(change.mutedUntil) }
  await store
    .updateTable('tidings.rules')
    .set({ ...set, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  await ring(store)
  return (await readRules(store)).find(({ rule }) => rule.id === id) ?? null
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
