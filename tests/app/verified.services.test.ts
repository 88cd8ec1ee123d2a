/** A model's reading that somebody vouched for: asked again, nobody is asked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App, Terminal } from '../../src/app.ts'
import { demoDatabase, DEMO_NOW, type TestDatabase } from '../support/database.ts'
import { modelConfig, openModelHouse } from '../support/model-house.ts'
import { startOpenAiServer, type OpenAiServer } from '../support/openai-server.ts'

let database: TestDatabase
let server: OpenAiServer
let app: App
let terminal: Terminal

beforeAll(async () => {
  database = await demoDatabase()
  server = await startOpenAiServer()
  const model = modelConfig(server.url)
  ;({ app, terminal } = await openModelHouse({ databaseUrl: database.url, model }))
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await database.drop()
})

async function ask(question: string, thread: string) {
  const now = new Date(DEMO_NOW)
  const asking = { id: null, question, thread, now, actAs: null, planner: null, locale: 'en' }
  return (await terminal.say(asking)).result
}

const intake = {
  kind: 'query',
  queries: [{ measures: [{ kind: 'kpi', name: 'revenue' }], period: 'last week' }],
  reading: [
    { words: 'intake', as: 'measure', means: 'revenue' },
    { words: 'last week', as: 'period', means: 'last week' },
  ],
}

test('what a model read and somebody vouched for is answered without the model, which gets it as an example', async () => {
  server.script({ says: intake, usage: [1000, 100] })
  const read = await ask('our intake last week', 'one')
  expect(read.planner).toBe('model')
  expect((await ask('verify this answer', 'one')).text).toMatch(/^From now on "our intake last week" is answered/)

  const asked = server.asked.length
  const again = await ask('Please show our intake last week', 'two')
  expect(again).toMatchObject({ planner: 'verified', rows: read.rows })
  expect(again.understood).toMatch(/, verified by .+, \d+ \w+ \d{4}/)
  expect(server.asked.length).toBe(asked)

  server.script({ says: { kind: 'decline', reason: 'unclear' }, usage: [1000, 10] })
  await ask('our intake of glory last week', 'three')
  expect(server.asked.length).toBe(asked + 1)
  expect(JSON.stringify(server.asked.at(-1))).toContain('our intake last week')

  expect((await ask('forget the verified answer to "our intake last week"', 'four')).text).toMatch(/is read anew/)
  expect((await ask('which answers are verified', 'five')).text).toBe('No answers are verified here.')
})
