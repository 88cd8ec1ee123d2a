/** What is told but once, by whichever instance comes first. */
import { sql } from 'kysely'
import type { Store } from './store.ts'

/** Whether it is ours to tell: true once a key. */
export async function takeNotice(store: Store, key: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`INSERT INTO tidings.notices (key) VALUES (${key}) ON CONFLICT DO NOTHING`.execute(store)
  return numAffectedRows === 1n
}
