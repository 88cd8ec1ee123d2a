/** Two databases that differ only in what role emea may not see must give it the same rows and the same errors. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import type { Cell } from '../../../src/analytics/answer.ts'
import { policySchema, type ViewsMode } from '../../../src/analytics/policy-views/names.ts'
import { policyPassword } from '../../../src/analytics/policy-views/schemas.ts'
import { createReader, type Reader } from '../../../src/analytics/run/reader.ts'
import { QueryFailed } from '../../../src/analytics/run/failures.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { makeShop, openShop, type Shop } from '../../support/guarded-shop.ts'
import { onDatabase } from '../../support/server.ts'
import { attacks } from './attacks.ts'
import { peeks } from './peeks.ts'
import { queries } from './queries.ts'

let twins: TestDatabase[]
/** Holds nothing but what emea may see. */
let visible: TestDatabase
let shop: Shop

beforeAll(async () => {
  twins = [await emptyDatabase(), await emptyDatabase()]
  await makeShop(twins[0]!.adminUrl, 0)
  await makeShop(twins[1]!.adminUrl, 1)
  visible = await emptyDatabase()
  await makeShop(visible.adminUrl, null)
  await onDatabase(visible.adminUrl, async (client) => {
    await client.query(`
      DROP VIEW shop.sales_hourly;
      CREATE VIEW shop.sales_hourly AS SELECT hour, shipped_on, region, category, product, is_gift, quantity, revenue, orders
        FROM shop.orders WHERE region = 'EMEA';
      ALTER TABLE shop.tickets DROP COLUMN id`)
  })
  shop = await openShop(twins[0]!.keeperUrl)
})
afterAll(() => Promise.all([...twins, visible].map((database) => database.drop())))

test('the statements are as many as they should be', () => {
  expect(attacks.flatMap(([, ...statements]) => statements).length + peeks.length).toBeGreaterThan(150)
  expect(queries.length).toBeGreaterThan(100)
})

describe.for<ViewsMode>(['schemas', 'temporary', 'fenced'])('in mode %s', (mode) => {
  let readers: Reader[]
  beforeAll(() => {
    readers = twins.map(({ keeperUrl }) => createReader({ mode, url: keeperUrl, maxConnections: 3 }))
  })
  afterAll(() => Promise.all(readers.map((reader) => reader.close())))

  async function outcomes(sql: string): Promise<unknown[]> {
    // Where SQL text is off for emea the same statement is tried as one of our own.
    const verdict = await createGuard({ mode })[mode === 'fenced' ? 'compiled' : 'text'](
      sql,
      shop.policies.get('emea')!,
    )
    if (verdict.verdict === 'unsafe') throw new Error(`${verdict.rule}: ${verdict.because}`)
    return Promise.all(
      readers.map(async (reader) => {
        try {
          return await reader.run(verdict.query, [])
        } catch (error) {
          return error instanceof QueryFailed ? error.code : error
        }
      }),
    )
  }

  test.for(peeks)('the twins cannot be told apart by: %s', async (sql) => {
    const [one, other] = await outcomes(sql)
    expect(one).toEqual(other)
    expect(one).not.toBeInstanceOf(Error)
  })

  // SQL text is off for emea where only fenced subqueries are possible.
  test.for(mode === 'fenced' ? [] : queries)('as PostgreSQL says: %s', async (sql) => {
    const [one, other] = await outcomes(sql)
    expect(one).toEqual(other)
    const direct = await directly(sql)
    expect(one).toMatchObject({ rows: direct.rows, fields: direct.names.map((name) => ({ name })), truncated: false })
    // Nothing but plain columns ever comes out: no row, no array, no system type.
    expect((one as { fields: { pgType: string }[] }).fields.map(({ pgType }) => pgType)).not.toContain('other')
  })
})

async function directly(sql: string): Promise<{ names: string[]; rows: Cell[][] }> {
  return onDatabase(visible.adminUrl, async (client) => {
    await client.query(
      "SET search_path = shop, pg_catalog; SET timezone = 'Europe/Berlin'; SET intervalstyle = iso_8601",
    )
    const types = { getTypeParser: () => (text: string) => text }
    const { fields, rows } = await client.query<(string | null)[]>({ text: sql, rowMode: 'array', types } as never)
    const numbers = new Set([20, 21, 23, 700, 701, 1700])
    const plain = (text: string | null, oid: number): Cell => {
      if (text === null) return null
      if (numbers.has(oid)) return Number(text)
      if (oid === 16) return text === 't'
      if (oid === 1184) return `${text.replace(' ', 'T')}:00`
      if (oid === 1114) return expect.stringContaining(text.replace(' ', 'T')) as Cell
      return text
    }
    return {
      names: fields.map(({ name }) => name),
      rows: rows.map((row) => row.map((cell, at) => plain(cell, fields[at]!.dataTypeID))),
    }
  })
}

test('without any guard the login of a policy shows no more than its views', async () => {
  const policy = shop.policies.get('emea')!
  const schema = policySchema(policy)
  const clients = await Promise.all(
    twins.map(async ({ keeperUrl }) => {
      const reader = createReader({ mode: 'schemas', url: keeperUrl })
      await reader.prepare([policy])
      await reader.close()
      const url = new URL(keeperUrl)
      const key = decodeURIComponent(url.password)
      url.username = schema
      url.password = policyPassword(key, policy)
      const client = new Client({ connectionString: url.href, statement_timeout: 1_000 })
      await client.connect()
      return client
    }),
  )
  const raw = [...peeks, ...queries, ...attacks.flatMap(([, ...statements]) => statements)]
    // What the server itself is asked about (its clock, its catalogs, its plans) differs between any two databases.
    .filter(
      (sql) =>
        !/explain|pg_[a-z]|current_|random|version|txid|clock_|information_schema|regclass|xmin|tableoid|show |set |now\(|\0/i.test(
          sql,
        ),
    )
    .map((sql) =>
      sql.replaceAll(/\b(shop\.)?sales_hourly\b/gi, 'sales').replaceAll(/\b(shop\.)?tickets\b/gi, 'support'),
    )
  const told: string[] = []
  for (const sql of raw) {
    const [one, other] = await Promise.all(
      clients.map(async (client) => {
        await client.query(`BEGIN READ ONLY; SET LOCAL search_path = ${schema}, pg_catalog`)
        try {
          const { rows } = await client.query<unknown[]>({
            text: sql,
            rowMode: 'array',
            queryMode: 'extended',
          } as never)
          return JSON.stringify(rows)
        } catch (error) {
          return `error ${String(error)}`
        } finally {
          await client.query('ROLLBACK')
        }
      }),
    )
    if (one !== other) told.push(`${sql}\n  ${one!.slice(0, 200)}\n  ${other!.slice(0, 200)}`)
  }
  await Promise.all(clients.map((client) => client.end()))
  expect(raw.length).toBeGreaterThan(400)
  expect(told).toEqual([])
})
