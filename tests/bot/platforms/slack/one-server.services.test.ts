import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { localOwner } from '../../../../src/analytics/place.ts'
import { createApp, type App } from '../../../../src/app.ts'
import { cloneDemo, DEMO_NOW, type TestDatabase } from '../../../support/server.ts'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'

let database: TestDatabase
let world: SlackWorld
let app: App
let server: Server
let url: string

beforeAll(async () => {
  database = await cloneDemo(inject('postgres'))
  world = await startSlackWorld({ mode: 'http' })
  app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.url,
    catalogFile: 'sql/catalog.yml',
    mayConfigure: true,
    log: pino({ level: 'silent' }),
    hasLocalOwner: true,
  })
  // In the order of the commands: the web chat first.
  await app.web({
    identify: async () => localOwner,
    localOnly: true,
    publicUrl: null,
    clock: () => new Date(DEMO_NOW),
  })
  await app.slack({
    mode: 'http',
    signingSecret: world.signingSecret,
    tokens: { kind: 'one', botToken: world.botToken },
    apiUrl: world.apiUrl,
  })
  server = createServer(app.answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  world.deliverTo(`${url}/slack/events`)
})
afterAll(async () => {
  await app.finish()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await app[Symbol.asyncDispose]()
  await world.close()
  await database.drop()
})

test('one server answers Slack over HTTP and the web chat', async () => {
  const asked = await world.user('ana').dms('revenue in October 2026')
  expect((await world.replyTo(asked)).text).toMatch(/€129,159\.36/)
  const web = await fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: 'revenue in October 2026' }),
  })
  expect(await web.json()).toMatchObject({ kind: 'answer', text: expect.stringContaining('€129,159.36') })
})

test('an event delivered five times is answered once', async () => {
  const asked = await world.user('ben').dms('orders in October 2026')
  await world.replyTo(asked)
  await world.redeliver(asked, 4)
  await world.settled()
  await app.finish()
  expect(world.repliesTo(asked).length).toBe(1)
})

test('what nobody signed is not taken for Slack', async () => {
  const body = JSON.stringify({ type: 'event_callback' })
  const headers = { 'content-type': 'application/json' }
  expect((await fetch(`${url}/slack/events`, { method: 'POST', headers, body })).status).toBe(401)
})
