/** `tidings start`: who may ask, over real HTTP. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { tidings, type Ran } from '../support/command.ts'
import { demoDatabase, type TestDatabase } from '../support/database.ts'
import { lock } from '../support/lock.ts'
import { onDatabase } from '../support/server.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await demoDatabase()
  folder = await mkdtemp(join(tmpdir(), 'tidings-start-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})
afterEach(() => void vi.unstubAllEnvs())

interface Running {
  readonly url: string
  stop(): Promise<Ran>
}

async function start(...args: string[]): Promise<Running> {
  const stopping = new AbortController()
  let heard = (_port: number) => {}
  const port = new Promise<number>((done) => (heard = done))
  const running = tidings(['start', '--database', database.keeperUrl, '--port', '0', ...args], {
    stop: stopping.signal,
    onErr: (text) => {
      const found = /"port":(\d+).*"listening"/.exec(text)?.[1]
      if (found !== undefined) heard(Number(found))
    },
  })
  const ended = running.then((ran) => {
    throw new Error(`start ended with ${ran.code}: ${ran.err}`)
  })
  ended.catch(() => {})
  return {
    url: `http://127.0.0.1:${await Promise.race([port, ended])}`,
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

interface Answered {
  readonly kind?: string
  readonly because?: string
  readonly rows?: readonly (readonly unknown[])[]
}

const lastWeek = { question: 'revenue by region last week', now: '2026-11-21T14:05' }

async function ask(url: string, headers: Record<string, string>, more: object = {}) {
  const response = await fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...lastWeek, ...more }),
  })
  return { status: response.status, body: (await response.json()) as Answered }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const tokenFor = async (person: string) => {
  const { code, out } = await tidings(['token', 'create', person, '--database', database.keeperUrl])
  expect(code).toBe(0)
  return out.trim()
}
const regions = (body: Answered) =>
  body.rows?.map(([region]) => region).toSorted((a, b) => String(a).localeCompare(String(b)))

describe('who asks', () => {
  let running: Running
  beforeAll(async () => {
    running = await start()
  })
  afterAll(async () => {
    expect((await running.stop()).code).toBe(0)
  })

  test('health and metrics are for everybody', async () => {
    const health = await fetch(`${running.url}/healthz`)
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }])
    const ready = await fetch(`${running.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { database: 'ok', store: 'ok', delivery: 'ok', web: 'ok' },
    ])
    const metrics = await fetch(`${running.url}/metrics`)
    expect([metrics.status, metrics.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')])
  })

  test.for([
    ['no token', {}],
    ['a token that is none', bearer('tid_made_up')],
    ['another scheme', { authorization: 'Basic b3duZXI6b3duZXI=' }],
    ['a header that a proxy would set', { 'x-user': 'fred@example.com' }],
    ['the name of the local owner', bearer('web:local/owner')],
  ] as const)('%s: 401 everywhere, never the owner', async ([, headers], { expect }) => {
    const { status, body } = await ask(running.url, headers)
    expect(status).toBe(401)
    expect(body.rows).toBeUndefined()
    for (const path of ['/', '/api/hello', '/api/conversations/12345678/events'])
      expect([path, (await fetch(running.url + path, { headers })).status]).toEqual([path, 401])
  })

  test('a token is its person, until it is revoked', async () => {
    const token = await tokenFor('ana@example.com')
    const { status, body } = await ask(running.url, bearer(token))
    expect(status).toBe(200)
    expect(body).toMatchObject({ kind: 'answer' })
    expect(regions(body)).toEqual(['EMEA'])
    const listed = await tidings(['token', 'list', '--database', database.keeperUrl])
    expect(listed.out).toContain('ana@example.com')
    expect(listed.out).not.toContain(token)
    expect((await tidings(['token', 'revoke', 'ana@example.com', '--database', database.keeperUrl])).code).toBe(0)
    expect((await ask(running.url, bearer(token))).status).toBe(401)
    expect((await tidings(['token', 'revoke', 'ana@example.com', '--database', database.keeperUrl])).code).toBe(1)
  })

  test('a token of the local owner’s name gives the default role and no more', async () => {
    const token = await tokenFor('web:local/owner')
    const { body } = await ask(running.url, bearer(token), { question: 'gross margin last week' })
    expect(body.kind).not.toBe('answer')
    const acting = await ask(running.url, bearer(token), { as: 'role:finance' })
    expect(acting.body).toMatchObject({ kind: 'decline', because: expect.stringMatching(/rights of others/) as string })
  })

  test('`as` is for those whose role says may_act_as', async () => {
    const max = await tokenFor('max@example.com')
    expect(regions((await ask(running.url, bearer(max), { as: 'role:emea' })).body)).toEqual(['EMEA'])
    const fred = await tokenFor('fred@example.com')
    const { body } = await ask(running.url, bearer(fred), { as: 'role:emea' })
    expect(body).toMatchObject({ kind: 'decline', because: expect.stringMatching(/rights of others/) as string })
  })

  test('a token is kept as a hash', async () => {
    const token = await tokenFor('sue@example.com')
    const { rows } = await onDatabase(database.keeperUrl, (client) =>
      client.query('select tokens::text as line from tidings.tokens'),
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { line } of rows as { line: string }[]) expect(line).not.toContain(token.slice(4, 20))
  })
})

describe('behind a proxy', () => {
  test.for([
    ['from its address its header names the person', '127.0.0.1', 200],
    ['from another address it says nothing', '10.9.8.7', 401],
  ] as const)('%s', async ([, from, status], { expect }) => {
    vi.stubEnv('TIDINGS_WEB_IDENTITY_HEADER', 'X-User')
    vi.stubEnv('TIDINGS_WEB_IDENTITY_FROM', from)
    const running = await start()
    try {
      const asked = await ask(running.url, { 'x-user': 'ana@example.com' })
      expect(asked.status).toBe(status)
      if (status === 200) expect(regions(asked.body)).toEqual(['EMEA'])
      expect((await ask(running.url, {})).status).toBe(401)
      expect((await ask(running.url, { 'x-user': '' })).status).toBe(401)
    } finally {
      await running.stop()
    }
  })
})

describe('it does not start', () => {
  test('without a database: 2, and it says which key', async () => {
    const { code, err } = await tidings(['start'])
    expect(code).toBe(2)
    expect(err).toContain('TIDINGS_DATABASE_URL')
  })

  test.for(['--home', '--now', '--as'])('with %s, which means nothing to a service: 2', async (option, { expect }) => {
    const { code } = await tidings(['start', '--database', database.keeperUrl, option, 'x'])
    expect(code).toBe(2)
  })

  test('where it may not keep its schema and no other place is named: 3, and it says how', async () => {
    await onDatabase(database.adminUrl, (client) =>
      client.query(`
      do $$ begin create role starts_reader login password 'r'; exception when duplicate_object then null; end $$;
      do $$ begin execute format('grant connect on database %I to starts_reader', current_database()); end $$;
      grant usage on schema kpi to starts_reader; grant select on all tables in schema kpi to starts_reader`),
    )
    const url = new URL(database.adminUrl)
    url.username = 'starts_reader'
    url.password = 'r'
    const { code, err } = await tidings(['start', '--database', url.href, '--port', '0'])
    expect(code).toBe(3)
    expect(err).toMatch(/^tidings: schema tidings cannot be kept in .*sql\/roles\.sql.*--store/)
    expect(err).not.toContain('    at ')
  })

  test('on a port that is taken: 3, and it says which', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    try {
      const { port } = other.address() as AddressInfo
      const { code, err } = await tidings(['start', '--database', database.keeperUrl, '--port', String(port)])
      expect(code).toBe(3)
      expect(err).toContain(`port ${port} on 127.0.0.1 is in use`)
    } finally {
      other.close()
    }
  })

  test('on a wrong configuration: 2, every fault in one message', async () => {
    vi.stubEnv('TIDINGS_LOG_LEVEL', 'loud')
    vi.stubEnv('TIDINGS_WEB_IDENTITY_HEADER', 'x-user')
    const { code, err } = await tidings(['start', '--database', 'mysql://a/b'])
    expect(code).toBe(2)
    for (const part of ['log.level', 'web.identity_from', 'database.url']) expect(err).toContain(part)
  })
})

test('who waits for an answer when it is asked to stop gets it', async () => {
  const token = await tokenFor('fred@example.com')
  const running = await start()
  await ask(running.url, bearer(token))
  // Holds the view for a moment, so that the question is under way when the stop comes.
  const release = await lock(database.adminUrl, 'kpi.sales_hourly')
  const asking = ask(running.url, bearer(token))
  await onDatabase(database.adminUrl, (client) =>
    expect
      .poll(async () => {
        const { rowCount } = await client.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        )
        return rowCount
      })
      .not.toBe(0),
  )
  const stopped = running.stop()
  await expect
    .poll(() =>
      fetch(`${running.url}/healthz`).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone')
  await release()
  expect((await asking).body.kind).toBe('answer')
  expect((await stopped).code).toBe(0)
})
