/** Keeping schema `tidings` small: what has had its time goes, and next months' audit partitions are opened. */
import { sql } from 'kysely'
import { tidyLive } from '../live/store/tidy.ts'
import { openAuditMonths, type Store } from './store.ts'

const auditMonths = 24

/** Safe to run from several instances at once. */
export async function tidy(store: Store, now = new Date()): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000)
  await store.deleteFrom('tidings.threads').where('asked_at', '<', before(90)).execute()
  await store.deleteFrom('tidings.pictures').where('expires_at', '<', now).execute()
  await store.deleteFrom('tidings.outbox').where('ended_at', '<', before(30)).execute()
  await store.deleteFrom('tidings.inbox').where('answered_at', '<', before(7)).execute()
  // Of a platform that is not connected any more: nobody took or sent it in all that time.
  await store.deleteFrom('tidings.inbox').where('state', '=', 'taken').where('taken_at', '<', before(2)).execute()
  await store
    .deleteFrom('tidings.outbox')
    .where('state', 'in', ['waiting', 'sending'])
    .where('written_at', '<', before(2))
    .execute()
  await store.deleteFrom('tidings.lanes').where('free_at', '<', before(1)).execute()
  await sql`DELETE FROM tidings.notices WHERE at < ${before(2)}`.execute(store)
  await sql`DELETE FROM tidings.model_spending WHERE day < ${before(400)}`.execute(store)
  await tidyLive(store, now)
  await openAuditMonths(store, now)
  await dropOldAudit(store, now)
}

async function dropOldAudit(store: Store, now: Date): Promise<void> {
  const oldest = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - auditMonths, 1))
  const first = `audit_${oldest.toISOString().slice(0, 7).replace('-', '_')}`
  const partitions = await sql<{ name: string }>`SELECT c.relname AS name FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'tidings.audit'::regclass`.execute(store)
  for (const { name } of partitions.rows)
    if (name < first) await sql`DROP TABLE IF EXISTS ${sql.id('tidings', name)}`.execute(store)
}
