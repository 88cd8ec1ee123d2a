import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChat, type Chat } from '../support/chat-on-demo.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

const overheard = { isOverheard: true } as const

test.for([
  ['hello', true],
  ['thanks!', true],
  ['delete all orders', undefined],
] as const)('"%s" is known to be talk, or not', async ([text, isTalk], { expect }) => {
  const shown = await chat.say('bob', 'dm', text)
  expect(shown!.reply.result.kind).toBe('decline')
  expect(shown!.reply.isTalk).toBe(isTalk)
})

describe('a question beyond what the channel may see', () => {
  test('is answered to its asker alone, who is told so first', async () => {
    const before = chat.shown.length
    const shown = await chat.say('fred', 'general/1', 'gross margin last month')
    expect(shown).toMatchObject({ onlyFor: 'fred', reply: { result: { kind: 'answer' } } })
    expect(shown!.reply.result.text).toMatch(/^This goes beyond what may be shown here, so only you see it\.\n/)
    expect(shown!.reply.provenance).toContain('under the rights of finance')
    expect(chat.shown.length).toBe(before + 1)
  })

  test('that names a value which only its asker may see is answered to them alone too', async () => {
    const shown = await chat.say('fred', 'emea/1', 'revenue in Brazil last week')
    expect(shown).toMatchObject({ onlyFor: 'fred', reply: { result: { kind: 'answer' } } })
  })

  test('is declined for all to see where its asker may not see it either, word for word as elsewhere', async () => {
    const here = await chat.say('bob', 'general/2', 'gross margin last month')
    const alone = await chat.say('bob', 'dm', 'gross margin last month')
    expect(here).toMatchObject({ onlyFor: null, reply: { result: { kind: 'decline' } } })
    expect(here!.reply.result.text).toBe(alone!.reply.result.text)
  })

  test('is followed up alone, and what was said for all to see is not mixed with it', async () => {
    await chat.say('fred', 'general/3', 'revenue last month')
    await chat.say('fred', 'general/3', 'and gross margin?')
    const followed = await chat.say('fred', 'general/3', 'by region')
    expect(followed).toMatchObject({ onlyFor: 'fred' })
    expect(followed!.reply.result.understood).toMatch(/^Gross margin by region, October 2026/)
    const colleague = await chat.say('bob', 'general/3', 'by channel')
    expect(colleague).toMatchObject({ onlyFor: null })
    expect(colleague!.reply.result.understood).toMatch(/^Revenue by channel, October 2026/)
  })

  test('does not hide the next question that anybody may ask', async () => {
    await chat.say('fred', 'general/4', 'gross margin last month')
    const shown = await chat.say('fred', 'general/4', 'orders last month')
    expect(shown).toMatchObject({ onlyFor: null, reply: { result: { kind: 'answer' } } })
  })

  test('can be gone on with by its buttons, alone', async () => {
    const shown = await chat.say('fred', 'general/5', 'gross margin last month')
    const index = shown!.reply.ways.findIndex(({ label }) => label === 'By region')
    const next = await chat.press('fred', 'general/5', shown!, { kind: 'way', index })
    expect(next).toMatchObject({ onlyFor: 'fred', reply: { result: { kind: 'answer' } } })
    const file = await chat.press('fred', 'general/5', shown!, { kind: 'csv' })
    expect(file).toMatchObject({ onlyFor: 'fred' })
    expect(file!.reply.file?.text).toContain('Gross margin')
  })
})

describe('what nobody addressed to us', () => {
  test('is answered for all to see when it goes on from an answer', async () => {
    await chat.say('fred', 'general/6', 'revenue last month')
    const shown = await chat.say('bob', 'general/6', 'by region', overheard)
    expect(shown).toMatchObject({ onlyFor: null, reply: { result: { kind: 'answer' } } })
  })

  test.for(['thanks!', 'ok', 'lol', '👍', 'great work Ana, I will call the supplier', 'nonsense'])(
    '%j gets no reply at all',
    async (text) => {
      const before = chat.shown.length
      expect(await chat.say('bob', 'general/6', text, overheard)).toBeNull()
      expect(chat.shown.length).toBe(before)
    },
  )

  test.for(['by astronaut', 'what will the weather be tomorrow?', 'help'])(
    '%j is declined or explained to its author alone',
    async (text) => {
      const shown = await chat.say('bob', 'general/6', text, overheard)
      expect(shown).toMatchObject({ onlyFor: 'bob' })
      expect(shown!.reply.result.kind).not.toBe('answer')
    },
  )

  test('is counted when it gets no reply', async () => {
    await chat.say('bob', 'general/6', 'thank you so much', overheard)
    expect(await chat.app.metrics()).toMatch(/tidings_silences_total\{platform="chat"\} \d/)
  })
})

describe('an edit', () => {
  test('replaces the answer to the first wording', async () => {
    const first = await chat.say('bob', 'general/7', 'revenue last week', { id: 'chat:edited/1' })
    const shown = await chat.say('bob', 'general/7', 'orders last week', { replaces: first!.key })
    expect(shown).toMatchObject({ edits: `sent ${first!.key}` })
    expect(shown!.reply.result.understood).toMatch(/^Orders/)
  })

  test('of what was not answered is answered by itself', async () => {
    const id = 'chat:edited/2'
    expect(await chat.say('bob', 'general/7', 'thanks', { ...overheard, id })).toBeNull()
    const shown = await chat.say('bob', 'general/7', 'orders last week', { ...overheard, replaces: id })
    expect(shown).toMatchObject({ edits: null, onlyFor: null })
  })

  test('that goes beyond the channel leaves what all saw and is answered alone', async () => {
    const first = await chat.say('fred', 'general/7', 'revenue last week', { id: 'chat:edited/3' })
    const shown = await chat.say('fred', 'general/7', 'gross margin last week', { replaces: first!.key })
    expect(shown).toMatchObject({ edits: null, onlyFor: 'fred' })
  })

  test('of what was answered alone does not change what only one person saw', async () => {
    const first = await chat.say('fred', 'general/7', 'gross margin last week', { id: 'chat:edited/4' })
    const shown = await chat.say('fred', 'general/7', 'revenue last week', { replaces: first!.key })
    expect(shown).toMatchObject({ edits: null, onlyFor: null })
  })
})
