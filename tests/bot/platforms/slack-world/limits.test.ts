import { expect, test } from 'vitest'
import { checkPayload, refusalOf } from '../../../support/slack-world/limits.ts'
import type { Json } from '../../../support/slack-world/json.ts'

const nobody = new Set<string>()
const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const long = (characters: number) => 'x'.repeat(characters)
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i))
const button = (name: string) => ({ type: 'button', action_id: name, text: plain(name), value: name })
const option = (name: string) => ({ text: plain(name), value: name })
const message = (...blocks: Json[]) => ({ text: 'words', blocks })
const rows = (count: number, width: number, cell = 'a') =>
  many(count, () => many(width, () => ({ type: 'raw_text', text: cell })))
const chart = (fields: Json) => message({ type: 'data_visualization', title: 'Revenue', chart: fields })
const modal = (fields: Json) => ({ view: { type: 'modal', title: plain('Title'), blocks: [], ...fields } })

test('a message at every limit is fine', () => {
  const full = message(
    { type: 'header', text: plain(long(150)) },
    {
      type: 'section',
      text: mrkdwn(long(3000)),
      accessory: { type: 'overflow', action_id: 'more', options: many(5, (i) => option(`o${i}`)) },
    },
    { type: 'actions', elements: many(5, (i) => ({ ...button(`b${i}`), text: plain(long(75)), value: long(2000) })) },
    {
      type: 'actions',
      elements: [{ type: 'static_select', action_id: 'by', options: many(100, (i) => option(`by ${i}`)) }],
    },
    { type: 'context', elements: many(10, (i) => mrkdwn(`note ${i}`)) },
    { type: 'data_table', caption: 'Revenue', rows: rows(101, 20, 'abcd') },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'feedback',
          positive_button: { text: plain('Good'), value: 'good' },
          negative_button: { text: plain('Bad'), value: 'bad' },
        },
      ],
    },
    { type: 'image', image_url: 'https://example.com/a.png', alt_text: long(2000) },
  )
  expect(checkPayload('chat.postMessage', full, nobody)).toEqual([])
})

test.for<[name: string, method: string, body: Json, rule: string]>([
  ['51 blocks', 'chat.postMessage', message(...many(51, () => ({ type: 'divider' }))), 'count'],
  ['a section over 3,000', 'chat.postMessage', message({ type: 'section', text: mrkdwn(long(3001)) }), 'too long'],
  [
    'five long sections',
    'chat.postMessage',
    message(...many(5, () => ({ type: 'section', text: plain(long(3000)) }))),
    'too many words',
  ],
  ['an empty section', 'chat.postMessage', message({ type: 'section', text: mrkdwn('') }), 'empty'],
  ['a section without words', 'chat.postMessage', message({ type: 'section' }), 'missing'],
  ['a header in mrkdwn', 'chat.postMessage', message({ type: 'header', text: mrkdwn('Revenue') }), 'text type'],
  ['a header over 150', 'chat.postMessage', message({ type: 'header', text: plain(long(151)) }), 'too long'],
  [
    'a button over 75',
    'chat.postMessage',
    message({ type: 'actions', elements: [{ ...button('a'), text: plain(long(76)) }] }),
    'too long',
  ],
  [
    'a value over 2,000',
    'chat.postMessage',
    message({ type: 'actions', elements: [{ ...button('a'), value: long(2001) }] }),
    'too long',
  ],
  [
    'a button without an action',
    'chat.postMessage',
    message({ type: 'actions', elements: [{ type: 'button', text: plain('a') }] }),
    'missing',
  ],
  [
    'the same action twice',
    'chat.postMessage',
    message({ type: 'actions', elements: [button('a'), button('a')] }),
    'not unique',
  ],
  [
    'the same block id twice',
    'chat.postMessage',
    message({ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'a' }),
    'not unique',
  ],
  [
    '26 elements',
    'chat.postMessage',
    message({ type: 'actions', elements: many(26, (i) => button(`b${i}`)) }),
    'count',
  ],
  [
    'six buttons in a row',
    'chat.postMessage',
    message({ type: 'actions', elements: many(6, (i) => button(`b${i}`)) }),
    'many buttons',
  ],
  [
    '101 options',
    'chat.postMessage',
    message({
      type: 'actions',
      elements: [{ type: 'static_select', action_id: 'a', options: many(101, (i) => option(`${i}`)) }],
    }),
    'count',
  ],
  [
    'an overflow of one',
    'chat.postMessage',
    message({ type: 'actions', elements: [{ type: 'overflow', action_id: 'a', options: [option('one')] }] }),
    'count',
  ],
  [
    'an option value over 150',
    'chat.postMessage',
    message({
      type: 'actions',
      elements: [
        { type: 'overflow', action_id: 'a', options: [option('one'), { text: plain('two'), value: long(151) }] },
      ],
    }),
    'too long',
  ],
  ['eleven notes', 'chat.postMessage', message({ type: 'context', elements: many(11, () => mrkdwn('a')) }), 'count'],
  [
    'a picture without words',
    'chat.postMessage',
    message({ type: 'image', image_url: 'https://example.com/a.png' }),
    'missing',
  ],
  [
    'a picture of two sources',
    'chat.postMessage',
    message({ type: 'image', image_url: 'https://example.com/a.png', slack_file: { id: 'F1' }, alt_text: 'a' }),
    'image source',
  ],
  [
    'alt text over 2,000',
    'chat.postMessage',
    message({ type: 'image', slack_file: { id: 'F1' }, alt_text: long(2001) }),
    'too long',
  ],
  ['a block nobody knows', 'chat.postMessage', message({ type: 'carousel_of_cats' }), 'unknown block'],
  ['a table without a caption', 'chat.postMessage', message({ type: 'data_table', rows: rows(2, 2) }), 'missing'],
  [
    'a table of a header alone',
    'chat.postMessage',
    message({ type: 'data_table', caption: 'a', rows: rows(1, 2) }),
    'count',
  ],
  [
    'a table of 102 rows',
    'chat.postMessage',
    message({ type: 'data_table', caption: 'a', rows: rows(102, 2) }),
    'count',
  ],
  [
    'a table of 21 columns',
    'chat.postMessage',
    message({ type: 'data_table', caption: 'a', rows: rows(2, 21) }),
    'count',
  ],
  [
    'a table over 10,000 characters',
    'chat.postMessage',
    message({ type: 'data_table', caption: 'a', rows: rows(11, 10, long(100)) }),
    'too long',
  ],
  [
    'ragged rows',
    'chat.postMessage',
    message({ type: 'data_table', caption: 'a', rows: [...rows(1, 2), ...rows(1, 3)] }),
    'ragged rows',
  ],
  [
    'a number that is none',
    'chat.postMessage',
    message({
      type: 'data_table',
      caption: 'a',
      rows: [...rows(1, 1), [{ type: 'raw_number', value: null, text: '–' }]],
    }),
    'number',
  ],
  [
    'three charts',
    'chat.postMessage',
    { text: 'a', blocks: many(3, () => chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] }).blocks[0]) },
    'count',
  ],
  [
    'seven slices',
    'chat.postMessage',
    chart({ type: 'pie', segments: many(7, (i) => ({ label: `${i}`, value: 1 })) }),
    'count',
  ],
  [
    'points that are not the categories',
    'chat.postMessage',
    chart({
      type: 'bar',
      axis_config: { categories: ['a', 'b'] },
      series: [{ name: 's', data: [{ label: 'a', value: 1 }] }],
    }),
    'labels',
  ],
  ['words over 40,000', 'chat.postMessage', { text: long(40_001) }, 'too long'],
  ['blocks without words', 'chat.postMessage', { blocks: [{ type: 'divider' }] }, 'no fallback text'],
  ['metadata without a payload', 'chat.postMessage', { text: 'a', metadata: { event_type: 'answer' } }, 'missing'],
  ['an update that leaves blocks to chance', 'chat.update', { text: 'a' }, 'blocks left'],
  ['a channel called', 'chat.postMessage', { text: 'North <!channel>' }, 'ping'],
  ['everybody here called', 'chat.postMessage', message({ type: 'section', text: mrkdwn('<!here|here>') }), 'ping'],
  ['a person called', 'chat.postEphemeral', message({ type: 'context', elements: [mrkdwn('by <@U0ANA1>')] }), 'ping'],
  ['a group called', 'chat.postMessage', message({ type: 'section', text: mrkdwn('<!subteam^S1>') }), 'ping'],
  [
    'a broadcast in rich text',
    'chat.postMessage',
    message({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'channel' }] }],
    }),
    'ping',
  ],
  ['names made links', 'chat.postMessage', { text: '@ana', link_names: true }, 'ping'],
  ['a link', 'chat.postMessage', { text: 'see <https://example.com|here>' }, 'link'],
  ['an address that becomes a link', 'chat.postMessage', { text: 'see www.example.com' }, 'link'],
  ['a bare ampersand', 'chat.postMessage', message({ type: 'section', text: mrkdwn('Food & Drink') }), 'unescaped'],
  [
    'a direction turned round',
    'chat.postMessage',
    message({ type: 'header', text: plain('a\u202eb') }),
    'control character',
  ],
  [
    'a number without words',
    'chat.postMessage',
    message({ type: 'data_table', caption: 'a', rows: [...rows(1, 1), [{ type: 'raw_number', value: 1 }]] }),
    'missing',
  ],
  ['a ping through a response URL', 'response_url', { text: '<!everyone>' }, 'ping'],
  ['a modal title over 24', 'views.open', modal({ title: plain(long(25)) }), 'too long'],
  ['101 blocks in a modal', 'views.open', modal({ blocks: many(101, () => ({ type: 'divider' })) }), 'count'],
  ['private metadata over 3,000', 'views.update', modal({ private_metadata: long(3001) }), 'too long'],
  [
    'inputs without a button',
    'views.open',
    modal({ blocks: [{ type: 'input', label: plain('a'), element: { type: 'plain_text_input', action_id: 'a' } }] }),
    'missing',
  ],
  [
    'a table on the Home tab',
    'views.publish',
    { view: { type: 'home', blocks: [{ type: 'data_table', caption: 'a', rows: rows(2, 1) }] } },
    'wrong place',
  ],
  ['a picture file without alt text', 'files.getUploadURLExternal', { filename: 'a.png', length: 3 }, 'no alt text'],
  [
    'a file name with a direction mark',
    'files.getUploadURLExternal',
    { filename: 'a\u202Egnp.csv', length: 3 },
    'unsafe file name',
  ],
  ['a file of nothing', 'files.getUploadURLExternal', { filename: 'a.csv', length: 0 }, 'number'],
  [
    'five prompts',
    'assistant.threads.setSuggestedPrompts',
    { prompts: many(5, (i) => ({ title: `${i}`, message: `${i}` })) },
    'count',
  ],
])('%s: found', ([, method, body, rule]) => {
  expect(checkPayload(method, body, nobody).map((violation) => violation.rule)).toContain(rule)
})

test('what the test allows may be mentioned', () => {
  expect(
    checkPayload(
      'chat.postMessage',
      { text: '<@U0ANA1>, <!date^1^{date}|today>, https://tidings.example/a?b=1&amp;c' },
      new Set(['U0ANA1', 'https://tidings.example/']),
    ),
  ).toEqual([])
})

test('Slack refuses what breaks a limit, and takes what only disturbs', () => {
  const refusal = (body: Json) => refusalOf(checkPayload('chat.postMessage', body, nobody))
  expect(refusal(message({ type: 'section', text: mrkdwn(long(3001)) }))).toBe('invalid_blocks')
  expect(refusal({ text: long(40_001) })).toBe('msg_too_long')
  expect(refusal({ text: '<!channel>' })).toBeUndefined()
})
