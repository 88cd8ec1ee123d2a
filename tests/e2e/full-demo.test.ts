/** The whole demo business, as `npm run demo` starts it: the one test that loads it at full size. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'
import { packageRoot } from '../../src/analytics/package-root.ts'
import type { AskResult } from '../../src/bot/ask-result.ts'

const home = await mkdtemp(join(tmpdir(), 'tidings-full-'))
const running: ChildProcess[] = []

afterAll(async () => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL')
  const { dataDir } = JSON.parse(await readFile(join(home, 'postgres.json'), 'utf8').catch(() => '{}')) as {
    dataDir?: string
  }
  if (dataDir !== undefined) await rm(join(dataDir, '..'), { recursive: true, force: true })
  await rm(home, { recursive: true, force: true })
})

/** Starts the built program and gives its address, once it prints it. */
async function startDemo(): Promise<{ child: ChildProcess; address: string; seconds: number; said: () => string }> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [join(packageRoot, 'dist', 'main.js'), 'demo', '--home', home, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let out = ''
  let err = ''
  child.stderr?.on('data', (data: Buffer) => (err += data.toString()))
  for await (const data of child.stdout ?? []) {
    out += String(data)
    const address = /^(http:\/\/localhost:\d+)$/m.exec(out)?.[1]
    if (address !== undefined)
      return { child, address, seconds: (performance.now() - startedAt) / 1000, said: () => err }
  }
  throw new Error(`the demo ended without an address: ${err}`)
}

async function ask(address: string, question: string): Promise<AskResult> {
  const response = await fetch(`${address}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  })
  return (await response.json()) as AskResult
}

/** What is told in the feed of alerts, until one line of it is the one that is waited for. */
async function toldUntil(address: string, isIt: (text: string) => boolean): Promise<string> {
  const response = await fetch(`${address}/api/alerts/events`, { signal: AbortSignal.timeout(400_000) })
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    const line = text.split('\n').find((each) => each.startsWith('data: ') && isIt(each))
    if (line !== undefined) return line
  }
  throw new Error(`the feed ended: ${text}`)
}

async function stop(child: ChildProcess): Promise<number | null> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  return child.exitCode
}

test(
  'the whole demo loads, answers what its base tables say, ends at SIGTERM, starts again and tells of what goes wrong',
  { timeout: 1_200_000 },
  async () => {
    const first = await startDemo()
    console.log(`first start: ${first.seconds.toFixed(1)} s`)
    expect(first.said()).toMatch(/ask/i)

    const result = await ask(first.address, 'revenue by region last week')
    expect(result.kind).toBe('answer')
    const embedded = await startEmbedded({ home, log: () => {} })
    expect(embedded.startedHere).toBe(false)
    const client = new pg.Client({ connectionString: embedded.adminUrl })
    await client.connect()
    try {
      const { rows } = await client.query<{ region: string; revenue: string }>(
        `WITH week AS (
         SELECT date_trunc('week', now() AT TIME ZONE 'Europe/Berlin') AS monday
       )
       SELECT c.region, sum(l.amount) AS revenue
       FROM demo.orders o
       JOIN demo.order_lines l USING (order_id, placed_at)
       JOIN demo.countries c ON c.code = o.country
       CROSS JOIN week
       WHERE o.placed_at >= (monday - interval '7 days') AT TIME ZONE 'Europe/Berlin'
         AND o.placed_at < monday AT TIME ZONE 'Europe/Berlin'
       GROUP BY 1`,
      )
      const expected = new Map(rows.map((row) => [row.region, Number(row.revenue)]))
      expect(new Map(result.rows.map(([region, revenue]) => [region, revenue]))).toEqual(expected)
      const { rows: sizes } = await client.query<{ orders: string; bytes: string }>(
        `SELECT (SELECT count(*) FROM demo.orders) AS orders, pg_database_size(current_database()) AS bytes`,
      )
      expect(Number(sizes[0]?.orders)).toBeGreaterThanOrEqual(1_500_000)
      expect(Number(sizes[0]?.bytes)).toBeLessThan(2 * 1024 ** 3)
    } finally {
      await client.end()
      await embedded.stop()
    }
    expect(await stop(first.child)).toBe(0)

    const second = await startDemo()
    const again = await ask(second.address, 'revenue by region last week')
    console.log(`second start: ${second.seconds.toFixed(1)} s to the address`)
    expect(again.rows).toEqual(result.rows)

    const caused = await fetch(`${second.address}/api/demo/incident`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'traffic_spike' }),
    })
    expect(caused.status).toBe(200)
    // First the number, and in the same message its cause, as soon as it is found.
    const told = await toldUntil(
      second.address,
      (line) => line.includes('"headline":"Sessions') && line.includes('North America'),
    )
    expect(told).toContain('above normal')
    expect(told).toMatch(/North America · desktop accounts for|desktop · North America accounts for/)
    expect(told).toContain('"picture":{"url":"/charts/')
    expect(await stop(second.child)).toBe(0)
  },
)
