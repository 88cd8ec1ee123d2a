/** SQL that a model wrote, from the question to what is done with its answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChat, type Chat, type Shown } from '../support/chat-on-demo.ts'
import { modelConfig } from '../support/model-house.ts'
import { startOpenAiServer, type OpenAiServer } from '../support/openai-server.ts'
import { onDatabase } from '../support/server.ts'

let chat: Chat
let server: OpenAiServer
beforeAll(async () => {
  server = await startOpenAiServer()
  chat = await openChat({ model: modelConfig(server.url, { sql: 'run' }) })
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const byRegion = 'SELECT region, sum(revenue) AS takings FROM kpi.sales_hourly GROUP BY region ORDER BY region'

async function run(sql: string, where = 'board', user = 'fred'): Promise<Shown> {
  const shown = await chat.say(user, where, `Run SQL: ${sql}`)
  expect(shown?.reply.result.kind, shown?.reply.result.text).toBe('answer')
  return shown!
}

async function audited(): Promise<object> {
  const rows = await onDatabase(
    chat.database.url,
    async (client) =>
      (
        await client.query<object>(
          `SELECT kind, person, planner, sql, error, row_count AS rows, bytes > 0 AS "isMuch", policy IS NOT NULL AS "hasPolicy"
           FROM tidings.audit WHERE planner = 'model SQL' ORDER BY at DESC LIMIT 1`,
        )
      ).rows,
  )
  return rows[0]!
}

describe('its rows as a file', () => {
  test('are those of the statement run again, under a name that says what they are', async () => {
    const answer = await run(byRegion)
    const file = await chat.press('fred', 'board', answer, { kind: 'csv' })
    expect(file?.reply.file?.name).toBe('unverified-sql-2026-11-21-region-takings.csv')
    const [head, first] = file!.reply.file!.text.split('\r\n')
    expect(head).toBe('\uFEFFregion,takings')
    expect(first).toBe(answer.reply.result.rows[0]!.join(','))
    expect(file?.reply.result.text).toMatch(/^\d rows as CSV: Unverified SQL: nobody has checked/)
    expect(await audited()).toEqual({
      kind: 'export',
      person: 'chat:shop/fred',
      planner: 'model SQL',
      sql: byRegion,
      error: null,
      rows: answer.reply.result.rows.length,
      isMuch: true,
      hasPolicy: true,
    })
  })

  test('are for nobody who may not run it', async () => {
    const answer = await run(byRegion)
    const file = await chat.press('ana', 'board', answer, { kind: 'csv' })
    expect(file).toMatchObject({ onlyFor: 'ana', reply: { file: null, result: { kind: 'decline', rows: [] } } })
    expect(file?.reply.result.text).toBe('That SQL may not run. No role that you have here may run SQL.')
  })

  test('are as many as an answer has, which is said', async () => {
    const answer = await run('SELECT hour, region, revenue FROM kpi.sales_hourly')
    expect(answer.reply.provenance).toContain('cut off after 1000 rows')
    const file = await chat.press('fred', 'board', answer, { kind: 'csv' })
    expect(file?.reply.result.text).toMatch(/^The first 1,000 rows as CSV, which is as much as such SQL gives/)
    expect(file!.reply.file!.text.trim().split('\r\n')).toHaveLength(1_001)
  })

  test('hold no formula, whatever a column or a value is called', async () => {
    const answer = await run(
      `SELECT DISTINCT '=1+1' || region AS "=cmd()", -12.5 AS "a", 'NaN'::numeric AS "a" FROM kpi.sales_hourly LIMIT 2`,
    )
    const file = await chat.press('fred', 'board', answer, { kind: 'csv' })
    const [head, first] = file!.reply.file!.text.slice(1).split('\r\n')
    expect(head).toBe(`'=cmd(),a,a (2)`)
    expect(first).toMatch(/^'=1\+1\w+,-12.5,NaN$/)
  })
})

test('it comes with a chart where its rows have the shape of one, and that says what it is', async () => {
  const { reply } = await run(byRegion)
  expect(reply.result.chart).toMatchObject({
    kind: 'bar',
    altText: expect.stringMatching(/^Unverified SQL: takings by/),
  })
  expect((await run('SELECT count(*) AS n FROM kpi.sales_hourly')).reply.result.chart).toBeNull()
})

test('the statement is shown to whoever asks for it', async () => {
  const shown = await chat.press('bob', 'board', await run(byRegion), { kind: 'sql' })
  expect(shown).toMatchObject({ onlyFor: 'bob', reply: { result: { kind: 'command', sql: byRegion } } })
})

test('what only its asker saw is shown to all once it has run under the rights of the place', async () => {
  const how = { audience: 'asker', isWhispered: true } as const
  const alone = await chat.say('fred', 'board', `Run SQL: ${byRegion}`, how)
  expect(alone?.onlyFor).toBe('fred')
  const shown = await chat.press('fred', 'board', alone!, { kind: 'share' })
  expect(shown).toMatchObject({ onlyFor: null, reply: { result: { kind: 'answer', sql: byRegion } } })
  expect(shown?.reply.result.text).toMatch(/^Fred shared:\nUnverified SQL/)
  const inGeneral = await chat.say('fred', 'general', `Run SQL: ${byRegion}`, how)
  const refused = await chat.press('fred', 'general', inGeneral!, { kind: 'share' })
  expect(refused).toMatchObject({ onlyFor: 'fred', reply: { result: { rows: [] } } })
})

test('how current its data is stands in the small print', async () => {
  const { reply } = await run(byRegion)
  expect(reply.provenance).toMatch(/^from kpi.sales_hourly · data as of .* 2026, \d\d:\d\d Europe\/Berlin · \d rows · /)
  expect(reply.result.asOf).toMatch(/^2026-11-21T/)
})

test('what the database cannot do is said, and written down with the statement', async () => {
  const sql = 'SELECT region, sum(revenue) / (count(*) - count(*)) AS none FROM kpi.sales_hourly GROUP BY region'
  const shown = await chat.say('fred', 'board', `Run SQL: ${sql}`)
  expect(shown?.reply.result).toMatchObject({ kind: 'failed', error: { code: 'database' } })
  expect(shown?.reply.result.text).toBe('That SQL could not be run: it divides by zero (SQLSTATE 22012).')
  expect(await audited()).toMatchObject({ kind: 'failed', error: 'database 22012', sql, hasPolicy: true })
})

describe('a question after it', () => {
  let threads = 0
  const newThread = () => `board/${++threads}`
  const cannot = { says: { kind: 'decline', reason: 'cannot_be_expressed' } } as const
  const prompted = () =>
    JSON.parse(server.asked.at(-1)!.body.messages[1]!.content) as { before?: object; question: string }

  test('goes on from the statement, never from a KPI that was asked for before it', async () => {
    const thread = newThread()
    await chat.say('fred', thread, 'tickets last week')
    await run(byRegion, thread)
    const byChannel = byRegion.replaceAll('region', 'channel')
    server.script({ says: { sql: byChannel } })
    const shown = await chat.say('fred', thread, 'and by channel?')
    expect(shown?.reply.result).toMatchObject({ kind: 'answer', sql: byChannel, query: null })
    expect(prompted()).toMatchObject({ before: { question: null, sql: byRegion }, question: 'and by channel?' })
  })

  test('is told with the question that the statement was written for', async () => {
    const thread = newThread()
    server.script(cannot, { says: { sql: byRegion } })
    await chat.say('fred', thread, 'which half of the takings came first')
    server.script({ says: { sql: `${byRegion} LIMIT 2` } })
    const shown = await chat.say('fred', thread, 'only EMEA')
    expect(shown?.reply.result.rows).toHaveLength(2)
    expect(prompted()).toMatchObject({ before: { question: 'which half of the takings came first', sql: byRegion } })
  })

  test('that no model can change it for is told to stand alone, and then it may', async () => {
    const thread = newThread()
    await run(byRegion, thread)
    server.script(cannot, { says: { sql: null } })
    const shown = await chat.say('fred', thread, 'top 5 of those twice')
    expect(shown?.reply.result.kind).toBe('decline')
    expect(shown?.reply.result.text).toContain('The answer before this was unverified SQL')
    server.script(cannot, { says: { sql: byRegion } })
    await chat.say('fred', thread, 'which half of the takings came first')
    expect(prompted()).not.toHaveProperty('before')
  })

  test('that says all it needs is answered as ever', async () => {
    const thread = newThread()
    await run(byRegion, thread)
    const shown = await chat.say('fred', thread, 'revenue last week')
    expect(shown?.reply.result).toMatchObject({ kind: 'answer', query: { measures: [{ kpi: 'revenue' }] } })
    const next = await chat.say('fred', thread, 'by region')
    expect(next?.reply.result.understood).toMatch(/^Revenue by region, Mon 9 to Sun 15 Nov 2026/)
  })

  test('of somebody who may not run SQL leans on nothing', async () => {
    const thread = newThread()
    await chat.say('fred', thread, 'tickets last week')
    await run(byRegion, thread)
    const asked = server.asked.length
    const shown = await chat.say('ana', thread, 'and by region?')
    expect(shown?.reply.result).toMatchObject({ kind: 'clarify', sql: null })
    expect(server.asked).toHaveLength(asked)
  })

  test('goes on alone from what one person alone saw', async () => {
    const thread = newThread()
    await chat.say('fred', thread, 'tickets last week')
    await chat.say('fred', thread, `Run SQL: ${byRegion}`, { audience: 'asker', isWhispered: true })
    server.script({ says: { sql: `${byRegion} LIMIT 2` } })
    const shown = await chat.say('fred', thread, 'only EMEA')
    expect(shown).toMatchObject({ onlyFor: 'fred', reply: { result: { sql: `${byRegion} LIMIT 2` } } })
  })
})

test('what a model wrote that the database would not take goes back to it with the reason', async () => {
  const unfit = 'SELECT region, sum(revenue) AS takings FROM kpi.sales_hourly WHERE region > 5 GROUP BY region'
  server.script(
    { says: { kind: 'decline', reason: 'cannot_be_expressed' } },
    { says: { sql: unfit } },
    { says: { sql: byRegion } },
  )
  const shown = await chat.say('fred', 'board/unfit', 'which half of the takings came first')
  expect(shown?.reply.result).toMatchObject({ kind: 'answer', sql: byRegion })
  expect(server.asked.at(-1)!.body.messages.at(-1)!.content).toContain('no function or operator takes those types')
})

test('each run is counted by how it ended', async () => {
  const metrics = await chat.app.metrics()
  for (const end of ['ran', 'refused', 'database'])
    expect(metrics).toMatch(new RegExp(`tidings_unverified_sql_total\\{end="${end}"\\} [1-9]`))
})

describe('limits hold', () => {
  test('of time: a statement of billions of rows ends, and says so', async () => {
    const sql = `SELECT count(*) AS n FROM kpi.sales_hourly a JOIN kpi.sales_hourly b ON a.hour <> b.hour JOIN kpi.sales_hourly c ON b.hour <> c.hour`
    const shown = await chat.say('fred', 'board/slow', `Run SQL: ${sql}`)
    expect(shown?.reply.result).toMatchObject({ kind: 'failed', error: { code: 'timed_out' } })
    expect(await audited()).toMatchObject({ kind: 'failed', error: 'timed_out', sql })
  })

  test.for([
    'SELECT pg_sleep(10) FROM kpi.sales_hourly',
    'SELECT generate_series(1, 1000000000) FROM kpi.sales_hourly',
    'SELECT region FROM kpi.sales_hourly FOR UPDATE',
  ])('of what may be called: %s', async (sql) => {
    const shown = await chat.say('fred', 'board/refused', `Run SQL: ${sql}`)
    expect(shown?.reply.result).toMatchObject({ kind: 'decline', rows: [] })
    expect(await audited()).toMatchObject({ kind: 'refused', sql })
  })
})
