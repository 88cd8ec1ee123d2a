/** What of events has had its time goes: windows by grain, points, dead letters, ids of partitions that nobody reads. */
import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'

/** Days for which windows are kept. */
const KEPT_DAYS = { minute: 3, hour: 90, day: 3 * 365 } as const
const DEAD_LETTER_DAYS = 30

/** Safe to run from several instances at once. */
export async function tidyLive(store: Store, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000)
  const tables = await sql<{ name: string }>`SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'tidings'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'window\\_%'`.execute(store)
  for (const { name } of tables.rows)
    for (const [grain, days] of Object.entries(KEPT_DAYS))
      await sql`DELETE FROM ${sql.id('tidings', name)} WHERE grain = ${grain} AND bucket < ${before(days)}`.execute(
        store,
      )
  await sql`DELETE FROM tidings.points WHERE bucket < ${before(KEPT_DAYS.day)}`.execute(store)
  await sql`DELETE FROM tidings.dead_letters WHERE received_at < ${before(DEAD_LETTER_DAYS)}`.execute(store)
  // Where nobody watches, nobody takes marks away; who begins to watch begins with the windows.
  await sql`DELETE FROM tidings.dirty WHERE bucket < ${before(1 / 24)}
    AND NOT EXISTS (SELECT FROM tidings.leases WHERE held_until > now())`.execute(store)
  // A partition's own ids go with each merge; what is left is of those that have long been silent.
  await sql`DELETE FROM tidings.seen_ids WHERE at < ${before(DEAD_LETTER_DAYS)}`.execute(store)
}
