/** `tidings start` with tokens that Slack does not take: what whoever runs it reads. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { tidings } from '../support/command.ts'
import { demoDatabase, type TestDatabase } from '../support/database.ts'
import { startSlackWorld, type SlackWorld } from '../support/slack-world/world.ts'

let database: TestDatabase
let slack: SlackWorld
beforeAll(async () => {
  database = await demoDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  slack = await startSlackWorld({ mode: 'socket' })
  vi.stubEnv('SLACK_BOT_TOKEN', slack.botToken)
  vi.stubEnv('SLACK_APP_TOKEN', slack.appToken)
  vi.stubEnv('TIDINGS_SLACK_API_URL', slack.apiUrl)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await slack.close()
})

test.for([
  ['a bot token that was revoked', 'auth.test', 'token_revoked', /bot token \(token_revoked\)/],
  [
    'an app token of another app',
    'apps.connections.open',
    'invalid_auth',
    /app token \(invalid_auth\).*connections:write/,
  ],
] as const)('%s ends it with a sentence', async ([, method, error, says], { expect }) => {
  slack.faults.always(method, error)
  const { code, err } = await tidings(['start', '--database', database.keeperUrl, '--port', '0'])
  expect(code).toBe(3)
  const said = err.split('\n').filter((line) => line.startsWith('tidings: '))
  expect(said).toEqual([expect.stringMatching(says)])
  expect(err).not.toMatch(/xox|xapp-\d| {4}at /)
})

test('doctor, in its own words', async () => {
  slack.faults.always('auth.test', 'token_revoked')
  const { out } = await tidings(['doctor', '--database', database.keeperUrl])
  expect(out).toMatch(/^slack: fault: Slack refuses the bot token/m)
})
