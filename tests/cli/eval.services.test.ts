import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Evaluation } from '../../src/cli/eval.ts'
import { jsonLines, tidings, type Ran } from '../support/command.ts'
import { demoDatabase, type TestDatabase } from '../support/database.ts'
import { startOpenAiServer } from '../support/openai-server.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await demoDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tidings-eval-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

const lastWeek = `from kpi.sales_hourly where hour >= '2026-11-09' and hour < '2026-11-16'`
const revenue = `select sum(revenue) ${lastWeek}`
const byRegion = `select region, sum(revenue) ${lastWeek} group by 1`
const question = (id: string, asked: string, expected: object) => ({ id, kind: 'value', question: asked, ...expected })

async function evaluate(lines: readonly object[], ...args: string[]): Promise<Ran> {
  const file = join(folder, 'questions.jsonl')
  await writeFile(file, jsonLines([{ defaults: { now: '2026-11-21T14:05' } }, ...lines]))
  return tidings(['eval', file, '--database', database.adminUrl, ...args])
}

async function outcomeOf(asked: string, expected: object): Promise<string> {
  const { out, err } = await evaluate([question('a', asked, expected)], '--json')
  expect(err).toBe('')
  return (JSON.parse(out) as Evaluation).results[0]!.outcome
}

describe('an outcome', () => {
  test.for<[outcome: string, asked: string, expected: object]>([
    ['right', 'revenue last week', { sql: revenue }],
    ['right', 'revenue by region last week', { sql: byRegion, chart: 'bar', says: 'mon 9 to sun 15 nov' }],
    ['right', 'revenue last week', { sql: 'select 1', or: [revenue] }],
    ['right', 'write me a poem', { expect: 'unanswered' }],
    ['right', 'revenue in Atlantis last week', { expect: 'decline', says: 'atlantis' }],
    ['right', 'Germany', { expect: 'clarify' }],
    ['right', 'Germany', { sql: 'select 1', or_clarify: true }],
    ['right', 'help', { expect: 'command', name: 'help' }],
    ['silently_wrong', 'revenue last week', { sql: `${revenue} and region = 'EMEA'` }],
    ['silently_wrong', 'revenue last week', { expect: 'decline' }],
    ['wrong_kind', 'revenue by region last week', { sql: byRegion, chart: 'pie' }],
    ['wrong_kind', 'revenue last week', { sql: revenue, says: 'orders' }],
    ['wrong_kind', 'help', { sql: revenue }],
    ['wrong_kind', 'help', { expect: 'command', name: 'define' }],
    ['wrong_kind', 'Germany', { expect: 'decline' }],
    ['clarified', 'Germany', { sql: 'select 1' }],
    ['declined', 'revenue in Atlantis last week', { sql: revenue }],
  ])('%s: "%s", %j', async ([outcome, asked, expected], { expect }) => {
    expect(await outcomeOf(asked, expected)).toBe(outcome)
  })
})

test('a choice that holds the right rows is counted as offered', async () => {
  const orders = `select sum(orders) from kpi.sales_hourly where country = 'Germany'`
  const { out } = await evaluate(
    [question('a', 'Germany', { sql: orders }), question('b', 'Germany', { sql: 'select 1' })],
    '--json',
  )
  const { total, results } = JSON.parse(out) as Evaluation
  expect(total).toMatchObject({ clarified: 2, offered: 1 })
  expect(results.map(({ offered }) => offered)).toEqual([true, false])
})

test('turns of one thread are one conversation, and only those with an expectation count', async () => {
  const { out } = await evaluate(
    [
      { id: 'a', kind: 'follow_up', question: 'revenue by region last month', thread: 't' },
      { id: 'b', kind: 'follow_up', question: 'and last week', thread: 't', sql: byRegion },
    ],
    '--json',
  )
  expect(JSON.parse(out)).toMatchObject({ total: { asked: 1, right: 1 }, kinds: [{ kind: 'follow_up', asked: 1 }] })
})

test('people get a table by kind and each miss with the rows that differ', async () => {
  const { code, out } = await evaluate([
    question('fine', 'revenue last week', { sql: revenue }),
    question('off', 'revenue by region last week', { sql: byRegion.replace('sum(revenue)', '1.5') }),
  ])
  expect(code).toBe(0)
  expect(out).toMatch(/^value +2 +1 +1 +· +· +· +· +50 %$/m)
  expect(out).toContain(
    'off (value): silently wrong\n  asked: revenue by region last week\n  understood: Revenue by region',
  )
  expect(out).toMatch(/expected row: \w+ \| 1\.5\n {2}row that came: \w+ \| \d+/)
  expect(out).not.toContain('fine (value)')
})

test('--min-accuracy is a gate', async () => {
  const lines = [question('a', 'revenue last week', { sql: revenue }), question('b', 'revenue', { expect: 'decline' })]
  expect((await evaluate(lines, '--min-accuracy', '50')).code).toBe(0)
  const { code, err } = await evaluate(lines, '--min-accuracy', '50.1')
  expect({ code, err }).toEqual({ code: 1, err: 'tidings: accuracy is 50 %, below 50.1 %\n' })
  expect((await evaluate(lines, '--min-accuracy', 'all')).code).toBe(2)
})

describe('a file that cannot be used: 2, and nothing is asked', () => {
  test.for<[name: string, line: object, said: RegExp]>([
    ['a bad line', { id: 'a' }, /questions\.jsonl:2: kind: /],
    [
      'SQL that fails',
      question('a', 'revenue', { sql: 'select nothing from nowhere' }),
      /:2: the SQL of a fails: .*nowhere/,
    ],
    ['SQL that writes', question('a', 'revenue', { sql: 'create table public.x ()' }), /:2: .*read-only/],
    [
      'SQL that leaves the transaction',
      question('a', 'revenue', { sql: 'set transaction_read_only = off; create table public.x ()' }),
      /:2: .*multiple commands/,
    ],
    ['a clock that is none', question('a', 'revenue', { sql: revenue, now: 'noon' }), /"noon" is no moment/],
  ])('%s', async ([, line, said], { expect }) => {
    const { code, out, err } = await evaluate([line])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(said)
  })

  test('a file that is not there', async () => {
    const { code, err } = await tidings(['eval', join(folder, 'none.jsonl'), '--database', database.adminUrl])
    expect(code).toBe(3)
    expect(err).toMatch(/none\.jsonl cannot be read/)
  })
})

test('a model that reads the questions is told of with its tokens, cost and time', async ({ onTestFinished }) => {
  await using server = await startOpenAiServer()
  server.script({ says: { kind: 'decline', reason: 'unclear' }, usage: [1_000, 50] })
  const variables = { NAME: 'small', BASE_URL: server.url, PRICE_IN: '2', PRICE_OUT: '10' }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(`TIDINGS_MODEL_${name}`, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const lines = [
    question('a', 'our intake last week', { sql: revenue }),
    question('b', 'our takings', { expect: 'unanswered' }),
  ]
  const { out } = await evaluate(lines, '--planner', 'model', '--json')
  expect((JSON.parse(out) as Evaluation).model).toEqual({
    name: 'small',
    asked: 2,
    calls: 2,
    tokensIn: 2_000,
    tokensOut: 100,
    cost: 0.005,
    latencyMs: { p50: expect.any(Number), p95: expect.any(Number), max: expect.any(Number) },
    outcomes: { declined: 2 },
  })
  expect((await evaluate(lines, '--planner', 'auto')).out).toMatch(
    /^small was asked \d times \(\d answers\): \d+ tokens in, \d+ out, for 0\.00[25]5?; half within [\d.]+ s, 95 % within/m,
  )
})
