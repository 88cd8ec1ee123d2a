/** What `tidings doctor` says of several workspaces, whose tokens lie sealed in the store. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installationsIn } from '../../../src/analytics/store/installations.ts'
import { createSeal } from '../../../src/bot/platforms/slack/seal.ts'
import { checkChat } from '../../../src/cli/doctor/slack.ts'
import { startSlackWorld, type SlackWorld } from '../../support/slack-world/world.ts'
import { useStore } from '../../support/store.ts'

const tokenKey = Buffer.alloc(32, 3)
const own = useStore()
let slack: SlackWorld
beforeEach(async () => {
  slack = await startSlackWorld({ mode: 'socket', others: [{}] })
})
afterEach(async () => {
  await own.store.deleteFrom('tidings.installations').execute()
  await slack.close()
})

async function install(key = tokenKey): Promise<void> {
  for (const { id, botToken, bot } of slack.teams)
    await installationsIn(own.store, 'slack').save(
      id,
      createSeal(key).seal(JSON.stringify({ token: botToken, botUser: bot.userId, botId: bot.botId }), id),
    )
}

async function lines(storeUrl: string | null = own.database.keeperUrl): Promise<readonly string[]> {
  const tokens = {
    kind: 'several',
    clientId: '1.2',
    clientSecret: 's',
    tokenKey,
    publicUrl: 'https://t.example',
  } as const
  const config = { mode: 'socket', appToken: slack.appToken, tokens, apiUrl: slack.apiUrl } as const
  const findings = await checkChat(config, [], storeUrl)
  return findings.filter(({ part }) => part === 'slack').map(({ state, says }) => `${state}, ${says}`)
}

test('nobody has installed it yet', async () => {
  expect(await lines()).toEqual([expect.stringMatching(/^advice, no workspace .*https:\/\/t\.example\/slack\/install/)])
})

test('of a own.store that cannot be read nothing is said', async () => {
  expect(await lines(null)).toEqual([])
})

test('each workspace has its lines', async () => {
  await install()
  const [one, other] = slack.teams
  expect(await lines()).toEqual([
    `ok, ${one!.name} (${one!.id}), as @tidings`,
    `ok, ${other!.name} (${other!.id}), as @tidings`,
  ])
})

test('one that removed the app is named', async () => {
  await install()
  slack.faults.next('auth.test', 1, 'account_inactive')
  expect((await lines())[0]).toMatch(
    new RegExp(`^fault, Slack refuses the bot token of ${slack.teams[0]!.id} \\(account_inactive\\): install`),
  )
})

test('a key that is not the one they were sealed under', async () => {
  await install(Buffer.alloc(32, 4))
  const said = await lines()
  expect(said).toHaveLength(2)
  for (const line of said) expect(line).toMatch(/^fault, .*another key.*slack\.token_key/)
})
