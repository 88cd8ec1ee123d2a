import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Receipt } from '../../src/bot/platform.ts'
import { entryOf, perConversation, saying, until, type Fate, type Instance } from '../support/instances.ts'
import { useInstances } from '../support/use-instances.ts'

const { own, chat, start } = useInstances()

function row(key: string) {
  return own.store.selectFrom('tidings.outbox').selectAll().where('key', '=', key).executeTakeFirstOrThrow()
}

/** Whoever holds what is to be sent holds it no longer, as if its time had passed. */
const timeIsUp = () => sql`UPDATE tidings.outbox SET held_until = now()`.execute(own.store)

const happens: Fate = (_outgoing, post) => post()
const busy =
  (afterMs: number | null): Fate =>
  () => ({ kind: 'later', because: 'busy', afterMs })
const gone: Fate = () => ({ kind: 'refused', because: 'the channel is archived' })
/** It happens, and its sender never hears of it. */
const lost: Fate = async (_outgoing, post) => {
  post()
  return new Promise<Receipt>(() => {})
}
const hangs: Fate = () => new Promise<Receipt>(() => {})
const throws: Fate = () => {
  throw new Error('the platform broke down')
}

/** What is on its way here stays as it is, as if the process had ended. */
async function dieWhile(instance: Instance, isSo: () => boolean | Promise<boolean>): Promise<void> {
  await until(isSo)
  instance.die()
}

test('what is written is sent, and its handle forgotten', async () => {
  const instance = start()
  const entry = entryOf('hello')
  const { out } = await instance.deliver.write({
    ...entry,
    to: { ...entry.to, handle: 'https://hooks.example/secret' },
  })
  expect(await out).toEqual({ kind: 'sent', messageId: 'm1' })
  expect(await row(entry.key)).toMatchObject({ state: 'sent', message: 'm1', attempts: 1, handle: null, held_by: null })
})

test('a key that is written again, here and elsewhere, is sent once', async () => {
  const [one, other] = [start(), start()]
  const entry = entryOf('once')
  const written = await Promise.all([one, one, other, other, one].map(({ deliver }) => deliver.write(entry)))
  await Promise.all(written.map(({ out }) => out))
  expect(await (await other.deliver.write(entry)).out).toEqual({ kind: 'already_sent' })
  expect(chat.texts()).toEqual(['once'])
})

test('what was written by a process that died before it sent is sent by another, once', async () => {
  const [dead, living] = [start(), start()]
  const entry = entryOf('left')
  await dead.outbox.write({ entry, lane: null }, null)
  dead.die()
  await living.sweep()
  expect(chat.calls).toBe(0)
  await timeIsUp()
  await until(
    () => chat.posted.length > 0,
    () => living.sweep(),
  )
  expect(chat.asked).toEqual([])
  await until(async () => (await row(entry.key)).state === 'sent')
})

test.for([
  ['before it called the platform', hangs, 1],
  ['after the platform had it', lost, 1],
] as const)('what a process was sending when it died %s is looked for first', async ([, fate, posts]) => {
  const dead = start({ times: { sendMs: 400 } })
  const living = start({ heldForMs: 200 })
  chat.fates.push(fate)
  const entry = entryOf('in between')
  await dead.deliver.write(entry)
  await dieWhile(dead, () => chat.calls === 1)
  await timeIsUp()
  await until(
    async () => (await row(entry.key)).state === 'sent',
    () => living.sweep(),
  )
  expect(chat.asked).toEqual([entry.key])
  expect(chat.texts()).toHaveLength(posts)
})

test('where the platform cannot tell, it is sent again', async () => {
  chat.find = async () => ({ kind: 'cannot tell' })
  const instance = start()
  chat.fates.push(busy(null))
  const entry = entryOf('again')
  await instance.deliver.write(entry)
  await until(
    () => chat.posted.length > 0,
    () => instance.sweep(),
  )
  expect(chat.asked).toEqual([entry.key])
  expect(chat.calls).toBe(2)
})

test('a platform that cannot be asked now is asked later, and nothing is sent meanwhile', async () => {
  let asked = 0
  const real = chat.find!
  chat.find = async (outgoing) => {
    if (++asked <= 2) throw new Error('not now')
    return real(outgoing)
  }
  const instance = start({ times: { findMs: 40, sendMs: 100 } })
  chat.fates.push(lost)
  const entry = entryOf('patience')
  await instance.deliver.write(entry)
  await until(
    async () => (await row(entry.key)).state === 'sent',
    () => instance.sweep(),
  )
  expect(asked).toBe(3)
  expect(chat.texts()).toEqual(['patience'])
})

test.for([
  ['breaks down', throws],
  ['never answers', hangs],
] as const)('a platform that %s is tried again', async ([, fate]) => {
  const instance = start({ times: { sendMs: 100 } })
  chat.fates.push(fate)
  const entry = entryOf('second try')
  expect(await (await instance.deliver.write(entry)).out).toMatchObject({ kind: 'later' })
  await until(
    async () => (await row(entry.key)).state === 'sent',
    () => instance.sweep(),
  )
  expect(chat.texts()).toEqual(['second try'])
  expect(await row(entry.key)).toMatchObject({ attempts: 2 })
})

test('a call that takes longer than an entry is held stays with its caller', async () => {
  const [slow, other] = [start(), start()]
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  chat.fates.push(async (_outgoing, post) => {
    await released
    return post()
  })
  const { out } = await slow.deliver.write(entryOf('slow'))
  await until(() => chat.calls === 1)
  for (let round = 0; round < 5; round++) {
    await timeIsUp()
    await slow.sweep()
    await other.sweep()
  }
  release()
  await out
  expect(chat.calls).toBe(1)
})

test.for([
  ['without a lane', null],
  ['in a lane', { name: 'chat lost', gapMs: 0, burst: 0 }],
] as const)('who lost an entry %s to another does not send it any more', async ([, lane]) => {
  const [one, other] = [start(), start()]
  const entry = entryOf('mine')
  await one.outbox.write({ entry, lane: lane?.name ?? null }, null)
  await sql`UPDATE tidings.outbox SET held_until = now() - interval '1 second'`.execute(own.store)
  expect(await other.outbox.takeDue(['chat'], 10)).toHaveLength(1)
  expect(await one.outbox.begin(entry.key, lane, 1_000)).toEqual({ kind: 'gone' })
  expect(await other.outbox.begin(entry.key, lane, 1_000)).toEqual({ kind: 'now', waitMs: 0 })
})

test('one entry each gap goes to a lane, from two instances together, and more at once after a rest', async () => {
  chat.lane = perConversation(500, 2)
  const begunAt = Date.now()
  const instances = [start(), start()]
  for (let n = 0; n < 12; n++) await instances[n % 2]!.deliver.write(entryOf(`${n}`, { in: 'paced' }))
  await until(
    () => chat.posted.length === 12,
    async () => {
      await Promise.all(instances.map((instance) => instance.sweep()))
    },
  )
  const lane = await sql<{ span: number }>`SELECT extract(epoch FROM free_at - ${new Date(begunAt)})::float8
    AS span FROM tidings.lanes`.execute(own.store)
  // Twelve slots of 500 ms each were taken from the first on, none twice and none for nothing.
  expect(lane.rows[0]!.span).toBeGreaterThan(5.9)
  expect(lane.rows[0]!.span).toBeLessThan(8)
  for (const [n, { at }] of chat.posted.entries()) expect(at - begunAt).toBeGreaterThanOrEqual((n - 2) * 500 - 20)
  expect(chat.texts()).toEqual(Array.from({ length: 12 }, (_, n) => `${n}`))
})

test.for([
  ['somebody is sending one of its place', 't1', 15_000, { kind: 'behind', isHeld: true }],
  ['somebody is sending one of another place', 't2', 15_000, { kind: 'now', waitMs: 0 }],
  ['nobody has an earlier one in hand, wherever it goes', 't2', -1_000, { kind: 'behind', isHeld: false }],
] as const)('an entry of a lane while %s', async ([, thread, heldForMs, turn]) => {
  const instance = start()
  const lane = { name: 'chat threads', gapMs: 0, burst: 0 }
  const inThread = (name: string) => {
    const entry = entryOf(name, { in: 'threads' })
    return { ...entry, to: { ...entry.to, place: { ...entry.to.place, thread: name } } }
  }
  const earlier = inThread('t1')
  await instance.outbox.write({ entry: earlier, lane: lane.name }, null)
  const later = inThread(thread)
  await instance.outbox.write({ entry: later, lane: lane.name }, null)
  await sql`UPDATE tidings.outbox SET held_until = now() + make_interval(secs => ${heldForMs / 1000}::float8)
    WHERE key = ${earlier.key}`.execute(own.store)
  expect(await instance.outbox.begin(later.key, lane, 1_000)).toEqual(turn)
})

test('when the platform asks to wait, all instances wait with that lane and no other', async () => {
  chat.lane = perConversation(10, 1)
  const [one, other] = [start(), start()]
  chat.fates.push(busy(3_000))
  const startedAt = Date.now()
  await (
    await one.deliver.write(entryOf('1', { in: 'limited' }))
  ).out
  const writes = [
    await other.deliver.write(entryOf('2', { in: 'limited' })),
    await one.deliver.write(entryOf('3', { in: 'limited' })),
    await one.deliver.write(entryOf('free', { in: 'elsewhere' })),
  ]
  await writes[2]!.out
  expect(chat.texts()).toEqual(['free'])
  await until(
    () => chat.posted.length === 4,
    async () => {
      await Promise.all([one.sweep(), other.sweep()])
    },
  )
  const limited = chat.posted.filter(({ conversation }) => conversation === 'limited')
  for (const { at } of limited) expect(at - startedAt).toBeGreaterThanOrEqual(2_950)
  expect(chat.texts('limited').toSorted()).toEqual(['1', '2', '3'])
})

test('a lane that is full for long keeps its order and takes no slot for nothing', async () => {
  chat.lane = perConversation(50)
  const [one, other] = [start(), start()]
  const lane = { name: 'chat full', gapMs: 50, burst: 0 }
  await one.outbox.closeLane(lane, 60_000)
  for (let n = 0; n < 30; n++) {
    const { out } = await (n % 2 ? one : other).deliver.write(entryOf(`${n}`, { in: 'full' }))
    expect(await out).toMatchObject({ kind: 'later' })
  }
  for (let n = 0; n < 5; n++) await Promise.all([one.sweep(), other.sweep()])
  const full = await own.store.selectFrom('tidings.lanes').selectAll().execute()
  expect(full[0]!.next_at.getTime() - Date.now()).toBeLessThan(60_000)
  await sql`UPDATE tidings.lanes SET next_at = now(), free_at = now()`.execute(own.store)
  await until(
    () => chat.posted.length === 30,
    async () => {
      await Promise.all([one.sweep(), other.sweep()])
    },
  )
  expect(chat.texts()).toEqual(Array.from({ length: 30 }, (_, n) => `${n}`))
})

test('an entry that is put off for itself does not hold up its lane', async () => {
  chat.lane = perConversation(10)
  const instance = start({ times: { firstPauseMs: 60_000 } })
  chat.fates.push(busy(null))
  for (const text of ['1', '2', '3']) await instance.deliver.write(entryOf(text, { in: 'lane' }))
  await until(() => chat.posted.length === 2)
  await sql`UPDATE tidings.outbox SET due_at = now()`.execute(own.store)
  await until(
    () => chat.posted.length === 3,
    () => instance.sweep(),
  )
  expect(chat.texts()).toEqual(['2', '3', '1'])
})

test('one lane that is overfull does not keep the others waiting for the sweep', async () => {
  chat.lane = perConversation(30_000)
  const instance = start()
  await instance.outbox.closeLane({ name: 'chat jam', gapMs: 30_000, burst: 0 }, 1)
  const dead = start({ heldForMs: 1 })
  for (let n = 0; n < 60; n++)
    await dead.outbox.write({ entry: entryOf(`${n}`, { in: 'jam' }), lane: 'chat jam' }, null)
  await dead.outbox.write({ entry: entryOf('free', { in: 'free' }), lane: 'chat free' }, null)
  dead.die()
  await until(
    () => chat.texts('free').length === 1,
    () => instance.sweep(),
  )
  expect(chat.texts('jam').length).toBeLessThanOrEqual(1)
})

test('however much waits for a slow lane, little of it is in hand', async () => {
  chat.lane = perConversation(4_000)
  const instance = start({ times: { lastCallMs: 0 } })
  for (let n = 0; n < 100; n++) await instance.deliver.write(entryOf(`${n}`, { in: 'slow' }))
  await until(() => chat.posted.length === 1)
  const held = async () => {
    const { rows } = await sql<{ held: number }>`SELECT count(*)::int AS held FROM tidings.outbox
      WHERE held_until > now()`.execute(own.store)
    return rows[0]!.held
  }
  await until(async () => (await held()) <= 21)
  await instance.sweep()
  expect(await held()).toBeLessThanOrEqual(21)
})

test('a change and a picture wait for the reply they belong to, and go to where it went', async () => {
  const instance = start()
  chat.fates.push(busy(300))
  const reply = entryOf('first', { in: 'changes' })
  const parcel = { kind: 'edit', of: reply.key, reply: saying('second') } as const
  const picture = { kind: 'picture', of: reply.key, reply: saying('third'), picture: null } as const
  await (
    await instance.deliver.write(reply)
  ).out
  expect(await (await instance.deliver.write({ ...entryOf('', { in: 'changes' }), parcel })).out).toMatchObject({
    kind: 'later',
  })
  await instance.deliver.write({ ...entryOf('', { in: 'changes' }), parcel: picture })
  await until(
    () => chat.posted.length === 3,
    () => instance.sweep(),
  )
  expect(chat.posted.map(({ kind, messageId }) => [kind, messageId])).toEqual([
    ['reply', 'm1'],
    ['edit', 'm1'],
    ['picture', 'm1'],
  ])
})

test('the picture of a reply that was refused ends with it, and its owner is not told twice', async () => {
  const instance = start()
  chat.fates.push(gone)
  const reply = entryOf('words')
  await (
    await instance.deliver.write(reply)
  ).out
  const parcel = { kind: 'picture', of: reply.key, reply: saying('picture'), picture: null } as const
  const picture = { ...entryOf(''), parcel }
  expect(await (await instance.deliver.write(picture)).out).toMatchObject({ kind: 'refused' })
  await instance.deliver.finish()
  expect(chat.posted).toMatchObject([{ key: `${reply.key} owner`, conversation: 'ana' }])
})

test('what is refused for good is told to its owner alone, once', async () => {
  const [one, other] = [start(), start()]
  chat.fates.push(gone)
  const entry = entryOf('answer', { in: 'archived' })
  expect(await (await one.deliver.write(entry)).out).toEqual({ kind: 'refused', because: 'the channel is archived' })
  await until(() => chat.posted.length > 0)
  await Promise.all([one.sweep(), other.sweep()])
  expect(await (await other.deliver.write(entry)).out).toEqual({ kind: 'already_sent' })
  expect(chat.posted).toMatchObject([
    {
      conversation: 'ana',
      text: expect.stringContaining('could not be delivered where you asked: the channel is archived'),
    },
  ])
  expect(await row(entry.key)).toMatchObject({ state: 'refused', because: 'the channel is archived', handle: null })
})

test('an owner who cannot be told either is not told that', async () => {
  const instance = start()
  chat.fates.push(gone, gone)
  const entry = entryOf('answer')
  await (
    await instance.deliver.write(entry)
  ).out
  await until(async () => (await row(`${entry.key} owner`)).state === 'refused')
  await instance.sweep()
  expect(chat.calls).toBe(2)
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM tidings.outbox`.execute(own.store)
  expect(rows).toEqual([{ count: 2 }])
})

test('what fails for half an hour is given up, and its owner told; a first try comes before', async () => {
  let now = Date.now()
  const instance = start({ now: () => now })
  chat.fates.push(busy(null), busy(null), busy(null))
  const entry = entryOf('stale', { in: 'down' })
  await (
    await instance.deliver.write(entry)
  ).out
  now += 29 * 60_000
  await until(
    () => chat.calls === 2,
    () => instance.sweep(),
  )
  now += 2 * 60_000
  await until(
    async () => (await row(entry.key)).state === 'refused',
    () => instance.sweep(),
  )
  await until(() => chat.posted.length > 0)
  expect(chat.calls).toBe(4)
  expect(chat.posted).toMatchObject([{ key: `${entry.key} owner`, text: expect.stringContaining('half an hour') }])
})

test('the pauses between tries grow', async () => {
  const pauses: number[] = []
  const instance = start({
    times: { firstPauseMs: 10 },
    onEnd: async (_entry, receipt) => void (receipt.kind === 'later' && pauses.push(receipt.afterMs!)),
  })
  chat.fates.push(...Array.from({ length: 5 }, () => busy(null)))
  await instance.deliver.write(entryOf('slow'))
  await until(
    () => chat.posted.length > 0,
    () => instance.sweep(),
  )
  const least = [0.75, 1.5, 3, 6, 12].map((times) => Math.floor(times * 10))
  expect(pauses).toHaveLength(5)
  for (const [n, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(least[n]!)
})

test('at the end what is on its way is sent, and what would have to wait is left to others', async () => {
  chat.lane = perConversation(400)
  const ending = start({ times: { lastCallMs: 0 } })
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  chat.fates.push(async (_outgoing, post) => {
    await released
    return post()
  })
  for (const text of ['1', '2', '3']) await ending.deliver.write(entryOf(text, { in: 'last' }))
  await until(() => chat.calls === 1)
  const finished = ending.deliver.finish()
  await sleep(20)
  release()
  await finished
  expect(chat.texts()).toEqual(['1'])
  const next = start()
  await until(
    () => chat.posted.length === 3,
    () => next.sweep(),
  )
  expect(chat.texts()).toEqual(['1', '2', '3'])
})

test('entries of a platform that is not connected here are left alone', async () => {
  const instance = start({ heldForMs: 1 })
  const entry = entryOf('elsewhere')
  const place = { ...entry.to.place, platform: 'fax' }
  await instance.outbox.write({ entry: { ...entry, to: { ...entry.to, place } }, lane: null }, null)
  await sleep(20)
  await instance.sweep()
  expect(await row(entry.key)).toMatchObject({ state: 'waiting' })
})

test('everything happens in the end when the first try of each fails', async () => {
  chat.lane = perConversation(1, 5)
  const [one, other] = [start(), start()]
  chat.fates.push(...Array.from({ length: 40 }, (_, n) => [busy(null), busy(20), throws, happens][n % 4]!))
  for (let n = 0; n < 40; n++) await (n % 2 ? one : other).deliver.write(entryOf(`${n}`, { in: `c${n % 5}` }))
  await until(
    () => new Set(chat.posted.map(({ key }) => key)).size === 40,
    async () => {
      await Promise.all([one.sweep(), other.sweep()])
    },
  )
  expect(chat.posted).toHaveLength(40)
})
