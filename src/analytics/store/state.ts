/** Whether schema `tidings` is there, up to date, or could be made. Reads only. */
import { withClient } from '../with-client.ts'
import { migrationNames } from './store.ts'

export type StoreState =
  | { readonly kind: 'up to date'; readonly validTokens: number }
  | { readonly kind: 'absent'; readonly mayCreate: boolean; readonly login: string }
  | { readonly kind: 'behind'; readonly pending: readonly string[] }
  | { readonly kind: 'too new'; readonly unknown: readonly string[] }

/** Throws DatabaseNotThere. */
export async function stateOfStore(url: string): Promise<StoreState> {
  const known = await migrationNames()
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ migrations: boolean; mayCreate: boolean; login: string }>(
      `SELECT to_regclass('tidings.migrations') IS NOT NULL AS migrations,
         CASE WHEN to_regnamespace('tidings') IS NULL THEN has_database_privilege(current_database(), 'CREATE')
              ELSE has_schema_privilege('tidings', 'CREATE') END AS "mayCreate",
         current_user::text AS login`,
    )
    const { migrations, mayCreate, login } = rows[0]!
    if (!migrations) return { kind: 'absent', mayCreate, login }
    const names = await client.query<{ name: string }>('SELECT name FROM tidings.migrations ORDER BY name')
    const done = names.rows.map(({ name }) => name)
    const unknown = done.filter((name) => !known.includes(name))
    if (unknown.length > 0) return { kind: 'too new', unknown }
    const pending = known.filter((name) => !done.includes(name))
    if (pending.length > 0) return { kind: 'behind', pending }
    const tokens = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM tidings.tokens WHERE revoked_at IS NULL',
    )
    return { kind: 'up to date', validTokens: tokens.rows[0]!.count }
  })
}
