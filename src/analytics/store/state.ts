/** Whether schema `tidings` is there, up to date, or could be made. Reads only. */
import { withClient } from '../with-client.ts'
import { migrationNames } from './store.ts'

export type StoreState =
  | { readonly kind: 'up to date'; readonly validTokens: number }
  | { readonly kind: 'absent'; readonly mayCreate: boolean; readonly login: string }
  /** Somebody else's, and this login may not look into it. */
  | { readonly kind: 'closed'; readonly login: string }
  | { readonly kind: 'behind'; readonly pending: readonly string[] }
  | { readonly kind: 'too new'; readonly unknown: readonly string[] }

interface Facts {
  readonly isThere: boolean
  readonly mayRead: boolean
  readonly mayCreate: boolean
  readonly login: string
}

// By the catalogs: a name in a schema that one may not enter cannot even be looked up as a regclass.
const FACTS = `
  SELECT current_user::text AS login,
    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = s.oid AND c.relname = 'migrations') AS "isThere",
    coalesce(has_schema_privilege(s.oid, 'USAGE'), false) AS "mayRead",
    CASE WHEN s.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
         ELSE has_schema_privilege(s.oid, 'CREATE') END AS "mayCreate"
  FROM (SELECT 1) AS one LEFT JOIN pg_namespace s ON s.nspname = 'tidings'`

/** Throws DatabaseNotThere. */
export async function stateOfStore(url: string): Promise<StoreState> {
  const known = await migrationNames()
  return withClient(url, async (client) => {
    const { rows } = await client.query<Facts>(FACTS)
    const { isThere, mayRead, mayCreate, login } = rows[0]!
    if (!isThere) return { kind: 'absent', mayCreate, login }
    if (!mayRead) return { kind: 'closed', login }
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
