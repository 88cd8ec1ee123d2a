/** Histograms choose their own ranges: each range is counted again, and together they hold every record. */
import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsonLines, tidings, type Line } from '../support/command.ts'
import { demoDatabase, DEMO_NOW, type TestDatabase } from '../support/database.ts'

const histograms = [
  { question: 'histogram of customer age', from: 'customers', of: 'age', where: 'true' },
  {
    question: 'distribution of first response time last month',
    from: 'tickets',
    of: 'seconds_to_answer',
    where: `at >= '2026-10-01' and at < '2026-11-01'`,
  },
  {
    question: 'histogram of resolution time in Germany in Q3 2026',
    from: 'tickets',
    of: 'seconds_to_resolve',
    where: `at >= '2026-07-01' and at < '2026-10-01' and country = 'Germany'`,
  },
] as const

let database: TestDatabase
let client: Client
let replies: readonly Line[]

beforeAll(async () => {
  database = await demoDatabase()
  const stdin = jsonLines(histograms.map(({ question }, id) => ({ id, question })))
  const ran = await tidings(['ask', '--batch', '--database', database.url, '--now', DEMO_NOW], { stdin })
  replies = ran.lines
  client = new Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query(await readFile('tests/eval/demo/base.sql', 'utf8'))
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

test.for(histograms.map((each, at) => ({ ...each, at })))('$question', async ({ from, of, where, at }, { expect }) => {
  const { kind, text, columns = [], rows = [] } = replies[at]!
  expect(kind, text).toBe('answer')
  expect(columns.map(({ role }) => role)).toEqual(['bucket', 'bucket', 'measure'])
  const values = await valuesOf(`select ${of} as value from base.${from} where ${where} and ${of} is not null`)
  const recounted = rows.map(([low, high]) => [
    low,
    high,
    values.filter((value) => value >= Number(low) && value < Number(high)).length,
  ])
  expect(rows).toEqual(recounted)
  expect(values.length).toBe(recounted.reduce((sum, [, , count]) => sum + Number(count), 0))
})

// It takes the priority "urgent", where the KPI Urgent tickets counts high ones too.
test.todo('histogram of resolution time for urgent tickets in Q3 2026')

async function valuesOf(sql: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ value: string }>(sql)
  expect(rows.length).toBeGreaterThan(0)
  return rows.map(({ value }) => Number(value))
}
