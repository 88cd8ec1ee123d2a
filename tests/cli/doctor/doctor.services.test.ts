/** `tidings doctor` on databases of every kind. */
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tidings } from '../../support/command.ts'
import { demoDatabase, emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { onDatabase } from '../../support/server.ts'

interface Findings {
  readonly ok: boolean
  readonly findings: readonly { readonly part: string; readonly state: string; readonly says: string }[]
}

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await demoDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tidings-doctor-'))
  await asAdmin(`
    do $$ begin create role doctors_reader login password 'r'; exception when duplicate_object then null; end $$;
    do $$ begin execute format('grant connect on database %I to doctors_reader', current_database()); end $$;
    grant usage on schema kpi to doctors_reader; grant select on all tables in schema kpi to doctors_reader`)
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const asAdmin = (sql: string) => onDatabase(database.adminUrl, (client) => client.query(sql))

function urlOf(user: string): string {
  const url = new URL(database.adminUrl)
  url.username = user
  url.password = 'r'
  return url.href
}

async function examine(...args: string[]) {
  const { code, out } = await tidings(['doctor', '--json', '--home', folder, ...args])
  const { ok, findings } = JSON.parse(out) as Findings
  const states = new Map(findings.map(({ part, state }) => [part, state]))
  const said = new Map(findings.map(({ part, says }) => [part, says]))
  return { code, ok, states, said, findings }
}

test('a keeper on a right catalog is well', async () => {
  const { code, ok, states, said } = await examine('--database', database.keeperUrl)
  expect({ code, ok }).toEqual({ code: 0, ok: true })
  for (const part of ['node', 'disk', 'charts', 'database', 'catalog', 'rights', 'functions', 'clock', 'store'])
    expect([part, states.get(part)]).toEqual([part, 'ok'])
  expect(said.get('rights')).toContain('a schema of each policy')
  expect(said.get('store')).toContain('not there yet and may be created')
})

test('people get a line each', async () => {
  const { out } = await tidings(['doctor', '--home', folder, '--database', database.keeperUrl])
  for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^[a-z_]+: (ok, |advice: |fault: )\S/)
})

test('a superuser is a fault, and the same temporary views are in force', async () => {
  const { code, states, said } = await examine('--database', database.adminUrl)
  expect(code).toBe(1)
  expect(states.get('login')).toBe('fault')
  expect(said.get('login')).toContain('superuser')
  expect(said.get('rights')).toContain('temporary')
})

test('a login that may only read has fenced queries, no place for a store, and hears how to get one', async () => {
  const { code, states, said } = await examine('--database', urlOf('doctors_reader'))
  expect(code).toBe(1)
  expect(said.get('rights')).toContain('fenced')
  expect(states.get('store')).toBe('fault')
  expect(said.get('store')).toMatch(/sql\/roles\.sql.*--store/)
})

test('a store elsewhere is looked for there', async () => {
  const store = await emptyDatabase()
  try {
    await tidings(['migrate', '--database', store.keeperUrl])
    await tidings(['token', 'create', 'ana@example.com', '--database', store.keeperUrl])
    const { code, said } = await examine('--database', urlOf('doctors_reader'), '--store', store.keeperUrl)
    expect(said.get('store')).toContain('up to date')
    expect(said.get('identity')).toContain('1 token')
    expect(code).toBe(0)
  } finally {
    await store.drop()
  }
})

test('a view that the login may not read is a fault by name', async () => {
  await asAdmin('revoke select on kpi.web_hourly from doctors_reader')
  try {
    const { said, states } = await examine('--database', urlOf('doctors_reader'))
    expect(states.get('login')).toBe('fault')
    expect(said.get('login')).toContain('kpi.web_hourly')
  } finally {
    await asAdmin('grant select on kpi.web_hourly to doctors_reader')
  }
})

test('dangerous functions that are open are advice', async () => {
  await asAdmin('grant execute on function pg_catalog.lo_creat(integer) to public')
  try {
    const { states, said } = await examine('--database', database.keeperUrl)
    expect(states.get('functions')).toBe('advice')
    expect(said.get('functions')).toContain('lo_creat')
  } finally {
    await asAdmin('revoke execute on function pg_catalog.lo_creat(integer) from public')
  }
})

test('a wrong catalog: each fault with its line', async () => {
  const file = join(folder, 'wrong.yml')
  await writeFile(file, 'timezone: Europe/Berlin\nviews:\n  sales:\n    relation: kpi.sales_hourl\nkpis: {}\n')
  const { code, findings } = await examine('--database', database.keeperUrl, '--catalog', file)
  expect(code).toBe(1)
  const faults = findings.filter(({ part }) => part === 'catalog')
  expect(faults).not.toHaveLength(0)
  expect(faults[0]?.state).toBe('fault')
  expect(faults[0]?.says).toMatch(/wrong\.yml:4: .*kpi\.sales_hourl.*did you mean kpi\.sales_hourly\?/)
})

test('a database that is not there leaves the other lines standing', async () => {
  const { code, states, said } = await examine('--database', 'postgres://me:secret@127.0.0.1:1/shop')
  expect(code).toBe(1)
  expect(states.get('node')).toBe('ok')
  expect(states.get('database')).toBe('fault')
  expect(said.get('database')).toMatch(/nothing listens there/)
  expect([...said.values()].join()).not.toContain('secret')
})

test('a schema of a newer Tidings is a fault', async () => {
  const store = await emptyDatabase()
  try {
    await tidings(['migrate', '--database', store.keeperUrl])
    await onDatabase(store.keeperUrl, (client) =>
      client.query(`insert into tidings.migrations (name, timestamp) values ('999_later', '2030-01-01')`),
    )
    const { states, said } = await examine('--database', database.keeperUrl, '--store', store.keeperUrl)
    expect(states.get('store')).toBe('fault')
    expect(said.get('store')).toContain('999_later')
    const migrate = await tidings(['migrate', '--database', store.keeperUrl])
    expect(migrate.code).toBe(3)
    expect(migrate.err).toMatch(/newer Tidings/)
  } finally {
    await store.drop()
  }
})
