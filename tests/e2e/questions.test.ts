/** Questions about the demo business, answered by the whole program and checked against SQL over its base tables. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AskResult } from '../../src/bot/ask-result.ts'
import { demoDatabase, DEMO_NOW, type TestDatabase } from '../support/database.ts'
import { askAll, comparable, expectedRows, nameOf } from './questions/ask-all.ts'
import type { Asked, Unanswerable } from './questions/asked.ts'
import { baseTables } from './questions/base-tables.ts'
import { asked } from './questions/all.ts'
import { open } from './questions/open.ts'
import { unanswerable } from './questions/unanswerable.ts'

let database: TestDatabase
let client: Client
let replies: ReadonlyMap<unknown, AskResult>
const all = [...asked, ...unanswerable]

beforeAll(async () => {
  database = await demoDatabase()
  const answers = await askAll({
    questions: all.map(({ ask }) => ask),
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

describe('asked of the demo business', () => {
  for (const question of asked) testOf(question.ask, () => check(question))
})

describe('not to be answered with a number', () => {
  for (const question of unanswerable) testOf(question.ask, () => checkRefusal(question))
})

test('what is open was asked', () => {
  const names = all.map(({ ask }) => nameOf(ask))
  expect([...open.keys()].filter((name) => !names.includes(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
})

function testOf(ask: Asked['ask'], body: () => Promise<void>): void {
  const why = open.get(nameOf(ask))
  if (why === undefined) test(nameOf(ask), body)
  else test.todo(`${nameOf(ask)} (${why})`)
}

async function check(question: Asked): Promise<void> {
  const { sql, inOrder = false } = question
  const reply = replies.get(question)!
  expect(reply.kind, reply.text).toBe('answer')
  const expected = await expectedRows(client, sql)
  expect(expected.length, 'rows of the own SQL').toBeGreaterThan(0)
  expect(comparable(reply.rows, inOrder), reply.understood ?? '').toEqual(comparable(expected, inOrder))
}

async function checkRefusal(question: Unanswerable): Promise<void> {
  const { kind, says, because } = question
  const reply = replies.get(question)!
  expect(reply, `${because}, but: ${reply.understood}`).toMatchObject({ kind, rows: [] })
  expect([reply.text, reply.because, ...reply.choices.map(({ label }) => label)].join('\n')).toMatch(says)
  if (kind === 'clarify') expect(reply.choices.length).toBeGreaterThanOrEqual(2)
}
