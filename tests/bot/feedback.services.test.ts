import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChat, type Chat } from '../support/chat-on-demo.ts'
import { onDatabase } from '../support/server.ts'

let chat: Chat
beforeAll(async () => {
  chat = await openChat()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

const person = (user: string) => ({ platform: 'chat', workspace: 'shop', user })

function judge(
  user: string,
  reply: string,
  verdict: 'good' | 'bad',
  wrong: string | null = null,
  expected: string | null = null,
) {
  return chat.app.feedback({ reply, person: person(user), verdict, wrong, expected })
}

const kept = (reply: string) =>
  onDatabase(chat.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      `select person, verdict, wrong, expected, question, query->'measures'->0->>'kpi' as kpi
       from tidings.feedback where reply = $1 order by person`,
      [reply],
    )
    return rows
  })

test('a verdict is kept with the question and what was understood of it', async () => {
  const answer = await chat.say('bob', 'general/1', 'sales last week')
  await judge('ana', answer!.key, 'good')
  expect(await kept(answer!.key)).toEqual([
    {
      person: 'chat:shop/ana',
      verdict: 'good',
      wrong: null,
      expected: null,
      question: 'sales last week',
      kpi: 'revenue',
    },
  ])
})

test('a later verdict of the same person takes the place of the earlier one', async () => {
  const answer = await chat.say('bob', 'general/2', 'orders last week')
  await judge('bob', answer!.key, 'bad')
  await judge('bob', answer!.key, 'bad', ' the period\0 ', '12,000')
  await judge('bob', answer!.key, 'bad')
  expect(await kept(answer!.key)).toMatchObject([{ verdict: 'bad', wrong: 'the period', expected: '12,000' }])
  await judge('bob', answer!.key, 'good')
  await judge('ana', answer!.key, 'good')
  expect(await kept(answer!.key)).toMatchObject([
    { person: 'chat:shop/ana', verdict: 'good' },
    { person: 'chat:shop/bob', verdict: 'good', wrong: null, expected: null },
  ])
})

test('a refusal can be judged too', async () => {
  const answer = await chat.say('bob', 'general/3', 'churn of unicorns')
  await judge('bob', answer!.key, 'bad', null, 'cancelled subscriptions')
  expect(await kept(answer!.key)).toMatchObject([{ question: 'churn of unicorns', kpi: null }])
})

test('of a reply that somebody was not shown nothing is kept', async () => {
  const answer = await chat.say('fred', 'general/4', 'gross margin last week')
  expect(answer?.onlyFor).toBe('fred')
  await judge('bob', answer!.key, 'bad')
  expect(await kept(answer!.key)).toEqual([])
})

test('of a reply that is no longer kept the verdict is', async () => {
  await judge('bob', 'chat:long ago', 'good')
  expect(await kept('chat:long ago')).toMatchObject([{ verdict: 'good', question: null, kpi: null }])
})
