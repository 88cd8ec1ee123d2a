/** `tidings check` and `tidings migrate` as scripts use them; wrong catalogs are with what goes wrong at first. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tidings } from '../support/command.ts'
import { demoDatabase, emptyDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await demoDatabase()
})
afterAll(() => database.drop())

test('a right catalog is 0, in words and in JSON', async () => {
  const words = await tidings(['check', '--database', database.url])
  expect(words.code).toBe(0)
  expect(words.out).toMatch(/^sql\/catalog\.yml: \d+ KPIs over 5 views/)
  const json = await tidings(['check', '--json', '--database', database.url])
  expect(JSON.parse(json.out)).toMatchObject({ ok: true, faults: [], warnings: [], views: 5 })
})

test('alert rules beside the catalog are checked: names that are gone, and what nothing feeds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-check-'))
  try {
    const catalog = join(folder, 'catalog.yml')
    await copyFile('sql/catalog.yml', catalog)
    const check = async (rule: string) => {
      await writeFile(join(folder, 'alerts.yml'), `alerts:\n  one:\n${rule}    tell: [slack:T01/C03]\n`)
      return tidings(['check', '--database', database.url, '--catalog', catalog])
    }
    const unfed = await check('    kpi: mrr\n    per: day\n')
    expect(unfed.code).toBe(0)
    expect(unfed.out).toMatch(/warning: alert one is never told: no events come in for .*: a stream into it is needed/)
    const gone = await check('    kpi: revenu\n')
    expect(gone.code).toBe(1)
    expect(gone.out).toMatch(/alerts\.yml:3: alerts\.one\.kpi: the catalog has no KPI revenu\b/)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the database may be named in the environment or in the file', async () => {
  process.env['TIDINGS_DATABASE_URL'] = database.url
  try {
    expect((await tidings(['check'])).code).toBe(0)
  } finally {
    delete process.env['TIDINGS_DATABASE_URL']
  }
})

test('migrate brings the schema up to date once, several at a time', async () => {
  const store = await emptyDatabase()
  try {
    const migrate = () => tidings(['migrate', '--json', '--database', store.keeperUrl])
    const ran = await Promise.all([migrate(), migrate(), migrate()])
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0])
    const names = ran.flatMap(({ out }) => (JSON.parse(out) as { ran: string[] }).ran)
    expect(names.length).toBeGreaterThan(0)
    expect(new Set(names).size).toBe(names.length)
    expect(JSON.parse((await migrate()).out)).toEqual({ ran: [] })
  } finally {
    await store.drop()
  }
})

test.for([
  [['token', 'mint', 'ana@example.com'], 2],
  [['token', 'create'], 2],
  [['token', 'create', 'two words'], 2],
  [['token', 'revoke', 'nobody@example.com'], 1],
  [['nonsense'], 2],
  [['check', 'extra'], 2],
] as const)('%s', async ([args, code], { expect }) => {
  const ran = await tidings([...args, '--database', database.url])
  expect(ran.code).toBe(code)
})

test('verified answers beside the catalog are checked: their shape, names that are gone, the same question twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-check-'))
  try {
    const catalog = join(folder, 'catalog.yml')
    await copyFile('sql/catalog.yml', catalog)
    const check = async (answers: string) => {
      await writeFile(join(folder, 'verified.yml'), `verified:\n${answers}`)
      return tidings(['check', '--database', database.url, '--catalog', catalog])
    }
    const one = (question: string, query: string) =>
      `  - question: ${question}\n    query: ${query}\n    by: Ada\n    on: 2026-11-03\n`
    const right = await check(
      one('how are we doing', 'revenue this month') +
        // What there is ends before today, and that breaks no answer.
        one('the day so far', 'revenue today') +
        one(
          'our takings',
          '{ measures: [{ kind: kpi, kpi: revenue }], period: last week, compare: { kind: previous } }',
        ),
    )
    expect(right).toMatchObject({ code: 0, out: expect.not.stringContaining('warning') })
    const gone = await check(
      one('how are we doing', 'unicorns this month') +
        one('our takings', '{ measures: [{ kind: kpi, kpi: margarine }] }') +
        one('Please show our takings!', 'revenue'),
    )
    expect(gone.code).toBe(1)
    expect(gone.out).toMatch(
      /verified\.yml:2: verified\.0: "how are we doing" has no answer any more: "unicorns this month"/,
    )
    expect(gone.out).toMatch(/verified\.yml:6: verified\.1: "our takings" has no answer any more: .*margarine/)
    expect(gone.out).toMatch(
      /verified\.yml:10: verified\.2: "Please show our takings!" is the same question as in line 6/,
    )
    const odd = await check('  - question: takings\n    query: [1]\n    by: Ada\n    on: yesterday\n')
    expect(odd.out).toMatch(/verified\.yml:3: verified\.0\.query: write a sentence that Tidings reads/)
    expect(odd.out).toMatch(/verified\.yml:5: verified\.0\.on: write a day as 2026-11-03/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
