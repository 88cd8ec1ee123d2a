/** `--planner`: the grammar, a model, or both as configured. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Evaluation } from '../../src/cli/eval.ts'
import { jsonLines, tidings } from '../support/command.ts'
import { DEMO_NOW, demoDatabase, type TestDatabase } from '../support/database.ts'
import { startOpenAiServer, type OpenAiServer } from '../support/openai-server.ts'

let database: TestDatabase
let server: OpenAiServer
let folder: string
beforeAll(async () => {
  database = await demoDatabase()
  server = await startOpenAiServer()
  folder = await mkdtemp(join(tmpdir(), 'tidings-planner-'))
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database.drop()
  await rm(folder, { recursive: true })
})

const intake = {
  kind: 'query',
  queries: [{ measures: [{ kind: 'kpi', name: 'revenue' }], period: 'last week' }],
  reading: [
    { words: 'intake', as: 'measure', means: 'revenue' },
    { words: 'last week', as: 'period', means: 'last week' },
  ],
}

function configure() {
  vi.stubEnv('TIDINGS_MODEL_BASE_URL', server.url)
  vi.stubEnv('TIDINGS_MODEL_NAME', 'small')
}

test('a model that is not configured cannot be asked', async () => {
  const { code, err } = await tidings(['ask', 'revenue', '--planner', 'model', '--database', database.url])
  expect(code).toBe(2)
  expect(err).toContain('no model is configured: set TIDINGS_MODEL_BASE_URL')
})

test('ask takes the model alone, the grammar alone, or both as configured', async () => {
  configure()
  server.script({ says: intake })
  const ask = async (planner: string) => {
    const options = ['--planner', planner, '--json', '--database', database.url, '--now', DEMO_NOW]
    const { lines } = await tidings(['ask', 'our intake last week', ...options])
    return [lines[0]?.kind, lines[0]?.planner]
  }
  expect(await ask('model')).toEqual(['answer', 'model'])
  expect(await ask('grammar')).toEqual(['decline', 'grammar'])
  expect(await ask('auto')).toEqual(['answer', 'model'])
})

test("eval measures the model on questions of one's own", async () => {
  configure()
  server.script({ says: intake }, { says: { kind: 'decline', reason: 'not_in_catalog' } })
  const file = join(folder, 'questions.jsonl')
  const sql = `select sum(revenue) from kpi.sales_hourly where hour >= '2026-11-09' and hour < '2026-11-16'`
  const lines = ['our intake last week', 'our intake in the week before last'].map((question, at) => ({
    id: String(at),
    kind: 'value',
    question,
    now: '2026-11-21T14:05',
    sql,
  }))
  await writeFile(file, jsonLines(lines))
  const { out } = await tidings(['eval', file, '--planner', 'model', '--json', '--database', database.adminUrl])
  expect((JSON.parse(out) as Evaluation).results.map(({ outcome }) => outcome)).toEqual(['right', 'declined'])
})
