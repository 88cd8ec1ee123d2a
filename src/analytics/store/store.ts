/** The bot's own schema `tidings`: its tables as Kysely sees them, and bringing them up to date. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kysely, Migrator, PostgresDialect, sql, type Generated, type Migration } from 'kysely'
import type { KpiQuery } from '../kpi-query.ts'
import { DatabaseNotThere, isNotThere, StoreNotAllowed } from '../not-there.ts'
import { packageRoot } from '../package-root.ts'
import { openPool, type PoolOptions } from './pool.ts'
import { messageOf } from '../message-of.ts'

interface PeopleTable {
  person: string
  email: string | null
  locale: string | null
  name: Generated<string | null>
  last_seen: Generated<Date>
  profile_at: Generated<Date | null>
}

interface ThreadsTable {
  place: string
  turn: Generated<string>
  person: string
  asked_at: Date
  words: string
  query: KpiQuery | string | null
  wish: object | string | null
  sql: Generated<string | null>
  message: string | null
  alert: unknown
}

interface InboxTable {
  message: string
  place: string
  conversation: string | null
  state: 'taken' | 'answered'
  taken_at: Generated<Date>
  answered_at: Date | null
  seq: Generated<string>
  content: unknown
  attempts: Generated<number>
  held_until: Generated<Date>
}

interface OutboxTable {
  key: string
  place: string
  state: 'waiting' | 'sending' | 'sent' | 'refused'
  reply: string
  message: string | null
  because: string | null
  written_at: Generated<Date>
  ended_at: Generated<Date | null>
  seq: Generated<string>
  lane: Generated<string | null>
  only_for: string | null
  handle: string | null
  content: unknown
  owner: string | null
  attempts: Generated<number>
  due_at: Generated<Date>
  held_until: Date | null
  held_by: string | null
  follows: string | null
}

interface LanesTable {
  lane: string
  free_at: Date
  next_at: Generated<Date>
}

interface FeedbackTable {
  reply: string
  person: string
  verdict: 'good' | 'bad'
  wrong: string | null
  expected: string | null
  question: string | null
  query: KpiQuery | string | null
  at: Generated<Date>
}

interface InstallationsTable {
  platform: string
  workspace: string
  sealed: Buffer
  installed_at: Generated<Date>
}

interface PicturesTable {
  id: string
  png: Buffer
  alt_text: string
  expires_at: Date
}

interface TokensTable {
  hash: string
  person: string
  created_at: Generated<Date>
  revoked_at: Date | null
}

interface KnowledgeTable {
  policy: string
  content: unknown
  read_at: Generated<Date>
}

interface AuditTable {
  message: string | null
  place: string | null
  person: string | null
  policy: string | null
  kind: string
  question: string | null
  understood: string | null
  planner: string | null
  query: string | null
  sql: string | null
  rule: string | null
  error: string | null
  row_count: number | null
  bytes: number | null
  elapsed_ms: number | null
  model: string | null
}

interface LeasesTable {
  name: string
  holder: string | null
  term: Generated<string>
  held_until: Generated<Date>
}

interface RulesTable {
  id: string
  source: 'chat' | 'file'
  rule: unknown
  bar: Generated<number>
  made_by: string | null
  made_at: Generated<Date>
  changed_at: Generated<Date>
  ended_at: Date | null
}

interface IncidentsTable {
  id: string
  rule: string
  kpi: string
  slice: string
  state: 'open' | 'resolved'
  opened_at: Date
  changed_at: Date
  resolved_at: Date | null
  acknowledged_by: string | null
  snoozed_until: Date | null
  snoozed_by: string | null
  bar_by: number | null
  revision: number
  content: unknown
  view: string
  book: unknown
}

interface MutesTable {
  rule: string
  place: string
  until: Date
  by_person: string | null
  at: Generated<Date>
}

interface IncidentVotesTable {
  incident: string
  person: string
  verdict: 'useful' | 'not_useful'
  at: Generated<Date>
}

interface TracksTable {
  rule: string
  slice: string
  track: unknown
}

interface VerifiedTable {
  id: Generated<string>
  question: string
  query: unknown
  by_person: string
  by_name: string
  definitions: string | null
  at: Generated<Date>
  revoked_by: Generated<string | null>
  revoked_at: Generated<Date | null>
}

interface Tables {
  'tidings.people': PeopleTable
  'tidings.threads': ThreadsTable
  'tidings.inbox': InboxTable
  'tidings.outbox': OutboxTable
  'tidings.lanes': LanesTable
  'tidings.feedback': FeedbackTable
  'tidings.installations': InstallationsTable
  'tidings.pictures': PicturesTable
  'tidings.tokens': TokensTable
  'tidings.knowledge': KnowledgeTable
  'tidings.audit': AuditTable
  'tidings.leases': LeasesTable
  'tidings.rules': RulesTable
  'tidings.incidents': IncidentsTable
  'tidings.mutes': MutesTable
  'tidings.incident_votes': IncidentVotesTable
  'tidings.tracks': TracksTable
  'tidings.verified': VerifiedTable
}

/** A connection to schema `tidings`. Close with `destroy()`. */
export type Store = Kysely<Tables>

/** The database has migrations that this program does not know. */
export class StoreTooNew extends Error {
  override name = 'StoreTooNew'
  constructor(unknown: readonly string[]) {
    super(
      `schema tidings was made by a newer Tidings (${unknown.join(', ')} unknown here); ` +
        'run that version or a later one, or give this one a database of its own with --store',
    )
  }
}

/** Opens the store; nothing is created or checked yet. Few connections: it is written a row at a time. */
export function openStore(url: string, options: PoolOptions = {}): Store {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, options) }) })
}

/**
 * Brings schema `tidings` up to date and opens the audit partitions of this month and the next two. Safe to call from
 * several instances at once: Kysely's migrator holds an advisory lock. Gives the names of the migrations it ran. Throws
 * StoreTooNew, StoreNotAllowed or DatabaseNotThere; `url` is for their sentences.
 */
export async function migrateStore(store: Store, url: string): Promise<readonly string[]> {
  try {
    return await migrate(store)
  } catch (error) {
    const first = error instanceof Error && error.cause !== undefined ? error.cause : error
    if (isNotThere(first))
      throw new DatabaseNotThere(url, first, '--store, TIDINGS_STORE_URL; without one --database, TIDINGS_DATABASE_URL')
    if (sqlStateOf(first) === '42501') throw new StoreNotAllowed(url, first)
    throw error
  }
}

function sqlStateOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

async function migrate(store: Store): Promise<readonly string[]> {
  // IF NOT EXISTS would ask for the right to create even where the schema is there.
  const schema = await sql<{ there: boolean }>`SELECT to_regnamespace('tidings') IS NOT NULL AS there`.execute(store)
  if (!schema.rows[0]?.there) await sql`CREATE SCHEMA IF NOT EXISTS tidings`.execute(store)
  const known = await migrations()
  await refuseNewer(store, Object.keys(known))
  const migrator = new Migrator({
    db: store,
    migrationTableSchema: 'tidings',
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
    provider: { getMigrations: async () => known },
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw new Error('schema tidings could not be brought up to date', { cause: error })
  await openAuditMonths(store)
  return results.map((result) => result.migrationName)
}

async function refuseNewer(store: Store, known: readonly string[]): Promise<void> {
  const table = await sql<{ there: boolean }>`SELECT to_regclass('tidings.migrations') IS NOT NULL AS there`.execute(
    store,
  )
  if (!table.rows[0]?.there) return
  const done = await sql<{ name: string }>`SELECT name FROM tidings.migrations ORDER BY name`.execute(store)
  const unknown = done.rows.map((row) => row.name).filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new StoreTooNew(unknown)
}

const folder = join(packageRoot, 'sql', 'migrations')

/** The migrations that this program knows, oldest first. */
export async function migrationNames(): Promise<readonly string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .toSorted()
}

async function migrations(): Promise<Record<string, Migration>> {
  const entries = (await migrationNames()).map(async (name) => {
    const text = await readFile(join(folder, `${name}.sql`), 'utf8')
    return [name, { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** One partition a month; the login that writes them keeps INSERT and SELECT only. */
export async function openAuditMonths(store: Store, now = new Date()): Promise<void> {
  await store.transaction().execute(async (transaction) => {
    // Two instances that start at the same time would otherwise both find the partition missing.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('tidings.audit', 0))`.execute(transaction)
    await openMonths(transaction, now)
  })
}

async function openMonths(store: Store, now: Date): Promise<void> {
  for (let ahead = 0; ahead < 3; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1))
    const partition = sql.id('tidings', `audit_${from.toISOString().slice(0, 7).replace('-', '_')}`)
    await sql`CREATE TABLE IF NOT EXISTS ${partition} PARTITION OF tidings.audit
      FOR VALUES FROM (${sql.lit(from.toISOString())}) TO (${sql.lit(to.toISOString())})`.execute(store)
    await sql`REVOKE UPDATE, DELETE, TRUNCATE ON ${partition} FROM CURRENT_USER`.execute(store)
  }
}

/** Null when the store answers, else what is wrong. */
export async function storeHealth(store: Store): Promise<string | null> {
  try {
    await sql`SELECT 1`.execute(store)
    return null
  } catch (error) {
    return messageOf(error)
  }
}
