import { test } from 'vitest'
import { messageOf } from '../../../../../src/bot/platforms/slack/blocks/message.ts'
import { wantsPicture } from '../../../../../src/bot/platforms/slack/blocks/picture.ts'
import { plainer } from '../../../../../src/bot/platforms/slack/blocks/plainer.ts'
import { needsFile } from '../../../../../src/bot/platforms/slack/blocks/rows.ts'
import type { Reply } from '../../../../../src/bot/reply.ts'
import { way } from '../../../../support/revenue-query.ts'
import { samples } from '../../../../support/sample-replies.ts'
import { checkPayload } from '../../../../support/slack-world/limits.ts'

const key = 'slack:T0123456789/C0123456789/1700000000.000100'
const shown = { pictureFile: null, isWhispered: false }

// Rewritten by `npx vitest run --project unit tests/bot/platforms/slack/blocks -u`; never where CI is set.
test.for(Object.entries<Reply>(samples))('the message of a reply: %s', async ([name, reply], { expect }) => {
  const message = messageOf(reply, key, { ...shown, pictureFile: wantsPicture(reply) ? 'F0123456789' : null })
  for (const each of [message, ...plainer(message)])
    expect(checkPayload('chat.postMessage', { ...each }, new Set())).toEqual([])
  await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`)
})

test('an alert shows its picture, and nothing in it can ping anybody', ({ expect }) => {
  const alert = {
    incident: 'i1',
    phase: 'open',
    isBad: true,
    severity: 'critical',
    kind: 'Critical alert',
    state: ['<!here> is on it.'],
    lines: ['14:00–15:00 · normal is €20k', '<!channel> accounts for 85% of it'],
    small: 'Rule revenue',
    offers: [
      { act: 'acknowledge', label: 'I’m on it', group: 'first' },
      { act: 'why', label: 'Why?', group: 'first' },
      { act: 'snooze_1h', label: 'Snooze for an hour', group: 'snooze' },
      { act: 'snooze_recovers', label: 'Snooze until it recovers', group: 'snooze' },
      { act: 'useful', label: 'Useful', group: 'more' },
      { act: 'mute', label: 'Mute this rule here', group: 'more' },
    ],
  } as const
  const ways = [way('next', 'Open the chart')]
  const reply: Reply = { ...samples.decline, ways, headline: 'Revenue: €3,900 so far, 61% below normal', alert }
  const message = messageOf(reply, key, { ...shown, pictureFile: 'F0123456789' })
  expect(checkPayload('chat.postMessage', { ...message }, new Set())).toEqual([])
  expect(message.blocks.map(({ type }) => type)).toContain('image')
  expect(JSON.stringify(message.blocks.filter(({ type }) => type !== 'rich_text'))).not.toContain('<!channel>')
  expect(message.text).not.toContain('<!channel>')
  const [row] = message.blocks.filter(({ type }) => type === 'actions')
  expect(JSON.stringify(row)).toMatch(/I’m on it.*Why\?.*Open the chart.*Snooze….*Mute this rule here/)
  const long = messageOf(reply, 'k'.repeat(300), { ...shown, pictureFile: null })
  expect(checkPayload('chat.postMessage', { ...long }, new Set())).toEqual([])
})

test('there are thumbs under a refusal, and none under the answer to a greeting', ({ expect }) => {
  const blocksOf = (reply: Reply) => messageOf(reply, key, shown).blocks.map(({ type }) => type)
  expect(blocksOf(samples.decline)).toContain('context_actions')
  expect(blocksOf({ ...samples.decline, isTalk: true })).not.toContain('context_actions')
})

test('SQL that nobody checked stands as code, once', ({ expect }) => {
  const sql = 'SELECT region,\n  sum(orders)\nFROM kpi.sales_hourly GROUP BY 1'
  const result = {
    ...samples.number.result,
    query: null,
    sql,
    understood: null,
    text: `Unverified SQL\nNobody checked.\n${sql}`,
  }
  for (const kind of ['answer', 'clarify'] as const) {
    const reply: Reply = {
      ...samples.number,
      headline: 'Unverified SQL',
      provenance: null,
      result: { ...result, kind },
    }
    const { blocks } = messageOf(reply, key, shown)
    expect(JSON.stringify(blocks).split('sum(orders)')).toHaveLength(2)
    expect(JSON.stringify(blocks)).toContain('rich_text_preformatted')
  }
})

test('who vouched stands on a line of its own', ({ expect }) => {
  const { result } = samples.number
  const vouched = 'verified by Ada, 3 Nov 2026'
  const understood = `${result.understood}, ${vouched}`
  const marks = [{ kind: 'verified', text: vouched }] as const
  const { blocks } = messageOf({ ...samples.number, marks, result: { ...result, understood } }, key, shown)
  const small = blocks.flatMap((block) => (block.type === 'context' ? [JSON.stringify(block.elements)] : []))
  expect(small[0]).toContain(result.understood)
  expect(small[0]).not.toContain('Ada')
  expect(small[1]).toContain('✓ Verified by Ada, 3 Nov 2026')
})

test('what only the asker saw can be shared', async ({ expect }) => {
  const message = messageOf(samples.breakdown, key, { ...shown, isWhispered: true })
  await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot('golden/breakdown-whispered.json')
})

test('a Slack that knows none of the newer blocks still shows rows and thumbs', async ({ expect }) => {
  const forms = plainer(messageOf(samples.breakdown, key, { ...shown, pictureFile: 'F0123456789' }))
  await expect(`${JSON.stringify(forms, null, 2)}\n`).toMatchFileSnapshot('golden/breakdown-plainer.json')
})

test('words alone are complete: finding, rows, period, source', ({ expect }) => {
  const { text, blocks } = plainer(messageOf(samples.breakdown, key, shown)).at(-1)!
  expect(blocks).toEqual([])
  for (const part of ['EMEA brings 54%', 'North America', '€22,329.09', 'October 2026', 'sales_hourly'])
    expect(text).toContain(part)
})

test('choices can be read where there are no buttons', ({ expect }) => {
  expect(messageOf(samples.clarify, key, shown).text).toBe(
    'Which revenue do you mean?\n1. Revenue\n2. App revenue\n3. Recurring revenue',
  )
})

test('a chart that could not be drawn is said, one that is still to come is not', ({ expect }) => {
  const missing = { ...samples.breakdown, pictureMissing: 'The chart could not be drawn this time.' }
  expect(JSON.stringify(messageOf(missing, key, shown).blocks)).toContain('could not be drawn')
  expect(messageOf(missing, key, shown).text).toContain('could not be drawn')
  expect(JSON.stringify(messageOf(samples.breakdown, key, shown).blocks)).not.toContain('drawn')
})

test('a long result comes with its first rows, and says where the rest is', ({ expect }) => {
  expect(needsFile(samples.longTable)).toBe(true)
  expect(needsFile(samples.breakdown)).toBe(false)
  const message = JSON.stringify(messageOf(samples.longTable, key, shown).blocks)
  expect(message).toContain('First 20 of 340 rows; the CSV has all of them.')
  expect(message).not.toContain('Product 21')
})

test('the period survives an understanding of any length', ({ expect }) => {
  const { result } = samples.breakdown
  const countries = Array.from({ length: 200 }, (_, index) => `Country ${index}`).join(', ')
  const understood = `Revenue by region, only where country is ${countries}, October 2026 (Europe/Berlin, up to Sat), highest first`
  const message = messageOf({ ...samples.breakdown, result: { ...result, understood } }, key, shown)
  const print = message.blocks.find((block) => block.type === 'context')!.elements[0]!
  expect(print).toMatchObject({
    text: expect.stringMatching(/^Revenue by region, .*…, October 2026 \(Europe\/Berlin, up to Sat\)$/),
  })
})

test('who shared an answer stands above it', ({ expect }) => {
  const { result } = samples.breakdown
  const text = `Ana shared this:\n${result.text}`
  const [first, second] = messageOf({ ...samples.breakdown, result: { ...result, text } }, key, shown).blocks
  expect(first).toMatchObject({ type: 'context', elements: [{ text: 'Ana shared this:' }] })
  expect(second).toMatchObject({ elements: [{ elements: [{ text: 'EMEA brings 54% of revenue' }] }] })
})

test('a long query is shown whole, in pieces that end with a line; a longer one says that it goes on', ({ expect }) => {
  const shownSql = (lines: number) => {
    const query = Array.from({ length: lines }, (_, index) => `  and "column_${index}" = $${index}`).join('\n')
    const { blocks } = messageOf({ ...samples.sql, result: { ...samples.sql.result, sql: query } }, key, shown)
    const code = blocks.flatMap((block) =>
      block.type === 'rich_text' && block.elements[0]?.type === 'rich_text_preformatted'
        ? block.elements[0].elements.map((each) => ('text' in each ? each.text : ''))
        : [],
    )
    return { query, code, said: JSON.stringify(blocks) }
  }
  const long = shownSql(200)
  expect(long.code.length).toBe(3)
  expect(long.code.slice(0, -1).join('\n')).toBe(long.query)
  expect(shownSql(2_000).said).toContain('The query goes on')
})

test('choices that differ in more than their figure are read in full', ({ expect }) => {
  const labels = ['Revenue by region, all of October 2026', 'Orders by country, all of October 2026']
  const ways = labels.map((label) => way('choice', label))
  const { blocks } = messageOf({ ...samples.clarify, ways }, key, shown)
  expect(blocks.slice(1).map((block) => block.type === 'section' && block.text?.text)).toEqual(labels)
})
