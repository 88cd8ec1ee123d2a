import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChat, type Chat } from '../../support/chat-on-demo.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})
test('try', async () => {
  const say = async (who: string, where: string, text: string) => {
    const t = performance.now()
    const shown = await chat.say(who, where, text)
    console.log(`> ${who}@${where}: ${text}   (${Math.round(performance.now() - t)} ms, to ${shown?.onlyFor})\n${shown?.reply.result.kind}: ${shown?.reply.result.text}\n${JSON.stringify(shown?.reply.ways.map((w) => [w.label, w.kind === 'words' ? w.text : '']))}`)
    return shown
  }
  await say('fred', 'dm', 'alert me when revenue falls 20 % below normal')
  await say('fred', 'dm', 'no: 30 %')
  await say('fred', 'dm', 'save')
  await say('fred', 'dm', 'what alerts do we have')
  await say('fred', 'general/1', 'alert us when revenue per hour is unusual in any region')
  await say('bob', 'general/1', 'save it')
  await say('bob', 'general/1', 'list alerts')
  await say('ana', 'general/1', 'end alert 1')
  await say('fred', 'general/1', 'alert us when gross margin falls below 100')
  await say('ana', 'general/1', 'alert us when refunds are above 5000 per day')
  await say('ana', 'general/1', 'alert us when orders per day are above 5000')
  await say('ana', 'general/1', 'how are the alerts doing')
  await say('ana', 'general/1', 'mute alert 1 until tomorrow')
  await say('fred', 'general/1', 'stop watching revenue')
  await say('fred', 'general/1', 'delete alert 1')
  expect(1).toBe(1)
})
