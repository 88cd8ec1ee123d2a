import { expect, test } from 'vitest'
import { parseScene } from '../../support/slack-preview/scene.ts'
import { sceneHtml } from '../../support/slack-preview/surfaces.ts'
import { mrkdwn } from '../../support/slack-preview/mrkdwn.ts'

const verbatim = { verbatim: true }

test.for([
  ['*bold* and _slanted_', '<b>bold</b> and <i>slanted</i>'],
  ['2*3*4 gross_margin_rate', '2*3*4 gross_margin_rate'],
  ['<https://example.com|a link>', '<a>a link</a>'],
  ['&lt;!channel&gt; &amp;amp;', '&lt;!channel&gt; &amp;amp;'],
  ['<!channel> <@U1>', '<span class="ping">@channel</span> <span class="mention">@U1</span>'],
  ['see example.com', 'see example.com'],
  ['&gt; a quote', '<blockquote>a quote</blockquote>'],
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
] as const)('markup %j is shown as Slack reads it', ([text, shown], { expect }) => {
  expect(mrkdwn(text, verbatim).html).toBe(shown)
})

test('an address is a link unless the text is taken verbatim', () => {
  expect(mrkdwn('see example.com', { verbatim: false }).html).toBe('see <a>example.com</a>')
})

const hostile = '<img src=x onerror=alert(1)> <!channel> "\'&'

test('nothing in a payload becomes HTML', () => {
  const plain = { type: 'plain_text', text: hostile }
  const blocks = [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: hostile },
      accessory: { type: 'button', text: plain, value: hostile },
    },
    { type: 'header', text: plain },
    { type: 'context', elements: [plain] },
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: hostile }] }] },
    {
      type: 'data_table',
      caption: hostile,
      rows: [[{ type: 'raw_text', text: hostile }], [{ type: 'raw_text', text: hostile }]],
    },
    { type: 'image', slack_file: { id: hostile }, alt_text: hostile },
    {
      type: 'actions',
      elements: [{ type: 'static_select', placeholder: plain, options: [{ text: plain, value: 'a' }] }],
    },
    { type: hostile },
  ]
  const scene = parseScene({
    title: hostile,
    surface: 'channel',
    place: hostile,
    payload: [{ at: hostile, text: hostile, blocks }],
  })
  expect(sceneHtml(scene).html).not.toMatch(/<(?:img src=x|!channel)/)
})

test('a block that is not known, and a picture that is not there, are seen', () => {
  const blocks = [{ type: 'hologram' }, { type: 'image', slack_file: { id: 'F9' }, alt_text: 'a chart' }]
  const { html } = sceneHtml(parseScene({ title: 'new', surface: 'home', payload: { type: 'home', blocks } }))
  expect(html).toContain('unknown block: hologram')
  expect(html).toContain('no file F9')
})
