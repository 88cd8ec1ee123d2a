/** What goes wrong before the first answer: each has one clear sentence. Bad questions are with the tests of `ask`. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locate } from '../../src/analytics/embedded/run-as.ts'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'
import { tidings } from '../support/command.ts'
import { demoDatabase, type TestDatabase } from '../support/database.ts'
import { runProgram, startProgram } from '../support/program.ts'

let folder: string
let database: TestDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-bad-'))
  database = await demoDatabase()
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const wrongUrl = (change: (url: URL) => void) => {
  const url = new URL(database.keeperUrl)
  change(url)
  return url.href
}

describe('a database that is not there: 3, one sentence, no password', () => {
  const kinds = {
    'nobody listens': [() => 'postgres://me:hunter2@127.0.0.1:1/shop', /nothing listens there\. Start the server/],
    'no such host': [
      () => 'postgres://me:hunter2@no-such-host.invalid/shop',
      /Correct the address|Look at the network/,
    ],
    'wrong password': [() => wrongUrl((url) => (url.password = 'hunter2')), /Correct user or password/],
    'no such user': [() => wrongUrl((url) => (url.username = 'nobody_here')), /Correct user or password/],
    'no such database': [() => wrongUrl((url) => (url.pathname = '/gone')), /no database of that name/],
  } as const
  for (const [name, [url, remedy]] of Object.entries(kinds))
    test.for(['ask', 'check', 'check-sql', 'migrate', 'start', 'token'])(`${name}: %s`, async (command, { expect }) => {
      const words = { ask: ['revenue'], 'check-sql': ['select 1'], token: ['list'] }[command] ?? []
      const { code, out, err } = await tidings([command, ...words, '--database', url()])
      expect({ code, out }).toEqual({ code: 3, out: '' })
      expect(err.trimEnd().split('\n')).toHaveLength(1)
      expect(err).toMatch(/^tidings: cannot connect to database /)
      expect(err).toMatch(remedy)
      expect(err).not.toContain('hunter2')
    })

  test('the store', async () => {
    const { code, err } = await tidings([
      'ask',
      'revenue last week',
      '--database',
      database.url,
      '--store',
      'postgres://me:hunter2@127.0.0.1:1/store',
    ])
    expect(code).toBe(3)
    expect(err).toMatch(
      /^tidings: cannot connect to database store .*nothing listens there.*\(--store, TIDINGS_STORE_URL/,
    )
  })
})

describe('a wrong catalog: file and line', () => {
  const catalogs = {
    'a file that is not there': [null, /none\.yml:1: there is no such file; name yours with --catalog/],
    'no YAML': ['views:\n  sales: [1\nkpis: {}\n', /wrong\.yml:\d+: /],
    'an unknown key': ['timezone: UTC\nviews: {}\nkpis: {}\ncolour: red\n', /wrong\.yml:4: .*colour/],
    'a view that the database has not': [
      'timezone: UTC\nviews:\n  sales:\n    relation: kpi.sales_hourl\n    dimensions: {}\nkpis: {}\n',
      /wrong\.yml:4: views\.sales\.relation: .*kpi\.sales_hourl; did you mean kpi\.sales_hourly\?/,
    ],
    'a column that the view has not': [
      'timezone: UTC\nviews:\n  sales:\n    relation: kpi.sales_hourly\n    dimensions:\n      region: { column: regoin }\nkpis: {}\n',
      /wrong\.yml:6: .*regoin; did you mean region\?/,
    ],
    'bytes that are no text': ['\u0000\u0001\u0002', /wrong\.yml:\d+: /],
  } as const
  test.for(Object.entries(catalogs))('%s', async ([, [text, said]], { expect }) => {
    const file = join(folder, text === null ? 'none.yml' : 'wrong.yml')
    if (text !== null) await writeFile(file, text)
    const checked = await tidings(['check', '--catalog', file, '--database', database.url])
    const code = text === null ? 3 : 1
    expect(checked.code).toBe(code)
    expect(checked.out).toMatch(said)
    const asked = await tidings(['ask', 'revenue', '--catalog', file, '--database', database.url])
    expect(asked.code).toBe(code)
    expect(asked.out).toBe('')
    expect(asked.err).toMatch(said)
    const json = await tidings(['check', '--json', '--catalog', file, '--database', database.url])
    const { ok, faults } = JSON.parse(json.out) as {
      ok: boolean
      faults: { file: string; line: number; message: string }[]
    }
    expect(ok).toBe(false)
    expect(faults[0]).toMatchObject({ file, line: expect.any(Number) as number })
  })

  test('is found before a server is started or a minute of loading begins', async () => {
    const home = join(folder, 'never')
    const { code } = await tidings(['ask', 'revenue', '--catalog', join(folder, 'none.yml'), '--home', home])
    expect(code).toBe(3)
    await expect(rm(home, { recursive: true })).rejects.toThrow(/ENOENT/)
  })
})

describe('the first load', () => {
  test('killed in the middle, the next start finishes it', async () => {
    const home = join(folder, 'killed')
    const first = startProgram(['demo', '--home', home, '--scale', '0.05', '--until', '2026-11-21', '--port', '0'])
    await first.says('err', /Loading the demo business: [2-7]\d %/)
    first.kill('SIGKILL')
    expect((await first.ended).signal).toBe('SIGKILL')
    const next = startProgram(['demo', '--home', home, '--scale', '0.05', '--until', '2026-11-21', '--port', '0'])
    const [, port] = await next.says('out', /^http:\/\/localhost:(\d+)\n/)
    const response = await fetch(`http://127.0.0.1:${port}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'orders by month in 2025', now: '2026-11-21T14:05:00+01:00' }),
    })
    const { kind, rows } = (await response.json()) as { kind: string; rows: [string, number][] }
    expect(kind).toBe('answer')
    expect(rows).toHaveLength(12)
    for (const [, orders] of rows) expect(orders).toBeGreaterThan(0)
    next.kill('SIGTERM')
    expect((await next.ended).code).toBe(0)
    await remove(home)
  })

  const mayMount = process.getuid?.() === 0 && canMount()
  test.skipIf(!mayMount)(
    `with a full disk says so, and goes on when there is room${mayMount ? '' : ' (needs root and mount, to make a small disk)'}`,
    async () => {
      const home = join(folder, 'full')
      const { serverDir } = await locate(home)
      await mkdir(serverDir, { recursive: true, mode: 0o711 })
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=140m,mode=0711', 'tmpfs', serverDir])
      try {
        const args = ['ask', 'revenue last week', '--home', home]
        const { code, out, err } = await runProgram(args)
        expect({ code, out }).toEqual({ code: 3, out: '' })
        expect(err).toMatch(/\ntidings: .*disk is full.*Make room/i)
        expect(err).not.toContain('    at ')
        execFileSync('mount', ['-o', 'remount,size=3g', serverDir])
        const embedded = await startEmbedded({ home, log: () => {} })
        await embedded.stop()
      } finally {
        execFileSync('umount', [serverDir])
        await remove(home)
      }
    },
  )
})

function canMount(): boolean {
  try {
    const at = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at], { stdio: 'ignore' })
    execFileSync('umount', [at])
    return true
  } catch {
    return false
  }
}

/** A home with all that belongs to it. */
async function remove(home: string): Promise<void> {
  const { serverDir } = await locate(home)
  await rm(dirname(join(serverDir, 'data')), { recursive: true, force: true })
  await rm(home, { recursive: true, force: true })
}
