import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../src/bot/message.ts'
import { onDatabase } from '../support/server.ts'
import { openChat, type Chat, type Shown } from '../support/chat-on-demo.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

async function asked(user: string, where: string, text: string): Promise<Shown> {
  const shown = await chat.say(user, where, text)
  expect(shown?.reply.result.kind, shown?.reply.result.text).toBe('answer')
  return shown!
}

describe('a way on', () => {
  test('is answered as if it had been said, for all to see', async () => {
    const answer = await asked('fred', 'general/1', 'revenue last week')
    const index = answer.reply.ways.findIndex(({ label }) => label === 'By region')
    const shown = await chat.press('bob', 'general/1', answer, { kind: 'way', index })
    expect(shown?.reply.result.understood).toMatch(/^Revenue by region, last week \(Mon 9 to Sun 15 Nov 2026/)
    expect(shown).toMatchObject({ onlyFor: null })
  })

  test('is asked under the rights of whoever pressed it', async () => {
    const answer = await asked('fred', 'general/2', 'revenue last week')
    const index = answer.reply.ways.findIndex(({ label }) => label === 'By region')
    const shown = await chat.press('ana', 'general/2', answer, { kind: 'way', index })
    expect(shown?.reply.result.rows.map(([region]) => region)).toEqual(['EMEA'])
  })

  test('of what is no longer kept, or was never there, gets one honest sentence, alone', async () => {
    const gone: Shown = { ...(await asked('fred', 'general/3', 'revenue last week')), key: 'chat:gone' }
    const shown = await chat.press('fred', 'general/3', gone, { kind: 'way', index: 0 })
    expect(shown).toMatchObject({ onlyFor: 'fred', reply: { result: { kind: 'command' } } })
    expect(shown?.reply.headline).toBe('I no longer have the answer that this belongs to. Ask the question again.')
    const answer = await asked('fred', 'general/3', 'revenue last week')
    const beyond = await chat.press('fred', 'general/3', answer, { kind: 'way', index: 99 })
    expect(beyond?.reply.headline).toBe(shown?.reply.headline)
  })

  test('is not pressed from another place, nor by whom it was not shown to', async () => {
    const answer = await asked('fred', 'board/1', 'gross margin last month')
    const elsewhere = await chat.press('ana', 'general/4', answer, { kind: 'sql' })
    expect(elsewhere?.reply.headline).toMatch(/^I no longer have the answer/)
    const alone = await asked('fred', 'general/4', 'gross margin last month')
    expect(alone.onlyFor).toBe('fred')
    const other = await chat.press('bob', 'general/4', alone, { kind: 'sql' })
    expect(other).toMatchObject({ onlyFor: 'bob' })
    expect(other?.reply.headline).toMatch(/^I no longer have the answer/)
  })
})

describe('the SQL', () => {
  test('is shown to whoever asks for it alone, with its parameters', async () => {
    const answer = await asked('fred', 'general/5', 'revenue last week in EMEA')
    const shown = await chat.press('bob', 'general/5', answer, { kind: 'sql' })
    expect(shown?.onlyFor).toBe('bob')
    expect(shown?.reply.result.sql).toBe(answer.reply.result.sql)
    expect(shown?.reply.result.parameters).toEqual(answer.reply.result.parameters)
    expect(shown?.reply.result.parameters).toContain('EMEA')
  })

  test('that is long comes as a file too', async () => {
    const text =
      'revenue, orders, units sold and tickets by week and region this year compared with last year where revenue is over 10'
    const answer = await chat.say('fred', 'dm', text)
    expect(answer?.reply.result.sql?.length, answer?.reply.result.text).toBeGreaterThan(3_000)
    const shown = await chat.press('fred', 'dm', answer!, { kind: 'sql' })
    expect(shown?.reply.file?.name).toBe('query.sql')
    expect(shown?.reply.file?.text).toMatch(/^-- \$1 = /)
    expect(shown?.reply.file?.text).toContain(answer!.reply.result.sql)
  })

  test('of what somebody may not see is not shown to them', async () => {
    const answer = await asked('fred', 'board/2', 'gross margin last month')
    expect(answer.onlyFor).toBeNull()
    const shown = await chat.press('bob', 'board/2', answer, { kind: 'sql' })
    expect(shown).toMatchObject({ onlyFor: 'bob', reply: { result: { kind: 'decline', sql: null } } })
    expect(JSON.stringify(shown?.reply)).not.toMatch(/select/i)
  })
})

describe('CSV', () => {
  test('is a file of all rows, under the rights of whoever wants it', async () => {
    const answer = await asked('fred', 'general/6', 'revenue by country last week')
    const whole = await chat.press('fred', 'general/6', answer, { kind: 'csv' })
    const { file } = whole!.reply
    expect(file?.name).toBe('revenue-by-country-mon-9-to-sun-15-nov-2026-highest-first.csv')
    const lines = file!.text.split('\r\n')
    expect(lines[0]).toBe('\uFEFFCountry,Revenue')
    expect(lines.slice(1, -1)).toEqual(answer.reply.result.rows.map((row) => row.join(',')))
    const some = await chat.press('ana', 'general/6', answer, { kind: 'csv' })
    expect(some!.reply.file!.text.split('\r\n').length).toBeLessThan(lines.length)
    expect(some!.reply.file!.text).not.toContain('United States')
  })

  test('holds more rows than a reply does', async () => {
    const answer = await asked('fred', 'dm', 'page views by hour and device this year')
    expect(answer.reply.result.truncated).toBe(true)
    const all = await chat.press('fred', 'dm', answer, { kind: 'csv' })
    expect(all!.reply.file!.text.split('\r\n').length).toBeGreaterThan(10_002)
    expect(all!.reply.result.text).toMatch(/^[\d,]+ rows as CSV/)
  })

  test('is not kept once it is out', async () => {
    const answer = await asked('fred', 'general/7', 'revenue by country last week')
    const shown = await chat.press('fred', 'general/7', answer, { kind: 'csv' })
    const [kept] = await onDatabase(chat.database.adminUrl, async (client) => {
      const { rows } = await client.query(
        `select content->'reply'->'file' as file from tidings.outbox where key = $1`,
        [shown!.key],
      )
      return rows
    })
    expect(kept).toEqual({ file: { name: shown!.reply.file!.name, type: 'text/csv' } })
  })

  test('of nothing is no file', async () => {
    const answer = await asked('fred', 'general/7', 'revenue by country in APAC last week')
    const shown = await chat.press('ana', 'general/7', answer, { kind: 'csv' })
    expect(shown).toMatchObject({ onlyFor: 'ana', reply: { file: null, headline: 'No data matched.' } })
  })
})

test('another chart is the same query, drawn as wished', async () => {
  const answer = await asked('fred', 'general/8', 'revenue by day last month')
  expect(answer.reply.chartKinds[0]).toBe(answer.reply.result.chart?.kind)
  for (const chart of answer.reply.chartKinds.slice(1)) {
    const shown = await chat.press('bob', 'general/8', answer, { kind: 'chart', chart })
    expect(shown?.reply.result.chart?.kind).toBe(chart)
    expect(shown?.reply.result.query).toEqual(answer.reply.result.query)
    expect(shown?.reply.result.text).not.toMatch(/instead of/)
  }
})

describe('sharing', () => {
  const whispered = { audience: 'asker', isWhispered: true } as const

  test('shows to all what was whispered, under the rights of the sharer and of the place', async () => {
    const alone = await chat.say('fred', 'emea', 'revenue by region last week', whispered)
    expect(alone).toMatchObject({ onlyFor: 'fred' })
    expect(alone!.reply.result.rows.length).toBeGreaterThan(1)
    const shown = await chat.press('fred', 'emea', alone!, { kind: 'share' }, whispered)
    expect(shown?.onlyFor).toBeNull()
    expect(shown?.reply.result.text).toMatch(/^Fred shared:\n/)
    expect(shown?.reply.result.rows.map(([region]) => region)).toEqual(['EMEA'])
    expect(shown?.reply.provenance).toContain('finance × emea')
  })

  test('happens once, however often it is pressed', async () => {
    const alone = await chat.say('fred', 'general', 'orders last week', whispered)
    const share = (more: Partial<ChatMessage> = {}) =>
      chat.press('fred', 'general', alone!, { kind: 'share' }, { ...whispered, ...more })
    await Promise.all([share(), share(), share()])
    expect(chat.shown.filter(({ reply }) => reply.result.text.startsWith('Fred shared:\nOrders'))).toHaveLength(1)
    const late = await share({ askedAt: new Date() })
    expect(late).toMatchObject({ onlyFor: 'fred', reply: { headline: 'Everybody here can see this answer already.' } })
  })

  test('begins a thread in which others go on from the answer', async () => {
    const alone = await chat.say('fred', 'general', 'revenue last week', whispered)
    const shown = await chat.press('fred', 'general', alone!, { kind: 'share' }, whispered)
    const thread = shown!.key.replace(/^chat:/, 'general/under-').replace(' ', '-')
    const next = await chat.say('bob', thread, 'by channel')
    expect(next?.reply.result.understood).toMatch(/^Revenue by channel, Mon 9 to Sun 15 Nov 2026/)
  })

  test('of what the place may not see is refused to the sharer alone, with the reason', async () => {
    const alone = await chat.say('fred', 'general', 'gross margin last month', whispered)
    expect(alone).toMatchObject({ onlyFor: 'fred', reply: { result: { kind: 'answer' } } })
    const shown = await chat.press('fred', 'general', alone!, { kind: 'share' }, whispered)
    expect(shown?.onlyFor).toBe('fred')
    expect(shown?.reply.headline).toMatch(/^This goes beyond what may be shown here, so I cannot share it\./)
  })

  test('of what all see already says so', async () => {
    const answer = await asked('fred', 'general/9', 'revenue last week')
    const shown = await chat.press('fred', 'general/9', answer, { kind: 'share' })
    expect(shown).toMatchObject({ onlyFor: 'fred', reply: { headline: 'Everybody here can see this answer already.' } })
  })
})

test('what was taken or shown is in the audit', async () => {
  const answer = await asked('fred', 'general/10', 'revenue by region last week')
  const sql = await chat.press('bob', 'general/10', answer, { kind: 'sql' })
  const csv = await chat.press('bob', 'general/10', answer, { kind: 'csv' })
  const lines = await onDatabase(chat.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      `select message, kind, person, row_count from tidings.audit where message = any($1) and kind <> 'delivery'`,
      [[sql!.key, csv!.key]],
    )
    return rows
  })
  expect(lines).toEqual([
    { message: sql!.key, kind: 'sql', person: 'chat:shop/bob', row_count: null },
    { message: csv!.key, kind: 'export', person: 'chat:shop/bob', row_count: answer.reply.result.rows.length },
  ])
})
