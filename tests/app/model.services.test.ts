import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { App, Terminal } from '../../src/app.ts'
import type { ModelConfig } from '../../src/config/model.ts'
import { demoDatabase, DEMO_NOW, type TestDatabase } from '../support/database.ts'
import { modelConfig, openModelHouse } from '../support/model-house.ts'
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
afterEach(async () => {
  for (const app of open.splice(0)) await app[Symbol.asyncDispose]()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database.drop()
})

interface House {
  readonly app: App
  readonly ask: (question: string, thread?: string, planner?: string) => ReturnType<Terminal['say']>
}

async function house(more: Partial<ModelConfig> = {}): Promise<House> {
  const model = modelConfig(server.url, { prices: { in: 10, out: 30 }, ...more })
  const { app, terminal } = await openModelHouse({ databaseUrl: database.url, model })
  open.push(app)
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

test('what the grammar is sure of costs nothing', async () => {
  const { ask } = await house()
  const before = server.asked.length
  expect((await ask('revenue last week')).result).toMatchObject({ kind: 'answer', planner: 'grammar' })
  expect((await ask('help')).result).toMatchObject({ kind: 'command' })
  expect((await ask('forecast revenue for next year')).result).toMatchObject({ kind: 'decline' })
  expect(server.asked.length).toBe(before)
})

test('a refused proposal goes back with the exact reason, and the repaired one is answered', async () => {
  const { ask } = await house()
  const wrong = { ...intake, queries: [{ measures: [{ kind: 'kpi', name: 'turnover_total' }], period: 'last week' }] }
  server.script({ says: '{"kind": "query", ' }, { says: wrong }, { says: intake })
  const before = server.asked.length
  expect((await ask('our intake last week')).result).toMatchObject({ kind: 'answer', planner: 'model' })
  const told = server.asked.slice(before).map(({ body }) => body.messages.at(-1)?.content ?? '')
  expect(told).toHaveLength(3)
  expect(told[1]).toContain('not one whole JSON object')
  expect(told[2]).toContain('turnover_total')
})

test.for([
  [
    'revenue in January, March and May 2026',
    {
      measures: [{ kind: 'kpi', name: 'revenue' }],
      by: ['period'],
      filters: [{ dimension: 'period', test: 'is', values: ['January', 'March', 'May 2026'] }],
    },
    ['revenue|measure', 'January|period', 'March|period', 'May 2026|period'],
  ],
  [
    'top 2 channels by revenue in each region',
    {
      measures: [{ kind: 'kpi', name: 'revenue' }],
      by: ['channel', 'region'],
      order: { by: 'measure', direction: 'descending' },
      limit: 2,
      per: ['region'],
    },
    ['top|order', '2|limit', 'channels|dimension|channel', 'revenue|measure', 'region|dimension'],
  ],
  [
    'correlation between revenue and orders by region',
    {
      measures: ['revenue', 'orders'].map((name) => ({ kind: 'kpi', name })),
      by: ['region'],
      shape: { kind: 'correlation' },
    },
    ['correlation between|shape', 'revenue|measure', 'orders|measure', 'region|dimension'],
  ],
  [
    'why did revenue drop last week',
    { measures: [{ kind: 'kpi', name: 'revenue' }], period: 'last week', shape: { kind: 'drivers' } },
    ['why|thread', 'revenue|measure', 'drop|comparison', 'last week|period'],
  ],
] as const)('"%s" is answered alike by model and grammar', async ([question, query, words], { expect }) => {
  const { ask } = await house()
  const reading = words.map((line) => {
    const [quote = '', as = '', means = quote] = line.split('|')
    return { words: quote, as, means }
  })
  server.script({ says: { kind: 'query', queries: [query], reading } })
  const [one, other] = [await ask(question, undefined, 'model'), await ask(question, undefined, 'grammar')]
  const [model, grammar] = [one, other].map(({ result }) =>
    result.kind === 'answer' ? { understood: result.understood, rows: result.rows } : { kind: result.kind },
  )
  expect(one.result).toMatchObject({ kind: 'answer', planner: 'model' })
  expect(model).toEqual(grammar)
})

test('what is refused three times is declined, in the words of the grammar', async () => {
  const { ask } = await house()
  server.script({ says: { ...intake, reading: [] } })
  const before = server.asked.length
  const { result } = await ask('our intake last week')
  expect(result).toMatchObject({ kind: 'decline', planner: 'grammar', because: expect.stringContaining('"intake"') })
  expect(server.asked.length).toBe(before + 3)
})

test('a model that is asked alone says itself that it cannot', async () => {
  const { ask } = await house()
  server.script({ says: { kind: 'decline', reason: 'not_in_catalog' } })
  expect((await ask('our intake last week', undefined, 'model')).result).toMatchObject({
    kind: 'decline',
    planner: 'model',
    because: 'That is not among the figures I have.',
  })
})

test('who cannot be asked is told of once a place and day, and the usual words are answered as ever', async () => {
  const { ask } = await house()
  const away = expect.stringContaining('cannot be asked just now') as string
  expect((await ask('our intake last week', 'away')).result).toMatchObject({ kind: 'decline', because: away })
  const again = (await ask('our intake last month', 'away')).result
  expect(again).toMatchObject({ kind: 'decline', because: expect.not.stringContaining('just now') as string })
  expect((await ask('revenue last week', 'away')).result).toMatchObject({ kind: 'answer', planner: 'grammar' })
})

test('a budget that is used up is said, and nothing more is asked', async () => {
  const { ask } = await house({ budget: { perDay: null, perPerson: 0.000_001 } })
  server.script({ says: intake })
  await ask('our intake last week', 'before')
  const before = server.asked.length
  expect((await ask('our intake last month', 'budget')).result).toMatchObject({
    kind: 'decline',
    because: expect.stringContaining("Today's budget for the language model is used up") as string,
  })
  expect(server.asked.length).toBe(before)
})

/** "revenue last week", as orders. */
const otherwise = {
  kind: 'query',
  queries: [{ measures: [{ kind: 'kpi', name: 'revenue' }], period: 'last week', grain: null }],
  reading: [
    { words: 'revenue', as: 'measure', means: 'revenue' },
    { words: 'last week', as: 'period', means: 'last week' },
  ],
}

test('both read the same: confirmed', async () => {
  const { ask } = await house({ planning: 'both' })
  server.script({ says: otherwise })
  expect((await ask('revenue last week')).result).toMatchObject({
    kind: 'answer',
    planner: 'grammar',
    understood: expect.stringContaining('confirmed by a second reading') as string,
  })
})

test('both read otherwise: the person chooses, also in words', async () => {
  const { ask } = await house({ planning: 'both' })
  const trend = {
    kind: 'query',
    queries: [{ measures: [{ kind: 'kpi', name: 'orders' }], by: ['region'], period: 'last week' }],
    reading: [
      { words: 'orders', as: 'measure', means: 'orders' },
      { words: 'region', as: 'dimension', means: 'region' },
      { words: 'last week', as: 'period', means: 'last week' },
    ],
  }
  const text = 'orders region EMEA last week'
  const wide = {
    ...trend,
    queries: [{ ...trend.queries[0], filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }] }],
    reading: [...trend.reading, { words: 'EMEA', as: 'value', means: 'region=EMEA' }],
  }
  server.script({ says: wide })
  const { result } = await ask(text, 'choosing')
  expect(result).toMatchObject({ kind: 'clarify', planner: 'both', choices: [{}, {}] })
  const second = await ask('the second one', 'choosing')
  expect(second.result).toMatchObject({ kind: 'answer', query: { by: [{ dimension: 'region' }] } })
})

const commentary = "In a model's words"

test('a commentary that the cells show is added, and what it cost is written down', async () => {
  const { ask } = await house({ prose: true })
  const { rows } = (await ask('revenue last week', undefined, 'grammar')).result
  const [[figure] = []] = rows
  server.script({ says: { text: `Revenue was €${Number(figure).toFixed(2)}.` } })
  const before = server.asked.length
  const { result } = await ask('revenue last week')
  expect(result.text).toContain(`${commentary}, each held to the figures: Revenue was €${Number(figure).toFixed(2)}.`)
  expect(server.asked.length).toBe(before + 1)
  const prompt = server.asked.at(-1)!.body.messages.map(({ content }) => content)
  expect(JSON.parse(prompt[1]!)).toMatchObject({ columns: ['Revenue [EUR]'], rows: [[expect.any(String)]] })
})

test('a commentary that does not hold goes back with the reason, and is dropped', async () => {
  const { ask } = await house({ prose: true })
  server.script({ says: { text: 'Revenue was €1, because of the rain.' } })
  const before = server.asked.length
  const { result } = await ask('revenue last week')
  expect(result).toMatchObject({ kind: 'answer', text: expect.not.stringContaining(commentary) as string })
  expect(server.asked.length).toBe(before + 2)
  expect(server.asked.at(-1)!.body.messages.at(-1)!.content).toContain('is neither a name nor a label')
})

test('an answer does without a commentary where the model is away, and nobody is told', async () => {
  const { ask } = await house({ prose: true })
  const { result } = await ask('revenue last week', 'no commentary')
  expect(result.text).not.toContain(commentary)
  expect(result.text).not.toContain('cannot be asked')
})

test('model first: its reading goes before the grammar, which stands in where it is away', async () => {
  const { ask } = await house({ planning: 'model_first' })
  server.script({ says: otherwise }, { status: 500 })
  expect((await ask('revenue last week')).result).toMatchObject({ kind: 'answer', planner: 'model' })
  expect((await ask('revenue last month')).result).toMatchObject({ kind: 'answer', planner: 'grammar' })
})
