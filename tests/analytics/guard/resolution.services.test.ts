/** Names mean to the guard what they mean to PostgreSQL: whatever it admits finds its columns, and nothing but columns. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { QueryFailed } from '../../../src/analytics/run/failures.ts'
import { createReader, type Reader } from '../../../src/analytics/run/reader.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { makeShop, openShop, type Shop } from '../../support/guarded-shop.ts'
import { randomSelects } from './random-sql.ts'

// Undefined column or table, internal errors, insufficient privilege, a write, and syntax: none may come of an admitted text.
const TELLING = /^(42703|42P01|XX|42501|25006|42601)/

let database: TestDatabase
let shop: Shop
let reader: Reader
beforeAll(async () => {
  database = await emptyDatabase()
  await makeShop(database.adminUrl, 0)
  shop = await openShop(database.keeperUrl)
  // The login of this mode may read everything: what holds here is the guard and the temporary views.
  reader = createReader({ mode: 'temporary', url: database.keeperUrl })
})
afterAll(async () => {
  await reader.close()
  await database.drop()
})

test('random statements', async () => {
  const guard = createGuard({ mode: 'temporary' })
  const next = randomSelects(20_261_121)
  const wrong: string[] = []
  let admitted = 0
  for (let count = 0; count < 15_000; count++) {
    const sql = next()
    const verdict = await guard.text(sql, shop.policies.get('emea')!)
    if (verdict.verdict === 'unsafe') {
      if (verdict.rule === 'rewrite' || verdict.rule === 'parser-failed') wrong.push(`${verdict.rule}: ${sql}`)
      continue
    }
    admitted++
    try {
      const { fields, rows } = await reader.run(verdict.query, [])
      if (fields.some(({ pgType }) => pgType === 'other')) wrong.push(`more than columns: ${sql}`)
      if (/AMER|APAC|hidden|Secret|4000-/.test(JSON.stringify(rows))) wrong.push(`hidden rows: ${sql}`)
    } catch (error) {
      if (error instanceof QueryFailed && TELLING.test(error.code)) wrong.push(`${error.code}: ${sql}`)
    }
  }
  expect(wrong).toEqual([])
  expect(admitted).toBeGreaterThan(200)
}, 120_000)
