/** Which way of keeping policies apart a database allows, and what in it is more open than it should be. */
import type { Relation } from '../catalog.ts'
import type { Asking } from '../live-columns.ts'
import type { ViewsMode } from './names.ts'

export interface ModeFound {
  readonly mode: ViewsMode
  /** One sentence for people: what is in force and why. */
  readonly because: string
  /** What is wrong with the login, each with its remedy; empty when nothing is. */
  readonly faults: readonly string[]
}

const ways = { schemas: 'views in a schema of each policy', temporary: 'temporary views', fenced: 'fenced subqueries' }

/** How rows are kept apart, for people: `by temporary views. Each query …` */
export function keptApart({ mode, because }: ModeFound): string {
  return `by ${ways[mode]}. ${because}`
}

interface Login {
  readonly name: string
  readonly isSuperuser: boolean
  readonly mayMakeRoles: boolean
  readonly mayMakeSchemas: boolean
  readonly mayMakeTemporary: boolean
  readonly isReplica: boolean
  readonly version: number
  readonly owned: readonly string[]
  readonly unreadable: readonly string[]
}

const LOGIN = `
  SELECT current_user::text AS name, r.rolsuper AS "isSuperuser", r.rolcreaterole AS "mayMakeRoles",
         has_database_privilege(current_database(), 'CREATE') AS "mayMakeSchemas",
         has_database_privilege(current_database(), 'TEMPORARY') AS "mayMakeTemporary",
         pg_is_in_recovery() AS "isReplica", current_setting('server_version_num')::int AS version,
         coalesce((SELECT array_agg(n.nspname || '.' || c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname || '.' || c.relname = ANY ($1::text[]) AND c.relowner = r.oid), '{}') AS owned,
         coalesce((SELECT array_agg(n.nspname || '.' || c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname || '.' || c.relname = ANY ($1::text[])
             AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE'))), '{}') AS unreadable
  FROM pg_roles r WHERE r.rolname = current_user`

/**
 * Finds the mode for a login. `mayConfigure` is false for commands that must leave nothing behind: then a schema and a
 * login for each policy are out of the question.
 */
export async function describeMode(
  client: Asking,
  given: { readonly relations: readonly Relation[]; readonly mayConfigure: boolean },
): Promise<ModeFound> {
  const relations = given.relations.map(({ schema, name }) => `${schema}.${name}`)
  const { rows } = await client.query(LOGIN, [relations])
  const login = rows[0] as Login
  const faults = [
    ...(login.version < 150_000 ? ['PostgreSQL 15 or newer is needed.'] : []),
    ...login.unreadable.map(
      (relation) => `${login.name} may not read ${relation}: grant select on it (and usage on its schema).`,
    ),
  ]
  const mayConfigure =
    given.mayConfigure && login.mayMakeRoles && login.mayMakeSchemas && !login.isSuperuser && !login.isReplica
  if (mayConfigure) {
    const because =
      'Each policy has a schema and a login of its own; its views carry the row filter and lack what is masked.'
    return { mode: 'schemas', because, faults }
  }
  if (login.isSuperuser)
    faults.push(
      `${login.name} is a superuser: give Tidings a login that may only read the KPI views (see sql/roles.sql).`,
    )
  else if (login.owned.length > 0)
    faults.push(`${login.name} owns ${login.owned.join(', ')}: give Tidings a login that may only read them.`)
  if (login.mayMakeTemporary && !login.isReplica) {
    const because = 'Each query makes temporary views of its policy, in a transaction that is always rolled back.'
    return { mode: 'temporary', because, faults }
  }
  const because = `${login.isReplica ? 'A replica takes no temporary views' : `${login.name} may make no temporary views`}: row filters are fenced subqueries, and SQL text is off for roles with a row filter or a mask.`
  return { mode: 'fenced', because, faults }
}

/** Functions that do more than read even in a read-only transaction, or that hold a server up. */
const DANGEROUS = `^(lo_.*|loread|lowrite|set_config|pg_notify|pg_sleep.*|pg_(try_)?advisory.*|txid_current|pg_current_xact_id
|(query|table|cursor|schema|database)_to_xml.*|pg_export_snapshot|pg_logical_emit_message|pg_cancel_backend
|pg_terminate_backend|pg_replication_.*|pg_(create|copy|drop)_.*_slot|pg_read_.*file|pg_ls_.*|pg_stat_file|dblink.*)$`

/** Names of dangerous functions that a login may call; `public` for what everyone may. */
export async function openFunctions(client: Asking, login: string): Promise<readonly string[]> {
  const { rows } = await client.query(
    `SELECT DISTINCT p.proname::text AS name FROM pg_proc p
     WHERE p.prokind = 'f' AND p.proname ~ $2 AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY name`,
    [login, DANGEROUS.replaceAll('\n', '')],
  )
  return (rows as { name: string }[]).map(({ name }) => name)
}
