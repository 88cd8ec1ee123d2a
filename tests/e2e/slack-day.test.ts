import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { cloneDemo, type TestDatabase } from '../support/server.ts'
import { openSlackApp } from '../support/slack-app.ts'
import { startSlackWorld, type SlackWorld } from '../support/slack-world/world.ts'

let database: TestDatabase
let slack: SlackWorld
let app: App

beforeAll(async () => {
  database = await cloneDemo(inject('postgres'))
  slack = await startSlackWorld({ mode: 'socket' })
  app = await openSlackApp(slack, database)
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await slack.close()
  await database.drop()
})

test('a question in a direct message is answered with its number, once', async () => {
  const asked = await slack.user('ana').dms('revenue in October 2026')
  const reply = await slack.replyTo(asked)
  expect(reply.text).toMatch(/€129,159\.36/)
})
