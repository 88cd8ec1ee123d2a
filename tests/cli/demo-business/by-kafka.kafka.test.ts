import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { KafkaConnection } from '../../../src/analytics/live/kafka/connection.ts'
import { createApp } from '../../../src/app.ts'
import type { Content, Platform } from '../../../src/bot/platform.ts'
import { businessOf } from '../../../src/cli/demo-business/business.ts'
import { causedIn } from '../../../src/cli/demo-business/cause.ts'
import { dateAt, dayOf } from '../../../src/cli/demo-business/day.ts'
import { ordersOn, sessionsOn } from '../../../src/cli/demo-business/happened.ts'
import { openLivingDemo } from '../../../src/cli/demo-business/live.ts'
import { loadDemo } from '../../../src/cli/demo-business/load.ts'
import { emptyDatabase, type TestDatabase } from '../../support/database.ts'
import { connectionTo } from '../../support/kafka/topics.ts'
import { onDatabase } from '../../support/server.ts'

const kafka = inject('kafka')
const brokers = kafka.brokers ?? []
const log = pino({ level: process.env['TIDINGS_TEST_LOG'] ?? 'silent' })
const SCALE = 0.2
const HOUR = 3_600_000
const MINUTE = 60_000
const hour = Math.floor(Date.now() / HOUR) * HOUR

let database: TestDatabase
/** The catalog of the demo with topics of its own. */
let catalogFile: string

beforeAll(async () => {
  if (kafka.missing !== null) return
  const folder = await mkdtemp(join(tmpdir(), 'tidings-by-kafka-'))
  catalogFile = join(folder, 'catalog.yml')
  const written = await readFile('sql/catalog.yml', 'utf8')
  await writeFile(catalogFile, written.replaceAll('topic: demo.', `topic: demo-${randomUUID().slice(0, 8)}.`))
  database = await emptyDatabase()
  await loadDemo({
    adminUrl: database.adminUrl,
    scale: SCALE,
    months: 4,
    until: new Date(hour + 10 * MINUTE).toISOString(),
    log: () => {},
  })
})

afterAll(async () => {
  if (catalogFile) await rm(dirname(catalogFile), { recursive: true })
  await database?.drop()
})

/** A chat that shows what is told, in the place that the rules of the demo tell. */
function ear(told: Content[]): Platform {
  return {
    name: 'web',
    pictures: 'with words',
    start: async () => {},
    async send({ key, content }) {
      told.push(content)
      return { kind: 'sent', messageId: key }
    },
    health: async () => null,
    stop: async () => {},
  }
}

/** The demo on a clock of its own. */
async function live(connection: KafkaConnection | null, now: () => number) {
  const told: Content[] = []
  const living = openLivingDemo({ adminUrl: database.adminUrl, log, now })
  const app = await createApp({
    databaseUrl: database.keeperUrl,
    storeUrl: database.keeperUrl,
    catalogFile,
    mayConfigure: true,
    hasLocalOwner: true,
    log,
  })
  await app.connect(ear(told))
  const source = living.source({ catalog: app.ground.catalog, store: app.store!, kafka: connection })
  await app.live(source, 'sql/alerts.yml', now)
  return {
    told,
    source,
    cause: (name: string) => living.incidents.cause(name),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await living[Symbol.asyncDispose]()
    },
  }
}

/** What was counted of this hour, and what happened in it up to the last event that was. */
async function countedAndHappened() {
  return onDatabase(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ seed: string; loaded_on: string }>(
      'select seed, loaded_on::text from demo.load',
    )
    const business = businessOf(rows[0]!.seed, SCALE, rows[0]!.loaded_on, await causedIn(client))
    const day = dayOf(dateAt(hour))
    const happenings = {
      sales: ordersOn(business, day).map(({ placedAt }) => placedAt),
      web: sessionsOn(business, day, hour).map(({ at }) => at),
    }
    const found: Record<string, { counted: number; happened: number }> = {}
    for (const [view, moments] of Object.entries(happenings)) {
      const { rows: windows } = await client.query<{ events: string; last_at: Date }>(
        `select events, last_at from tidings.window_${view} where grain = 'hour' and slice = '{}' and bucket = $1`,
        [new Date(hour)],
      )
      const last = windows[0]?.last_at.getTime() ?? 0
      const happened = moments.filter((at) => at >= hour && at <= last).length
      found[view] = { counted: Number(windows[0]?.events ?? 0), happened }
    }
    return found
  })
}

/** Resolves when everything is counted that happened up to a moment. */
async function untilCounted(upTo: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const last = await onDatabase(database.adminUrl, async (client) => {
        const { rows } = await client.query<{ at: Date }>(
          `select last_at as at from tidings.window_web where grain = 'hour' and slice = '{}' and bucket = $1`,
          [new Date(hour)],
        )
        return rows[0]?.at.getTime() ?? 0
      })
      expect(last).toBeGreaterThan(upTo - 60_000)
    },
    { timeout: 120_000, interval: 100 },
  )
}

describe.skipIf(kafka.missing !== null)('the demo over real brokers', () => {
  const connection = connectionTo(brokers)

  test(
    'what is caused is told with its cause, and that it is over in the same message',
    { timeout: 600_000 },
    async () => {
      // Eight times as fast as it happens.
      const begun = Date.now()
      const now = () => hour + 10 * MINUTE + (Date.now() - begun) * 8
      await using demo = await live(connection, now)
      await untilCounted(hour + 10 * MINUTE)
      expect(demo.source.health().fault).toBeNull()
      await demo.cause('traffic_spike')
      const textOf = (content: Content | undefined) => content?.reply.result.text ?? ''
      await vi.waitFor(() => expect(textOf(demo.told.at(-1))).toMatch(/North America.* accounts for/), {
        timeout: 150_000,
      })
      await vi.waitFor(() => expect(demo.told.at(-1)?.reply.alert?.phase).toBe('resolved'), { timeout: 150_000 })
      const alerts = demo.told.filter(({ reply }) => reply.alert)
      expect(alerts.filter(({ kind }) => kind === 'reply')).toHaveLength(1)
      expect(textOf(alerts[0])).toMatch(/^Sessions: .* above normal/)
      expect(textOf(alerts.at(-1))).toMatch(
        /^Sessions is back to normal: resolved after \d+ min, about [\d,]+ above normal/,
      )
    },
  )

  test('a restart, and another way for the events, leave none out and count none twice', async () => {
    const from = (minutes: number) => {
      const begun = Date.now()
      return () => hour + minutes * MINUTE + Date.now() - begun
    }
    const before = await countedAndHappened()
    expect(before['web']!.counted).toBe(before['web']!.happened)
    for (const [way, minutes] of [
      [connection, 50],
      [null, 52],
      [connectionTo(brokers), 54],
      [null, 56],
    ] as const) {
      await using demo = await live(way, from(minutes))
      await untilCounted(hour + minutes * MINUTE)
      expect(demo.source.health().fault).toBeNull()
    }
    const after = await countedAndHappened()
    expect(after['web']!.counted).toBe(after['web']!.happened)
    expect(after['sales']!.counted).toBe(after['sales']!.happened)
    expect(after['web']!.counted).toBeGreaterThan(before['web']!.counted)
  })
})
