import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChat, type Chat } from '../support/chat-on-demo.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

const explain = (user: string, where: string, reply: string | null, text = '') =>
  chat.hear(user, where, { kind: 'explain', reply, text })

describe('explaining an answer of ours', () => {
  test('tells whoever asks how it was understood, how it is measured, from what and how current', async () => {
    const answer = await chat.say('fred', 'general/1', 'refund rate in EMEA this week')
    const shown = await explain('bob', 'general/1', answer!.key)
    expect(shown?.onlyFor).toBe('bob')
    const lines = shown!.reply.result.text.split('\n')
    expect(lines).toContain(`Understood as: ${answer!.reply.result.understood}.`)
    expect(lines).toContain('Refund rate: Refunded orders divided by orders.')
    expect(lines).toContain(
      'Measured as the sum of refunded_orders divided by the sum of orders from kpi.sales_hourly.',
    )
    expect(lines).toContain('Owner: finance.')
    expect(lines).toContain(answer!.reply.provenance)
    expect(lines).toContain('The period is not over yet: the figure is of what has happened so far.')
    expect(lines.at(-1)).toBe('The query itself is under "Show SQL".')
  })

  test('says what the role of whoever asks leaves out', async () => {
    const answer = await chat.say('fred', 'general/2', 'revenue last week')
    const shown = await explain('ana', 'general/2', answer!.key)
    expect(shown!.reply.result.text).toContain('Your role, emea, only sees rows where Region is EMEA.')
  })

  test('tells nothing of a KPI that they may not see', async () => {
    const answer = await chat.say('fred', 'board/1', 'gross margin last month')
    const shown = await explain('bob', 'board/1', answer!.key)
    expect(shown).toMatchObject({ onlyFor: 'bob' })
    expect(shown!.reply.result.text).toMatch(/^I cannot explain this figure to you\./)
    expect(shown!.reply.result.text).not.toMatch(/sum of|sales_hourly/)
  })

  test('without a figure says so', async () => {
    const help = await chat.say('fred', 'general/3', 'help')
    const shown = await explain('bob', 'general/3', help!.key)
    expect(shown).toMatchObject({ onlyFor: 'bob', reply: { headline: 'There are no figures behind this message.' } })
  })

  test('that is no longer kept says so', async () => {
    const shown = await explain('bob', 'general/3', 'chat:gone')
    expect(shown!.reply.headline).toMatch(/^I no longer have the answer/)
  })
})

describe('explaining what somebody else wrote', () => {
  test('answers it to whoever asks alone when it asks for a figure, under their own rights', async () => {
    const shown = await explain('ana', 'general/4', null, 'revenue by region last week')
    expect(shown).toMatchObject({ onlyFor: 'ana', reply: { result: { kind: 'answer' } } })
    expect(shown!.reply.result.rows.map(([region]) => region)).toEqual(['EMEA'])
  })

  test.for(['Lunch at noon?', '', 'gross margin last month'])(
    '%j holds nothing that can be explained',
    async (text) => {
      const shown = await explain('bob', 'general/4', null, text)
      expect(shown).toMatchObject({ onlyFor: 'bob', reply: { result: { kind: 'command' } } })
      expect(shown!.reply.headline).toMatch(/^I can explain the figures in my own answers/)
    },
  )
})
