/** The PostgreSQL of a test run, and databases cloned from its templates. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'
import { grantRoles } from '../../src/analytics/embedded/set-up.ts'
import { loadDemo } from '../../src/cli/demo-business/load.ts'

/** The superuser's and the keeper's URL on the server's template database, which nobody may stay connected to. */
export interface ServerUrls {
  readonly adminUrl: string
  readonly keeperUrl: string
}

export interface TestDatabase extends ServerUrls {
  /** As a command's `--database` takes it: the keeper's. */
  readonly url: string
  drop(): Promise<void>
}

/** One embedded server in a home directory of its own; `stop` leaves nothing behind. */
export async function startServer(): Promise<ServerUrls & { readonly stop: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'tidings-test-'))
  const server = await startEmbedded({ home, log: () => {} })
  await forgetDurability(server.adminUrl)
  return {
    adminUrl: server.adminUrl,
    keeperUrl: server.keeperUrl,
    async stop() {
      await server.stop()
      await rm(dirname(server.dataDir), { recursive: true, force: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Nobody needs this server's data after a crash, and databases are cloned and dropped all the time. */
async function forgetDurability(adminUrl: string): Promise<void> {
  await onDatabase(adminUrl, async (client) => {
    await client.query('alter system set fsync = off')
    await client.query('alter system set full_page_writes = off')
    await client.query('select pg_reload_conf()')
  })
}

/** Roles and rights, schemas `tidings` and `kpi`, nothing in them. */
export async function cloneEmpty(server: ServerUrls): Promise<TestDatabase> {
  return clone(server, new URL(server.adminUrl).pathname.slice(1))
}

/** The day and moment at which the small demo business ends; tests ask with this as `now`. */
export const DEMO_NOW = '2026-11-21T14:05:00+01:00'

/** The demo business at a fiftieth of its size, ending at `DEMO_NOW`. */
export async function cloneDemo(server: ServerUrls): Promise<TestDatabase> {
  const template = 'template_demo'
  await onDatabase(named(server.adminUrl, 'postgres'), async (client) => {
    // Who asks first builds it; others wait.
    await client.query(`select pg_advisory_lock(hashtextextended('template_demo', 0))`)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) {
      const building = named(server.adminUrl, 'building_demo')
      await client.query('drop database if exists building_demo with (force)')
      await client.query(`create database building_demo template ${new URL(server.adminUrl).pathname.slice(1)}`)
      await client.query(`select pg_advisory_lock(hashtextextended('roles', 0))`)
      await grantRoles(building)
      await client.query(`select pg_advisory_unlock(hashtextextended('roles', 0))`)
      await loadDemo({ adminUrl: building, log: () => {}, until: DEMO_NOW, scale: 0.02 })
      await client.query(`alter database building_demo rename to ${template}`)
    }
  })
  return clone(server, template)
}

async function clone(server: ServerUrls, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const onServer = named(server.adminUrl, 'postgres')
  const urls = { adminUrl: named(server.adminUrl, name), keeperUrl: named(server.keeperUrl, name) }
  await onDatabase(onServer, async (client) => {
    await client.query(`create database ${name} template ${template} strategy wal_log`)
    // Roles belong to the whole server, and two may not alter one at a time.
    await client.query(`select pg_advisory_lock(hashtextextended('roles', 0))`)
    await grantRoles(urls.adminUrl)
  })
  return {
    ...urls,
    url: urls.keeperUrl,
    drop: async () => {
      await onDatabase(onServer, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** One connection, closed afterwards. */
export async function onDatabase<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function named(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
