import { expect, test } from 'vitest'
import { decodeText, mentionsIn } from '../../../../src/bot/platforms/slack/decode.ts'

test.for([
  ['<@U0BOT> revenue last week', 'revenue last week'],
  ['<@U0BOT|tidings>, revenue last week?', 'revenue last week?'],
  ['revenue &amp; orders &gt; 5 &lt; 9', 'revenue & orders > 5 < 9'],
  ['&gt; revenue last week\n&gt; by region', 'revenue last week by region'],
  ['&gt;&gt;&gt; *revenue*', 'revenue'],
  ['see <https://example.com/a?b=1&amp;c=2>', 'see https://example.com/a?b=1&c=2'],
  ['see <https://example.com|the plan> today', 'see the plan today'],
  ['ask <mailto:ana@example.com|ana@example.com>', 'ask ana@example.com'],
  ['orders in <#C061EG9R6|sales>', 'orders in #sales'],
  ['<!here> <!subteam^S1|@team> revenue', 'revenue'],
  ['since <!date^1392734382^{date}|18 February 2014>', 'since 18 February 2014'],
  ['“gross margin” isn’t', '"gross margin" isn\'t'],
  ['*revenue* _last_ ~week~ by `region`', 'revenue last week by region'],
  ['*_revenue_* today', 'revenue today'],
  ['gross_margin by sub_region * 2', 'gross_margin by sub_region * 2'],
  [':wave: revenue :chart_with_upwards_trend:', 'revenue'],
  ['orders between 10:30:45 and 11:00', 'orders between 10:30:45 and 11:00'],
  ['revenue\u00a0last\nweek\u200b', 'revenue last week'],
  ['&lt;@U0BOT&gt;', '<@U0BOT>'],
  ['', ''],
] as const)('%j is read as %j', ([slack, words], { expect }) => {
  expect(decodeText(slack)).toBe(words)
})

test('people named in a message are found, and only they', () => {
  expect(mentionsIn('<@U1> and <@W2|bo>, not &lt;@U3&gt; nor <#C4|c>')).toEqual(['U1', 'W2'])
})

test.for([
  ['asterisks', '*a '.repeat(13_000)],
  ['brackets', '<'.repeat(40_000)],
] as const)('a message of nothing but %s is read', ([, text], { expect }) => {
  expect(decodeText(text)).toBe(text.trim())
})
