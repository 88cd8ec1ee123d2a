/** `tidings check` and `tidings migrate` as scripts use them; wrong catalogs are with what goes wrong at first. */
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
