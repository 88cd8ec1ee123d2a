/** Questions about somebody else's data, loaded beside the demo: nothing in the program knows either business. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AskResult } from '../../src/bot/ask-result.ts'
import { emptyDatabase, type TestDatabase } from '../support/database.ts'
import { loadFlights } from '../support/load-flights.ts'
import { open } from './flights-open.ts'
import { asked, unanswerable } from './flights-questions.ts'
import { askAll, nameOf } from './questions/ask-all.ts'
import { checkAnswer, checkRefusal } from './questions/checks.ts'

const all = [...asked, ...unanswerable]
let database: TestDatabase
let client: Client
let replies: ReadonlyMap<unknown, AskResult>

beforeAll(async () => {
  database = await emptyDatabase()
  expect(await loadFlights(database.adminUrl)).toBe(20_000)
  const answers = await askAll({
    questions: all,
    database: database.url,
    catalog: 'sql/flights/catalog.yml',
    now: '2001-03-20T12:00',
  })
  replies = new Map(all.map((question, index) => [question, answers[index]!]))
  client = new Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query(`set timezone = 'UTC'`)
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
  else test(name, () => checkRefusal(question, replies.get(question)!))
}

test('what is open was asked', () => {
  const names = all.map(nameOf)
  expect([...open.keys()].filter((name) => !names.includes(name))).toEqual([])
})
