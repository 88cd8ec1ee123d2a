import { afterAll, beforeAll, expect, test } from 'vitest'
import { Client } from 'pg'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { load } from './load.ts'

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await emptyDatabase()
  await load(database.adminUrl)
  client = new Client({ connectionString: database.keeperUrl })
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

test.for([
  ['cars', 406],
  ['movies', 3189],
  ['weather', 2922],
  ['strikes', 10_000],
  ['countries', 682],
] as const)('the view %s has %i rows for the keeper', async ([view, count], { expect }) => {
  const { rows } = await client.query(`select count(*)::int from kpi_public.${view}`)
  expect(rows).toEqual([{ count }])
})

test('a maker has one spelling', async () => {
  const { rows } = await client.query(
    'select count(distinct maker)::int, count(maker)::int as known from kpi_public.cars',
  )
  expect(rows).toEqual([{ count: 30, known: 406 }])
})

test('films of before 1969 are in their own century, and none is later than the list', async () => {
  const { rows } = await client.query(
    'select min(released_on)::text, max(released_on)::text, min(worldwide_gross) > 0 as known from kpi_public.movies',
  )
  expect(rows).toEqual([{ min: '1915-02-08', max: '2010-09-17', known: true }])
})

test('it can be loaded twice', async () => {
  await load(database.adminUrl)
  const { rows } = await client.query('select count(*)::int from kpi_public.cars')
  expect(rows).toEqual([{ count: 406 }])
})
