import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import type { ViewsMode } from '../../../src/analytics/policy-views/names.ts'
import { policySchema } from '../../../src/analytics/policy-views/names.ts'
import { DatabaseUnreachable, QueryCancelled, QueryFailed, QueryTimedOut } from '../../../src/analytics/run/failures.ts'
import { createReader, type Reader } from '../../../src/analytics/run/reader.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { makeShop, openShop, type Shop } from '../../support/guarded-shop.ts'
import { onDatabase } from '../../support/server.ts'

// Counts some 10^10 combinations.
const ENDLESS = `select count(*) from sales_hourly a join sales_hourly b on a.hour <> b.hour join sales_hourly c on b.hour <> c.hour
  join sales_hourly d on c.hour <> d.hour`

let database: TestDatabase
let shop: Shop
let readers: Reader[] = []
beforeAll(async () => {
  database = await emptyDatabase()
  await makeShop(database.adminUrl, 0)
  shop = await openShop(database.keeperUrl)
})
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.close()))
  readers = []
})
afterAll(() => database.drop())

function open(given: Partial<Parameters<typeof createReader>[0]> = {}): Reader {
  const reader = createReader({ mode: 'schemas', url: database.keeperUrl, ...given })
  readers.push(reader)
  return reader
}

async function safe(sql: string, role = 'emea', mode: ViewsMode = 'schemas') {
  const verdict = await createGuard({ mode }).text(sql, shop.policies.get(role)!)
  if (verdict.verdict === 'unsafe') throw new Error(`${verdict.rule}: ${verdict.because}`)
  return verdict.query
}

const admin = <T extends object>(sql: string, values: unknown[] = []) =>
  onDatabase(database.adminUrl, async (client) => (await client.query<T>(sql, values)).rows)

const connected = async (filter = 'true') => {
  const [row] = await admin<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'tidings' AND ${filter}`,
  )
  return row!.n
}

test('a query that takes too long is timed out, and the next one runs', async () => {
  const reader = open({ maxConnections: 1 })
  await expect(reader.run(await safe(ENDLESS), [])).rejects.toThrow(QueryTimedOut)
  await expect(reader.run(await safe('select count(*) from tickets'), [])).resolves.toMatchObject({ rows: [[150]] })
})

test.for<ViewsMode>(['schemas', 'temporary', 'fenced'])(
  'in mode %s a query ends when its asker leaves',
  async (mode) => {
    const reader = open({ mode })
    const leaving = new AbortController()
    const running = reader.run(await safe(ENDLESS, mode === 'fenced' ? 'finance' : 'emea', mode), [], {
      signal: leaving.signal,
    })
    void sleep(200).then(() => leaving.abort())
    await expect(running).rejects.toThrow(QueryCancelled)
    await expect.poll(() => connected("state = 'active' AND query ~ 'a.hour <> b.hour'")).toBe(0)
  },
)

test('whoever has left already does not start anything', async () => {
  await expect(open().run(await safe(ENDLESS), [], { signal: AbortSignal.abort() })).rejects.toThrow(QueryCancelled)
})

test('a full house is waited for, and waiting ends when the asker leaves', async () => {
  const reader = open({ maxConnections: 1 })
  const [leaving, waiting] = [new AbortController(), new AbortController()]
  const running = reader.run(await safe(ENDLESS), [], { signal: leaving.signal })
  const queued = reader.run(await safe('select count(*) from tickets'), [], { signal: waiting.signal })
  waiting.abort()
  await expect(queued).rejects.toThrow(QueryCancelled)
  leaving.abort()
  await expect(running).rejects.toThrow(QueryCancelled)
})

test('rows beyond the limit are cut off and said', async () => {
  const { rows, truncated } = await open().run(
    await safe('select a.hour from sales_hourly a join sales_hourly b on a.category = b.category'),
    [],
  )
  expect(rows).toHaveLength(1000)
  expect(truncated).toBe(true)
})

test('a result of exactly its own limit is not called cut off', async () => {
  const { rows, truncated } = await open().run(await safe('select hour from sales_hourly limit 20'), [])
  expect(rows).toHaveLength(20)
  expect(truncated).toBe(false)
})

test('bytes beyond the limit are not read', async () => {
  const reader = open({ maxConnections: 1 })
  const wide = await safe('select product::char(1000), category::char(1000), region::char(1000) from sales_hourly')
  const { rows, truncated } = await reader.run(wide, [])
  expect(truncated).toBe(true)
  expect(rows.length).toBeGreaterThan(300)
  expect(JSON.stringify(rows).length).toBeLessThan(1.1 * 2 ** 20)
  await expect(reader.run(await safe('select count(*) from tickets'), [])).resolves.toMatchObject({ rows: [[150]] })
})

test('all policies together stay under the number of connections, and none is left waiting', async () => {
  const reader = open({ maxConnections: 3 })
  const roles = ['owner', 'everyone', 'emea', 'gifts', 'finance', 'boss']
  const queries = await Promise.all(roles.map((role) => safe('select count(*) from sales_hourly', role)))
  let most = 0
  const answers = Promise.all(Array.from({ length: 60 }, (_, at) => reader.run(queries[at % queries.length]!, [])))
  const over = new AbortController()
  const watching = (async () => {
    while (!over.signal.aborted) most = Math.max(most, await connected())
  })()
  expect(await answers).toHaveLength(60)
  over.abort()
  await watching
  // A connection that was closed a moment ago may still be listed.
  expect(most).toBeLessThanOrEqual(4)
})

test('idle connections close by themselves', async () => {
  const reader = open({ idleMs: 50 })
  await reader.run(await safe('select count(*) from tickets'), [])
  await expect.poll(connected).toBe(0)
})

test('an error of PostgreSQL arrives as its code and nothing of its text', async () => {
  const reader = open({ maxConnections: 1 })
  const failing = reader.run(await safe('select category::int from sales_hourly'), [])
  await expect(failing).rejects.toThrow(new QueryFailed('22P02'))
  await expect(failing).rejects.toMatchObject({ code: '22P02', message: expect.not.stringContaining('Toys') as string })
  await expect(reader.run(await safe('select count(*) from tickets'), [])).resolves.toMatchObject({ rows: [[150]] })
})

test('no server is said as such', async () => {
  const reader = open({ mode: 'temporary', url: 'postgres://someone:x@127.0.0.1:1/none' })
  await expect(reader.run(await safe('select count(*) from tickets', 'emea', 'temporary'), [])).rejects.toThrow(
    DatabaseUnreachable,
  )
})

test('when a rebuild of a KPI view took ours along they are made again', async () => {
  const reader = open()
  const query = await safe('select count(*) from tickets')
  await reader.run(query, [])
  await admin('ALTER TABLE shop.tickets RENAME TO tickets_base')
  await admin(
    'CREATE VIEW shop.tickets AS SELECT * FROM shop.tickets_base; GRANT SELECT ON shop.tickets TO tidings_keeper',
  )
  const schema = policySchema(shop.policies.get('emea')!)
  await admin(`DROP VIEW ${schema}.support`)
  await expect(reader.run(query, [])).resolves.toMatchObject({ rows: [[150]] })
  await admin('DROP VIEW shop.tickets CASCADE; ALTER TABLE shop.tickets_base RENAME TO tickets')
  await expect(reader.run(query, [])).resolves.toMatchObject({ rows: [[150]] })
})

test('a login that somebody changed is made again', async () => {
  const first = open()
  const query = await safe('select count(*) from tickets', 'support')
  await first.run(query, [])
  await first.close()
  const schema = policySchema(shop.policies.get('support')!)
  await admin(`ALTER ROLE ${schema} PASSWORD 'another'`)
  const second = open()
  await expect(second.run(query, [])).resolves.toMatchObject({ rows: [[200]] })
})

test('two processes that start at once do not get into each other’s way', async () => {
  const all = [...shop.policies.values()]
  await onDatabase(database.adminUrl, async (client) => {
    for (const policy of all) await client.query(`DROP SCHEMA IF EXISTS ${policySchema(policy)} CASCADE`)
  })
  await expect(Promise.all([open().prepare(all), open().prepare(all), open().prepare(all)])).resolves.toHaveLength(3)
})
