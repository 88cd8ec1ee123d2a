import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerPolicy } from '../../../src/analytics/access.ts'
import type { Cell } from '../../../src/analytics/answer.ts'
import { compile } from '../../../src/analytics/compile/compile.ts'
import { describe as inWords } from '../../../src/analytics/describe.ts'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { cellReader } from '../../../src/analytics/run/cells.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { loadShop, shopCatalog, shopQuery } from '../../support/tea-shop.ts'
import { golden } from './golden.ts'

const catalog = shopCatalog()
let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await emptyDatabase()
  await loadShop(database.adminUrl)
  client = new Client({ connectionString: database.adminUrl })
  await client.connect()
})

afterAll(async () => {
  await client?.end()
  await database?.drop()
})

async function run(text: string, parameters: readonly unknown[]): Promise<Cell[][]> {
  const { rows } = await client.query<Cell[]>({
    text,
    values: [...parameters],
    rowMode: 'array',
    types: { getTypeParser: (oid: number) => cellReader(oid, 'Europe/Berlin') },
  })
  return rows
}

test.for(Object.entries(golden))('%s compiles to its golden SQL and rows', async ([name, input], { expect }) => {
  const query = shopQuery(input, catalog)
  const compiled = compile(query, catalog)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  const rows = compiled.finish(await run(compiled.sql, compiled.parameters))
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
