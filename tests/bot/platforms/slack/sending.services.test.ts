import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../../../src/bot/message.ts'
import type { Content, Outgoing, Receipt } from '../../../../src/bot/platform.ts'
import { plainReply } from '../../../../src/bot/plain-reply.ts'
import type { Reply } from '../../../../src/bot/reply.ts'
import { printPressed } from '../../../../src/bot/platforms/slack/blocks/press-value.ts'
import { openSlack, replyTo, type OpenSlack } from '../../../support/slack-platform.ts'
import { startSlackWorld, type SlackWorld } from '../../../support/slack-world/world.ts'
import { breakdownReply, pictures } from '../../../support/web-replies.ts'

let world: SlackWorld
let open: OpenSlack
beforeEach(async () => {
  world = await startSlackWorld({ mode: 'socket' })
  open = await openSlack(world, 'socket', { parts: { picture: async (id) => pictures.get(id) ?? null } })
})
afterEach(async () => {
  await open[Symbol.asyncDispose]()
  await world.close()
})

async function asked(words = '@tidings revenue by region last week') {
  const post = await world.user('ana').says(words, { in: '#sales' })
  const message = await open.hears()
  return { post, message }
}

async function sent(outgoing: Outgoing): Promise<string> {
  const receipt = await open.slack.send(outgoing)
  if (receipt.kind !== 'sent') throw new Error(`not sent but ${JSON.stringify(receipt)}`)
  return receipt.messageId
}

const regions = () =>
  breakdownReply(
    'Revenue was highest in North',
    [
      ['North', 9],
      ['South', 7],
      ['East', 5],
      ['West', 3],
    ],
    'p1',
  )

function withPicture({ id }: ChatMessage, place: ChatMessage['place'], messageId: string, reply: Reply): Outgoing {
  const content: Content = { kind: 'picture', messageId, reply, picture: reply.picture, isApart: false }
  return { key: `${id} picture`, to: { place, onlyFor: null, handle: null }, content }
}

const withoutPicture = (reply: Reply): Reply => ({ ...reply, picture: null })
const file = { name: 'revenue by region.csv', type: 'text/csv', text: 'region,revenue\nNorth,9\n' } as const

describe('pictures', () => {
  test('come after the words, into the same message, with words for those who do not see them', async () => {
    const { post, message } = await asked()
    const reply = await regions()
    const messageId = await sent(replyTo(message, withoutPicture(reply)))
    expect((await world.replyTo(post)).blocks.some(({ type }) => type === 'image')).toBe(false)
    world.faults.fileReadyAfter(400)
    await sent(withPicture(message, message.place, messageId, reply))
    const shown = await world.replyTo(post)
    const image = shown.blocks.find(({ type }) => type === 'image')
    expect(image).toMatchObject({ alt_text: expect.stringContaining('North') })
    expect(shown.isEdited).toBe(true)
    expect(world.repliesTo(post).length).toBe(1)
    expect(shown.metadata).toMatchObject({ event_type: 'tidings_reply', event_payload: { key: message.id } })
  })

  test('that are there stay while other words are put around them', async () => {
    const { post, message } = await asked()
    const reply = await regions()
    const outgoing = replyTo(message, withoutPicture(reply))
    const messageId = await sent(outgoing)
    await sent(withPicture(message, message.place, messageId, reply))
    const content: Content = { kind: 'edit', messageId, reply: { ...reply, headline: 'South is next' } }
    await sent({ ...outgoing, key: `${message.id} anew`, content })
    const { blocks } = await world.replyTo(post)
    expect(JSON.stringify(blocks)).toContain('South is next')
    expect(blocks.some(({ type }) => type === 'image')).toBe(true)
  })

  test('that Slack never gets ready are said to be missing', async () => {
    const { post, message } = await asked()
    const reply = await regions()
    const messageId = await sent(replyTo(message, withoutPicture(reply)))
    world.faults.fileReadyAfter('never')
    await sent(withPicture(message, message.place, messageId, reply))
    const shown = await world.replyTo(post)
    expect(shown.blocks.some(({ type }) => type === 'image')).toBe(false)
    expect(JSON.stringify(shown.blocks)).toContain('chart could not be shown')
  })

  test('that Slack refuses in the message are said to be missing', async () => {
    const { post, message } = await asked()
    const reply = await regions()
    const messageId = await sent(replyTo(message, withoutPicture(reply)))
    world.faults.next('chat.update', 2, 'invalid_blocks')
    await sent(withPicture(message, message.place, messageId, reply))
    expect(JSON.stringify((await world.replyTo(post)).blocks)).toContain('chart could not be shown')
  })

  test('that are gone are said to be missing', async () => {
    const { post, message } = await asked()
    const reply = await regions()
    const gone = { ...reply, picture: { ...reply.picture!, id: 'gone' } }
    await sent(withPicture(message, message.place, await sent(replyTo(message, withoutPicture(reply))), gone))
    expect(JSON.stringify((await world.replyTo(post)).blocks)).toContain('chart could not be shown')
  })

  test('are not uploaded again when only the change has to wait', async () => {
    const { message } = await asked()
    const reply = await regions()
    const messageId = await sent(replyTo(message, withoutPicture(reply)))
    world.faults.rateLimit('chat.update', 1, 7)
    const outgoing = withPicture(message, message.place, messageId, reply)
    expect(await open.slack.send(outgoing)).toEqual({ kind: 'later', because: 'Slack asks to wait', afterMs: 7_000 })
    await sent(outgoing)
    expect(world.callsTo('files.getUploadURLExternal').length).toBe(1)
  })

  test('of a whispered answer are whispered too', async () => {
    const ana = world.user('ana')
    await ana.slash('/kpi', 'revenue by region last week', { in: '#sales' })
    const message = await open.hears()
    const reply = await regions()
    const outgoing = replyTo(message, withoutPicture(reply), { onlyFor: message.author })
    const picture = withPicture(message, message.place, await sent(outgoing), reply)
    await sent({ ...picture, to: outgoing.to })
    const second = await world.whisperTo(ana, { nth: 2 })
    expect(second.blocks).toMatchObject([{ type: 'image' }])
    expect(world.callsTo('chat.postMessage').length).toBe(0)
  })
})

describe('what one person alone sees', () => {
  test('is whispered in the thread of a channel', async () => {
    const { post, message } = await asked()
    await sent(replyTo(message, 'Margin was 41 %.', { onlyFor: message.author }))
    const whispered = await world.whisperTo(world.user('ana'))
    expect(whispered).toMatchObject({ thread_ts: post.ts, text: expect.stringContaining('41') })
    expect(world.repliesTo(post)).toEqual([])
  })

  test.for([
    ['#sales', true],
    ['dm', false],
  ] as const)('can be shared in %s: %s', async ([where, canShare], { expect }) => {
    const ana = world.user('ana')
    await ana.slash('/kpi', 'revenue by region last week', { in: where })
    const message = await open.hears()
    await sent(replyTo(message, withoutPicture(await regions()), { onlyFor: message.author }))
    const { blocks } = await world.whisperTo(ana)
    expect(
      JSON.stringify(blocks).includes(
        printPressed({ key: message.id, press: { kind: 'share' } }).replaceAll('"', '\\"'),
      ),
    ).toBe(canShare)
  })

  test('is whispered in the place when the address of the command is used up', async () => {
    const ana = world.user('ana')
    await ana.slash('/kpi', 'margin', { in: '#sales' })
    const message = await open.hears()
    world.faults.status('response_url', 1, 404)
    await sent(replyTo(message, 'Margin was 41 %.', { onlyFor: message.author }))
    expect((await world.whisperTo(ana)).text).toContain('41')
    expect(world.callsTo('chat.postEphemeral').length).toBe(1)
  })

  test('is said directly where Tidings is not in the channel', async () => {
    const { message } = await asked()
    world.kickBot('#sales')
    const messageId = await sent(replyTo(message, 'Margin was 41 %.', { onlyFor: message.author }))
    expect(messageId).toBe('whispered')
    const [call] = world.callsTo('chat.postMessage')
    expect(call?.body).toMatchObject({ channel: world.user('ana').id })
  })

  test('never takes the place of an answer that all have seen', async () => {
    const { post, message } = await asked()
    const messageId = await sent(replyTo(message, 'Revenue was $12,000.'))
    const reply = plainReply({ kind: 'command', text: 'Margin was 41 %.' })
    const to = { place: message.place, onlyFor: message.author, handle: null }
    await sent({ key: `${message.id}/edit/1`, to, content: { kind: 'edit', messageId, reply } })
    expect((await world.replyTo(post)).text).toContain('12,000')
    expect((await world.whisperTo(world.user('ana'))).text).toContain('41')
  })

  test('leaves no status behind', async () => {
    const { post, message } = await asked()
    await open.slack.working!(message, 'querying')
    expect(world.status(post.channel, post.ts)).toContain('database')
    await sent(replyTo(message, 'Margin was 41 %.', { onlyFor: message.author }))
    expect(world.status(post.channel, post.ts) ?? '').toBe('')
  })

  test('comes with its file in direct messages', async () => {
    const { post, message } = await asked()
    const reply = { ...plainReply({ kind: 'command', text: 'All rows.' }), file }
    await sent(replyTo(message, reply, { onlyFor: message.author }))
    expect((await world.whisperTo(world.user('ana'))).text).toContain('direct messages')
    expect(world.thread(post).flatMap(({ files }) => files)).toEqual([])
    const [call] = world.callsTo('files.completeUploadExternal')
    expect(call?.body['channel_id']).toMatch(/^D/)
  })

  test('comes without its file where there are no direct messages', async () => {
    const { message } = await asked()
    const reply = { ...plainReply({ kind: 'command', text: 'All rows.' }), file }
    world.faults.next('chat.postMessage', 1, 'cannot_dm_bot')
    await sent(replyTo(message, reply, { onlyFor: message.author }))
    expect((await world.whisperTo(world.user('ana'))).text).toContain('All rows.')
  })
})

test('a file goes into the thread of the question', async () => {
  const { post, message } = await asked()
  await sent(replyTo(message, { ...plainReply({ kind: 'command', text: 'All rows.' }), file }))
  const files = world.thread(post).flatMap((each) => each.files)
  expect(files).toMatchObject([{ name: 'revenue-by-region.csv' }])
})

test('an answer of more rows than a message shows comes with all of them in a file', async () => {
  const { post, message } = await asked()
  const rows = Array.from({ length: 300 }, (_, at) => [`Shop ${at}`, at] as const)
  await sent(replyTo(message, withoutPicture(await breakdownReply('Shop 299 sold most', rows, 'p1'))))
  const shown = await world.replyTo(post)
  expect(JSON.stringify(shown.blocks)).toContain('First 20 of 300 rows; the CSV has all of them.')
  const [csv] = world.thread(post).flatMap(({ files }) => files) as { id: string }[]
  expect(world.contentOf(csv!.id).toString().trim().split('\r\n')).toHaveLength(301)
})

test('an answer of many rows goes out where Slack takes no files', async () => {
  const { post, message } = await asked()
  world.faults.next('files.getUploadURLExternal', 1, 'missing_scope')
  const rows = Array.from({ length: 300 }, (_, at) => [`Shop ${at}`, at] as const)
  await sent(replyTo(message, withoutPicture(await breakdownReply('Shop 299 sold most', rows, 'p1'))))
  expect(world.repliesTo(post).map(({ text }) => text)).toEqual([expect.stringContaining('Shop 299 sold most')])
})

test('a file that cannot be shared does not send the words twice, and is said to be missing', async () => {
  const { post, message } = await asked()
  world.faults.next('files.completeUploadExternal', 1, 'internal_error')
  await sent(replyTo(message, { ...plainReply({ kind: 'command', text: 'All rows.' }), file }))
  const texts = world.repliesTo(post).map(({ text }) => text)
  expect(texts).toEqual(['All rows.', expect.stringContaining('could not be added')])
})

test('an edit changes the answer in its place', async () => {
  const { post, message } = await asked()
  const messageId = await sent(replyTo(message, 'Revenue was $12,000.'))
  const reply = plainReply({ kind: 'command', text: 'Revenue was $13,000.' })
  const to = { place: message.place, onlyFor: null, handle: null }
  expect(await sent({ key: `${message.id}/edit/1`, to, content: { kind: 'edit', messageId, reply } })).toBe(messageId)
  expect(world.repliesTo(post).map(({ text }) => text)).toEqual([expect.stringContaining('13,000')])
})

test('an answer that was deleted meanwhile is given anew', async () => {
  const { post, message } = await asked()
  const messageId = await sent(replyTo(message, 'Revenue was $12,000.'))
  world.faults.next('chat.update', 1, 'message_not_found')
  const reply = plainReply({ kind: 'command', text: 'Revenue was $13,000.' })
  const to = { place: message.place, onlyFor: null, handle: null }
  const content: Content = { kind: 'edit', messageId, reply }
  expect(await sent({ key: `${message.id}/edit/1`, to, content })).not.toBe(messageId)
  expect(world.repliesTo(post).at(-1)?.text).toContain('13,000')
})

test('a reply that has no shape goes out in words', async () => {
  const { post, message } = await asked()
  const whole = plainReply({ kind: 'answer', text: 'Revenue was $12,000.' })
  const broken = { ...whole, table: null } as unknown as Reply
  await sent(replyTo(message, broken))
  expect(await world.replyTo(post)).toMatchObject({ text: expect.stringContaining('12,000'), blocks: [] })
})

test('blocks that are refused give way to plainer ones, and the answer arrives', async () => {
  const { post, message } = await asked()
  world.faults.next('chat.postMessage', 2, 'invalid_blocks')
  await sent(replyTo(message, await regions()))
  const reply = await world.replyTo(post)
  expect(reply.text).toContain('highest in North')
  expect(reply.blocks.some(({ type }) => type === 'data_table')).toBe(false)
})

test('nobody is pinged, and no link comes of what is said', async () => {
  const { post, message } = await asked()
  await sent(replyTo(message, '<!channel> @here <@U0BEN> https://evil.example *bold*'))
  expect((await world.replyTo(post)).text).not.toMatch(/<[!@]/)
  expect(world.callsTo('chat.postMessage')[0]?.body).toMatchObject({ unfurl_links: 'false', link_names: 'false' })
})

describe('what Slack answers becomes a receipt', () => {
  const later = (because: string, afterMs: number | null = null): Receipt => ({ kind: 'later', because, afterMs })

  test('a rate limit waits as long as Slack says', async () => {
    const { message } = await asked()
    world.faults.rateLimit('chat.postMessage', 1, 3)
    expect(await open.slack.send(replyTo(message, 'x'))).toEqual(later('Slack asks to wait', 3_000))
  })

  test.for([
    ['internal_error', 'Slack answered internal_error'],
    ['service_unavailable', 'Slack answered service_unavailable'],
  ] as const)('%s is tried again', async ([error, because], { expect }) => {
    const { message } = await asked()
    world.faults.next('chat.postMessage', 1, error)
    expect(await open.slack.send(replyTo(message, 'x'))).toEqual(later(because))
  })

  test('a server that fails is tried again', async () => {
    const { message } = await asked()
    world.faults.status('chat.postMessage', 1, 503)
    expect(await open.slack.send(replyTo(message, 'x'))).toEqual(later('Slack answered 503'))
  })

  test('a server that never answers is tried again', async () => {
    const { message } = await asked()
    world.faults.silence('chat.postMessage', 1)
    expect(await open.slack.send(replyTo(message, 'x'))).toEqual(later('Slack could not be reached'))
  })

  test.for([
    ['is_archived', 'the channel is archived'],
    ['channel_not_found', 'the channel is not there any more, or Tidings cannot see it'],
    ['not_in_channel', 'Tidings is not in the channel: invite it there'],
    ['token_revoked', 'Tidings is no longer installed in this workspace, or its token was revoked'],
    ['something_new', 'Slack refuses the message (something_new)'],
  ] as const)('%s is for good, and said in words', async ([error, because], { expect }) => {
    const { message } = await asked()
    world.faults.next('chat.postMessage', 1, error)
    expect(await open.slack.send(replyTo(message, 'x'))).toEqual({ kind: 'refused', because })
  })

  test('another workspace is not ours', async () => {
    const { message } = await asked()
    const place = { ...message.place, workspace: 'T9' }
    expect(await open.slack.send(replyTo(message, 'x', { place }))).toMatchObject({ kind: 'refused' })
  })
})

describe('after a crash while sending', () => {
  test('a message is found by its key', async () => {
    const { message } = await asked()
    const outgoing = replyTo(message, 'Revenue was $12,000.')
    expect(await open.slack.find!(outgoing)).toEqual({ kind: 'not there' })
    const messageId = await sent(outgoing)
    expect(await open.slack.find!(outgoing)).toEqual({ kind: 'there', messageId })
    expect(await open.slack.find!({ ...outgoing, key: `${message.id}/edit/1` })).toEqual({ kind: 'not there' })
  })

  test('a message whose answer was lost is found', async () => {
    const { message } = await asked()
    world.faults.loseAnswers('chat.postMessage', 1)
    const outgoing = replyTo(message, 'Revenue was $12,000.')
    expect((await open.slack.send(outgoing)).kind).toBe('later')
    expect((await open.slack.find!(outgoing)).kind).toBe('there')
  })

  test('what was whispered cannot be told', async () => {
    const { message } = await asked()
    expect(await open.slack.find!(replyTo(message, 'x', { onlyFor: message.author }))).toEqual({ kind: 'cannot tell' })
  })

  test('Slack out of reach is to be asked later', async () => {
    const { message } = await asked()
    world.faults.status('conversations.replies', 1, 500)
    await expect(open.slack.find!(replyTo(message, 'x'))).rejects.toThrow()
    expect(await open.slack.find!(replyTo(message, 'x'))).toEqual({ kind: 'not there' })
  })

  test('where Tidings may not look, it cannot be told', async () => {
    const { message } = await asked()
    world.faults.next('conversations.replies', 1, 'missing_scope')
    expect(await open.slack.find!(replyTo(message, 'x'))).toEqual({ kind: 'cannot tell' })
  })
})

test('somebody is told something alone in their direct messages', async () => {
  const ana = world.user('ana')
  const place = open.slack.privately!({ platform: 'slack', workspace: world.team.id, user: ana.id })!
  const reply = plainReply({ kind: 'command', text: 'The channel is archived.' })
  const to = { place, onlyFor: null, handle: null }
  expect(await sent({ key: 'k owner', to, content: { kind: 'reply', reply } })).toMatch(/^D\w+\/[\d.]+$/)
})

test('a profile has the language and the name, and the address of those whom the workspace knows', async () => {
  const ana = world.user('ana')
  const person = { platform: 'slack', workspace: world.team.id, user: ana.id }
  expect(await open.slack.profile!(person)).toEqual({ locale: ana.locale, email: ana.email, name: 'ana' })
  for (const other of [{ workspace: 'T9' }, { user: 'U0NOBODY' }])
    expect(await open.slack.profile!({ ...person, ...other })).toEqual({ locale: null, email: null })
})
