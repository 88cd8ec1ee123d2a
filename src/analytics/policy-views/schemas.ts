/**
 * Mode `schemas`: one schema and one login per policy, named by the policy's hash, with security-barrier views that carry
 * the row filter and lack what is masked or hidden. The keeper makes them, repairs them and drops what is no longer used.
 */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import type { Asking } from '../live-columns.ts'
import type { Policy } from '../policy.ts'
import { policyRelations, policySchema, policySelect, quoteIdentifier, quoteLiteral } from './names.ts'

/** Any number that no other advisory lock of this program has. */
const LOCK = 7_214_031_177
const ITERATIONS = 4_096
const TOUCH_AFTER_MS = 3_600_000

interface Mark {
  readonly definition: string
  /** When a process last said that it uses the policy, ISO 8601. */
  readonly usedAt: string
}

/** Password of a policy's login: from the keeper's key and the login's name, so it need not be kept anywhere. */
export function policyPassword(key: string, policy: Policy): string {
  return createHmac('sha256', key)
    .update(`tidings login ${policySchema(policy)}`)
    .digest('base64url')
}

/**
 * Makes what is missing of the policies' schemas, logins and views; `force` makes all of it again, for when views have
 * vanished. Cheap when everything is there. `keeper` must be one connection, outside a transaction.
 */
export async function ensurePolicyViews(
  keeper: Asking,
  given: { readonly policies: readonly Policy[]; readonly key: string; readonly now: Date; readonly force?: boolean },
): Promise<void> {
  const wanted = new Map(given.policies.map((policy) => [policySchema(policy), policy]))
  const missing = async () => {
    const marks = await readMarks(keeper)
    return [...wanted].filter(([schema, policy]) => {
      const mark = marks.get(schema)
      const isFresh = mark && given.now.getTime() - Date.parse(mark.usedAt) < TOUCH_AFTER_MS
      return given.force || !isFresh || mark.definition !== definitionOf(policy, given.key)
    })
  }
  if ((await missing()).length === 0) return
  await locked(keeper, async () => {
    for (const [schema, policy] of await missing())
      await repeated(() => makePolicy(keeper, schema, policy, given.key, given.now))
  })
}

/** Drops schemas and logins that no process has used since `unusedSince`, except those of `keep`. */
export async function dropUnusedPolicyViews(
  keeper: Asking,
  given: { readonly keep: readonly Policy[]; readonly unusedSince: Date },
): Promise<readonly string[]> {
  const keep = new Set(given.keep.map(policySchema))
  const dropped: string[] = []
  await locked(keeper, async () => {
    const connected = new Set(
      await column(keeper, 'SELECT DISTINCT usename::text FROM pg_stat_activity WHERE usename IS NOT NULL'),
    )
    for (const [schema, mark] of await readMarks(keeper)) {
      if (keep.has(schema) || connected.has(schema) || Date.parse(mark.usedAt) >= given.unusedSince.getTime()) continue
      await dropPolicy(keeper, schema)
      dropped.push(schema)
    }
  })
  return dropped
}

/** Logins belong to the whole server: a process in another database may make the same one at the same time. */
async function repeated(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      // Unique violation, duplicate object, "tuple concurrently updated".
      const isRace =
        error instanceof Error && 'code' in error && ['23505', '42710', 'XX000'].includes(String(error.code))
      if (!isRace || tries === 5) throw error
    }
  }
}

async function makePolicy(keeper: Asking, schema: string, policy: Policy, key: string, now: Date): Promise<void> {
  const name = quoteIdentifier(schema)
  const isThere = (await column(keeper, 'SELECT rolname::text FROM pg_roles WHERE rolname = $1', [schema])).length > 0
  const verifier = scramVerifier(
    policyPassword(key, policy),
    createHmac('sha256', key).update(schema).digest().subarray(0, 16),
  )
  const mark: Mark = { definition: definitionOf(policy, key), usedAt: now.toISOString() }
  const settings = [
    ['search_path', 'pg_catalog'],
    ['default_transaction_read_only', 'on'],
    ['standard_conforming_strings', 'on'],
    ['client_encoding', 'UTF8'],
    ['statement_timeout', '15s'],
    ['idle_in_transaction_session_timeout', '60s'],
    ['timezone', policy.catalog.timezone],
  ]
  const [database] = await column(keeper, 'SELECT current_database()::text')
  await keeper.query('BEGIN', [])
  try {
    // The verifier and not the password: statements may be logged.
    await run(keeper, `${isThere ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN NOINHERIT PASSWORD ${quoteLiteral(verifier)}`)
    for (const [setting, value] of settings)
      await run(keeper, `ALTER ROLE ${name} SET ${setting} = ${quoteLiteral(value!)}`)
    await run(keeper, `CREATE SCHEMA IF NOT EXISTS ${name}`)
    await run(keeper, `REVOKE ALL ON SCHEMA ${name} FROM PUBLIC`)
    await run(keeper, `GRANT USAGE ON SCHEMA ${name} TO ${name}`)
    for (const relation of policyRelations(policy)) {
      const view = `${name}.${quoteIdentifier(relation.name)}`
      await run(keeper, `DROP VIEW IF EXISTS ${view}`)
      await run(keeper, `CREATE VIEW ${view} WITH (security_barrier = true) AS ${policySelect(relation)}`)
      await run(keeper, `GRANT SELECT ON ${view} TO ${name}`)
    }
    const mayConnect = await column(keeper, "SELECT has_database_privilege($1, current_database(), 'CONNECT')::text", [
      schema,
    ])
    if (mayConnect[0] !== 'true')
      await run(keeper, `GRANT CONNECT ON DATABASE ${quoteIdentifier(database!)} TO ${name}`)
    await run(keeper, `COMMENT ON SCHEMA ${name} IS ${quoteLiteral(JSON.stringify(mark))}`)
    await keeper.query('COMMIT', [])
  } catch (error) {
    await keeper.query('ROLLBACK', [])
    throw error
  }
}

async function dropPolicy(keeper: Asking, schema: string): Promise<void> {
  const name = quoteIdentifier(schema)
  const [database] = await column(keeper, 'SELECT current_database()::text')
  await run(keeper, `DROP SCHEMA IF EXISTS ${name} CASCADE`)
  const isThere = (await column(keeper, 'SELECT rolname::text FROM pg_roles WHERE rolname = $1', [schema])).length > 0
  if (!isThere) return
  await run(keeper, `REVOKE ALL ON DATABASE ${quoteIdentifier(database!)} FROM ${name}`)
  // Another database of the server may still use the login: it goes with the last one.
  const elsewhere = await column(
    keeper,
    `SELECT d.dbid::text FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass
     AND d.refobjid = (SELECT oid FROM pg_roles WHERE rolname = $1)`,
    [schema],
  )
  if (elsewhere.length === 0) await run(keeper, `DROP ROLE ${name}`)
}

/** What a policy's views and login are made from: when it changes they are made again. */
function definitionOf(policy: Policy, key: string): string {
  const selects = policyRelations(policy).map((relation) => [relation.name, policySelect(relation)])
  return createHash('sha256')
    .update(JSON.stringify([selects, policy.catalog.timezone, policyPassword(key, policy)]))
    .digest('hex')
    .slice(0, 16)
}

async function readMarks(keeper: Asking): Promise<ReadonlyMap<string, Mark>> {
  const { rows } = await keeper.query(
    `SELECT n.nspname::text AS schema, obj_description(n.oid, 'pg_namespace') AS mark FROM pg_namespace n
     WHERE n.nspname LIKE 'tidings\\_policy\\_%' AND pg_get_userbyid(n.nspowner) = current_user`,
    [],
  )
  return new Map((rows as { schema: string; mark: string | null }[]).map(({ schema, mark }) => [schema, markOf(mark)]))
}

function markOf(text: string | null): Mark {
  try {
    const mark: unknown = JSON.parse(text ?? '')
    if (typeof mark === 'object' && mark && 'definition' in mark && 'usedAt' in mark)
      return { definition: String(mark.definition), usedAt: String(mark.usedAt) }
  } catch {
    // Not ours or half made: treated as unused and made again.
  }
  return { definition: '', usedAt: new Date(0).toISOString() }
}

async function locked(keeper: Asking, work: () => Promise<void>): Promise<void> {
  await keeper.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    await work()
  } finally {
    await keeper.query('SELECT pg_advisory_unlock($1)', [LOCK])
  }
}

async function run(keeper: Asking, sql: string): Promise<void> {
  await keeper.query(sql, [])
}

async function column(keeper: Asking, sql: string, values: readonly unknown[] = []): Promise<string[]> {
  const { rows } = await keeper.query(sql, values)
  return rows.map((row) => String(Object.values(row as Record<string, unknown>)[0]))
}

/** What PostgreSQL keeps of a SCRAM-SHA-256 password. */
function scramVerifier(password: string, salt: Buffer): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256')
  const storedKey = createHash('sha256').update(createHmac('sha256', salted).update('Client Key').digest()).digest()
  const serverKey = createHmac('sha256', salted).update('Server Key').digest()
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey.toString('base64')}:${serverKey.toString('base64')}`
}
