import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policiesOf } from '../../../src/analytics/access.ts'
import { policySchema } from '../../../src/analytics/policy-views/names.ts'
import { describeMode, openFunctions } from '../../../src/analytics/policy-views/mode.ts'
import {
  dropUnusedPolicyViews,
  ensurePolicyViews,
  policyPassword,
} from '../../../src/analytics/policy-views/schemas.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { makeShop, shopCatalog } from '../../support/guarded-shop.ts'
import { onDatabase } from '../../support/server.ts'

// Logins belong to the whole server: a catalog of this file's own keeps them apart from those of other files.
const policies = policiesOf(shopCatalog((yaml) => yaml.replace('Europe/Berlin', 'Asia/Tokyo')))
const newer = policiesOf(
  shopCatalog((yaml) =>
    yaml
      .replace('Europe/Berlin', 'Asia/Tokyo')
      .replace('rows: { sales: { region: [EMEA] }', 'rows: { sales: { region: [AMER] }'),
  ),
)
const emea = policies.get('emea')!
const DAY = 86_400_000

let database: TestDatabase
let keeper: Client
let key: string
beforeAll(async () => {
  database = await emptyDatabase()
  await makeShop(database.adminUrl, 0)
  key = decodeURIComponent(new URL(database.keeperUrl).password)
  keeper = new Client({ connectionString: database.keeperUrl })
  await keeper.connect()
  await ensurePolicyViews(keeper, { policies: [emea], key, now: new Date() })
})
afterAll(async () => {
  await dropUnusedPolicyViews(keeper, { keep: [], unusedSince: new Date(Date.now() + DAY) })
  await keeper.end()
  await database.drop()
})

async function asPolicy<T>(use: (client: Client) => Promise<T>, policy = emea): Promise<T> {
  const url = new URL(database.keeperUrl)
  url.username = policySchema(policy)
  url.password = policyPassword(key, policy)
  return onDatabase(url.href, use)
}

const oids = async () =>
  (
    await keeper.query<{ oid: number }>(`SELECT oid FROM pg_class WHERE relnamespace = $1::regnamespace ORDER BY 1`, [
      policySchema(emea),
    ])
  ).rows

test('the login of a policy reads its own views and no relation else', async () => {
  await asPolicy(async (client) => {
    const { rows } = await client.query(`SELECT DISTINCT region FROM ${policySchema(emea)}.sales`)
    expect(rows).toEqual([{ region: 'EMEA' }])
    for (const relation of ['shop.orders', 'shop.sales_hourly', 'shop.people', 'tidings.audit', 'pg_authid'])
      await expect(client.query(`SELECT 1 FROM ${relation}`)).rejects.toMatchObject({
        code: expect.stringMatching(/42501|42P01/) as string,
      })
  })
})

test('its views lack what is masked or hidden', async () => {
  await asPolicy(async (client) => {
    const { fields } = await client.query(`SELECT * FROM ${policySchema(emea)}.sales LIMIT 1`)
    expect(fields.map(({ name }) => name)).toEqual(emea.views.get('sales')!.columns)
    expect(fields.map(({ name }) => name)).not.toContain('customer_email')
  })
})

test.for([
  'CREATE TABLE public.x (a int)',
  'CREATE TEMP TABLE x (a int)',
  'CREATE SCHEMA x',
  "SELECT set_config('role', 'tidings_keeper', false)",
  'SET ROLE tidings_keeper',
  'SELECT lo_create(1)',
  'SELECT pg_advisory_lock(1)',
  "SELECT pg_notify('a', 'b')",
  'SELECT pg_sleep(1)',
  "SELECT query_to_xml('select 1', true, true, '')",
])('the login of a policy may not: %s', async (sql) => {
  await asPolicy((client) =>
    expect(client.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|25006)$/) as string }),
  )
})

test('its settings are pinned', async () => {
  await asPolicy(async (client) => {
    for (const [setting, value] of [
      ['search_path', 'pg_catalog'],
      ['default_transaction_read_only', 'on'],
      ['standard_conforming_strings', 'on'],
      ['client_encoding', 'UTF8'],
      ['statement_timeout', '15s'],
      ['timezone', 'Asia/Tokyo'],
    ] as const)
      expect((await client.query(`SHOW ${setting}`)).rows).toEqual([
        expect.objectContaining({ [setting === 'timezone' ? 'TimeZone' : setting]: value }),
      ])
  })
})

test('the password is nowhere in clear', async () => {
  const { rows } = await onDatabase(database.adminUrl, (client) =>
    client.query<{ rolpassword: string }>('SELECT rolpassword FROM pg_authid WHERE rolname = $1', [policySchema(emea)]),
  )
  expect(rows[0]!.rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/)
})

test('making them again changes nothing', async () => {
  const before = await oids()
  await ensurePolicyViews(keeper, { policies: [emea], key, now: new Date() })
  expect(await oids()).toEqual(before)
})

test('two versions of a catalog live side by side, and the older goes when nobody has used it for long', async () => {
  const next = newer.get('emea')!
  await ensurePolicyViews(keeper, { policies: [next], key, now: new Date() })
  const regions = (policy: typeof emea) =>
    asPolicy(
      async (client) => (await client.query(`SELECT DISTINCT region FROM ${policySchema(policy)}.sales`)).rows,
      policy,
    )
  expect(await regions(emea)).toEqual([{ region: 'EMEA' }])
  expect(await regions(next)).toEqual([{ region: 'AMER' }])

  expect(await dropUnusedPolicyViews(keeper, { keep: [next], unusedSince: new Date(Date.now() - DAY) })).toEqual([])
  expect(await dropUnusedPolicyViews(keeper, { keep: [next], unusedSince: new Date(Date.now() + DAY) })).toEqual([
    policySchema(emea),
  ])
  const left = await keeper.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)', [
    [emea, next].map(policySchema),
  ])
  expect(left.rows.map(({ rolname }) => rolname)).toEqual([policySchema(next)])

  await ensurePolicyViews(keeper, { policies: [emea], key, now: new Date() })
  expect(await regions(emea)).toEqual([{ region: 'EMEA' }])
})

test('the keeper may keep schemas; asked to leave nothing behind it takes temporary views', async () => {
  const relations = [{ schema: 'shop', name: 'tickets' }]
  expect(await describeMode(keeper, { relations, mayConfigure: true })).toMatchObject({ mode: 'schemas', faults: [] })
  expect(await describeMode(keeper, { relations, mayConfigure: false })).toMatchObject({
    mode: 'temporary',
    faults: [],
  })
})

test('a superuser is a fault, and gets temporary views all the same', async () => {
  const found = await onDatabase(database.adminUrl, (client) =>
    describeMode(client, { relations: [], mayConfigure: true }),
  )
  expect(found).toMatchObject({ mode: 'temporary', faults: [expect.stringContaining('superuser')] })
})

test('a login without TEMP gets fenced subqueries, and hears what it may not read', async () => {
  const relations = [{ schema: 'shop', name: 'people' }]
  expect(await asPolicy((client) => describeMode(client, { relations, mayConfigure: true }))).toMatchObject({
    mode: 'fenced',
    faults: [expect.stringContaining('may not read shop.people')],
  })
})

test('nothing dangerous is open to a policy’s login; what the keeper keeps for itself is seen', async () => {
  expect(await openFunctions(keeper, policySchema(emea))).toEqual([])
  expect(await openFunctions(keeper, 'tidings_keeper')).toContain('set_config')
})
