import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'
import { withClient } from '../../with-client.ts'

const WHICH = `SELECT (SELECT oid FROM pg_database WHERE datname = current_database())::text || ' ' ||
  extract(epoch FROM pg_postmaster_start_time()) AS which`

/** Whether the store and the KPI views are in one database, so that one transaction can write to both. */
export async function isOneDatabase(store: Pick<Store, 'getExecutor'>, url: string): Promise<boolean> {
  const own = await sql.raw<{ which: string }>(WHICH).execute(store)
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ which: string }>(WHICH)
    return rows[0]?.which === own.rows[0]?.which
  })
}
