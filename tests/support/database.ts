/** A database of its own for a test file, cloned from a template on the run's server. */
import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { grantRoles } from '../../src/analytics/embedded/set-up.ts'
import { loadDemo } from '../../src/cli/demo-business/load.ts'

export interface TestDatabase {
  /** The superuser's. */
  readonly adminUrl: string
  readonly keeperUrl: string
  /** As a command's `--database` takes it: the keeper's. */
  readonly url: string
  drop(): Promise<void>
}

/** Roles and rights, schemas `tidings` and `kpi`, nothing in them. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const { adminUrl } = inject('postgres')
  return clone(new URL(adminUrl).pathname.slice(1))
}

/** The day and moment at which the small demo business ends; tests ask with this as `now`. */
export const DEMO_NOW = '2026-11-21T14:05:00+01:00'

/** The demo business at a fiftieth of its size, ending at `DEMO_NOW`. */
export async function demoDatabase(): Promise<TestDatabase> {
  const template = 'template_demo'
  await onServer(async (client) => {
    // The first file that asks builds it; others wait.
    await client.query(`select pg_advisory_lock(hashtextextended('template_demo', 0))`)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) {
      const adminUrl = inject('postgres').adminUrl
      await client.query('drop database if exists building_demo with (force)')
      await client.query(`create database building_demo template ${new URL(adminUrl).pathname.slice(1)}`)
      await grantRoles(onDatabase(adminUrl, 'building_demo'))
      await loadDemo({ adminUrl: onDatabase(adminUrl, 'building_demo'), log: () => {}, until: DEMO_NOW, scale: 0.02 })
      await client.query(`alter database building_demo rename to ${template}`)
    }
  })
  return clone(template)
}

async function clone(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer((client) => client.query(`create database ${name} template ${template} strategy wal_log`))
  const { adminUrl, keeperUrl } = inject('postgres')
  const urls = { adminUrl: onDatabase(adminUrl, name), keeperUrl: onDatabase(keeperUrl, name) }
  await grantRoles(urls.adminUrl)
  return {
    ...urls,
    url: urls.keeperUrl,
    drop: async () => {
      await onServer((client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function onServer(use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: onDatabase(inject('postgres').adminUrl, 'postgres') })
  await client.connect()
  try {
    await use(client)
  } finally {
    await client.end()
  }
}

function onDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
