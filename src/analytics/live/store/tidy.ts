/**
 * What has had its time goes: windows by grain, points, dead letters, ids of partitions that nobody reads; detectors of series
 * that are gone, what was remembered of rules that ended, and incidents with what people thought of them.
 */
import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'

/** Days for which windows are kept. */
const KEPT_DAYS = { minute: 3, hour: 90, day: 3 * 365 } as const
const DEAD_LETTER_DAYS = 30
/** Minutes that a rule holds against those of the week before. */
const COMPARED_MINUTE_DAYS = 8
/** A detector that saw no bucket for so long is of a series that nobody watches any more. */
const GONE_DAYS = 35
const INCIDENT_DAYS = 400
/** One that nothing came of for so long: its KPI or its stream is gone. */
const STALE_INCIDENT_DAYS = 7

/** Safe to run from several instances at once. */
export async function tidyLive(store: Store, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000)
  const areMinutesCompared = await hasComparedMinutes(store)
  const tables = await sql<{ name: string }>`SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'tidings'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'window\\_%'`.execute(store)
  for (const { name } of tables.rows)
    for (const [grain, days] of Object.entries(KEPT_DAYS))
      await sql`DELETE FROM ${sql.id('tidings', name)} WHERE grain = ${grain}
        AND bucket < ${before(grain === 'minute' && areMinutesCompared ? COMPARED_MINUTE_DAYS : days)}`.execute(store)
  await sql`DELETE FROM tidings.points WHERE bucket < ${before(KEPT_DAYS.day)}`.execute(store)
  await sql`DELETE FROM tidings.dead_letters WHERE received_at < ${before(DEAD_LETTER_DAYS)}`.execute(store)
  // Where nobody watches, nobody takes marks away; who begins to watch begins with the windows.
  await sql`DELETE FROM tidings.dirty WHERE bucket < ${before(1 / 24)}
    AND NOT EXISTS (SELECT FROM tidings.leases WHERE held_until > now())`.execute(store)
  // A partition's own ids go with each merge; what is left is of those that have long been silent.
  await sql`DELETE FROM tidings.seen_ids WHERE at < ${before(DEAD_LETTER_DAYS)}`.execute(store)
  await tidyWatch(store, before)
}

async function tidyWatch(store: Store, before: (days: number) => Date): Promise<void> {
  await sql`DELETE FROM tidings.detectors WHERE upto < ${before(GONE_DAYS)}`.execute(store)
  await sql`DELETE FROM tidings.rules WHERE ended_at < ${before(INCIDENT_DAYS)}`.execute(store)
  await sql`DELETE FROM tidings.tracks t WHERE NOT EXISTS
    (SELECT FROM tidings.rules r WHERE r.id = t.rule AND r.ended_at IS NULL)`.execute(store)
  await sql`DELETE FROM tidings.mutes WHERE until < ${before(1)}`.execute(store)
  const over = sql`jsonb_build_object('phase', 'resolved', 'resolvedAt', to_jsonb(changed_at))`
  await sql`UPDATE tidings.incidents SET state = 'resolved', resolved_at = coalesce(resolved_at, changed_at),
      content = content || ${over}
    WHERE state = 'open' AND changed_at < ${before(STALE_INCIDENT_DAYS)}`.execute(store)
  await sql`DELETE FROM tidings.incidents WHERE state = 'resolved' AND resolved_at < ${before(INCIDENT_DAYS)}`.execute(
    store,
  )
  await sql`DELETE FROM tidings.incident_votes v WHERE NOT EXISTS
    (SELECT FROM tidings.incidents i WHERE i.id = v.incident)`.execute(store)
}

/** Whether a rule in force holds minutes against those of the week before. */
async function hasComparedMinutes(store: Store): Promise<boolean> {
  const { rows } = await sql`SELECT FROM tidings.rules WHERE ended_at IS NULL AND rule ->> 'grain' = 'minute'
    AND jsonb_path_exists(rule -> 'when', '$.** ? (@.against == "week")') LIMIT 1`.execute(store)
  return rows.length > 0
}
