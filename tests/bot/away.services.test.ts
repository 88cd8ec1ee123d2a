import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failedReply } from '../../src/bot/failed.ts'
import { cuttable, type Cuttable } from '../support/cuttable.ts'
import { echo, says, until } from '../support/instances.ts'
import { useInstances } from '../support/use-instances.ts'

let way: Cuttable
// Closed after the instances that `useInstances` closes.
beforeEach(async () => {
  way = await cuttable(own.database.keeperUrl)
})
afterEach(() => way.close())
const { own, chat, start } = useInstances(() => way.url)

async function ended(): Promise<{ unanswered: number; unsent: number }> {
  const { rows } = await sql<{ unanswered: number; unsent: number }>`SELECT
    (SELECT count(*)::int FROM tidings.inbox WHERE state <> 'answered') AS unanswered,
    (SELECT count(*)::int FROM tidings.outbox WHERE state <> 'sent') AS unsent`.execute(own.store)
  return rows[0]!
}

test('the database goes away for ten seconds: nothing is lost and nothing said twice', async () => {
  const slowly = async (message: Parameters<typeof echo>[0]) => {
    await sleep(Math.random() * 400)
    return echo(message)
  }
  const instances = [start({ respond: slowly, heldForMs: 3_000 }), start({ respond: slowly, heldForMs: 3_000 })]
  const clock = setInterval(() => void Promise.allSettled(instances.map((instance) => instance.sweep())), 200)
  const before = Array.from({ length: 30 }, (_, n) => says(`before ${n}`, { in: `C${n % 10}` }))
  const meanwhile = Array.from({ length: 30 }, (_, n) => says(`meanwhile ${n}`, { in: `C${n % 10}` }))
  await Promise.all(before.map((message, n) => instances[n % 2]!.hear(message)))
  await until(() => chat.posted.length > 3)
  await way.cut()
  const pending = meanwhile.map((message, n) => instances[n % 2]!.hear(message))
  let heard = 0
  for (const each of pending) void each.then(() => heard++)
  await sleep(9_000)
  expect(heard).toBe(0)
  // The platform got no acknowledgement and delivers again.
  const again = meanwhile.map((message, n) => instances[n % 2]!.hear(message))
  await sleep(1_000)
  await way.mend()
  const first = await Promise.all(pending)
  expect(first.every(({ isNew }) => isNew)).toBe(true)
  expect((await Promise.all(again)).some(({ isNew }) => isNew)).toBe(false)
  await until(async () => {
    const { unanswered, unsent } = await ended()
    return unanswered === 0 && unsent === 0
  })
  clearInterval(clock)
  const texts = [...before, ...meanwhile].map(({ said }) => `re: ${said.kind === 'words' ? said.text : ''}`)
  expect(chat.texts().toSorted()).toEqual(texts.toSorted())
})

test('what cannot be written down in time is not heard, and can be said again', async () => {
  const instance = start({ writtenWithinMs: 3_000 })
  await way.cut()
  const message = says('revenue')
  await expect(instance.hear(message)).rejects.toThrow()
  await way.mend()
  const { isNew, answered } = await instance.hear(message)
  expect(isNew).toBe(true)
  await answered
  expect(chat.texts()).toEqual(['re: revenue'])
})

test('no more than a thousand messages wait to be written down', async () => {
  const instance = start()
  await way.cut()
  const waiting = Array.from({ length: 1_000 }, (_, n) => instance.hear(says(`${n}`)))
  await expect(instance.hear(says('one too many'))).rejects.toThrow('too many messages')
  await way.mend()
  const heard = await Promise.all(waiting)
  await Promise.all(heard.map(({ answered }) => answered))
  expect(chat.posted).toHaveLength(1_000)
})

test('what was sent while the database was away is known to be sent when it is back', async () => {
  const instance = start()
  chat.find = async () => ({ kind: 'cannot tell' })
  chat.fates.push(async (_outgoing, post) => {
    await way.cut()
    return post()
  })
  const { answered } = await instance.hear(says('revenue'))
  await until(() => chat.posted.length === 1)
  await sleep(1_000)
  await way.mend()
  await answered
  await instance.sweep()
  expect(await ended()).toEqual({ unanswered: 0, unsent: 0 })
  expect(chat.posted).toHaveLength(1)
})

test('a database that falls silent is given up, and asked over new connections when it is there again', async () => {
  const instance = start({ answersWithinMs: 2_000, heldForMs: 4_000 })
  await (
    await instance.hear(says('before'))
  ).answered
  way.silence()
  const pending = instance.hear(says('meanwhile'))
  await sleep(2_500)
  await way.mend()
  await (
    await pending
  ).answered
  await until(
    () => chat.texts().includes('re: meanwhile'),
    () => instance.sweep(),
  )
  expect(chat.texts()).toEqual(['re: before', 're: meanwhile'])
})

test('a question in work when the database goes away is answered when it is back, without a word of that', async () => {
  let tries = 0
  const respond = async (message: Parameters<typeof echo>[0]) => {
    tries += 1
    const reply = failedReply('unreachable')
    return tries < 3 ? { reply, audience: message.audience, replaces: null } : echo(message)
  }
  const instance = start({ respond })
  expect(await (await instance.hear(says('revenue'))).answered).toBe(true)
  expect(chat.texts()).toEqual(['re: revenue'])
})

test('a database that stays away is told of', async () => {
  const reply = failedReply('unreachable')
  const instance = start({
    awayForMs: 600,
    respond: async ({ audience }) => ({ reply, audience, replaces: null }),
  })
  await (
    await instance.hear(says('revenue'))
  ).answered
  expect(chat.texts()).toEqual([expect.stringContaining('cannot be reached')])
})
