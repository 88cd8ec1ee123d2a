import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { installationsIn } from '../../../../src/analytics/store/installations.ts'
import { migrateStore, openStore, type Store } from '../../../../src/analytics/store/store.ts'
import type { SlackOptions } from '../../../../src/bot/platforms/slack/slack.ts'
import { cloneEmpty, onDatabase, type TestDatabase } from '../../../support/server.ts'
import { openSlack, replyTo, type OpenSlack } from '../../../support/slack-platform.ts'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'

let database: TestDatabase
let store: Store
let world: SlackWorld
const opened: OpenSlack[] = []
const tokenKey = randomBytes(32)

beforeEach(async () => {
  database = await cloneEmpty(inject('postgres'))
  store = openStore(database.url)
  await migrateStore(store, database.url)
  world = await startSlackWorld({ mode: 'http', installed: false, others: [{ name: 'Coffee Shop', installed: false }] })
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each[Symbol.asyncDispose]()
  await world.close()
  await store.destroy()
  await database.drop()
})

async function open(key = tokenKey): Promise<OpenSlack> {
  const tokens: SlackOptions['tokens'] = {
    kind: 'several',
    clientId: world.clientId,
    clientSecret: world.clientSecret,
    tokenKey: key,
    publicUrl: 'https://tidings.example',
  }
  const installations = installationsIn(store, 'slack')
  const slack = await openSlack(world, 'http', { options: { tokens }, parts: { installations } })
  opened.push(slack)
  return slack
}

/** As an administrator's browser does; gives the last page. */
async function install(slack: OpenSlack, team: SlackWorld['team'], tamper: (next: URL) => void = () => {}) {
  const begun = await fetch(`${slack.url}/slack/install`, { redirect: 'manual' })
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const next = new URL(await world.user('ana', team).approves(begun.headers.get('location') ?? ''))
  expect(next.origin).toBe('https://tidings.example')
  tamper(next)
  return fetch(`${slack.url}${next.pathname}${next.search}`, { headers: { cookie } })
}

test('workspaces install Tidings from a browser, and each is answered with its own token', async () => {
  const slack = await open()
  for (const team of world.teams) expect((await install(slack, team)).status).toBe(200)
  for (const [index, team] of world.teams.entries()) {
    const asked = await world.user('ana', team).dms('revenue last week')
    const message = await slack.hears(index + 1)
    expect(message.place.workspace).toBe(team.id)
    expect(await slack.slack.send(replyTo(message, `Hello ${team.name}`))).toMatchObject({ kind: 'sent' })
    expect(await world.replyTo(asked)).toMatchObject({ team: team.id, text: expect.stringContaining(team.name) })
  }
})

test('what is kept shows no token, and is of no use in the place of another', async () => {
  const slack = await open()
  const [one, other] = world.teams
  await install(slack, one!)
  await install(slack, other!)
  await onDatabase(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from tidings.installations')
    expect(rows.some(({ sealed }) => sealed.includes('xoxb'))).toBe(false)
    await client.query(
      'update tidings.installations set sealed = (select sealed from tidings.installations where workspace = $1) where workspace = $2',
      [one!.id, other!.id],
    )
  })
  const later = await open()
  const place = { platform: 'slack', workspace: other!.id, conversation: 'C1', thread: null }
  const author = { platform: 'slack', workspace: other!.id, user: 'U1' }
  const message = {
    id: 'x',
    place,
    author,
    askedAt: new Date(),
    said: { kind: 'words', text: '' },
    audience: 'asker',
  } as const
  expect((await later.slack.send(replyTo(message, 'x'))).kind).toBe('later')
  expect(await later.slack.health()).toContain('changed in the database')
})

test('another key is said to be another key', async () => {
  const slack = await open()
  await install(slack, world.team)
  const later = await open(randomBytes(32))
  expect(
    await later.slack.profile!({ platform: 'slack', workspace: world.team.id, user: 'U1' }).catch(String),
  ).toContain('set slack.token_key back to it')
})

test('a workspace that removes Tidings is forgotten, and may come back', async () => {
  const slack = await open()
  await install(slack, world.team)
  await world.user('ana').dms('revenue last week')
  const message = await slack.hears()
  await world.uninstall()
  await world.settled()
  expect(await installationsIn(store, 'slack').find(world.team.id)).toBeNull()
  expect(await slack.slack.send(replyTo(message, 'x'))).toMatchObject({
    kind: 'refused',
    because: expect.stringContaining('no longer installed'),
  })
})

test('news of a removal that comes late does not undo a new installation', async () => {
  const installations = installationsIn(store, 'slack')
  await installations.save('T1', Buffer.from('new'))
  await installations.remove('T1', new Date(Date.now() - 60_000))
  expect(await installations.find('T1')).toEqual(Buffer.from('new'))
  await installations.remove('T1', new Date(Date.now() + 1_000))
  expect(await installations.find('T1')).toBeNull()
})

test('an event of a workspace that has not installed Tidings is acknowledged and not heard', async () => {
  const slack = await open()
  const event = {
    type: 'message',
    user: 'U1',
    text: 'revenue',
    ts: '1763770000.000200',
    channel: 'D1',
    channel_type: 'im',
  }
  expect(await world.sendRaw(event)).toMatchObject({ status: 200 })
  expect(slack.heard).toEqual([])
})

test('an event is not acknowledged while installations cannot be read', async () => {
  await open()
  await onDatabase(database.adminUrl, (client) => client.query('alter table tidings.installations rename to away'))
  const event = {
    type: 'message',
    user: 'U1',
    text: 'revenue',
    ts: '1763770000.000200',
    channel: 'D1',
    channel_type: 'im',
  }
  expect(await world.sendRaw(event)).toMatchObject({ status: 503 })
})

test('a browser that comes back with another state installs nothing', async () => {
  const slack = await open()
  const answer = await install(slack, world.team, (next) => next.searchParams.set('state', 'made-up'))
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('not installed')
  expect(await installationsIn(store, 'slack').find(world.team.id)).toBeNull()
})
