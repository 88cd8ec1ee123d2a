import { sql } from 'kysely'
import type { Store } from '../../src/analytics/store/store.ts'

/** Leaves nothing of a watch in a store: its rules, what it knows and told, and what was counted for it. */
export async function forgetWatch(store: Store): Promise<void> {
  const { rows } = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'tidings' AND (table_name LIKE 'window\\_%' OR table_name IN
      ('rules', 'mutes', 'incidents', 'tracks', 'detectors', 'outbox', 'leases', 'dirty', 'offsets', 'points'))`.execute(
    store,
  )
  for (const { name } of rows) await sql`DELETE FROM ${sql.id('tidings', name)}`.execute(store)
}
