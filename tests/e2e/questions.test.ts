/** Questions about the demo business, answered by the whole program and checked against SQL over its base tables. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AskResult } from '../../src/bot/ask-result.ts'
import { demoDatabase, DEMO_NOW, type TestDatabase } from '../support/database.ts'
import { asked } from './questions/all.ts'
import { askAll, nameOf } from './questions/ask-all.ts'
import { baseTables } from './questions/base-tables.ts'
import { checkAnswer, checkRefusal } from './questions/checks.ts'
import { histograms } from './questions/histograms.ts'
import { open } from './questions/open.ts'
import { unanswerable } from './questions/unanswerable.ts'

const all = [...asked, ...unanswerable, ...histograms]
let database: TestDatabase
let client: Client
let replies: ReadonlyMap<unknown, AskResult>

beforeAll(async () => {
  database = await demoDatabase()
  const answers = await askAll({
    questions: all,
    database: database.url,
    catalog: 'sql/catalog.yml',
    now: DEMO_NOW,
  })
  replies = new Map(all.map((question, index) => [question, answers[index]!]))
  client = new Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query(baseTables)
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

for (const question of all) {
  const name = nameOf(question)
  const why = open.get(name)
  if (why !== undefined) test.todo(`${name} (${why})`)
  else if ('sql' in question) test(name, () => checkAnswer(question, replies.get(question)!, client))
  else if ('of' in question) test(name, () => checkHistogram(question))
  else test(`${name} (${question.because})`, () => checkRefusal(question, replies.get(question)!))
}

test('what is open was asked, and nothing is asked twice', () => {
  const names = all.map(nameOf)
  expect([...open.keys()].filter((name) => !names.includes(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

async function checkHistogram(question: (typeof histograms)[number]): Promise<void> {
  const { from, of, where } = question
  const reply = replies.get(question)!
  expect(reply.kind, reply.text).toBe('answer')
  expect(reply.columns.map(({ role }) => role)).toEqual(['bucket', 'bucket', 'measure'])
  const { rows } = await client.query<{ value: string }>(
    `select ${of} as value from ${from} where ${where} and ${of} is not null`,
  )
  const values = rows.map(({ value }) => Number(value))
  const recounted = reply.rows.map(([low, high]) => [
    low,
    high,
    values.filter((value) => value >= Number(low) && value < Number(high)).length,
  ])
  expect(reply.rows).toEqual(recounted)
  expect(values.length).toBe(recounted.reduce((sum, [, , count]) => sum + Number(count), 0))
}
