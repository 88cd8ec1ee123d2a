/** What leaves the house for a model, what is written down of it, and what all instances together may spend. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { createBudget } from '../../src/app/model-budget.ts'
import { openStores } from '../../src/app/stores.ts'
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
afterAll(async () => {
  for (const app of open) await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await database.drop()
})

/** A house that keeps every line of its log, the most talkative. */
async function house(more: Partial<ModelConfig>) {
  const lines: string[] = []
  const sink = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString())
      done()
    },
  })
  const model = modelConfig(server.url, { prices: { in: 10, out: 30 }, output: 'schema', ...more })
  const { app, terminal } = await openModelHouse({
    databaseUrl: database.url,
    model,
    log: pino({ level: 'trace' }, sink),
  })
  open.push(app)
  const now = new Date(DEMO_NOW)
  const ask = (question: string, thread: string | null = null) =>
    terminal.say({ id: null, question, thread, now, actAs: null, planner: null, locale: 'en' })
  return { app, ask, lines }
}

const intake = {
  kind: 'query',
  queries: [{ measures: [{ kind: 'kpi', name: 'revenue' }], period: 'last week' }],
  reading: [
    { words: 'intake', as: 'measure', means: 'revenue' },
    { words: 'last week', as: 'period', means: 'last week' },
  ],
}
const filtered = {
  ...intake,
  queries: [{ ...intake.queries[0], filters: [{ dimension: 'country', test: 'is', values: ['Nowhere'] }] }],
}
const statement = 'SELECT country, sum(revenue) AS takings FROM kpi.sales_hourly GROUP BY country'

/** Everything that the columns of text in the KPI views hold, but for what the catalog itself says. */
async function valuesOfTheData(): Promise<readonly string[]> {
  const catalog = (await readFile('sql/catalog.yml', 'utf8')).toLowerCase()
  return onDatabase(database.adminUrl, async (client) => {
    const columns = await client.query<{ view: string; name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS view, quote_ident(a.attname) AS name
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'kpi' AND c.relkind IN ('v', 'm', 'r') AND a.attnum > 0 AND a.atttypid = 'text'::regtype`,
    )
    const all = new Set<string>()
    for (const { view, name } of columns.rows) {
      const { rows } = await client.query<{ value: string }>(
        `SELECT DISTINCT ${name} AS value FROM ${view} WHERE length(${name}) > 2 LIMIT 500`,
      )
      for (const { value } of rows) if (!catalog.includes(value.toLowerCase())) all.add(value)
    }
    return [...all]
  })
}

/** What comes behind a value, where it stands as a word. */
function endsWord(rest: string): boolean {
  return !/^[\p{L}\p{N}]/u.test(rest)
}

test('sends_values: false sends no value of the data, whatever is asked, refused or gone before', async () => {
  const values = await valuesOfTheData()
  expect(values).toContain('Argentina')
  const holding = (from: number) => {
    const told = server.asked
      .slice(from)
      // The first is the frame, which never changes.
      .flatMap(({ body }) => body.messages.slice(1))
      .map(({ content }) => content)
    return values.filter((value) => told.some((text) => text.split(value).slice(1).some(endsWord)))
  }
  const asIn = async (sendsValues: boolean) => {
    const { ask } = await house({ sql: 'ask', sendsValues })
    const from = server.asked.length
    const thread = `values ${sendsValues}`
    server.script({ says: intake })
    await ask('revenue in Argentina last week', thread)
    // With the query before it, and two proposals that are refused.
    server.script({ says: filtered }, { says: { ...intake, reading: [] } }, { says: intake })
    await ask('our intake of argentina last week', thread)
    server.script(
      { says: { kind: 'decline', reason: 'cannot_be_expressed' } },
      { says: { sql: `${statement} HAVING nothing(country) > 0` } },
      { says: { sql: statement } },
    )
    await ask('which half of the takings of argentina came first', thread)
    expect(server.asked.length - from).toBeGreaterThanOrEqual(5)
    return holding(from)
  }
  expect(await asIn(false)).toEqual([])
  expect(await asIn(true)).toContain('Argentina')
})

test('the log, the figures and the audit hold no key and no words, unless prompts may be logged', async () => {
  const { app, ask, lines } = await house({ sql: 'ask', prose: true })
  server.script({ says: { ...intake, reading: [] } }, { says: intake }, { says: { text: null } })
  expect((await ask('our intake last week')).result.kind).toBe('answer')
  server.script({ says: { kind: 'decline', reason: 'cannot_be_expressed' } }, { says: { sql: statement } })
  await ask('which half of our intake came first')
  server.script({ status: 401, message: 'Incorrect API key provided: sk-secret-0123456789' })
  await ask('our intake last month')
  const metrics = await app.metrics()
  const audited = await onDatabase(database.url, async (client) => {
    const { rows } = await client.query<{ model: { purpose: string; outcome: string } }>(
      `SELECT model FROM tidings.audit WHERE kind = 'model' ORDER BY at DESC LIMIT 6`,
    )
    return rows.map(({ model }) => model)
  })
  expect(audited.map(({ purpose, outcome }) => `${purpose} ${outcome}`).toSorted()).toEqual([
    'prose declined',
    'reading declined',
    'reading refused',
    'reading used',
    'sql refused',
    'sql used',
  ])
  for (const told of [lines.join(''), metrics, JSON.stringify(audited)]) {
    expect(told).not.toContain('sk-secret')
    expect(told).not.toContain('intake')
    expect(told).not.toContain('sales_hourly')
  }

  const open = await house({ logsPrompts: true })
  server.script({ says: intake })
  await open.ask('our intake last week')
  expect(open.lines.join('')).toContain('our intake last week')
  expect(open.lines.join('')).not.toContain('sk-secret')
})

test('who hangs up while the model answers is in the audit with what that cost', async () => {
  const { app } = await house({ planning: 'model_first' })
  const person = { platform: 'web', workspace: 'local', user: 'gone' }
  await app.web({ identify: async () => person, localOnly: false, publicUrl: null, clock: () => new Date(DEMO_NOW) })
  const chat = createServer(app.answer).listen(0, '127.0.0.1')
  await once(chat, 'listening')
  const before = server.asked.length
  server.script({ slowly: intake, pauseMs: 5_000 })
  const leaving = new AbortController()
  const asking = fetch(`http://127.0.0.1:${(chat.address() as AddressInfo).port}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: 'our intake last week' }),
    signal: leaving.signal,
  })
  await expect.poll(() => server.asked.length, { timeout: 20_000 }).toBe(before + 1)
  leaving.abort()
  await expect(asking).rejects.toThrow()
  const audited = () =>
    onDatabase(database.url, async (client) => {
      const { rows } = await client.query<{ model: unknown }>(
        `SELECT model FROM tidings.audit WHERE kind = 'model' AND person LIKE '%gone'`,
      )
      return rows.map(({ model }) => model)
    })
  await expect
    .poll(audited, { timeout: 20_000 })
    .toMatchObject([{ purpose: 'reading', outcome: 'cancelled', calls: 1, cost: expect.any(Number) as number }])
  expect(await app.metrics()).toContain('tidings_model_questions_total{model="small",outcome="cancelled"} 1')
  chat.close()
  chat.closeAllConnections()
})

test('two instances that are asked at once pass a limit by one answer at most', async () => {
  const stores = [await openStores(database.url), await openStores(database.url)]
  const config = { budget: { perDay: null, perPerson: 4.5 }, prices: { in: 1, out: 1 } }
  const log = pino({ level: 'silent' })
  const budgets = stores.map(({ store }) => createBudget(config, { store, timezone: 'Europe/Berlin', log }))
  const most = { tokensIn: 500_000, tokensOut: 500_000 }
  const all = await Promise.all(Array.from({ length: 40 }, (_, at) => budgets[at % 2]!.reserve('quick', most)))
  const granted = all.filter((one) => typeof one === 'object')
  expect(granted).toHaveLength(5)
  expect(new Set(all.filter((one) => typeof one === 'string'))).toEqual(new Set(['person']))
  await Promise.all(granted.map((one) => one.spend({ tokensIn: 100_000, tokensOut: 0 })))
  const { rows } = await onDatabase(database.url, (client) =>
    client.query(
      `SELECT tokens_in::int, round(cost::numeric, 6)::float8 AS cost FROM tidings.model_spending WHERE person = 'quick'`,
    ),
  )
  expect(rows).toEqual([{ tokens_in: 500_000, cost: 0.5 }])
  for (const one of stores) await one[Symbol.asyncDispose]()
})
