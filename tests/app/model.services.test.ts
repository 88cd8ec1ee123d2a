import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApp, type App, type Terminal } from '../../src/app.ts'
import type { ModelConfig } from '../../src/config/model.ts'
import { demoDatabase, DEMO_NOW, type TestDatabase } from '../support/database.ts'
import { startOpenAiServer, type OpenAiServer } from '../support/openai-server.ts'
import { onDatabase } from '../support/server.ts'

let database: TestDatabase
let server: OpenAiServer
const open: App[] = []

beforeAll(async () => {
  database = await demoDatabase()
  server = await startOpenAiServer()
})
beforeEach(() => server.script({ status: 500 }))
afterAll(async () => {
  for (const app of open) await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await database.drop()
})

interface House {
  readonly app: App
  readonly ask: (question: string, thread?: string, planner?: string) => ReturnType<Terminal['say']>
}

async function house(more: Partial<ModelConfig> = {}): Promise<House> {
  const app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.url,
    catalogFile: 'sql/catalog.yml',
    mayConfigure: true,
    log: pino({ level: 'silent' }),
    hasLocalOwner: true,
    model: {
      baseUrl: server.url,
      apiKey: 'sk-secret',
      name: 'small',
      azureApiVersion: null,
      planning: 'grammar_first',
      timeoutMs: 10_000,
      concurrency: 4,
      output: 'auto',
      budget: { perDay: null, perPerson: null },
      prices: { in: 10, out: 30 },
      sendsValues: true,
      logsPrompts: false,
      ...more,
    },
  })
  open.push(app)
  const terminal = await app.terminal({ form: 'json', showsPictures: false, write: () => {} })
  return {
    app,
    ask: (question, thread, planner) =>
      terminal.say({
        id: null,
        question,
        thread: thread ?? null,
        now: new Date(DEMO_NOW),
        actAs: null,
        planner: planner ?? null,
        locale: 'en',
      }),
  }
}

/** "our intake last week" as a model would read it. */
const intake = {
  kind: 'query',
  queries: [{ measures: [{ kind: 'kpi', name: 'revenue' }], period: 'last week' }],
  reading: [
    { words: 'intake', as: 'measure', means: 'revenue' },
    { words: 'last week', as: 'period', means: 'last week' },
  ],
}

test('what the grammar cannot read a model reads, and the answer says what it took the words for', async () => {
  const { ask, app } = await house()
  server.script({ says: intake, usage: [1000, 100] })
  const before = server.asked.length
  const { result } = await ask('our intake last week')
  expect(result).toMatchObject({
    kind: 'answer',
    planner: 'model',
    understood: expect.stringContaining('taking "intake" as Revenue'),
    rows: [[expect.any(Number)]],
  })
  expect(server.asked.length).toBe(before + 1)
  const metrics = await app.metrics()
  expect(metrics).toContain('tidings_model_questions_total{model="small",outcome="used"} 1')
  expect(metrics).toContain('tidings_model_cost_total{model="small"} 0.013')
  const audited = await onDatabase(database.url, async (client) => {
    const { rows } = await client.query(`SELECT model FROM tidings.audit WHERE kind = 'model' ORDER BY at DESC LIMIT 1`)
    return rows[0] as unknown
  })
  expect(audited).toMatchObject({ model: { outcome: 'used', calls: 1, tokensIn: 1000, tokensOut: 100, cost: 0.013 } })
})
