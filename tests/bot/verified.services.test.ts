import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChat, type Chat, type Shown } from '../support/chat-on-demo.ts'
import { tidings } from '../support/command.ts'
import { onDatabase } from '../support/server.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

const text = (shown: Shown | null) => shown?.reply.result.text
const wayTo = (shown: Shown | null, label: string) =>
  shown!.reply.ways.findIndex((way) => way.kind === 'words' && way.label === label)

test('an owner vouches for an answer; then whoever asks the same gets it under their own rights, until it is taken back', async () => {
  const asked = await chat.say('fred', 'general/1', 'turnover by region last week')
  expect(asked?.reply.result.planner).toBe('grammar')
  const offer = await chat.press('fred', 'general/1', asked!, { kind: 'good' })
  expect(offer).toMatchObject({ onlyFor: 'fred' })
  expect(text(offer)).toBe('Use this answer whenever "turnover by region last week" is asked?')
  const done = await chat.press('fred', 'general/1', offer!, { kind: 'way', index: 0 })
  expect(text(done)).toMatch(
    /^From now on "turnover by region last week" is answered .* verified by Fred, \d+ \w+ \d{4}\.$/s,
  )

  const again = await chat.say('bob', 'general/2', 'Please show me GMV by regions last week!')
  expect(again?.reply.result).toMatchObject({
    planner: 'verified',
    kind: 'answer',
    understood: expect.stringMatching(/, verified by Fred, \d+ \w+ \d{4}/),
    rows: asked!.reply.result.rows,
  })
  const emea = await chat.say('ana', 'dm', 'turnover by region last week')
  expect(emea?.reply.result).toMatchObject({ planner: 'verified', rows: [['EMEA', expect.any(Number)]] })
  const other = await chat.say('bob', 'general/3', 'turnover by region this week')
  expect(other?.reply.result.planner).toBe('grammar')
  const none = await chat.say('sue', 'dm', 'turnover by region last week')
  expect(none?.reply.result.kind).not.toBe('answer')
  expect(text(none)).not.toContain('verified')

  expect(text(await chat.say('bob', 'general/4', 'Which answers are verified?'))).toMatch(
    /^Verified here:\n• "turnover by region last week", verified by Fred/,
  )
  expect(text(await chat.say('sue', 'dm', 'list verified answers'))).toBe('No answers are verified here.')

  expect(text(await chat.say('bob', 'general/2', 'forget that verified answer'))).toMatch(/^Only owners of these KPIs/)
  const pressed = await chat.press('fred', 'general/2', again!, { kind: 'good' })
  expect(text(pressed)).toMatch(/has this answer already, verified by Fred/)
  const index = wayTo(pressed, 'Forget this verified answer')
  expect(text(await chat.press('fred', 'general/2', pressed!, { kind: 'way', index }))).toMatch(
    /is read anew from now on/,
  )
  const after = await chat.say('bob', 'general/5', 'turnover by region last week')
  expect(after?.reply.result.planner).toBe('grammar')
  const lines = await onDatabase(chat.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      `select person, understood from tidings.audit where kind = 'verified' order by at`,
    )
    return rows
  })
  expect(lines).toEqual([
    { person: 'chat:shop/fred', understood: 'verified "turnover by region last week"' },
    { person: 'chat:shop/fred', understood: 'no longer verified "turnover by region last week"' },
  ])
})

test('who owns nothing of it is asked nothing and may not vouch', async () => {
  const asked = await chat.say('bob', 'general/6', 'orders last month')
  expect(asked!.reply.isTheirsToVerify).toBeUndefined()
  expect(await chat.press('bob', 'general/6', asked!, { kind: 'good' })).toBeNull()
  expect(text(await chat.press('bob', 'general/6', asked!, { kind: 'verify' }))).toMatch(/^Only owners of these KPIs/)
  expect(text(await chat.say('bob', 'general/6', 'verify this answer'))).toMatch(/^Only owners of these KPIs/)
})

test('what leans on the turn before is not vouched for by itself', async () => {
  await chat.say('fred', 'general/7', 'revenue last week')
  const leaning = await chat.say('fred', 'general/7', 'by country')
  expect(leaning!.reply.isTheirsToVerify).toBe(true)
  expect(text(await chat.press('fred', 'general/7', leaning!, { kind: 'verify' }))).toMatch(/^That answer leans on/)
  expect(await chat.press('fred', 'general/7', leaning!, { kind: 'good' })).toBeNull()
  expect(text(await chat.say('fred', 'general/7', 'verify this answer'))).toMatch(/^That answer leans on what was said/)
})

test('without an answer there is nothing to vouch for, and nothing to forget', async () => {
  expect(text(await chat.say('fred', 'general/8', 'verify that'))).toMatch(/^There is no answer here/)
  expect(text(await chat.say('fred', 'general/8', 'forget the verified answer to "Unicorns"'))).toMatch(
    /^No answer to that question is verified/,
  )
})

test('a later verdict takes the place of the earlier one', async () => {
  await chat.say('fred', 'general/9', 'revenue yesterday')
  await chat.say('fred', 'general/9', 'verify this')
  await chat.say('fred', 'general/10', 'turnover yesterday')
  expect(text(await chat.say('fred', 'general/10', 'verify this'))).toMatch(/has this answer already/)
  const count = await onDatabase(chat.database.adminUrl, async (client) => {
    const { rows } = await client.query(`select question from tidings.verified where revoked_at is null`)
    return rows
  })
  expect(count).toEqual([{ question: 'revenue yesterday' }])
})

test('what a changed view makes of a verified KPI is not taken as verified, until somebody vouches for it again', async () => {
  const question = 'revenue by channel last week'
  await chat.say('fred', 'general/11', question)
  await chat.say('fred', 'general/11', 'verify this')
  const { adminUrl, url } = chat.database
  const check = async () => (await tidings(['check', '--database', url, '--store', url])).out
  expect(await check()).not.toContain(question)

  await onDatabase(adminUrl, async (client) => {
    const { rows } = await client.query<{ sql: string }>(
      `select trim(trailing ';' from pg_get_viewdef('kpi.sales_hourly'::regclass)) as sql`,
    )
    await client.query(`create or replace view kpi.sales_hourly as select * from (${rows[0]!.sql}) s where orders <> 7`)
  })
  expect(await check()).toMatch(
    /warning: "revenue by channel last week", verified by Fred, .* in chat, is not taken as verified any more: the definition behind revenue has changed since; ask it again/,
  )

  const later = await chat.restarted()
  try {
    expect((await later.say('bob', 'general/12', question))?.reply.result).toMatchObject({
      kind: 'answer',
      planner: 'grammar',
      understood: expect.not.stringContaining('verified'),
    })
    expect(text(await later.say('bob', 'general/13', 'Which answers are verified?'))).toMatch(
      /• "revenue by channel last week", verified by Fred, [^\n]*, but its definition has changed since/,
    )
    await later.say('fred', 'general/14', question)
    expect(text(await later.say('fred', 'general/14', 'verify this'))).toMatch(/^From now on/)
    expect((await later.say('bob', 'general/15', question))?.reply.result.planner).toBe('verified')
    expect(await check()).not.toContain(question)
  } finally {
    await later.app.finish()
    await later.app[Symbol.asyncDispose]()
  }
})
