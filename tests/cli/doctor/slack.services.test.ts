/** What `tidings doctor` says of Slack, over real HTTP. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkChat } from '../../../src/cli/doctor/slack.ts'
import type { SlackConfig } from '../../../src/config/slack.ts'
import { startSlackWorld, type SlackWorld, type WorldOptions } from '../../support/slack-world/world.ts'

let slack: SlackWorld
const open = async (options: Partial<WorldOptions> = {}) => {
  await slack.close()
  slack = await startSlackWorld({ mode: 'socket', ...options })
}
beforeEach(async () => {
  slack = await startSlackWorld({ mode: 'socket' })
})
afterEach(() => slack.close())

const config = (over: object = {}): SlackConfig => ({
  mode: 'socket',
  appToken: slack.appToken,
  tokens: { kind: 'one', botToken: slack.botToken },
  apiUrl: slack.apiUrl,
  ...over,
})
const placeOf = (name: string) => `slack:${slack.team.id}/${channelId(name)}`
const channelId = (name: string) =>
  slack.team.emulator.tables.channels.all().find((row) => row.name === name)!.channel_id

/** Lines by part, as people read them. */
async function lines(given: SlackConfig | null = config(), places: readonly string[] = []): Promise<readonly string[]> {
  const findings = await checkChat(given, places, null)
  return findings.map(({ part, state, says }) => `${part}: ${state}, ${says}`)
}

test('without tokens it says where to read on', async () => {
  expect(await lines(null)).toEqual([expect.stringMatching(/^slack: ok, not connected: docs\/slack\.md/)])
})

test('everything is well: a line each', async () => {
  expect(await lines()).toEqual([
    `slack: ok, Tea Shop (${slack.team.id}), as @tidings`,
    'slack_scopes: ok, as in manifest.yml',
    'slack_clock: ok, ours and Slack’s agree',
    'slack_socket: ok, the app token opens one',
  ])
  expect(slack.sockets.connections()).toBe(0)
})

describe('tokens', () => {
  test('one that was revoked', async () => {
    slack.faults.next('auth.test', 1, 'token_revoked')
    const said = await lines()
    expect(said[0]).toMatch(/^slack: fault, Slack refuses the bot token \(token_revoked\): copy it anew/)
    expect(said.join()).not.toContain(slack.botToken)
  })

  test('an app token without connections:write', async () => {
    slack.faults.next('apps.connections.open', 1, 'missing_scope')
    expect(await lines()).toContainEqual(
      expect.stringMatching(/^slack_socket: fault, .*\(missing_scope\).*connections:write/),
    )
  })

  test('tokens of two apps', async () => {
    const said = await lines(config({ appToken: 'xapp-1-A0000000000-1-x' }))
    expect(said[0]).toMatch(/^slack: fault, .*two apps/)
  })

  test('nobody at the address', async () => {
    const apiUrl = 'http://127.0.0.1:1/api/'
    const said = await lines(config({ apiUrl }))
    expect(said).toEqual([
      expect.stringMatching(/^slack: fault, 127\.0\.0\.1:1 cannot be reached/),
      expect.stringMatching(/^slack_socket: fault, 127\.0\.0\.1:1 cannot be reached/),
    ])
  })

  test('Slack in trouble', async () => {
    slack.faults.status('auth.test', 1, 503)
    expect((await lines())[0]).toMatch(/^slack: fault, .*cannot be reached .*503/)
  })
})

test.for([
  [0, /ok, ours and Slack’s agree/],
  // The header has whole seconds.
  [30, /advice, Slack's clock is (29|30|31) s ahead of ours/],
  [-600, /fault, Slack's clock is (599|600|601) s behind ours/],
] as const)('a clock %s seconds off', async ([seconds, says], { expect }) => {
  const server = createServer((_request, response) => {
    response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString())
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, team_id: 'T1', user: 'tidings', url: 'wss://127.0.0.1:1/' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const [, , clock] = await lines(config({ apiUrl: `http://127.0.0.1:${port}/api/` }))
    expect(clock).toMatch(says)
  } finally {
    server.close()
  }
})

describe('scopes', () => {
  const granted = async (change: (scopes: readonly string[]) => readonly string[]) => {
    const { manifestScopes } = await import('../../../src/bot/platforms/slack/manifest.ts')
    await open({ scopes: change(manifestScopes().all) })
    return (await lines())[1]
  }

  test('one too few', async () => {
    expect(await granted((all) => all.filter((each) => each !== 'files:write'))).toMatch(
      /^slack_scopes: fault, files:write not granted: .*manifest\.yml/,
    )
  })

  test('one too many', async () => {
    expect(await granted((all) => [...all, 'chat:write.public'])).toMatch(
      /^slack_scopes: advice, chat:write\.public granted and not needed/,
    )
  })

  test('e-mail declined', async () => {
    expect(await granted((all) => all.filter((each) => each !== 'users:read.email'))).toMatch(
      /^slack_scopes: ok, .*users:read\.email was declined/,
    )
  })
})

describe('channels that the catalog gives roles to', () => {
  const saidOf = async (...places: string[]) =>
    (await lines(config(), places)).filter((line) => line.startsWith('slack_channels'))

  test('there', async () => {
    expect(await saidOf(placeOf('sales'), placeOf('leadership'), 'teams:T1/C1')).toEqual([
      'slack_channels: ok, in 2 of the 2 that the catalog names',
    ])
  })

  test('not there, archived, unknown, elsewhere', async () => {
    await open({ channels: [{ name: 'sales' }, { name: 'board', withoutBot: true }, { name: 'old' }] })
    slack.archive('#old')
    const places = [placeOf('sales'), placeOf('board'), placeOf('old'), `slack:${slack.team.id}/C0NOWHERE`]
    expect(await saidOf(...places, 'slack:T01/C03')).toEqual([
      'slack_channels: ok, in 1 of the 4 that the catalog names',
      expect.stringMatching(/advice, not in #board .*\/invite @tidings/),
      expect.stringMatching(/advice, #old .*archived/),
      expect.stringMatching(/advice, C0NOWHERE cannot be seen/),
      expect.stringMatching(/advice, .*T01\/C03.*no token for that workspace/),
    ])
  })

  test('Slack is asked for each by its id and never for a list', async () => {
    await saidOf(placeOf('sales'), placeOf('operations'))
    const asked = slack.calls.map(({ method }) => method)
    expect(asked.filter((method) => method === 'conversations.info')).toHaveLength(2)
    expect(asked).not.toContain('conversations.list')
  })

  test('more of them than may be asked for in a minute', async () => {
    const many = Array.from({ length: 60 }, () => placeOf('sales'))
    expect(await saidOf(...many)).toEqual([expect.stringMatching(/in 40 of the 60 .*20 more were not looked at/)])
  })
})

test.for([
  ['0123456789abcdef0123456789abcdef', 'ok'],
  ['a secret', 'advice'],
] as const)('over HTTP the signing secret "%s" is %s', async ([signingSecret, state], { expect }) => {
  const said = await lines({
    mode: 'http',
    signingSecret,
    tokens: { kind: 'one', botToken: slack.botToken },
    apiUrl: slack.apiUrl,
  })
  expect(said.at(-1)).toMatch(new RegExp(`^slack_secret: ${state}`))
  expect(said.join()).not.toContain('socket')
})
