/** The catalogs whose questions are asked, each with a database that holds its data. */
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Evaluation } from '../../src/cli/eval.ts'
import { tidings } from '../support/command.ts'
import { loadFlights } from '../support/load-flights.ts'
import { load as loadPublic } from './public/load.ts'
import { cloneDemo, cloneEmpty, onDatabase, type ServerUrls, type TestDatabase } from '../support/server.ts'

/** Data that is not SQL in the catalog's own folder. */
const loaders: Readonly<Record<string, (adminUrl: string) => Promise<unknown>>> = {
  flights: loadFlights,
  public: loadPublic,
}

const folder = import.meta.dirname

/** The folders with questions. */
export const catalogNames: readonly string[] = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'questions.jsonl')))
  .toSorted()

/** By name. */
export type ByCatalog = ReadonlyMap<string, Evaluation>

/** Asks all questions of these catalogs, each on a database of its own, as `tidings eval` does. */
export async function evaluateCatalogs(names: readonly string[], server: ServerUrls): Promise<ByCatalog> {
  // Side by side: while one waits for the database, another one thinks. All are waited for, also when one fails.
  const ended = await Promise.allSettled(names.map((name) => evaluateCatalog(name, server)))
  return new Map(
    ended.map((each, at) => {
      if (each.status === 'rejected') throw each.reason
      return [names[at]!, each.value]
    }),
  )
}

async function evaluateCatalog(name: string, server: ServerUrls): Promise<Evaluation> {
  const database = await databaseOf(name, server)
  try {
    // The superuser's: the expected rows come from base tables, which no login of the program may read.
    const args = ['--database', database.adminUrl, '--catalog', catalogOf(name), '--json']
    const { code, out, err } = await tidings(['eval', join(folder, name, 'questions.jsonl'), ...args])
    if (code !== 0) throw new Error(`tidings eval ended with ${code} for ${name}: ${err}`)
    return JSON.parse(out) as Evaluation
  } finally {
    await database.drop()
  }
}

/** A database of its own with a catalog's data. */
export async function databaseOf(name: string, server: ServerUrls): Promise<TestDatabase> {
  const database = name === 'demo' ? await cloneDemo(server) : await cloneEmpty(server)
  await loaders[name]?.(database.adminUrl)
  for (const file of ['base.sql', 'data.sql'])
    if (existsSync(join(folder, name, file))) {
      const sql = await readFile(join(folder, name, file), 'utf8')
      await onDatabase(database.adminUrl, (client) => client.query(sql))
    }
  return database
}

/** Its catalog file. */
export function catalogOf(name: string): string {
  const own = join(folder, name, 'catalog.yml')
  if (existsSync(own)) return own
  return name === 'demo' ? 'sql/catalog.yml' : join('sql', name, 'catalog.yml')
}
