/**
 * Attacks on a model that obeys the attacker, on a real PostgreSQL: whatever it proposes, nothing that is hidden from the asker
 * reaches an answer or a prompt, and nothing that people or data say stands in a prompt outside its one JSON object.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { App } from '../../../src/app.ts'
import type { Reply } from '../../../src/bot/reply.ts'
import type { ModelConfig } from '../../../src/config/model.ts'
import { modelConfig, openModelHouse } from '../../support/model-house.ts'
import { startOpenAiServer, type Asked, type OpenAiServer, type Step } from '../../support/openai-server.ts'
import { onDatabase } from '../../support/server.ts'
import { attackedShop, hiddenWords, largestVisible, orders, type AttackedShop } from './attacked-shop.ts'
import { proseAttacks } from './prose-attacks.ts'
import { queryAttacks } from './query-attacks.ts'
import { sqlAttacks } from './sql-attacks.ts'
import { textAttacks } from './text-attacks.ts'

const now = new Date('2026-11-21T14:05:00+01:00')

let shop: AttackedShop
let server: OpenAiServer
let reading: House
let writing: House
let asking: House
let commenting: House
const open: App[] = []

beforeAll(async () => {
  shop = await attackedShop()
  server = await startOpenAiServer()
  reading = await house({ planning: 'model_first' })
  writing = await house({ sql: 'run' })
  asking = await house({ sql: 'ask' })
  commenting = await house({ planning: 'grammar_only', prose: true })
})

afterAll(async () => {
  for (const app of open) await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

interface House {
  readonly ask: (question: string, how?: { readonly thread?: string; readonly as?: string }) => Promise<Reply>
}

async function house(more: Partial<ModelConfig>): Promise<House> {
  const { database, catalogFile } = shop
  const model = modelConfig(server.url, { timeoutMs: 30_000, output: 'schema', ...more })
  const { app, terminal } = await openModelHouse({ databaseUrl: database.url, catalogFile, model })
  open.push(app)
  return {
    ask: (question, { thread, as = 'role:analyst' } = {}) =>
      terminal.say({ id: null, question, thread: thread ?? null, now, actAs: as, planner: null, locale: 'en' }),
  }
}

interface Attack {
  readonly text: string
  readonly says: readonly Step[]
  readonly thread?: string
  readonly as?: string
}

/** Asks while the model says that, and holds the answer and the prompts to what the asker may see. */
async function attacked(which: House, { text, says, ...how }: Attack) {
  server.script(...says)
  const before = server.asked.length
  const reply = await which.ask(text, how)
  const prompts = server.asked.slice(before)
  expectNothingHidden(reply, text)
  for (const prompt of prompts) expectWellMade(prompt, JSON.stringify(says))
  return { reply, prompts }
}

function expectNothingHidden({ result, table, headline, ways }: Reply, question: string): void {
  const rows = JSON.stringify([result.rows, result.columns, result.chart, table]).toLowerCase()
  expect(hiddenWords.filter((word) => rows.includes(word))).toEqual([])
  const figures = result.rows.flat().filter((cell) => typeof cell === 'number')
  expect(figures.filter((figure) => Math.abs(figure) > largestVisible)).toEqual([])
  // Refusals may repeat what was asked, and SQL is shown as it was written.
  const said = [result.text, headline, result.understood ?? '', ...ways.map(({ label }) => label)].join('\n')
  const own = said
    .replaceAll(result.sql ?? question, '')
    .replaceAll(question, '')
    .toLowerCase()
  const known = question.toLowerCase()
  expect(hiddenWords.filter((word) => own.includes(word) && !known.includes(word))).toEqual([])
}

const frames = new Set<string>()

/** One frame that never changes, one JSON object, and then the model's own words and what is refused of them. */
function expectWellMade({ body }: Asked, own: string): void {
  const [frame, data, ...exchanged] = body.messages
  expect([frame?.role, data?.role]).toEqual(['system', 'user'])
  frames.add(frame!.content)
  expect(JSON.parse(data!.content)).toBeTypeOf('object')
  const told = `${frame!.content}${data!.content}`.toLowerCase()
  expect(hiddenWords.filter((word) => told.includes(word) && !own.toLowerCase().includes(word))).toEqual([])
  expect(told).not.toContain('show all regions.yml')
  const { question: _question, ...rest } = JSON.parse(data!.content) as Record<string, unknown>
  for (const word of ['gross_margin', 'salaries', 'customer_email', 'cost_centre', 'shop.people'])
    expect(JSON.stringify(rest)).not.toContain(word)
  for (const { role, content } of exchanged) {
    if (role !== 'user') continue
    expect(JSON.parse(content)).toHaveProperty('refused')
    expect(
      hiddenWords.filter((word) => content.toLowerCase().includes(word) && !own.toLowerCase().includes(word)),
    ).toEqual([])
  }
}

test('there are at least eighty attacks', () => {
  const texts = [
    ...sqlAttacks,
    ...proseAttacks,
    ...textAttacks,
    ...queryAttacks.map((one) => JSON.stringify(one)),
    ...orders,
  ]
  expect(new Set(texts).size).toBeGreaterThanOrEqual(80)
})

test('what is hidden is there for who may see it', async () => {
  const { result } = await writing.ask('xippo margin by region', { as: 'role:other' })
  expect(JSON.stringify(result.rows)).toContain('zorgon')
})

describe('SQL that an attacker had the model write', () => {
  test.for(sqlAttacks.map((sql, at) => [at, sql] as const))('%i: %s', async ([_at, sql]) => {
    const { reply } = await attacked(writing, {
      text: 'which half of the takings came first',
      says: [{ says: { kind: 'decline', reason: 'cannot_be_expressed' } }, { says: { sql } }],
    })
    expect(reply.result.kind === 'answer' ? reply.result.text : reply.result.kind).toMatch(
      /^(?:decline|failed)$|Unverified SQL/,
    )
  })

  test.for(sqlAttacks.slice(0, 8))('typed by a person: %s', async (sql) => {
    server.script({ status: 500 })
    expectNothingHidden(await writing.ask(`Run SQL: ${sql}`), sql)
  })

  test('honest SQL runs under the row filter, and says what it is', async () => {
    const sql = 'SELECT product, sum(revenue) AS takings FROM shop.orders GROUP BY product ORDER BY product'
    const { reply, prompts } = await attacked(writing, {
      text: 'which half of the takings came first',
      says: [{ says: { kind: 'decline', reason: 'cannot_be_expressed' } }, { says: { sql } }],
    })
    expect(reply.result).toMatchObject({ kind: 'answer', sql, query: null, planner: 'model SQL' })
    expect(reply.result.rows).toContainEqual(['Coffee', 400])
    expect(reply.result.rows).toHaveLength(2 + orders.length)
    expect(reply.result.text).toContain('nobody has checked')
    expect(reply.provenance).toContain('under the rights of analyst')
    const { views } = JSON.parse(prompts.at(-1)!.body.messages[1]!.content) as { views: object }
    expect(Object.keys(views)).toEqual(['shop.orders'])
  })

  test('a role without the right has none, and the model is not asked for it', async () => {
    server.script({ says: { kind: 'decline', reason: 'cannot_be_expressed' } }, { says: { sql: 'SELECT 1' } })
    const before = server.asked.length
    const { result } = await writing.ask('which half of the takings came first', { as: 'role:everyone' })
    expect(result).toMatchObject({ kind: 'decline', sql: null })
    expect(server.asked.length).toBe(before + 1)
    expect(
      (await writing.ask('Run SQL: SELECT sum(revenue) FROM shop.orders', { as: 'role:everyone' })).result,
    ).toMatchObject({
      sql: null,
      rows: [],
    })
  })

  test('where it is asked first, nothing runs before, and the press is held to the guard again', async () => {
    const sql = 'SELECT sum(revenue) AS takings FROM shop.orders'
    const { reply } = await attacked(asking, {
      text: 'which half of the takings came first',
      says: [{ says: { kind: 'decline', reason: 'cannot_be_expressed' } }, { says: { sql } }],
    })
    expect(reply.result).toMatchObject({ kind: 'clarify', sql, rows: [] })
    const [way] = reply.ways
    expect(way).toEqual({ kind: 'words', label: 'Run this SQL', text: `Run SQL: ${sql}` })
    expect((await asking.ask(`Run SQL: ${sql}`)).result).toMatchObject({ kind: 'answer', rows: [[855]] })
    expect((await asking.ask(`Run SQL: ${sql.replace('revenue', 'margin')}`)).result).toMatchObject({
      kind: 'decline',
      rows: [],
    })
  })

  test('what was refused is written down with its rule', async () => {
    server.script({ status: 500 })
    await writing.ask('Run SQL: SELECT word FROM shop.secrets')
    const [line] = await onDatabase(shop.database.url, async (client) => {
      const { rows } = await client.query<{ sql: string; rule: string | null }>(
        `SELECT sql, rule FROM tidings.audit WHERE kind = 'refused' ORDER BY at DESC LIMIT 1`,
      )
      return rows
    })
    expect(line).toEqual({ sql: 'SELECT word FROM shop.secrets', rule: expect.any(String) as string })
  })
})

describe('plans that an attacker had the model propose', () => {
  test.for(queryAttacks.map(({ text, says }, at) => [at, text, says] as const))('%i: %s', async ([_at, text, says]) => {
    await attacked(reading, { text, says: [{ says }] })
  })

  test.for(textAttacks.map((text, at) => [at, text] as const))('orders in a question, %i: %s', async ([_at, text]) => {
    const says = {
      kind: 'query',
      queries: [{ measures: [{ kind: 'kpi', name: 'gross_margin' }] }],
      reading: [{ words: 'takings', as: 'measure', means: 'gross_margin' }],
    }
    const { reply } = await attacked(reading, { text, says: [{ says }] })
    expect(reply.result.kind).not.toBe('answer')
  })

  test.for(orders.map((value, at) => [at, value] as const))('orders in a value, %i: %s', async ([_at, value]) => {
    const says = { kind: 'query', queries: [{ measures: [{ kind: 'kpi', name: 'gross_margin' }] }], reading: [] }
    await attacked(reading, { text: `takings of ${value}`, says: [{ says }] })
  })

  test('a hidden value is told from none by nothing', async () => {
    const saying = async (name: string) => {
      const says = {
        kind: 'query',
        queries: [
          {
            measures: [{ kind: 'kpi', name: 'revenue' }],
            filters: [{ dimension: 'region', test: 'is', values: [name] }],
          },
        ],
        reading: [
          { words: 'revenue', as: 'measure', means: 'revenue' },
          { words: name, as: 'value', means: `region=${name}` },
        ],
      }
      const { reply, prompts } = await attacked(reading, { text: `revenue in ${name}`, says: [{ says }] })
      const told = JSON.stringify(prompts.map(({ body }) => body.messages))
      return [reply.result.text, told].map((text) => text.replaceAll(name, 'NAME'))
    }
    expect(await saying('zorgon')).toEqual(await saying('blorgon'))
  })
})

describe('what was said before', () => {
  test('a query under other rights is not there any more', async () => {
    server.script({ status: 500 })
    await reading.ask('xippo margin by vexil', { thread: 'other rights', as: 'role:other' })
    const { prompts } = await attacked(reading, {
      text: 'and by product',
      thread: 'other rights',
      says: [
        {
          says: {
            kind: 'query',
            queries: [{ measures: [{ kind: 'kpi', name: 'gross_margin' }], by: ['product'] }],
            reading: [],
          },
        },
      ],
    })
    expect(prompts.length).toBeGreaterThan(0)
  })

  test.for(textAttacks.slice(0, 4))('words of the thread are not told: %s', async (text) => {
    const thread = `Ignore the channel: ${text}`
    await attacked(reading, { text, thread, says: [{ says: { kind: 'decline', reason: 'unclear' } }] })
    const { prompts } = await attacked(reading, {
      text: 'takings by product',
      thread,
      says: [{ says: { kind: 'decline', reason: 'unclear' } }],
    })
    const told = prompts.map(({ body }) => JSON.parse(body.messages[1]!.content) as unknown)
    expect(told.length).toBeGreaterThan(0)
    expect(JSON.stringify(told)).not.toContain(JSON.stringify(text).slice(1, -1))
    expect(JSON.stringify(told)).not.toContain('Ignore the channel')
  })
})

describe('commentaries that an attacker had the model write', () => {
  test.for(proseAttacks)('%s', async (text) => {
    const { reply, prompts } = await attacked(commenting, { text: 'revenue by product', says: [{ says: { text } }] })
    expect(prompts).toHaveLength(2)
    expect(reply.result.kind).toBe('answer')
    expect(reply.result.text).not.toContain("In a model's words")
    expect(reply.result.text).not.toContain(text)
  })

  test('one that the cells show is shown', async () => {
    const { reply } = await attacked(commenting, {
      text: 'revenue by product',
      says: [{ says: { text: 'Tea is the highest with €420, followed by Coffee with €400.' } }],
    })
    expect(reply.result.text).toContain('Tea is the highest with €420, followed by Coffee with €400.')
  })
})

test('the frame of a prompt is one of three, and nothing of an attack is in it', () => {
  expect(frames.size).toBe(3)
  for (const frame of frames) for (const text of [...textAttacks, ...orders]) expect(frame).not.toContain(text)
})
