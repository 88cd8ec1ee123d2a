/** One embedded server for a whole test run, in a home directory of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's and the keeper's URL on the server's template database, which nobody may stay connected to. */
    postgres: { readonly adminUrl: string; readonly keeperUrl: string }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'tidings-test-'))
  const server = await startEmbedded({ home, log: () => {} })
  await forgetDurability(server.adminUrl)
  project.provide('postgres', { adminUrl: server.adminUrl, keeperUrl: server.keeperUrl })
  return async () => {
    await server.stop()
    await rm(dirname(server.dataDir), { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

/** Nobody needs this server's data after a crash, and databases are cloned and dropped all the time. */
async function forgetDurability(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query('alter system set fsync = off')
    await client.query('alter system set full_page_writes = off')
    await client.query('select pg_reload_conf()')
  } finally {
    await client.end()
  }
}
