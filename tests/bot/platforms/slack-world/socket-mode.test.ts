import { App, LogLevel } from '@slack/bolt'
import { afterEach, expect, test } from 'vitest'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function socketApp(options: Partial<Parameters<typeof startSlackWorld>[0]> = {}) {
  const slack = await startSlackWorld({ mode: 'socket', ...options })
  closing.push(() => slack.close())
  const app = new App({
    socketMode: true,
    appToken: slack.appToken,
    token: slack.botToken,
    clientOptions: { slackApiUrl: slack.apiUrl },
    logLevel: LogLevel.ERROR,
  })
  closing.push(() => app.stop())
  return { slack, app }
}

/** Starts Bolt once its listeners are in place. */
async function connected(slack: SlackWorld, app: App) {
  await app.start()
  await slack.until('the socket', () => (slack.sockets.connections() > 0 ? true : undefined))
}

test('a question in a direct message is answered in its thread', async () => {
  const { slack, app } = await socketApp()
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say({ text: 'Revenue was 12,000.', thread_ts: message.ts })
  })
  await connected(slack, app)
  const asked = await slack.user('ana').dms('revenue last week')
  const reply = await slack.replyTo(asked)
  expect(reply).toMatchObject({ text: 'Revenue was 12,000.', thread: asked.ts, isFromBot: true })
})

test('a mention in a channel arrives as a message and as a mention, each with an id of its own', async () => {
  const { slack, app } = await socketApp()
  const heard: string[] = []
  app.message(async ({ body }) => void heard.push(`message ${body.event_id}`))
  app.event('app_mention', async ({ body, say, event }) => {
    heard.push(`app_mention ${body.event_id}`)
    await say({ text: 'Here.', thread_ts: event.ts })
  })
  await connected(slack, app)
  const asked = await slack.user('ben').says('@tidings revenue last week', { in: '#sales' })
  expect(await slack.replyTo(asked)).toMatchObject({ text: 'Here.' })
  await slack.settled()
  expect(new Set(heard.map((line) => line.split(' ')[0]))).toEqual(new Set(['app_mention', 'message']))
  expect(new Set(heard.map((line) => line.split(' ')[1])).size).toBe(2)
})
