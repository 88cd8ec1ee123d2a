import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChat, type Chat } from '../support/chat-on-demo.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

async function told(text: string): Promise<string> {
  const shown = await chat.say('bob', 'dm', text)
  expect(shown?.reply.result.kind).toBe('command')
  return shown!.reply.result.text
}

test('help says what to ask, how to go on, where to look things up, and what the buttons do', async () => {
  const help = await told('help')
  expect(help).toMatch(/^Ask about revenue, orders, units sold, and discounts in plain words/)
  expect(help).toContain('• Revenue last month compared with the month before')
  expect(help).toContain('"kpis" lists what is here, "what is revenue" says how it is measured.')
  expect(help).toMatch(/SQL.*CSV.*Thumbs up or down/)
})

test('what help offers to go on with works', async () => {
  const help = await told('help')
  const line = help.split('\n').find((each) => each.startsWith('Go on from'))!
  const offered = [...line.matchAll(/"([a-z ]+)"/g)].map(([, words]) => words!)
  expect(offered).toContain('by region')
  for (const [at, words] of offered.entries()) {
    await chat.say('bob', `general/${at}`, 'revenue last month')
    const shown = await chat.say('bob', `general/${at}`, words)
    expect(shown?.reply.result.kind, `${words}: ${shown?.reply.result.text}`).toBe('answer')
  }
})

test('what is looked up is found', async () => {
  expect(await told('kpis')).toContain('• Revenue: Order value after discounts and before refunds')
  expect(await told('what is revenue')).toContain('Measured as the sum of revenue from kpi.sales_hourly.')
})

test('a digest is told honestly that it cannot be set up yet', async () => {
  expect(await told('send me a digest every morning')).toMatch(/cannot be set up here yet/)
})
