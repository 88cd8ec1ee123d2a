import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from 'pg'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await emptyDatabase()
})
afterAll(() => database.drop())

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

test('the server is PostgreSQL 18 and listens on this machine only', async () => {
  expect(await ask(database.adminUrl, 'show server_version')).toMatch(/^18\./)
  expect(await ask(database.adminUrl, 'show listen_addresses')).toBe('127.0.0.1')
})

test('the keeper may create roles and schemas, let them connect, and is no superuser', async () => {
  const name = new URL(database.url).pathname.slice(1)
  await ask(database.keeperUrl, 'create schema policy_a')
  await ask(database.keeperUrl, 'create table tidings.mine (a int)')
  await ask(database.keeperUrl, 'create role test_keepers_own login')
  await ask(database.keeperUrl, `grant connect on database ${name} to test_keepers_own`)
  expect(await ask(database.keeperUrl, 'select rolsuper from pg_roles where rolname = current_user')).toBe(false)
  await ask(database.keeperUrl, `revoke connect on database ${name} from test_keepers_own`)
  await ask(database.keeperUrl, 'drop role test_keepers_own')
})

test.for([
  'select lo_create(0)',
  `select set_config('work_mem', '1GB', false)`,
  'select pg_sleep(0)',
  `select query_to_xml('select 1', true, true, '')`,
  'select pg_advisory_lock(1)',
  'select txid_current()',
])('a login that nothing was granted to may not: %s', async (sql, { expect }) => {
  const client = new Client({ connectionString: database.adminUrl })
  await client.connect()
  try {
    await client.query('begin; create role nobody_special; set local role nobody_special')
    await expect(client.query(sql)).rejects.toThrow(/permission denied for function/)
  } finally {
    await client.end()
  }
})
