/** `tidings chat`: questions and alerts in one conversation, beside the process that watches. */
import { PassThrough } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp, type App } from '../../src/app.ts'
import { localOwner } from '../../src/analytics/place.ts'
import { findIncident, keepIncident } from '../../src/analytics/live/store/incidents.ts'
import { keepRule } from '../../src/analytics/live/store/rules.ts'
import { told } from '../../src/analytics/live/watch/incident-state.ts'
import { entriesOf } from '../../src/analytics/live/watch/tell.ts'
import { writeWaiting } from '../../src/analytics/store/outbox.ts'
import { tidings } from '../support/command.ts'
import { DEMO_NOW, demoDatabase, type TestDatabase } from '../support/database.ts'
import { ruleOf } from '../support/rule.ts'
import { fallenRevenue, newIncident } from '../support/sample-incident.ts'

let database: TestDatabase
let app: App
beforeAll(async () => {
  database = await demoDatabase()
  // As `tidings demo` does, which delivers the feed.
  app = await createApp({
    databaseUrl: database.keeperUrl,
    storeUrl: database.keeperUrl,
    catalogFile: 'sql/catalog.yml',
    log: pino({ level: 'silent' }),
    mayConfigure: false,
    hasLocalOwner: true,
  })
  await app.web({
    identify: async () => localOwner,
    localOnly: true,
    publicUrl: null,
    clock: () => new Date(DEMO_NOW),
  })
  app.keepFresh()
})
afterAll(async () => {
  await app.finish()
  await app[Symbol.asyncDispose]()
  await database.drop()
})

test('alerts are printed as they come, and words do with them what buttons do elsewhere', async () => {
  await keepRule(app.store!, ruleOf({ id: 'revenue', kpi: 'revenue', tell: ['web:local/alerts'] }), {
    source: 'file',
    madeBy: null,
  })
  const stdin = new PassThrough()
  let out = ''
  const ran = tidings(['chat', '--database', database.keeperUrl, '--store', database.keeperUrl, '--now', DEMO_NOW], {
    stdin,
    onOut: (text) => (out += text),
  })
  const said = async (words: string, pattern: RegExp) => {
    const before = out.length
    stdin.write(`${words}\n`)
    await expect.poll(() => out.slice(before)).toMatch(pattern)
  }
  await said('revenue last week', /^Revenue was|Revenue: /m)
  const now = Date.now()
  const incident = told(newIncident('i1', fallenRevenue), now)
  await keepIncident(app.store!, incident, now)
  await writeWaiting(app.store!, entriesOf(incident, null))
  await expect.poll(() => out).toMatch(/^\[1\] Critical alert: Revenue: .* below normal$/m)
  expect(out).toContain('Say: ack · why · snooze 1h')
  await said('ack', /you are on it/)
  await expect.poll(() => out).toMatch(/^ {4}Owner is on it\.$/m)
  await said('snooze 1 until it recovers', /^Snoozed until it recovers/m)
  expect(await findIncident(app.store!, 'i1')).toMatchObject({ snoozedUntil: Infinity, snoozedBy: 'web:local/owner' })
  await said('open 1', /Revenue by hour/)
  stdin.write('exit\n')
  expect((await ran).code).toBe(0)
})
