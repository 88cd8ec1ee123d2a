import { expect, test } from 'vitest'
import { boltInWorld } from './bolt.ts'

test('a question in a direct message is answered in its thread', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say({ text: 'Revenue was 12,000.', thread_ts: message.ts })
  })
  await world.connect()
  const asked = await slack.user('ana').dms('revenue last week')
  const reply = await slack.replyTo(asked)
  expect(reply).toMatchObject({ text: 'Revenue was 12,000.', thread: asked.ts, isFromBot: true })
  expect(slack.callsTo('chat.postMessage')).toMatchObject([
    { body: { text: 'Revenue was 12,000.' }, response: { ok: true } },
  ])
})

test('a mention in a channel arrives as a message and as a mention, each with an id of its own', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  const heard: string[] = []
  app.message(async ({ body }) => void heard.push(`message ${body.event_id}`))
  app.event('app_mention', async ({ body, say, event }) => {
    heard.push(`app_mention ${body.event_id}`)
    await say({ text: 'Here.', thread_ts: event.ts })
  })
  await world.connect()
  const asked = await slack.user('ben').says('@tidings revenue last week', { in: '#sales' })
  expect(asked.text).toBe(`<@${slack.team.bot.userId}> revenue last week`)
  expect(await slack.replyTo(asked)).toMatchObject({ text: 'Here.' })
  await slack.settled()
  expect(heard.map((line) => line.split(' ')[0])).toEqual(['message', 'app_mention'])
  expect(new Set(heard.map((line) => line.split(' ')[1])).size).toBe(2)
})

test('the bot hears nothing of channels it is not in, and cannot write there', async () => {
  await using world = await boltInWorld({
    mode: 'socket',
    channels: [{ name: 'sales' }, { name: 'hr', withoutBot: true }],
  })
  const { slack, app } = world
  const heard: string[] = []
  app.message(async ({ message }) => void heard.push(message.channel))
  await world.connect()
  await slack.user('ana').says('@tidings hello', { in: '#hr' })
  await slack.user('ana').says('hello', { in: '#sales' })
  await slack.settled()
  expect(heard).toEqual([slack.channelId('#sales')])
  await expect(app.client.chat.postMessage({ channel: slack.channelId('#hr'), text: 'hi' })).rejects.toThrow(
    'not_in_channel',
  )
})

test('edits and deletions arrive as events of their own', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  const heard: unknown[] = []
  app.event('message', async ({ event }) => void heard.push(event))
  await world.connect()
  const ana = slack.user('ana')
  const asked = await ana.says('revenue last weak', { in: '#sales' })
  await ana.edits(asked, 'revenue last week')
  await ana.deletes(asked)
  await slack.settled()
  expect(heard).toMatchObject([
    { text: 'revenue last weak', channel_type: 'channel', user: ana.id },
    {
      subtype: 'message_changed',
      hidden: true,
      message: { text: 'revenue last week', ts: asked.ts, edited: { user: ana.id } },
      previous_message: { text: 'revenue last weak' },
    },
    { subtype: 'message_deleted', deleted_ts: asked.ts },
  ])
})

test('what was not acknowledged when the socket broke is sent again on the next one', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  const heard: (number | undefined)[] = []
  app.message(async ({ context }) => void heard.push(context.retryNum))
  await world.connect()
  slack.sockets.hold(true)
  await slack.user('ana').dms('revenue last week')
  slack.sockets.drop()
  await slack.until('the app to come back', () => (slack.sockets.connections() > 0 ? true : undefined))
  slack.sockets.hold(false)
  await slack.settled()
  expect(heard).toEqual([0])
  expect(slack.deliveries.map(({ arrived }) => arrived)).toEqual([true])
})

test('an event delivered again carries the same event id and says which time it is', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  const heard: { id: string; retry: number | undefined }[] = []
  app.message(async ({ body, context }) => void heard.push({ id: body.event_id, retry: context.retryNum }))
  await world.connect()
  const asked = await slack.user('ana').dms('revenue last week')
  await slack.settled()
  await slack.redeliver(asked, 4)
  expect(heard.map(({ retry }) => retry)).toEqual([0, 1, 2, 3, 4])
  expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
})

test('an app asked to come back on another connection comes back', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say({ text: 'Still here.', thread_ts: message.ts })
  })
  await world.connect()
  slack.sockets.disconnect('refresh_requested')
  const asked = await slack.user('ana').dms('are you there?')
  expect(await slack.replyTo(asked)).toMatchObject({ text: 'Still here.' })
})

test('a reply that never comes is reported with everything that happened', async () => {
  await using world = await boltInWorld()
  const { slack } = world
  await world.connect()
  const asked = await slack.user('ana').dms('revenue last week')
  await slack.settled()
  await expect(slack.replyTo(asked, { withinMs: 50 })).rejects.toThrow(
    /"revenue last week" did not come within 50 ms[\s\S]*message Ev\w+ acknowledged/,
  )
})

test('people come and go, and other bots talk too', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  const heard: unknown[] = []
  app.event('message', async ({ event }) => void heard.push(event))
  await world.connect()
  const ana = slack.user('ana')
  ana.leaves('#sales')
  await expect(ana.says('hello', { in: '#sales' })).rejects.toThrow('ana is not in #sales')
  ana.joins('#sales')
  await ana.says('hello again', { in: '#sales' })
  await slack.anotherBotSays('deployed', { in: '#sales' })
  await slack.settled()
  expect(heard).toMatchObject([
    { text: 'hello again' },
    { subtype: 'bot_message', bot_id: 'B0ANOTHER', text: 'deployed' },
  ])
  slack.deactivate(ana)
  expect(await app.client.users.info({ user: ana.id })).toMatchObject({ user: { deleted: true } })
})

test('previews and deleted questions look like edits, and say that they are none', async () => {
  await using world = await boltInWorld()
  const { slack, app } = world
  const heard: unknown[] = []
  app.event('message', async ({ event }) => void (event.subtype === 'message_changed' && heard.push(event)))
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say({ text: '12,000', thread_ts: message.ts })
  })
  await world.connect()
  const ana = slack.user('ana')
  const asked = await ana.dms('revenue last week')
  await slack.replyTo(asked)
  await slack.unfurls(asked)
  await ana.deletes(asked)
  await slack.settled()
  expect(heard).toMatchObject([
    { message: { text: 'revenue last week', attachments: [{}] }, previous_message: { text: 'revenue last week' } },
    { message: { subtype: 'tombstone', text: 'This message was deleted.' }, previous_message: { user: ana.id } },
  ])
})
