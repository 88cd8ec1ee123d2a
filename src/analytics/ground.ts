/** The ground floor opened on a database: catalog, policies, guard and reader, in the mode its rights allow. */
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { policiesOf } from './access.ts'
import type { Catalog } from './catalog.ts'
import { bindCatalog, CatalogFaulty, liveTablesOf, readCatalog, relationsOf, type CatalogFile } from './catalog-file.ts'
import { createGuard, type Guard } from './guard/guard.ts'
import { readLiveColumns, readLiveTables, relationNames } from './live-columns.ts'
import type { Policy } from './policy.ts'
import { describeMode, type ModeFound } from './policy-views/mode.ts'
import { withClient } from './with-client.ts'
import { createReader, keyOf, type Reader } from './run/reader.ts'
import { messageOf } from './message-of.ts'

export interface Ground extends AsyncDisposable {
  readonly catalog: Catalog
  /** By name. */
  readonly policies: ReadonlyMap<string, Policy>
  readonly guard: Guard
  readonly reader: Reader
  /** The way of keeping policies apart that is in force, why, and what is wrong with the login. */
  readonly found: ModeFound
  /** Null when the database answers, else what is wrong. */
  health(): Promise<string | null>
}

interface GroundOptions {
  /** Whether policies may get schemas and logins of their own; otherwise nothing is left behind in the database. */
  readonly mayConfigure: boolean
}

/** Throws CatalogFaulty with every fault, or DatabaseNotThere. */
export async function openGround(url: string, catalogFile: string, { mayConfigure }: GroundOptions): Promise<Ground> {
  const read = await openCatalogFile(catalogFile)
  const { catalog, found } = await withClient(url, async (client) => {
    const bound = await bind(client, read)
    const relations = [...bound.views.values()].map((view) => view.relation)
    return {
      catalog: bound,
      found: await describeMode(client, { relations, mayConfigure: mayConfigure && keyOf(url) !== null }),
    }
  })
  const { mode } = found
  const reader = createReader({ mode, url })
  return {
    catalog,
    policies: policiesOf(catalog),
    guard: createGuard({ mode }),
    reader,
    found,
    async health() {
      try {
        await withClient(url, (client) => client.query('SELECT 1'))
        return null
      } catch (error) {
        return messageOf(error)
      }
    },
    [Symbol.asyncDispose]: () => reader.close(),
  }
}

/** The catalog of a file, bound to the live database. */
export async function openCatalog(url: string, catalogFile: string): Promise<Catalog> {
  const read = await openCatalogFile(catalogFile)
  return withClient(url, (client) => bind(client, read))
}

/** The catalog as written, its shape checked; what it names is not looked up yet. Throws CatalogFaulty. */
export async function openCatalogFile(catalogFile: string): Promise<CatalogFile> {
  const text = await readFile(catalogFile, 'utf8').catch((cause: unknown) => {
    const isThere = cause instanceof Error && 'code' in cause && cause.code !== 'ENOENT'
    const message = isThere ? `it cannot be read: ${cause.message}` : 'there is no such file; name yours with --catalog'
    throw new CatalogFaulty([{ file: catalogFile, line: 1, path: '', message }], { cause })
  })
  const read = readCatalog(text, catalogFile)
  if (!('written' in read)) throw new CatalogFaulty(read)
  return read
}

async function bind(client: pg.Client, read: CatalogFile): Promise<Catalog> {
  const wanted = relationsOf(read)
  const found = await readLiveColumns(client, wanted)
  // The others are looked up when there is one to suggest them for.
  const live = wanted.every((each) => found.has(each))
    ? found
    : await readLiveColumns(client, [...wanted, ...(await relationNames(client))])
  const catalog = bindCatalog(read, live, await readLiveTables(client, liveTablesOf(read)))
  if (!('hash' in catalog)) throw new CatalogFaulty(catalog)
  return catalog
}
