/** What goes wrong where Slack calls over HTTP: forged and repeated requests, two instances, tokens that end, installing anew. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { SlackConfig } from '../../src/config/slack.ts'
import { cloneDemo, type TestDatabase } from '../support/server.ts'
import { quiet, serveSlackApp, type SlackServer } from '../support/slack-app.ts'
import { startSlackWorld, type SlackWorld } from '../support/slack-world/world.ts'
import type { Workspace } from '../support/slack-world/workspace.ts'

const question = 'orders in October 2026'
const answer = /Orders/

let database: TestDatabase
let slack: SlackWorld
let servers: readonly SlackServer[]
let addresses: readonly string[]

beforeAll(async () => {
  database = await cloneDemo(inject('postgres'))
  slack = await startSlackWorld({ mode: 'http' })
  servers = [await serveSlackApp(slack, database), await serveSlackApp(slack, database)]
  addresses = servers.map(({ url }) => `${url}/slack/events`)
  slack.deliverTo(...addresses)
})
afterAll(async () => {
  for (const server of servers) await server[Symbol.asyncDispose]()
  await slack.close()
  await database.drop()
})

test('what Slack sends five times, to two instances, is answered once', async () => {
  const ana = slack.user('ana')
  const asked = await ana.says(`@tidings ${question}`, { in: '#sales' })
  await slack.redeliver(asked, 4)
  expect((await slack.replyTo(asked)).text).toMatch(answer)
  await slack.settled()
  await quiet(servers[0]!.app)
  expect(slack.repliesTo(asked)).toHaveLength(1)
  expect(slack.deliveries.every(({ arrived }) => arrived)).toBe(true)
})

test('what no instance could be reached for is taken from the retry', async () => {
  slack.deliverTo('http://127.0.0.1:9/')
  const asked = await slack.user('ben').dms(question)
  await slack.until('two attempts', () => (slack.deliveries.at(-1)!.attempts.length >= 2 ? true : undefined))
  slack.deliverTo(...addresses)
  expect((await slack.replyTo(asked)).text).toMatch(answer)
  await slack.settled()
  await quiet(servers[0]!.app)
  expect(slack.repliesTo(asked)).toHaveLength(1)
})

test('a follow-up that comes before its question leaves nobody without an answer, and nobody with two', async () => {
  slack.deliverTo('http://127.0.0.1:9/')
  const first = await slack.user('ben').says(`@tidings ${question}`, { in: '#sales' })
  await slack.until('two attempts', () => (slack.deliveries.at(-1)!.attempts.length >= 2 ? true : undefined))
  slack.deliverTo(...addresses)
  const next = await slack
    .user('ben')
    .says('@tidings revenue by region in October 2026', { in: '#sales', thread: first })
  const replies = await slack.until('both answers', () => {
    const found = slack.repliesTo(first).concat(slack.repliesTo(next))
    return new Set(found.map(({ ts }) => ts)).size >= 2 ? found : undefined
  })
  expect(replies.some(({ text }) => answer.test(text))).toBe(true)
  expect(replies.some(({ text }) => text.includes('EMEA'))).toBe(true)
  await slack.settled()
  await quiet(servers[0]!.app)
  expect(slack.thread(first)).toHaveLength(4)
})

test('stale and forged requests are refused, one of ten megabytes too, and the next question is answered', async () => {
  const said = { type: 'message', channel: slack.channelId('sales'), user: slack.user('ana').id, text: question }
  const event = { ...said, channel_type: 'channel', ts: '1763770000.000100' }
  const seconds = Math.floor(Date.now() / 1000)
  expect(await slack.sendRaw(event, { timestamp: seconds - 600 })).toMatchObject({ status: 401 })
  expect(await slack.sendRaw(event, { signedWith: 'somebody else' })).toMatchObject({ status: 401 })
  const tooLong = slack.sendRaw(event, { body: `{"type":"event_callback","x":"${'x'.repeat(10 * 1024 * 1024)}"}` })
  // The connection may be closed while the body is still on its way.
  expect(await tooLong.then(({ status }) => status).catch(() => 413)).toBe(413)
  const asked = await slack.user('ana').dms(question)
  expect((await slack.replyTo(asked)).text).toMatch(answer)
  for (const { url } of servers) expect((await fetch(`${url}/readyz`)).status).toBe(200)
})

test('a revoked token does not end the program, and /readyz says what is wrong', async () => {
  await using own = await ownDatabase()
  await using world = await startSlackWorld({ mode: 'http' })
  await using server = await serveSlackApp(world, own.database)
  world.deliverTo(`${server.url}/slack/events`)
  await world.replyTo(await world.user('ana').dms(question))
  await world.revokeToken()
  const unanswered = await world.user('ana').dms(question)
  await world.settled()
  const ready = await fetch(`${server.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toMatchObject({ database: 'ok', slack: expect.stringContaining('token_revoked') })
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  expect(world.repliesTo(unanswered)).toEqual([])
})

test('two workspaces install Tidings; one removes it, the other goes on, and after installing again both are answered', async () => {
  await using own = await ownDatabase()
  await using world = await startSlackWorld({
    mode: 'http',
    installed: false,
    others: [{ name: 'Coffee Shop', installed: false }],
  })
  const tokens: SlackConfig['tokens'] = {
    kind: 'several',
    clientId: world.clientId,
    clientSecret: world.clientSecret,
    tokenKey: randomBytes(32),
    publicUrl: 'https://tidings.example',
  }
  await using server = await serveSlackApp(world, own.database, { tokens })
  world.deliverTo(`${server.url}/slack/events`)
  const isAnswered = async (team: Workspace) => {
    const asked = await world.user('ana', team).dms(question)
    expect((await world.replyTo(asked)).text).toMatch(answer)
    await quiet(server.app)
    expect(world.repliesTo(asked)).toHaveLength(1)
  }
  for (const team of world.teams) {
    await install(world, server, team)
    await isAnswered(team)
  }
  const [one, other] = world.teams
  await world.uninstall(one)
  const unanswered = await world.user('ana', one).dms(question)
  await world.settled()
  await isAnswered(other!)
  expect(world.repliesTo(unanswered)).toEqual([])
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  await install(world, server, one!)
  await isAnswered(one!)
})

/** Instances that share a database are in the same Slack: whoever is free sends what is due. */
async function ownDatabase() {
  const own = await cloneDemo(inject('postgres'))
  return { database: own, [Symbol.asyncDispose]: () => own.drop() }
}

/** As an administrator's browser does. */
async function install(world: SlackWorld, { url }: SlackServer, team: Workspace): Promise<void> {
  const begun = await fetch(`${url}/slack/install`, { redirect: 'manual' })
  const cookie = begun.headers.getSetCookie().map((one) => one.split(';')[0]!)
  const next = new URL(await world.user('ana', team).approves(begun.headers.get('location') ?? ''))
  const done = await fetch(`${url}${next.pathname}${next.search}`, { headers: { cookie: cookie.join('; ') } })
  expect(done.status).toBe(200)
}
