/** A database of its own for a test file, cloned from a template on the run's server. */
import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { grantRoles } from '../../src/analytics/embedded/set-up.ts'

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

async function clone(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer((client) => client.query(`create database ${name} template ${template} strategy file_copy`))
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
