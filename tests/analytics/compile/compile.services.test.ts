import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerPolicy } from '../../../src/analytics/access.ts'
import { compile } from '../../../src/analytics/compile/compile.ts'
import { describe as inWords } from '../../../src/analytics/describe.ts'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { openShop, type ShopAnswers } from '../../support/shop-answers.ts'
import { shopCatalog, shopQuery } from '../../support/tea-shop.ts'
import { golden } from './golden.ts'

const catalog = shopCatalog()
let shop: ShopAnswers
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

test.for(Object.entries(golden))('%s compiles to its golden SQL and rows', async ([name, input], { expect }) => {
  const query = shopQuery(input, catalog)
  const compiled = compile(query, catalog)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  const rows = compiled.finish(await shop.select(compiled.sql, compiled.parameters))
  const page = [
    `-- ${inWords(query, catalog)}`,
    `${compiled.sql};`,
    ...compiled.parameters.map((parameter, index) => `-- $${index + 1} = ${JSON.stringify(parameter)}`),
    `-- ${compiled.columns.map((column) => column.name).join(' | ')}`,
    ...rows.map((row) => `-- ${row.map((cell) => JSON.stringify(cell)).join(' | ')}`),
    '',
  ]
  expect(compiled.columns).toHaveLength(rows[0]?.length ?? compiled.columns.length)
  await expect(page.join('\n')).toMatchFileSnapshot(`golden/${name.replaceAll(/\W+/g, '-').toLowerCase()}.sql`)
})

test.for(Object.entries(golden))('the guard admits %s', async ([, input], { expect }) => {
  const compiled = compile(shopQuery(input, catalog), catalog)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  const verdict = await createGuard().compiled(compiled.sql, ownerPolicy(catalog))
  expect(verdict).toMatchObject({ verdict: 'safe' })
})

test('golden files exist for every query', () => {
  expect(Object.keys(golden).length).toBeGreaterThan(30)
})
