import { expect, test } from 'vitest'
import { printPressed } from '../../../../src/bot/platforms/slack/blocks/press-value.ts'
import { fromOffer, fromPress, fromShortcut, fromSlash } from '../../../../src/bot/platforms/slack/interact.ts'

const self = { team: 'T1', botUser: 'U0BOT', botId: 'B0BOT' }
const now = new Date('2026-11-21T14:05:00Z')
const value = printPressed({ key: 'slack:T1/C1/1763770000.000200', press: { kind: 'csv' } })

const click = {
  type: 'block_actions',
  user: { id: 'U0ANA', team_id: 'T1' },
  team: { id: 'T1' },
  container: { type: 'message', channel_id: 'C1', message_ts: '1763770001.000300', thread_ts: '1763770000.000200' },
  message: { ts: '1763770001.000300', thread_ts: '1763770000.000200' },
  trigger_id: '1.2.abc',
  response_url: 'https://hooks.slack.com/actions/T1/1/x',
  actions: [{ action_id: 'press.0', type: 'button', value }],
}

test('somebody of another company who presses stays a person of their own workspace', () => {
  expect(fromPress({ ...click, user: { id: 'U9', team_id: 'T9' } }, self, now)).toMatchObject({
    author: { workspace: 'T9', user: 'U9' },
    place: { workspace: 'T1', conversation: 'C1', thread: '1763770000.000200' },
  })
})

test('a press on a message that stands alone begins its thread', () => {
  const message = { ts: '1763770001.000300' }
  const container = { type: 'message', channel_id: 'D1', message_ts: message.ts }
  expect(fromPress({ ...click, container, message }, self, now)).toMatchObject({
    place: { conversation: 'D1', thread: message.ts },
    audience: 'asker',
  })
})

test('a key in the metadata is found where a message has no buttons', () => {
  const message = {
    ts: '1763770001.000300',
    user: 'U0BOT',
    text: 'Revenue was $12,000.',
    metadata: { event_type: 'tidings_reply', event_payload: { key: 'k1' } },
  }
  const body = { ...click, channel: { id: 'C1' }, message }
  expect(fromShortcut(body, self, now)?.said).toEqual({ kind: 'explain', reply: 'k1', text: 'Revenue was $12,000.' })
})

test('a key in a message of somebody else counts for nothing', () => {
  const message = { ts: '1763770001.000300', user: 'U0EVE', text: 'x', blocks: [{ elements: [{ value }] }] }
  expect(fromShortcut({ ...click, channel: { id: 'C1' }, message }, self, now)?.said).toMatchObject({ reply: null })
})

test('an empty command is a greeting', () => {
  const body = {
    user_id: 'U0ANA',
    channel_id: 'C1',
    text: ' ',
    response_url: 'https://hooks.slack.com/x',
    trigger_id: '1.2',
  }
  expect(fromSlash(body, self, now)?.said).toEqual({ kind: 'words', text: 'help' })
})

test.for([
  [null],
  ['text'],
  [{}],
  [{ ...click, actions: [] }],
  [{ ...click, actions: [{ action_id: 'press.0', value: 'not ours' }] }],
  [{ ...click, actions: [{ action_id: 'press.0', value: { deep: true } }] }],
  [{ ...click, container: { channel_id: 'C1/../C2' } }],
  [{ ...click, trigger_id: 'a b' }],
] as const)('%j is no press, and breaks nothing', ([body], { expect }) => {
  expect(fromPress(body, self, now)).toBeNull()
  expect(fromShortcut(body, self, now)).toBeNull()
  expect(fromSlash(body, self, now)).toBeNull()
})

test('a question on offer is asked directly', () => {
  const body = {
    ...click,
    container: { type: 'view' },
    message: undefined,
    actions: [{ action_id: 'ask.1', value: 'revenue' }],
  }
  expect(fromOffer(body, self, now)).toMatchObject({
    said: { kind: 'words', text: 'revenue' },
    place: { conversation: 'U0ANA', thread: null },
    audience: 'asker',
  })
})
