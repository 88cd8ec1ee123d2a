import { describe, expect, test } from 'vitest'
import { fromPost } from '../../../../src/bot/platforms/slack/translate.ts'

const self = { team: 'T1', botUser: 'U0BOT', botId: 'B0BOT' }

/** A message event as Slack sends it, in a public channel. */
function post(changes: object = {}): object {
  return {
    type: 'message',
    user: 'U0ANA',
    client_msg_id: '1f0e8b5c-8d7b-4c2d-9a51-3f9a6b0c7d11',
    text: '<@U0BOT> revenue last week',
    ts: '1763770000.000200',
    team: 'T1',
    blocks: [],
    channel: 'C1',
    event_ts: '1763770000.000200',
    channel_type: 'channel',
    ...changes,
  }
}

const dm = { channel: 'D1', channel_type: 'im', text: 'revenue last week' }
const inThread = { thread_ts: '1763769000.000100', text: 'and by region?' }

describe('who is meant', () => {
  test('a mention in a channel is answered in its thread, for everyone to see', () => {
    expect(fromPost(post(), self)).toEqual({
      onlyInOurThread: false,
      message: {
        id: 'slack:T1/C1/1763770000.000200',
        place: { platform: 'slack', workspace: 'T1', conversation: 'C1', thread: '1763770000.000200' },
        author: { platform: 'slack', workspace: 'T1', user: 'U0ANA' },
        askedAt: new Date('2025-11-22T00:06:40.000Z'),
        said: { kind: 'words', text: 'revenue last week' },
        audience: 'everyone',
      },
    })
  })

  test('the two events of one mention are one message', () => {
    const { channel_type: _type, ...mention } = post({ type: 'app_mention' }) as { channel_type?: string }
    expect(fromPost(mention, self)).toEqual(fromPost(post(), self))
  })

  test('a direct message needs no mention and only its author sees the answer', () => {
    expect(fromPost(post(dm), self)?.message).toMatchObject({
      said: { text: 'revenue last week' },
      audience: 'asker',
      place: { conversation: 'D1', thread: '1763770000.000200' },
    })
  })

  test('a direct message in a thread is answered there', () => {
    expect(fromPost(post({ ...dm, ...inThread }), self)?.message.place.thread).toBe('1763769000.000100')
  })

  test.for([
    ['a private channel', { channel_type: 'group', channel: 'G1' }],
    ['a group of direct messages', { channel_type: 'mpim', channel: 'G2' }],
  ] as const)('in %s everyone sees the answer', ([, where], { expect }) => {
    expect(fromPost(post(where), self)?.message.audience).toBe('everyone')
  })

  test('a reply in a thread without a mention is ours if the thread is', () => {
    expect(fromPost(post(inThread), self)).toMatchObject({
      onlyInOurThread: true,
      message: { isOverheard: true, place: { thread: '1763769000.000100' }, said: { text: 'and by region?' } },
    })
  })

  test.for([
    ['a message in a channel that names nobody', { text: 'good morning' }],
    ['a reply to somebody else', { ...inThread, text: '<@U0BO> what do you think?' }],
    ['a reply to everybody', { ...inThread, text: '<!here> lunch?' }],
    ['a picture without words in a thread', { ...inThread, text: '', subtype: 'file_share' }],
  ] as const)('%s is not', ([, what], { expect }) => {
    expect(fromPost(post(what), self)).toBeNull()
  })

  test('a mention of Tidings and of others is ours', () => {
    expect(fromPost(post({ text: '<@U0BOT> revenue, <@U0BO>' }), self)?.message.said).toEqual({
      kind: 'words',
      text: 'revenue',
    })
  })
})

describe('what was said', () => {
  test.for([
    ['an empty mention', { text: '<@U0BOT>' }],
    ['an empty mention with a smile', { text: '<@U0BOT> :wave:' }],
    ['a direct message with a picture alone', { ...dm, text: '', subtype: 'file_share' }],
    ['a direct message without text', { ...dm, text: undefined }],
  ] as const)('%s is a greeting', ([, what], { expect }) => {
    expect(fromPost(post(what), self)?.message.said).toEqual({ kind: 'words', text: 'help' })
  })

  test.for(['file_share', 'thread_broadcast', 'me_message'])('words in a %s count', (subtype, { expect }) => {
    expect(fromPost(post({ subtype }), self)?.message.said).toEqual({ kind: 'words', text: 'revenue last week' })
  })

  test.for([
    ['ourselves', { user: 'U0BOT', ...dm }],
    ['a bot', { bot_id: 'B7' }],
    ['a workflow', { subtype: 'bot_message', bot_id: 'B7' }],
    ['Slack', { user: 'USLACKBOT', ...dm }],
    ['somebody who joins', { subtype: 'channel_join' }],
    ['a topic', { subtype: 'channel_topic' }],
    ['a deletion', { subtype: 'message_deleted', previous_message: post() }],
  ] as const)('what comes from %s is not heard', ([, what], { expect }) => {
    expect(fromPost(post(what), self)).toBeNull()
  })

  test('somebody of another company stays a person of their own workspace', () => {
    const stranger = post({ user_team: 'T9', source_team: 'T9', team: 'T9' })
    expect(fromPost(stranger, self)?.message).toMatchObject({
      author: { workspace: 'T9', user: 'U0ANA' },
      place: { workspace: 'T1' },
    })
  })
})

test.for([
  ['a workspace of our organization', { user_team: 'E1', source_team: 'E1', team: 'T1' }, 'T1'],
  ['an organization alone', { user_team: 'E9', source_team: 'E9', team: undefined }, 'E9'],
  ['nobody', { team: undefined }, 'T1'],
] as const)('who is said to be of %s', ([, teams, workspace], { expect }) => {
  expect(fromPost(post(teams), self)?.message.author.workspace).toBe(workspace)
})

describe('rewording', () => {
  function change(message: object, previous = 'revenue lst week', changes: object = {}): object {
    const { channel: _channel, channel_type: _type, ...said } = message as { channel?: string; channel_type?: string }
    return {
      type: 'message',
      subtype: 'message_changed',
      channel: 'D1',
      channel_type: 'im',
      hidden: true,
      ts: '1763770030.000400',
      event_ts: '1763770030.000400',
      message: said,
      previous_message: { ...post(dm), text: previous },
      ...changes,
    }
  }
  const edited = { user: 'U0ANA', ts: '1763770030.000000' }

  test('an edit by the author within a minute replaces what was asked', () => {
    expect(fromPost(change(post({ ...dm, edited })), self)?.message).toMatchObject({
      id: 'slack:T1/D1/1763770000.000200/edit/1763770030.000000',
      replaces: 'slack:T1/D1/1763770000.000200',
      place: { conversation: 'D1', thread: '1763770000.000200' },
      said: { text: 'revenue last week' },
      askedAt: new Date('2025-11-22T00:07:10.000Z'),
    })
  })

  test('an edit that comes as a mention too is one message', () => {
    const channel = { channel: 'C1', channel_type: 'channel' }
    const asChange = fromPost(change(post({ edited }), '<@U0BOT> revenu', channel), self)
    expect(asChange?.message.replaces).toBe('slack:T1/C1/1763770000.000200')
    expect(fromPost(post({ type: 'app_mention', edited }), self)).toEqual(asChange)
  })

  test.for([
    ['after a minute', change(post({ ...dm, edited: { user: 'U0ANA', ts: '1763770061.000000' } }))],
    ['by somebody else', change(post({ ...dm, edited: { user: 'U0ADMIN', ts: '1763770030.000000' } }))],
    ['that leaves the words', change(post({ ...dm, edited }), 'revenue last week')],
    ['that is only a link unfurled', change(post(dm))],
    ['of our own reply', change(post({ ...dm, user: 'U0BOT', bot_id: 'B0BOT', edited }))],
    [
      'of something never said to us',
      change(post({ edited, text: 'lunch' }), 'x', { channel: 'C1', channel_type: 'channel' }),
    ],
    ['of a deleted message', change({ subtype: 'tombstone', ts: '1763770000.000200' })],
  ] as const)('an edit %s is not heard', ([, event], { expect }) => {
    expect(fromPost(event, self)).toBeNull()
  })
})

test.for([
  [null],
  ['text'],
  [[]],
  [{}],
  [{ type: 'message' }],
  [{ ...post(), ts: 'now' }],
  [{ ...post(), ts: 7 }],
  [{ ...post(), user: '../etc' }],
  [{ ...post(), channel: 'C1/2' }],
  [{ ...post(), text: 5 }],
  [{ type: 'message', subtype: 'message_changed' }],
  [{ type: 'message', subtype: 'message_changed', message: 3, channel: 'C1' }],
] as const)('%j is nothing, and breaks nothing', ([event], { expect }) => {
  expect(fromPost(event, self)).toBeNull()
})
