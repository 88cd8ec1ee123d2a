/** What holds between somebody who speaks and the house that hears it. */
import { expect, test } from 'vitest'
import { parsePerson, parsePlace, printPerson, printPlace } from '../../src/analytics/place.ts'
import type { Abilities } from './connection.ts'
import { eventually, wordsOf, type Open } from './stage.ts'

/** Words that suffer where they are cut, decoded or trimmed too much. */
const utterances = [
  'revenue last week',
  'revenue < 5 & orders > 3 in "EMEA"',
  'Umsatz für Zürich, 東京 und القاهرة 🍵',
  'revenue of A&amp;B',
  `revenue of ${'x'.repeat(1_500)}`,
]

export function hearing(open: Open, abilities: Abilities): void {
  test('what somebody says is heard once, with who said it, where and when', async () => {
    const stage = await open()
    const from = Date.now()
    const { message } = await stage.say('revenue last week')
    expect(new Set(stage.house.heard.map(({ id }) => id)).size).toBe(1)
    expect(message.said).toEqual({ kind: 'words', text: 'revenue last week' })
    expect(message.author).toEqual(stage.on.asker)
    expect(message.place.platform).toBe(stage.on.platform.name)
    expect(message.id.length).toBeLessThanOrEqual(300)
    // Clocks of two sides, and moments that are told in seconds.
    expect(Math.abs(message.askedAt.getTime() - from)).toBeLessThan(60_000)
  })

  test('its place and its author have a name that reads back', async () => {
    const { message } = await (await open()).say('revenue last week')
    expect(parsePlace(printPlace(message.place))).toEqual(message.place)
    expect(parsePerson(printPerson(message.author))).toEqual(message.author)
  })

  test('it is plain data, which another instance can go on with', async () => {
    const { message } = await (await open()).say('revenue last week')
    expect(JSON.parse(JSON.stringify(message))).toEqual({ ...message, askedAt: message.askedAt.toJSON() })
  })

  test.for(utterances)('the words arrive as they were typed: %s', async (text) => {
    const { message } = await (await open()).say(text)
    expect(message.said).toEqual({ kind: 'words', text })
  })

  test('the same words said twice are two messages, in the order they were said', async () => {
    const stage = await open()
    const first = await stage.say('revenue last week')
    const second = await stage.say('revenue last week')
    expect(second.message.id).not.toBe(first.message.id)
    expect(second.message.askedAt.getTime()).toBeGreaterThanOrEqual(first.message.askedAt.getTime())
  })

  test(`who sees the answer is said: ${abilities.company === 'others' ? 'everyone' : 'the asker'}`, async () => {
    const { message } = await (await open()).say('revenue last week')
    expect(message.audience).toBe(abilities.company === 'others' ? 'everyone' : 'asker')
  })

  if (abilities.redelivers)
    test('the same delivery again is the same message', async () => {
      const stage = await open()
      const said = await stage.say('revenue last week')
      await said.again()
      await said.again()
      await stage.house.settled()
      expect(new Set(stage.house.heard.map(({ id }) => id)).size).toBe(1)
      expect(stage.house.sent).toHaveLength(1)
    })
  else
    test('nothing is delivered twice: each message has an id of its own', async () => {
      const stage = await open()
      const said = await stage.say('revenue last week')
      await said.again()
      expect(new Set(stage.house.heard.map(({ id }) => id)).size).toBe(stage.house.heard.length)
    })

  test('nothing counts as taken before it is written down', async () => {
    const stage = await open()
    let write = () => {}
    stage.house.gate = new Promise((written) => (write = written))
    const said = await stage.on.say('revenue last week')
    // Long enough for a hasty acknowledgement to arrive.
    await new Promise((later) => setTimeout(later, 150))
    expect(await said.state()).toBe('underway')
    write()
    await expect.poll(() => said.state(), eventually).toBe('taken')
    expect(stage.house.heard.length).toBeGreaterThan(0)
  })

  if (abilities.unheard === 'delivered again')
    test('what could not be written down is not acknowledged, and comes again until it is', async () => {
      const stage = await open()
      stage.house.isRefusing = true
      const said = await stage.on.say('revenue last week')
      await expect.poll(() => stage.house.refusals, eventually).toBeGreaterThan(0)
      expect(await said.state()).not.toBe('taken')
      stage.house.isRefusing = false
      await expect.poll(() => said.state(), eventually).toBe('taken')
      expect(new Set(stage.house.heard.map(({ id }) => id)).size).toBe(1)
    })
  else
    test('whoever said what could not be written down is told', async () => {
      const stage = await open()
      stage.house.isRefusing = true
      const said = await stage.on.say('revenue last week')
      await expect.poll(() => said.state(), eventually).toBe('lost')
      expect(stage.house.heard).toEqual([])
      expect(wordsOf(await stage.look())).not.toContain('inbox')
    })

  test('nonsense is nothing that was said, and whoever speaks next is heard', async () => {
    const stage = await open()
    await stage.on.sendNonsense()
    await stage.house.settled()
    const before = stage.house.heard.map(({ id }) => id)
    expect(before).toEqual([])
    const { message } = await stage.say('revenue last week')
    expect(message.said).toEqual({ kind: 'words', text: 'revenue last week' })
    expect(await stage.on.platform.health()).toBeNull()
  })

  test('many who speak at once are each heard, once', async () => {
    const stage = await open()
    const texts = Array.from({ length: 12 }, (_, index) => `revenue of region ${index}`)
    const said = await Promise.all(texts.map((text) => stage.on.say(text)))
    for (const each of said) await expect.poll(() => each.state(), eventually).toBe('taken')
    const heard = new Map(stage.house.heard.map(({ id, said: { ...words } }) => [id, words]))
    expect(heard.size).toBe(texts.length)
    expect([...heard.values()]).toEqual(expect.arrayContaining(texts.map((text) => ({ kind: 'words', text }))))
  })

  test('after stop nothing new is let in, and nobody is told otherwise', async () => {
    const stage = await open()
    await stage.say('revenue last week')
    const before = stage.house.heard.length
    await stage.on.platform.stop()
    const said = await stage.on.say('orders last week').catch(() => null)
    await new Promise((later) => setTimeout(later, 150))
    expect(stage.house.heard.length).toBe(before)
    if (said) expect(await said.state()).not.toBe('taken')
  })

  test('stop waits for what was heard', async () => {
    const stage = await open()
    let write = () => {}
    stage.house.gate = new Promise((written) => (write = written))
    const said = await stage.on.say('revenue last week')
    await expect.poll(() => stage.house.brought, eventually).toBeGreaterThan(0)
    let hasStopped = false
    const stopped = stage.on.platform.stop().then(() => (hasStopped = true))
    await new Promise((later) => setTimeout(later, 50))
    expect(hasStopped && (await said.state()) === 'underway').toBe(false)
    write()
    await stopped
  })
}
