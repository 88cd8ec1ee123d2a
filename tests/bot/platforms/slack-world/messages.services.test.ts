import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'
import { clientOf } from './bolt.ts'

let slack: SlackWorld
beforeEach(async () => {
  slack = await startSlackWorld({ mode: 'http', eventsUrl: 'http://127.0.0.1:1/', events: [] })
})
afterEach(() => slack.close())

const picture = Buffer.from('iVBORw0KGgo=', 'base64')

test('the bot knows who it is and what it may do', async () => {
  const answer = await clientOf(slack).auth.test()
  expect(answer).toMatchObject({ team_id: slack.team.id, user_id: slack.team.bot.userId, bot_id: slack.team.bot.botId })
  expect(answer.response_metadata?.scopes).toContain('chat:write')
})

test.for([
  { scopes: ['users:read'], email: undefined },
  { scopes: ['users:read', 'users:read.email'], email: 'emi@tea-shop.example' },
])('with $scopes a person has a locale, a zone and the address $email', async ({ scopes, email }) => {
  await using other = await startSlackWorld({ mode: 'http', scopes })
  const asked = await clientOf(other).users.info({ user: other.user('emi').id, include_locale: true })
  expect(asked.user).toMatchObject({ locale: 'ja-JP', tz: 'Asia/Tokyo', tz_offset: 32_400 })
  expect(asked.user?.profile?.email).toBe(email)
})

test('metadata comes back to those who ask for it', async () => {
  const client = clientOf(slack)
  const channel = slack.channelId('#sales')
  const metadata = { event_type: 'answer', event_payload: { key: 'k1' } }
  const posted = await client.chat.postMessage({ channel, text: 'hello', metadata })
  const plain = await client.conversations.history({ channel })
  const full = await client.conversations.history({ channel, include_all_metadata: true })
  expect(plain.messages?.[0]).not.toHaveProperty('metadata')
  expect(full.messages?.[0]).toMatchObject({
    ts: posted.ts,
    metadata,
    bot_id: slack.team.bot.botId,
    app_id: slack.appId,
  })
})

test('a thread is read in order, from a time on', async () => {
  const client = clientOf(slack)
  const asked = await slack.user('ana').says('revenue last week', { in: '#sales' })
  for (const text of ['one', 'two', 'three'])
    await client.chat.postMessage({ channel: asked.channel, thread_ts: asked.ts, text })
  const replies = await client.conversations.replies({ channel: asked.channel, ts: asked.ts })
  expect(replies.messages?.map(({ text }) => text)).toEqual(['revenue last week', 'one', 'two', 'three'])
  const later = await client.conversations.replies({
    channel: asked.channel,
    ts: asked.ts,
    oldest: replies.messages?.[1]?.ts ?? '',
  })
  expect(later.messages?.map(({ text }) => text)).toEqual(['two', 'three'])
})

test('history comes newest first, page by page', async () => {
  const client = clientOf(slack)
  const channel = slack.channelId('#sales')
  for (const text of ['one', 'two', 'three']) await client.chat.postMessage({ channel, text })
  const first = await client.conversations.history({ channel, limit: 2 })
  expect(first.messages?.map(({ text }) => text)).toEqual(['three', 'two'])
  const rest = await client.conversations.history({
    channel,
    limit: 2,
    cursor: first.response_metadata?.next_cursor ?? '',
  })
  expect(rest).toMatchObject({ messages: [{ text: 'one' }], has_more: false })
})

test('a reply to a reply is a fault of the app', async () => {
  const asked = await slack.user('ana').says('revenue last week', { in: '#sales' })
  const followUp = await slack.user('ben').says('and by region?', { in: '#sales', thread: asked })
  await clientOf(slack).chat.postMessage({ channel: asked.channel, thread_ts: followUp.ts, text: '12,000' })
  expect(() => slack.expectClean()).toThrow(`is a reply in the thread ${asked.ts}`)
  slack.tolerate('thread')
})

test('a status stands until the reply is there', async () => {
  const client = clientOf(slack)
  const asked = await slack.user('ana').dms('revenue last week')
  const place = { channel_id: asked.channel, thread_ts: asked.ts }
  await client.assistant.threads.setStatus({ ...place, status: 'is looking at revenue…' })
  expect(slack.status(asked.channel, asked.ts)).toBe('is looking at revenue…')
  await client.chat.postMessage({ channel: asked.channel, thread_ts: asked.ts, text: '12,000' })
  expect(slack.status(asked.channel, asked.ts)).toBeUndefined()
  expect(slack.statuses).toMatchObject([{ status: 'is looking at revenue…', thread: asked.ts }])
})

test('a stream becomes a reply when it stops', async () => {
  const asked = await slack.user('ana').dms('tell me a story')
  const client = clientOf(slack)
  const { ts } = await client.chat.startStream({ channel: asked.channel, thread_ts: asked.ts, markdown_text: 'Once ' })
  if (!ts) throw new Error('no ts')
  await client.chat.appendStream({ channel: asked.channel, ts, markdown_text: 'upon ' })
  expect(slack.repliesTo(asked)).toEqual([])
  await client.chat.stopStream({ channel: asked.channel, ts, markdown_text: 'a time.' })
  expect(await slack.replyTo(asked)).toMatchObject({ ts, text: 'Once upon a time.' })
  await expect(client.chat.appendStream({ channel: asked.channel, ts, markdown_text: 'more' })).rejects.toThrow(
    'message_not_in_streaming_state',
  )
})

test('a picture may be shown once Slack has worked on it', async () => {
  slack.faults.fileReadyAfter('never')
  const client = clientOf(slack)
  const asked = await slack.user('ana').says('revenue last week', { in: '#sales' })
  await client.filesUploadV2({ filename: 'revenue.png', file: picture, alt_text: 'Revenue by day, rising' })
  const [file] = slack.files
  const id = file?.file_id ?? ''
  const show = () =>
    client.chat.postMessage({
      channel: asked.channel,
      text: 'Revenue',
      blocks: [{ type: 'image', slack_file: { id }, alt_text: 'Revenue by day, rising' }],
    })
  expect((await client.files.info({ file: id })).file).toMatchObject({ mimetype: '' })
  await expect(show()).rejects.toThrow('invalid_blocks')
  slack.faults.fileReadyAfter(0)
  const known = (await client.files.info({ file: id })).file
  expect(known).toMatchObject({ mimetype: 'image/png', name: 'revenue.png' })
  expect(await show()).toMatchObject({ ok: true })
  const bytes = await fetch(known?.url_private ?? '', { headers: { authorization: `Bearer ${slack.botToken}` } })
  expect(Buffer.from(await bytes.arrayBuffer())).toEqual(picture)
  expect(file).toMatchObject({ alt_txt: 'Revenue by day, rising' })
})

test('a file uploaded into a thread stands there as a message', async () => {
  const asked = await slack.user('ana').says('revenue by day', { in: '#sales' })
  await clientOf(slack).filesUploadV2({
    channel_id: asked.channel,
    thread_ts: asked.ts,
    filename: 'revenue.csv',
    content: 'day,revenue\n',
  })
  const shared = await slack.replyTo(asked)
  expect(shared.files).toMatchObject([{ name: 'revenue.csv', mimetype: 'text/csv' }])
  expect(slack.contentOf(slack.files[0]?.file_id ?? '').toString()).toBe('day,revenue\n')
})

test('words for one person are seen by nobody else', async () => {
  const [ana, ben] = [slack.user('ana'), slack.user('ben')]
  await clientOf(slack).chat.postEphemeral({ channel: slack.channelId('#sales'), user: ana.id, text: 'For you alone' })
  expect(slack.ephemerals(ana)).toMatchObject([{ text: 'For you alone' }])
  expect(slack.ephemerals(ben)).toEqual([])
  expect(slack.messages('#sales')).toEqual([])
})

test('a call without its scope is refused, and is a fault of the app', async () => {
  const narrow = await startSlackWorld({ mode: 'http', scopes: ['channels:read'] })
  await expect(clientOf(narrow).chat.postMessage({ channel: narrow.channelId('#sales'), text: 'hi' })).rejects.toThrow(
    'missing_scope',
  )
  await expect(narrow.close()).rejects.toThrow('chat:write is not among the scopes')
})

test('archived channels, private channels without the bot, unknown channels', async () => {
  const client = clientOf(slack)
  const post = (channel: string) => client.chat.postMessage({ channel, text: 'hi' })
  const sales = slack.channelId('#sales')
  slack.kickBot('#leadership')
  await expect(post(slack.channelId('#leadership'))).rejects.toThrow('channel_not_found')
  await expect(post('C0NOWHERE')).rejects.toThrow('channel_not_found')
  slack.archive('#sales')
  await expect(post(sales)).rejects.toThrow('is_archived')
  slack.kickBot('#operations')
  await expect(post(slack.channelId('#operations'))).rejects.toThrow('not_in_channel')
  slack.inviteBot('#operations')
  expect(await post(slack.channelId('#operations'))).toMatchObject({ ok: true })
})

test('a person is a place for new messages only', async () => {
  const client = clientOf(slack)
  const ana = slack.user('ana')
  const posted = await client.chat.postMessage({ channel: ana.id, text: 'for you' })
  expect(posted.channel).toMatch(/^D/)
  await expect(client.filesUploadV2({ channel_id: ana.id, filename: 'a.csv', content: 'a' })).rejects.toThrow(
    'channel_not_found',
  )
  slack.kickBot('#leadership')
  await expect(client.conversations.info({ channel: slack.channelId('#leadership') })).rejects.toThrow(
    'channel_not_found',
  )
})

test('methods that nobody has are refused and reported', async () => {
  await expect(clientOf(slack).apiCall('chat.shout')).rejects.toThrow('unknown_method')
  expect(() => slack.expectClean()).toThrow('chat.shout')
  slack.tolerate('unknown method')
})

test('what the emulator alone knows is served by it', async () => {
  expect(await clientOf(slack).team.info()).toMatchObject({ team: { name: 'Tea Shop' } })
})

test('the busiest second of a channel is known', async () => {
  const client = clientOf(slack)
  for (const channel of ['#sales', '#sales', '#operations'])
    await client.chat.postMessage({ channel: slack.channelId(channel), text: 'hi' })
  expect(slack.busiest('chat.postMessage', 10_000)).toBe(2)
})
