/** `tidings check-sql` as scripts use it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonLines, tidings } from '../support/command.ts'
import { demoDatabase, type TestDatabase } from '../support/database.ts'
import { onDatabase } from '../support/server.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await demoDatabase()
})
afterAll(() => database.drop())

const checkSql = (args: readonly string[], given: Parameters<typeof tidings>[1] = {}) =>
  tidings(['check-sql', '--database', database.url, ...args], given)

const safe = 'select region, sum(revenue) as total from kpi.sales_hourly group by region'

describe('one statement', () => {
  test('that may run is 0, with the text that would run', async () => {
    const { code, lines } = await checkSql([safe, '--json'])
    expect(code).toBe(0)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ verdict: 'safe', because: expect.any(String) as string, rule: null })
    expect(lines[0]?.sql).toMatch(/limit \d+/i)
    expect(lines[0]).not.toHaveProperty('rows')
  })

  test('that may not is 1, with the rule that says so', async () => {
    const { code, lines } = await checkSql(['delete from kpi.sales_hourly', '--json'])
    expect(code).toBe(1)
    expect(lines[0]).toMatchObject({ verdict: 'unsafe', sql: null })
    expect(lines[0]?.rule).not.toBe('')
  })

  test('stderr says how rows are kept apart', async () => {
    const { err } = await checkSql([safe, '--json'])
    expect(err).toMatch(/^Rows are kept apart by temporary views\./)
  })

  test('names and values cannot steer the screen, or break a line', async () => {
    const sql = `${safe.replace('total', '"to  tal"')} having min(region || E'\\u001b[2J\\n') <> ''`.replace(
      'region,',
      `region || E'\\u001b[2J\\n' as region,`,
    )
    const { code, out } = await checkSql([sql, '--run'])
    expect(code, out).toBe(0)
    expect(out.split('\n').find((line) => line.startsWith('EMEA'))).toMatch(/^EMEA\[2J \t\d/)
  })

  test('what PostgreSQL cannot parse is said in its words', async () => {
    const { code, out } = await checkSql(['selekt 1'])
    expect(code).toBe(1)
    expect(out).toContain('cannot parse this statement: syntax error at or near "selekt"')
  })

  test.for([
    ['neither', []],
    ['both', [safe, '--batch']],
  ] as const)('wrong usage: %s a statement and --batch', async ([, args], { expect }) => {
    expect((await checkSql(args)).code).toBe(2)
  })
})

describe('a batch', () => {
  test('gives a line for each, in order, and 0', async () => {
    const { code, lines } = await checkSql(['--batch'], {
      stdin: jsonLines([
        { id: 'a', sql: safe },
        { id: 'b', sql: 'select 1' },
        { id: 'c' },
        { id: 'd', sql: '' },
        { id: 'e', sql: `select ${'('.repeat(100_000)}1` },
        { id: 'f', sql: `select region from kpi.sales_hourly -- \u0000\ud800` },
        { id: 'g', sql: safe, as: 'role:nobody' },
        { id: 'h', sql: `${safe};` },
      ]),
    })
    expect(code).toBe(0)
    expect(lines.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'safe'],
      ['b', 'unsafe'],
      ['c', undefined],
      ['d', 'unsafe'],
      ['e', 'unsafe'],
      ['f', 'unsafe'],
      ['g', 'unsafe'],
      ['h', 'safe'],
    ])
    expect(lines[2]).toEqual({ id: 'c', error: { code: 'bad_line', message: expect.any(String) as string } })
    for (const line of lines.filter(({ verdict }) => verdict === 'unsafe'))
      expect(line.rule).toEqual(expect.any(String))
  })

  test('--run gives rows under the rights of each line', async () => {
    const { lines } = await checkSql(['--batch', '--run'], {
      stdin: jsonLines([
        { id: 1, sql: `${safe} order by region` },
        { id: 2, sql: `${safe} order by region`, as: 'role:emea' },
        { id: 3, sql: 'select 1 / (sum(orders) - sum(orders)) from kpi.sales_hourly' },
      ]),
    })
    expect(lines[0]).toMatchObject({ columns: ['region', 'total'], truncated: false })
    expect(lines[0]?.rows).toHaveLength(5)
    expect(lines[1]?.rows?.map(([region]) => region)).toEqual(['EMEA'])
    expect(lines[2]).toMatchObject({
      verdict: 'safe',
      error: { code: expect.any(String) as string, message: expect.any(String) as string },
    })
  })

  test('rows beyond the limit are cut off, and it is said', async () => {
    const { lines } = await checkSql(['--batch', '--run'], {
      stdin: jsonLines([{ id: 1, sql: 'select hour, region from kpi.sales_hourly' }]),
    })
    expect(lines[0]).toMatchObject({ truncated: true })
    expect(lines[0]?.rows).toHaveLength(1000)
  })
})

describe('a database in which nothing may be created', () => {
  let reader: string
  beforeAll(async () => {
    await onDatabase(database.adminUrl, async (client) => {
      await client.query(
        `do $$ begin create role only_reader login password 'r'; exception when duplicate_object then null; end $$`,
      )
      await client.query(`grant connect on database ${client.escapeIdentifier(client.database!)} to only_reader`)
      await client.query(
        'grant usage on schema kpi to only_reader; grant select on all tables in schema kpi to only_reader',
      )
    })
    const url = new URL(database.adminUrl)
    url.username = 'only_reader'
    url.password = 'r'
    reader = url.href
  })

  // Roles are of the whole server: those of other files may come meanwhile, which have rights in other databases.
  const inventory = () =>
    onDatabase(database.adminUrl, async (client) => {
      const { rows } = await client.query(`
        select 'class ' || oid::regclass::text as it from pg_class where relpersistence <> 't'
        union all select 'schema ' || nspname from pg_namespace where nspname !~ '^pg_(toast_)?temp'
        union all select 'role ' || rolname from pg_roles where rolname not in ('doctors_reader', 'starts_reader')
          and (rolname !~ '^tidings_policy_' or oid in (select refobjid from pg_shdepend where dbid =
            (select oid from pg_database where datname = current_database())))
        union all select 'function ' || oid::text from pg_proc
        order by 1`)
      return rows.map(({ it }: { it: string }) => it)
    })

  test.for([
    ['ask', ['ask', 'revenue by region last week']],
    ['check', ['check']],
    ['check-sql', ['check-sql', safe, '--run']],
    ['doctor', ['doctor']],
  ] as const)('%s leaves nothing behind, whoever logs in', async ([, command], { expect }) => {
    const before = await inventory()
    for (const url of [reader, database.keeperUrl, database.adminUrl]) {
      const { code, err } = await tidings([...command, '--database', url, '--now', '2026-11-21T14:05'])
      if (command[0] !== 'doctor') expect({ code, err }).toMatchObject({ code: 0 })
    }
    expect(await inventory()).toEqual(before)
  })

  test('SQL text is off for a role with a row filter where no temporary views can be made', async () => {
    const { lines } = await tidings(['check-sql', safe, '--json', '--as', 'role:emea', '--database', reader])
    expect(lines[0]).toMatchObject({ verdict: 'unsafe' })
    const ran = await tidings([
      'ask',
      'revenue by region last week',
      '--json',
      '--as',
      'role:emea',
      '--database',
      reader,
      '--now',
      '2026-11-21T14:05',
    ])
    expect(ran.lines[0]?.rows?.map(([region]) => region)).toEqual(['EMEA'])
  })
})
