import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import type { Hear } from '../../../../src/bot/platform.ts'
import { openSlack, replyTo, type OpenSlack } from '../../../support/slack-platform.ts'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'

let world: SlackWorld
let open: OpenSlack | null = null
afterEach(async () => {
  await open?.[Symbol.asyncDispose]()
  open = null
  await world.close()
})

const connected = () => world.until('a socket', () => (world.sockets.connections() > 0 ? true : undefined))

test('a socket that is lost in mid-question is opened anew, and what was not acknowledged comes again', async () => {
  let release = () => {}
  const written = new Promise<void>((resolve) => (release = resolve))
  const known = new Set<string>()
  const hear: Hear = async ({ id }) => {
    const isNew = !known.has(id)
    known.add(id)
    await written
    return { isNew, answered: Promise.resolve(true) }
  }
  world = await startSlackWorld({ mode: 'socket' })
  open = await openSlack(world, 'socket', { hear })
  const asked = await world.user('ana').dms('revenue last week')
  const message = await open.hears()
  world.sockets.drop()
  release()
  await connected()
  expect((await open.hears(2)).id).toBe(message.id)
  await open.slack.send(replyTo(message, 'Revenue was $12,000.'))
  await world.settled()
  expect(world.repliesTo(asked).length).toBe(1)
  expect(await open.slack.health()).toBeNull()
})

test.for(['warning', 'refresh_requested'] as const)(
  'Slack asks to come back (%s), and Tidings does',
  async (reason) => {
    world = await startSlackWorld({ mode: 'socket' })
    open = await openSlack(world, 'socket')
    world.sockets.disconnect(reason)
    await world.user('ana').dms('revenue last week')
    expect((await open.hears()).said).toMatchObject({ text: 'revenue last week' })
  },
)

test('sockets that are turned away are tried again, and what was asked meanwhile is heard', async () => {
  world = await startSlackWorld({ mode: 'socket' })
  open = await openSlack(world, 'socket')
  world.sockets.refuse(8_000)
  world.sockets.drop()
  await world.user('ana').dms('revenue last week')
  await expect.poll(() => open?.slack.health()).toContain('no socket to Slack')
  await open.hears()
  expect(await open.slack.health()).toBeNull()
})

test('a socket that Slack closes as soon as it opens is not opened as fast as can be', async () => {
  world = await startSlackWorld({ mode: 'socket' })
  open = await openSlack(world, 'socket')
  const until = Date.now() + 2_000
  while (Date.now() < until) {
    world.sockets.drop()
    await sleep(20)
  }
  expect(world.callsTo('apps.connections.open').length).toBeLessThan(6)
  await world.user('ana').dms('revenue last week')
  await open.hears()
})

test('Slack out of reach at the start does not keep Tidings from starting', async () => {
  world = await startSlackWorld({ mode: 'socket' })
  world.faults.status('apps.connections.open', 1, 503)
  world.faults.status('auth.test', 1, 503)
  open = await openSlack(world, 'socket')
  await connected()
  await world.user('ana').dms('revenue last week')
  await open.hears()
})

test('an app token that Slack refuses is said at the start', async () => {
  world = await startSlackWorld({ mode: 'socket' })
  const options = { mode: 'socket', appToken: 'xapp-1-wrong' } as const
  await expect(openSlack(world, 'socket', { options })).rejects.toThrow(/app token \(invalid_auth\)/)
})

test('a bot token that Slack refuses is said at the start', async () => {
  world = await startSlackWorld({ mode: 'socket' })
  const tokens = { kind: 'one', botToken: 'xoxb-wrong' } as const
  await expect(openSlack(world, 'socket', { options: { tokens } })).rejects.toThrow(/bot token \(invalid_auth\)/)
})

test('a token revoked later is said by health, and what is sent is refused', async () => {
  world = await startSlackWorld({ mode: 'socket' })
  open = await openSlack(world, 'socket')
  await world.user('ana').dms('revenue last week')
  const message = await open.hears()
  await world.revokeToken()
  expect(await open.slack.send(replyTo(message, 'x'))).toMatchObject({ kind: 'refused' })
  await world.settled()
  expect(await open.slack.health()).toContain('refuses the bot token')
})
