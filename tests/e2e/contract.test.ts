/** What scripts and service managers see of the running program: output, signals, exit codes, what is left running. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, request, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'
import { loadDemo } from '../../src/cli/demo-business/load.ts'
import { runProgram, startProgram, type Program } from '../support/program.ts'

const NOW = '2026-11-21T14:05:00+01:00'
let home: string
let dataDir: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidings-contract-'))
  const embedded = await startEmbedded({ home, log: () => {} })
  ;({ dataDir } = embedded)
  await loadDemo({ adminUrl: embedded.adminUrl, log: () => {}, until: NOW, scale: 0.02 })
  await embedded.stop()
})
afterAll(async () => {
  await rm(home, { recursive: true, force: true })
  await rm(dirname(dataDir), { recursive: true, force: true })
})

const demoUntilNow = (...args: string[]) => ['demo', '--home', home, '--until', NOW, '--now', NOW, ...args]
const isRunning = () =>
  stat(join(dataDir, 'postmaster.pid')).then(
    () => true,
    () => false,
  )

describe('demo', () => {
  let demo: Program
  let url: string
  beforeAll(async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    demo = startProgram(demoUntilNow('--port', String(port)))
    const [, found] = await demo.says('out', /^http:\/\/localhost:(\d+)\n/)
    // The wanted port is taken: the next free one.
    expect(Number(found)).toBeGreaterThan(port)
    expect(Number(found)).toBeLessThanOrEqual(port + 50)
    url = `http://127.0.0.1:${found}`
    taken.close()
  })

  const ask = (headers: Record<string, string> = {}, more: object = {}) =>
    fetch(`${url}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ question: 'revenue by region last week', ...more }),
    })

  test('prints its address alone on stdout and three questions on stderr', async () => {
    const [questions] = await demo.says('err', /ask, for example:\n(  .+\n){3}/)
    for (const question of questions.split('\n').slice(1, 4)) {
      const body = (await (await ask({}, { question: question.trim() })).json()) as { kind: string }
      expect([question, body.kind]).toEqual([question, 'answer'])
    }
  })

  test('everybody there is the owner, and may try a role', async () => {
    const own = (await (await ask()).json()) as { rows: unknown[][] }
    expect(own.rows).toHaveLength(5)
    const tried = (await (await ask({}, { as: 'role:emea' })).json()) as { rows: unknown[][] }
    expect(tried.rows.map(([region]) => region)).toEqual(['EMEA'])
  })

  test('answers no foreign Origin and no foreign Host', async () => {
    expect((await ask({ origin: 'https://evil.example' })).status).toBe(403)
    const foreign = request(`${url}/api/hello`, { headers: { host: 'evil.example' } }).end()
    const [response] = (await once(foreign, 'response')) as [IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(403)
  })

  test('another command finds its server and leaves it running', async () => {
    const { code, out } = await runProgram(['ask', 'revenue last week', '--json', '--now', NOW, '--home', home])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ kind: 'answer' })
    expect(await isRunning()).toBe(true)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  test('SIGTERM: exit code 0, and its server is stopped', async () => {
    demo.kill('SIGTERM')
    const { code, out } = await demo.ended
    expect(code).toBe(0)
    expect(out).toBe(`http://localhost:${new URL(url).port}\n`)
    expect(await isRunning()).toBe(false)
  })
})

test('ask starts the server and stops it at its end', async () => {
  expect(await isRunning()).toBe(false)
  const { code, out, err } = await runProgram([
    'ask',
    'revenue by region last week',
    '--json',
    '--now',
    NOW,
    '--home',
    home,
  ])
  expect({ code, err }).toMatchObject({ code: 0 })
  expect(out.trimEnd().split('\n')).toHaveLength(1)
  expect(await isRunning()).toBe(false)
})

test('a reader that goes away ends a batch quietly', async () => {
  const lines = Array.from({ length: 200 }, (_, id) => `${JSON.stringify({ id, question: 'revenue last week' })}\n`)
  const program = startProgram(['ask', '--batch', '--now', NOW, '--home', home], { stdin: lines.join('') })
  await program.says('out', /"id":2,/)
  program.closeOut()
  const { code, signal, err } = await program.ended
  expect({ code, signal }).toEqual({ code: 0, signal: null })
  expect(err).not.toContain('    at ')
  expect(await isRunning()).toBe(false)
})

test('bytes that are no UTF-8 get a line in a batch', async () => {
  const stdin = Buffer.concat([
    Buffer.from('{"id":1,"question":"revenue \xff"}\n', 'latin1'),
    Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
    Buffer.from('{"id":3,"question":"revenue last week"}\n'),
  ])
  const { code, out } = await runProgram(['ask', '--batch', '--now', NOW, '--home', home], { stdin })
  expect(code).toBe(0)
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: unknown; kind?: string; error?: object })
  expect(lines.map(({ id, kind }) => [id, kind])).toEqual([
    [1, undefined],
    [null, undefined],
    [3, 'answer'],
  ])
})
