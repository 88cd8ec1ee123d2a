import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import type { ViewsMode } from '../../../src/analytics/policy-views/names.ts'
import { createReader, type Reader } from '../../../src/analytics/run/reader.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { makeShop, openShop, type Shop } from '../../support/guarded-shop.ts'
import { onDatabase } from '../../support/server.ts'

let database: TestDatabase
let shop: Shop
beforeAll(async () => {
  database = await emptyDatabase()
  await makeShop(database.adminUrl, 0)
  shop = await openShop(database.keeperUrl)
})
afterAll(() => database.drop())

describe.for<ViewsMode>(['schemas', 'temporary', 'fenced'])('in mode %s', (mode) => {
  let reader: Reader
  beforeAll(() => {
    reader = createReader({ mode, url: database.keeperUrl })
  })
  afterAll(() => reader.close())

  async function run(
    sql: string,
    role: string,
    kind: 'text' | 'compiled' = 'compiled',
    parameters: readonly unknown[] = [],
  ) {
    const verdict = await createGuard({ mode })[kind](sql, shop.policies.get(role)!)
    if (verdict.verdict === 'unsafe') throw new Error(`${verdict.rule}: ${verdict.because}`)
    return reader.run(verdict.query, parameters)
  }

  test('a row filter holds', async () => {
    const { rows } = await run('SELECT region, count(*) FROM "shop"."sales_hourly" GROUP BY region', 'emea')
    expect(rows).toEqual([['EMEA', 565]])
  })

  test('the owner sees every row', async () => {
    const { rows } = await run('SELECT count(*) FROM "shop"."sales_hourly"', 'owner')
    expect(rows).toEqual([[1000]])
  })

  test('filters on booleans and numbers hold', async () => {
    const { rows } = await run('SELECT DISTINCT is_gift, quantity FROM "shop"."sales_hourly" ORDER BY 2', 'gifts')
    expect(rows).toEqual([
      [true, 1],
      [true, 2],
    ])
  })

  test('parameters arrive as what they are', async () => {
    const { rows } = await run(
      'SELECT count(*) FROM "shop"."sales_hourly" WHERE region = $1 AND quantity > $2',
      'owner',
      'compiled',
      ['EMEA', 2],
    )
    expect(rows[0]![0]).toBeGreaterThan(100)
  })

  test('cells are JSON: numbers, booleans, moments with offset, intervals, null', async () => {
    const { rows, fields, truncated } = await run(
      `SELECT sum(orders), sum(revenue), 12345678901234567890::numeric, true, DATE '2026-03-29', TIMESTAMP '2026-07-01 12:00',
       TIMESTAMPTZ '2026-01-01 00:00Z', INTERVAL '1 day 2 hours', NULL, min(region), 0.1::float8 FROM "shop"."sales_hourly"`,
      'emea',
    )
    expect(rows[0]!.slice(2)).toEqual([
      '12345678901234567890',
      true,
      '2026-03-29',
      '2026-07-01T12:00:00+02:00',
      '2026-01-01T01:00:00+01:00',
      'P1DT2H',
      null,
      'EMEA',
      0.1,
    ])
    expect(typeof rows[0]![0]).toBe('number')
    expect(fields[1]).toEqual({ name: 'sum', pgType: 'numeric' })
    expect(truncated).toBe(false)
  })

  test('a query without rows still names its columns', async () => {
    const { rows, fields } = await run('SELECT region AS area FROM "shop"."sales_hourly" WHERE quantity > 1000', 'emea')
    expect(rows).toEqual([])
    expect(fields).toEqual([{ name: 'area', pgType: 'text' }])
  })
})

test('nothing of what it does is left behind by temporary views', async () => {
  const views = () =>
    onDatabase(
      database.adminUrl,
      async (client) => (await client.query("SELECT count(*) FROM pg_class WHERE relpersistence = 't'")).rows,
    )
  const before = await views()
  const reader = createReader({ mode: 'temporary', url: database.keeperUrl })
  const verdict = await createGuard({ mode: 'temporary' }).text(
    'select count(*) from tickets',
    shop.policies.get('emea')!,
  )
  if (verdict.verdict === 'safe') await reader.run(verdict.query, [])
  await reader.close()
  expect(await views()).toEqual(before)
})
