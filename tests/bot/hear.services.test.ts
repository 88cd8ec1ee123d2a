import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { echo, saying, says, until } from '../support/instances.ts'
import { onDatabase } from '../support/server.ts'
import { useInstances } from '../support/use-instances.ts'

const { own, chat, start } = useInstances()

function inboxRow(message: string) {
  return own.store.selectFrom('tidings.inbox').selectAll().where('message', '=', message).executeTakeFirstOrThrow()
}

/** Whoever holds what is taken holds it no longer, as if its time had passed. */
const timeIsUp = () => sql`UPDATE tidings.inbox SET held_until = now()`.execute(own.store)

test('a message delivered five times, at once and later and to two instances, is answered once', async () => {
  const [one, other] = [start(), start()]
  const message = says('revenue')
  const heard = await Promise.all([one, other, one, other, one].map((instance) => instance.hear(message)))
  await Promise.all(heard.map(({ answered }) => answered))
  expect(heard.filter(({ isNew }) => isNew)).toHaveLength(1)
  const restarted = start()
  expect(await restarted.hear(message)).toMatchObject({ isNew: false })
  await Promise.all([one, other, restarted].map((instance) => instance.sweep()))
  expect(chat.texts()).toEqual(['re: revenue'])
})

test('what is being answered cannot be read from the inbox once it is', async () => {
  const [instance] = [start()]
  const message = says('revenue', { handle: 'https://hooks.example/secret' })
  await (
    await instance.hear(message)
  ).answered
  expect(await inboxRow(message.id)).toMatchObject({ state: 'answered', content: null })
  const kept = await sql<{ text: string }>`SELECT row_to_json(o)::text AS text FROM tidings.outbox o`.execute(own.store)
  expect(kept.rows[0]!.text).not.toContain('secret')
  expect(chat.posted).toMatchObject([{ handle: 'https://hooks.example/secret' }])
})

test('a message whose taker died is taken again once its time has run out, and answered once', async () => {
  const [first, second] = [start(), start()]
  const message = says('revenue')
  first.die()
  await first.hear(message)
  await second.sweep()
  expect(chat.texts()).toEqual([])
  await timeIsUp()
  await until(
    () => chat.texts().length > 0,
    () => second.sweep(),
  )
  expect(await inboxRow(message.id)).toMatchObject({ state: 'answered', attempts: 2 })
  await timeIsUp()
  await second.sweep()
  expect(chat.texts()).toEqual(['re: revenue'])
})

test('a question that takes longer than its time stays with who works on it', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const slow = start({
    respond: async (message) => {
      await released
      return echo(message)
    },
  })
  const other = start()
  const message = says('revenue')
  const { answered } = await slow.hear(message)
  for (let round = 0; round < 5; round++) {
    await timeIsUp()
    await slow.sweep()
    await other.sweep()
  }
  release()
  await answered
  expect(chat.texts()).toEqual(['re: revenue'])
  expect(await inboxRow(message.id)).toMatchObject({ attempts: 1 })
})

test('a message that always fails is given up after five times, with a sentence to who asked', async () => {
  const tried: string[] = []
  const instance = start({
    respond: async ({ id }) => {
      tried.push(id)
      throw new Error('poison')
    },
  })
  const message = says('poison')
  expect(await (await instance.hear(message)).answered).toBe(false)
  await until(
    () => chat.posted.length > 0,
    async () => {
      await timeIsUp()
      await instance.sweep()
    },
  )
  expect(tried).toHaveLength(5)
  expect(chat.texts()).toEqual([expect.stringContaining('Something went wrong on our side')])
  expect(await inboxRow(message.id)).toMatchObject({ state: 'answered', attempts: 6 })
})

test('a message of which not even its author can be looked up is given up, too', async () => {
  const instance = start({
    heldForMs: 30,
    known: async () => {
      throw new Error('nobody knows')
    },
  })
  await (
    await instance.hear(says('who am I'))
  ).answered
  await until(
    () => chat.posted.length > 0,
    () => instance.sweep(),
  )
  expect(chat.texts()).toEqual([expect.stringContaining('Something went wrong on our side')])
})

test('messages of one conversation are answered in their order, across two instances', async () => {
  const slowFirst = async (message: Parameters<typeof echo>[0]) => {
    if (message.said.kind === 'words' && message.said.text === '1') await sleep(300)
    return echo(message)
  }
  const [one, other] = [start({ respond: slowFirst }), start({ respond: slowFirst })]
  const heard = []
  for (const text of ['1', '2', '3', '4', '5', '6'])
    heard.push(await (Number(text) % 2 ? one : other).hear(says(text, { in: 'order' })))
  await Promise.all(heard.map(({ answered }) => answered))
  expect(chat.texts('order')).toEqual(['1', '2', '3', '4', '5', '6'].map((text) => `re: ${text}`))
})

test('messages handed in at the same moment are answered in the order in which they were written down', async () => {
  const instance = start()
  const heard = await Promise.all(Array.from({ length: 20 }, (_, n) => instance.hear(says(`${n}`, { in: 'crowd' }))))
  await Promise.all(heard.map(({ answered }) => answered))
  const rows = await own.store.selectFrom('tidings.inbox').select('message').orderBy('seq').execute()
  expect(chat.posted.map(({ key }) => key)).toEqual(rows.map(({ message }) => message))
})

test('while it takes long to write a message down, what is said after it in its conversation is not answered before it', async () => {
  const instance = start()
  const first = says('1', { in: 'held' })
  const waiting = sql`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
  const heard = await onDatabase(own.database.adminUrl, async (client) => {
    // Somebody else has begun to write a message of that id and may yet take it back.
    await client.query('begin')
    await client.query(`insert into tidings.inbox (message, place, conversation, state) values ($1, '', '', 'taken')`, [
      first.id,
    ])
    const one = instance.hear(first)
    await until(async () => (await waiting.execute(own.store)).rows.length > 0)
    const two = instance.hear(says('2', { in: 'held' }))
    await (
      await instance.hear(says('3', { in: 'elsewhere' }))
    ).answered
    await client.query('rollback')
    return Promise.all([one, two])
  })
  await Promise.all(heard.map(({ answered }) => answered))
  expect(chat.texts()).toEqual(['re: 3', 're: 1', 're: 2'])
})

test('a follow-up waits for the question before it that a dead instance left, and comes after it', async () => {
  const dead = start({ heldForMs: 400 })
  const living = start({ heldForMs: 400 })
  dead.die()
  await dead.hear(says('revenue', { in: 'left' }))
  const { answered } = await living.hear(says('by region', { in: 'left' }))
  await until(
    () => chat.posted.length === 2,
    () => living.sweep(),
  )
  await answered
  expect(chat.texts('left')).toEqual(['re: revenue', 're: by region'])
})

test('what is whispered to one person does not wait for another in the same channel', async () => {
  const instance = start({
    respond: async (message) => {
      if (message.author.user === 'ana') await new Promise<void>((resolve) => releases.push(resolve))
      return echo(message)
    },
  })
  const releases: (() => void)[] = []
  const ana = await instance.hear(says('slow', { in: 'sales', isWhispered: true, audience: 'asker' }))
  const bob = { platform: 'chat', workspace: 'T1', user: 'bob' }
  await (
    await instance.hear(says('quick', { in: 'sales', author: bob, isWhispered: true, audience: 'asker' }))
  ).answered
  expect(chat.texts()).toEqual(['re: quick'])
  releases.forEach((release) => release())
  await ana.answered
})

test('a busy channel does not keep other conversations waiting', async () => {
  chat.lane = ({ to: { place } }) => ({
    name: place.conversation,
    gapMs: place.conversation === 'busy' ? 2_000 : 0,
    burst: 0,
  })
  const instance = start()
  const place = (thread: string) => ({ platform: 'chat', workspace: 'T1', conversation: 'busy', thread })
  for (let n = 0; n < 40; n++) await instance.hear(says(`${n}`, { place: place(`t${n}`) }))
  const { answered } = await instance.hear(says('elsewhere', { in: 'quiet' }))
  await answered
  expect(chat.texts('busy').length).toBeLessThan(20)
  await instance.deliver.finish()
})

test('a restart between words and picture adds the picture and says nothing twice', async () => {
  chat.pictures = 'after words'
  const picture = { id: 'p1', altText: 'a chart', width: 10, height: 10 }
  const respond = async ({ audience }: Parameters<typeof echo>[0]) =>
    ({ reply: { ...saying('numbers'), chart: {} as never }, audience, replaces: null }) as const
  const drawn = async (reply: ReturnType<typeof saying>) => {
    const { chart: _chart, ...plain } = reply
    return { ...plain, picture }
  }
  const first = start({ respond, drawn: () => new Promise(() => {}), heldForMs: 200 })
  const message = says('trend')
  await first.hear(message)
  await until(() => chat.posted.length === 1)
  expect(await inboxRow(message.id)).toMatchObject({ state: 'taken' })
  first.die()
  const second = start({ respond, drawn, heldForMs: 200 })
  await until(
    () => chat.posted.length === 2,
    () => second.sweep(),
  )
  expect(chat.posted).toMatchObject([
    { kind: 'reply', key: message.id, messageId: 'm1' },
    { kind: 'picture', key: `${message.id} picture`, messageId: 'm1' },
  ])
  await until(async () => (await inboxRow(message.id)).state === 'answered')
})

/** Answers with a chart, which is drawn when `release` is called. */
function charts() {
  chat.pictures = 'after words'
  const picture = { id: 'p1', altText: 'a chart', width: 10, height: 10 }
  const plain = saying('numbers')
  const chart = { kind: 'line', spec: { mark: 'line' }, altText: 'a chart' } as const
  const reply = { ...plain, chart, result: { ...plain.result, chart, rows: [[1], [2]] } }
  const asked: ReturnType<typeof saying>[] = []
  const waiting: (() => void)[] = []
  let isReleased = false
  return {
    asked,
    reply,
    release: () => {
      isReleased = true
      for (const go of waiting.splice(0)) go()
    },
    options: {
      respond: async ({ audience }: Parameters<typeof echo>[0]) => ({ reply, audience, replaces: null }),
      drawn: async (undrawn: ReturnType<typeof saying>) => {
        asked.push(undrawn)
        if (!isReleased) await new Promise<void>((go) => waiting.push(go))
        const { chart: _chart, ...words } = undrawn
        return { ...words, picture }
      },
    },
  }
}

test('when too many pictures wait, an answer says at once that it comes without; those that wait all come', async () => {
  const { options, asked, release } = charts()
  const instance = start({ ...options, mostUndrawn: 3 })
  const heard = []
  for (let n = 0; n < 10; n++) {
    heard.push(await instance.hear(says(`${n}`)))
    await until(() => chat.posted.length === n + 1 && instance.picturesAsked() >= Math.min(7, n + 1))
  }
  expect(asked).toHaveLength(4)
  const notes = await Promise.all(chat.posted.map(async ({ key }) => (await instance.outbox.find(key))!.parcel.reply))
  const leftOut = expect.stringContaining('Too many charts')
  expect(notes.map(({ pictureMissing }) => pictureMissing)).toEqual([
    ...Array.from({ length: 7 }, () => null),
    ...Array.from({ length: 3 }, () => leftOut),
  ])
  release()
  await Promise.all(heard.map(({ answered }) => answered))
  await instance.deliver.finish()
  expect(chat.posted.filter(({ kind }) => kind === 'picture')).toHaveLength(7)
  expect(await own.store.selectFrom('tidings.inbox').select('message').where('state', '=', 'taken').execute()).toEqual(
    [],
  )
})

test('what waits for its picture is no rows in memory: it is drawn from what was said', async () => {
  const { options, asked, reply, release } = charts()
  release()
  const instance = start(options)
  await (
    await instance.hear(says('trend'))
  ).answered
  const [drawn] = asked
  expect(drawn).toEqual(reply)
  expect(drawn!.result.rows).not.toBe(reply.result.rows)
})

test('a picture whose words are no longer known is waited for by nobody', async () => {
  const { options, asked, release } = charts()
  const instance = start(options)
  const heard = []
  for (let n = 0; n < 5; n++) {
    heard.push(await instance.hear(says(`${n}`)))
    await until(() => chat.posted.length === n + 1)
  }
  const last = chat.posted.at(-1)!
  await sql`DELETE FROM tidings.outbox WHERE key = ${last.key}`.execute(own.store)
  release()
  await Promise.all(heard.map(({ answered }) => answered))
  expect(asked).toHaveLength(4)
  expect(await inboxRow(last.key)).toMatchObject({ state: 'answered' })
})

test('who is told to end does not draw all the pictures that wait: they come from whoever is there then', async () => {
  const { options, asked, release } = charts()
  const ending = start({ ...options, heldForMs: 300 })
  const heard = []
  for (let n = 0; n < 7; n++) {
    heard.push(await ending.hear(says(`${n}`)))
    await until(() => chat.posted.length === n + 1)
  }
  const finished = ending.hearing.finish()
  release()
  await finished
  expect(asked).toHaveLength(4)
  const next = start({ ...options, heldForMs: 300 })
  await until(
    () => chat.posted.filter(({ kind }) => kind === 'picture').length === 7,
    () => next.sweep(),
  )
  expect(chat.posted.filter(({ kind }) => kind === 'reply')).toHaveLength(7)
})

test('an edited question changes the answer that stands, and is an answer of its own where none stands', async () => {
  const instance = start()
  const first = says('revenue', { in: 'edits' })
  await (
    await instance.hear(first)
  ).answered
  await (
    await instance.hear(says('orders', { in: 'edits', replaces: first.id }))
  ).answered
  await (
    await instance.hear(says('visits', { in: 'edits', replaces: 'chat:never-answered' }))
  ).answered
  expect(chat.posted.map(({ kind, text, messageId }) => [kind, text, messageId])).toEqual([
    ['reply', 're: revenue', 'm1'],
    ['edit', 're: orders', 'm1'],
    ['reply', 're: visits', 'm3'],
  ])
})

test('a question that comes after its new wording is not answered besides', async () => {
  const [one, other] = [start(), start()]
  const first = says('revenue', { in: 'early' })
  const edit = says('orders', { in: 'early', replaces: first.id })
  const heard = [await one.hear(edit), await other.hear(first)]
  expect(heard.map(({ isNew }) => isNew)).toEqual([true, false])
  const atOnce = says('visits', { in: 'at once' })
  const early = says('sessions', { in: 'at once', replaces: atOnce.id })
  heard.push(...(await Promise.all([one.hear(says('0', { in: 'at once' })), one.hear(early), one.hear(atOnce)])))
  await Promise.all(heard.map(({ answered }) => answered))
  expect(chat.texts()).toEqual(['re: orders', 're: 0', 're: sessions'])
})

test('words that PostgreSQL does not keep are answered all the same', async () => {
  const instance = start({
    respond: async ({ audience }) => ({ reply: saying('half an emoji \ud83d and a \0'), audience, replaces: null }),
  })
  const text = 'zero \0 and \udc00'
  await (
    await instance.hear(says('x', { said: { kind: 'explain', reply: null, text } }))
  ).answered
  expect(chat.posted).toHaveLength(1)
})

test('a thousand people who ask at once are all answered, each once', async () => {
  const [one, other] = [start(), start()]
  const messages = Array.from({ length: 1_000 }, (_, n) => says(`${n}`, { in: `person${n}` }))
  const heard = await Promise.all(messages.map((message, n) => (n % 2 ? one : other).hear(message)))
  const clock = setInterval(() => void Promise.allSettled([one.sweep(), other.sweep()]), 1_000)
  await Promise.all(heard.map(({ answered }) => answered))
  clearInterval(clock)
  expect(new Set(chat.posted.map(({ key }) => key)).size).toBe(1_000)
  expect(chat.posted).toHaveLength(1_000)
})

test('what many people say at the same moment is written down in few statements', async () => {
  const instance = start()
  const heard = await Promise.all(Array.from({ length: 200 }, (_, n) => instance.hear(says(`${n}`, { in: `p${n}` }))))
  await Promise.all(heard.map(({ answered }) => answered))
  expect(heard.every(({ isNew }) => isNew)).toBe(true)
  // The moment is that of its transaction.
  const { rows } = await sql<{ statements: number }>`SELECT count(DISTINCT taken_at)::int AS statements
    FROM tidings.inbox`.execute(own.store)
  expect(rows[0]!.statements).toBeLessThan(10)
})
