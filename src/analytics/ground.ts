/** The ground floor opened on a database: catalog, policies, guard and reader, in the mode its rights allow. */
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { policiesOf } from './access.ts'
import type { Catalog } from './catalog.ts'
import { bindCatalog, CatalogFaulty, readCatalog, relationsOf } from './catalog-file.ts'
import { createGuard, type Guard } from './guard/guard.ts'
import { readLiveColumns } from './live-columns.ts'
import type { Policy } from './policy.ts'
import type { ViewsMode } from './policy-views/names.ts'
import { createReader, type Reader } from './run/reader.ts'

export interface Ground extends AsyncDisposable {
  readonly catalog: Catalog
  /** By name. */
  readonly policies: ReadonlyMap<string, Policy>
  readonly guard: Guard
  readonly reader: Reader
  readonly mode: ViewsMode
  /** Null when the database answers, else what is wrong. */
  health(): Promise<string | null>
}

/** The database cannot be reached or does not let us in; the message says what to look at. */
export class DatabaseNotThere extends Error {
  override name = 'DatabaseNotThere'
}

/** Throws CatalogFaulty with every fault, or DatabaseNotThere. */
export async function openGround(url: string, catalogFile: string): Promise<Ground> {
  const { catalog, mode } = await withClient(url, async (client) => ({
    catalog: await bind(client, catalogFile),
    mode: await modeOf(client),
  }))
  const reader = createReader({ mode, url })
  return {
    catalog,
    policies: policiesOf(catalog),
    guard: createGuard({ mode }),
    reader,
    mode,
    async health() {
      try {
        await withClient(url, (client) => client.query('SELECT 1'))
        return null
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },
    [Symbol.asyncDispose]: () => reader.close(),
  }
}

/** The catalog of a file, bound to the live database. */
export async function openCatalog(url: string, catalogFile: string): Promise<Catalog> {
  return withClient(url, (client) => bind(client, catalogFile))
}

async function bind(client: pg.Client, catalogFile: string): Promise<Catalog> {
  const text = await readFile(catalogFile, 'utf8').catch((cause: unknown) => {
    const message = 'there is no such file; name yours with --catalog'
    throw new CatalogFaulty([{ file: catalogFile, line: 1, path: '', message }], { cause })
  })
  const read = readCatalog(text, catalogFile)
  if (!('written' in read)) throw new CatalogFaulty(read)
  const catalog = bindCatalog(read, await readLiveColumns(client, relationsOf(read)))
  if (!('hash' in catalog)) throw new CatalogFaulty(catalog)
  return catalog
}

/** Policies get schemas and logins of their own where we may make them, else temporary views. */
async function modeOf(client: pg.Client): Promise<ViewsMode> {
  const { rows } = await client.query<{ mayMakeLogins: boolean; mayMakeSchemas: boolean; mayMakeTemporary: boolean }>(
    `SELECT rolcreaterole AND NOT rolsuper AS "mayMakeLogins",
       has_database_privilege(current_database(), 'CREATE') AS "mayMakeSchemas",
       has_database_privilege(current_database(), 'TEMP') AND NOT pg_is_in_recovery() AS "mayMakeTemporary"
     FROM pg_roles WHERE rolname = current_user`,
  )
  const [rights] = rows
  if (rights?.mayMakeLogins && rights.mayMakeSchemas) return 'schemas'
  return rights?.mayMakeTemporary ? 'temporary' : 'fenced'
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: 'tidings' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const { host, port, database, user } = client
    throw new DatabaseNotThere(
      `cannot connect to database ${database} on ${host}:${port} as ${user}: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`,
      { cause },
    )
  }
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
