import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChat, type Chat } from '../support/chat-on-demo.ts'
import { until } from '../support/instances.ts'

let chat: Chat
let client: pg.Client

beforeAll(async () => {
  chat = await openChat()
  client = new pg.Client(chat.database.keeperUrl)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await chat[Symbol.asyncDispose]()
})

test('what is said is written down at once, however busy everything else is with the store', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const busy = Array.from({ length: 10 }, () => chat.app.store!.connection().execute(() => released))
  let isAnswered = false
  const answered = chat.say('fred', 'dm', 'revenue last week').then((shown) => {
    isAnswered = true
    return shown
  })
  await until(async () => {
    const { rows } = await client.query("SELECT FROM tidings.inbox WHERE state = 'taken'")
    return rows.length === 1
  })
  expect(isAnswered).toBe(false)
  release()
  await Promise.all(busy)
  expect((await answered)?.reply.result.kind).toBe('answer')
})
