import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IncidentContent } from '../../src/analytics/live/incident.ts'
import { keepIncident } from '../../src/analytics/live/store/incidents.ts'
import { endRule, keepRule, readRules } from '../../src/analytics/live/store/rules.ts'
import { told, type Incident } from '../../src/analytics/live/watch/incident-state.ts'
import { entriesOf } from '../../src/analytics/live/watch/tell.ts'
import { writeWaiting } from '../../src/analytics/store/outbox.ts'
import type { Store } from '../../src/analytics/store/store.ts'
import type { AlertAct } from '../../src/bot/message.ts'
import { openChat, type Chat, type Shown } from '../support/chat-on-demo.ts'
import { fallenRevenue, newIncident } from '../support/sample-incident.ts'
import { onDatabase } from '../support/server.ts'
import { ruleOf } from '../support/rule.ts'

let chat: Chat
let store: Store
let count = 0
/** Of the test at hand. */
let alert: Shown
let incident: Incident

beforeAll(async () => {
  chat = await openChat()
  store = chat.app.store!
  // Its clock sends what is written.
  chat.app.keepFresh()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

const places = ['chat:shop/general', 'chat:shop/board']

/** An hour of the demo that was a third of what is normal, told in these places. */
async function tell(over: Partial<IncidentContent> = {}, tellIn: readonly string[] = places): Promise<void> {
  count += 1
  const rule = ruleOf({ id: `rule_${count}`, kpi: over.kpi ?? 'revenue', tell: tellIn })
  await keepRule(store, rule, { source: 'chat', madeBy: null })
  const content: IncidentContent = {
    ...fallenRevenue,
    rule: rule.id,
    from: '2026-11-20T13:00:00.000Z',
    bucket: '2026-11-20T13:00:00.000Z',
    isFilling: false,
    expectedSoFar: null,
    asOf: '2026-11-20T14:00:00.000Z',
    openedAt: '2026-11-20T14:00:00.000Z',
    tell: tellIn,
    ...over,
  }
  incident = told(newIncident(`incident${count}`, content), Date.now())
  await keepIncident(store, incident, Date.now())
  await writeWaiting(store, entriesOf(incident, null))
  for (const place of tellIn) await expect.poll(() => versions(place).length).toBe(1)
  alert = versions(tellIn[0]!)[0]!
}

/** The alert as it was shown in a place so far. */
function versions(place: string): readonly Shown[] {
  return chat.shown.filter(({ key, reply }) => reply.alert?.incident === incident.id && key.endsWith(`:${place}`))
}

/** What people did with it, as it is read in a place now. */
const state = (place: string) => versions(place).at(-1)?.reply.alert?.state
/** Resolves when this, or what is like it, is read of it wherever it stands. */
async function everywhere(is: readonly unknown[]): Promise<void> {
  for (const place of places) await expect.poll(() => state(place)).toEqual(is)
}
const offers = () =>
  versions(places[0]!)
    .at(-1)
    ?.reply.alert?.offers.map(({ act }) => act)
const act = (user: string, what: AlertAct, where = 'general') =>
  chat.press(user, where, alert, { kind: 'alert', act: what })
const barOf = async () => (await readRules(store)).find(({ rule }) => rule.id === incident.content.rule)?.bar

describe('an alert', () => {
  beforeEach(() => tell())

  test('that somebody acknowledged says who is on it, wherever it stands, in the same message', async () => {
    expect(offers()).toContain('acknowledge')
    // The alert says it; nothing else does.
    expect(await act('fred', 'acknowledge')).toBeNull()
    await everywhere(['Fred is on it.'])
    expect(versions(places[0]!).at(-1)?.edits).toBe(`sent ${alert.key}`)
    expect(offers()).not.toContain('acknowledge')
    expect(await act('fred', 'acknowledge')).toBeNull()
    expect(await act('bob', 'acknowledge')).toMatchObject({
      onlyFor: 'bob',
      reply: { headline: 'Fred is on it already.' },
    })
    expect(versions(places[0]!)).toHaveLength(2)
  })

  test('that two press at once is acknowledged by one of them, once', async () => {
    await Promise.all([act('fred', 'acknowledge'), act('bob', 'acknowledge'), act('fred', 'acknowledge')])
    await everywhere([expect.stringMatching(/^(Fred|Bob) is on it\.$/)])
    expect(versions(places[0]!)).toHaveLength(2)
  })

  test('is snoozed for an hour, until tomorrow or until it recovers, and woken again', async () => {
    await act('bob', 'snooze_1h')
    await everywhere([expect.stringMatching(/^Snoozed until .*\d\d:\d\d by Bob\.$/)])
    expect(offers()).toContain('unsnooze')
    expect(offers()).not.toContain('snooze_1h')
    await act('fred', 'snooze_tomorrow')
    await everywhere([expect.stringMatching(/^Snoozed until .*08:00 by Fred\.$/)])
    await act('fred', 'snooze_recovers')
    await everywhere(['Snoozed by Fred until it recovers.'])
    await act('bob', 'unsnooze')
    await everywhere([])
    expect(await act('bob', 'unsnooze')).toMatchObject({ onlyFor: 'bob', reply: { headline: 'It is not snoozed.' } })
  })

  test('is muted in the place of whoever presses, for everybody there and nobody elsewhere', async () => {
    await act('bob', 'mute')
    const muted = 'Muted here by Bob: nothing new of this rule is told until somebody unmutes it.'
    await expect.poll(() => state(places[0]!)).toEqual([muted])
    expect(state(places[1]!)).toEqual([])
    expect(offers()).toContain('unmute')
    await act('fred', 'unmute')
    await expect.poll(() => state(places[0]!)).toEqual([])
  })

  test('that is called not useful raises the bar of its rule, says by how much, and takes it back', async () => {
    await act('fred', 'not_useful')
    const raised = `Called not useful, so the rule ${incident.content.rule} tells only of what is 25% further off than before.`
    await everywhere([raised])
    expect(await barOf()).toBe(1.25)
    expect(await act('fred', 'not_useful')).toMatchObject({ onlyFor: 'fred' })
    expect(await act('bob', 'not_useful')).toMatchObject({ onlyFor: 'bob' })
    expect(await barOf()).toBe(1.25)
    // Two against one.
    expect(await act('joe', 'useful')).toMatchObject({
      reply: { headline: 'Noted. More people call it not useful than useful, so the bar stays raised.' },
    })
    await act('bob', 'take_back')
    await expect.poll(() => state(places[0]!)).toEqual([])
    expect(await barOf()).toBe(1)
    await act('fred', 'take_back')
    expect(await barOf()).toBe(1)
    expect(await act('fred', 'useful')).toMatchObject({
      onlyFor: 'fred',
      reply: { headline: expect.stringMatching(/Thank you/) },
    })
  })

  test('is undone by whoever said nothing of it, too', async () => {
    await act('fred', 'not_useful')
    expect(await barOf()).toBe(1.25)
    await act('bob', 'take_back')
    expect(await barOf()).toBe(1)
  })

  test('is explained and opened in the thread under it, under the rights of whoever asks', async () => {
    const thread = 'general/why'
    const why = await chat.press('fred', thread, alert, { kind: 'alert', act: 'why' })
    expect(why?.reply.result.kind, why?.reply.result.text).toBe('answer')
    expect(why?.reply.result.query?.shape.kind).toBe('drivers')
    expect(why).toMatchObject({ onlyFor: null, place: { thread: 'why' } })
    const index = alert.reply.ways.findIndex(({ label }) => label === 'Open the chart')
    const open = await chat.press('fred', thread, alert, { kind: 'way', index })
    expect(open?.reply.result.understood).toMatch(/^Revenue by hour, .*20 Nov 2026/)
    expect(open?.reply.result.rows).toHaveLength(48)
    const same = await chat.press('fred', thread, alert, { kind: 'alert', act: 'open' })
    expect(same?.reply.result.query).toEqual(open?.reply.result.query)
  })

  test('is spoken to in its thread, in words that mean the same; other words are questions', async () => {
    const thread = `general/under-${alert.key.slice(alert.key.lastIndexOf(':') + 1).replace(/[ /]/g, '-')}`
    const say = (user: string, text: string) => chat.say(user, thread, text)
    // It goes on from the alert's KPI.
    await expect
      .poll(async () => (await say('bob', 'by region'))?.reply.result.understood)
      .toMatch(/^Revenue by .*region/)
    expect(await say('fred', 'Ack!')).toMatchObject({
      onlyFor: 'fred',
      reply: { headline: expect.stringMatching(/you are on it/) },
    })
    await expect.poll(() => state(places[1]!)).toEqual(['Fred is on it.'])
    expect(await say('bob', 'snooze it for 1 hour')).toMatchObject({
      onlyFor: 'bob',
      reply: { headline: expect.stringMatching(/^Snoozed until/) },
    })
    expect((await say('bob', 'why?'))?.reply.result.query?.shape.kind).toBe('drivers')
    expect((await say('bob', 'orders last week'))?.reply.result.understood).toMatch(/^Orders, /)
  })

  test('is nothing to those who may not see its KPI, or not all of its rows', async () => {
    for (const what of ['acknowledge', 'mute', 'not_useful', 'why'] as const)
      expect(await act('ana', what), what).toMatchObject({
        onlyFor: 'ana',
        reply: { headline: expect.stringMatching(/beyond/) },
      })
    expect(await act('fred', 'acknowledge', 'emea')).toMatchObject({
      reply: { headline: expect.stringMatching(/no longer have/) },
    })
    expect(versions(places[0]!)).toHaveLength(1)
    expect(await barOf()).toBe(1)
  })

  test('whose rule has ended is over, and its rule has nothing left to be muted', async () => {
    await endRule(store, incident.content.rule)
    expect(await act('fred', 'acknowledge')).toMatchObject({
      onlyFor: 'fred',
      reply: { headline: expect.stringMatching(/^It is over/) },
    })
    for (const what of ['mute', 'not_useful', 'take_back'] as const)
      expect(await act('fred', what)).toMatchObject({
        onlyFor: 'fred',
        reply: { headline: expect.stringMatching(/has ended/) },
      })
    expect((await act('fred', 'why'))?.reply.result.kind).toBe('answer')
  })
})

test('an alert whose message is not kept any more is known by its key, where it was told and nowhere else', async () => {
  await tell()
  const forgotten = (place: string): Shown => ({ ...alert, key: `alert:${incident.id}:99:chat:shop/${place}` })
  const press = (where: string) => chat.press('fred', where, forgotten(where), { kind: 'alert', act: 'unsnooze' })
  expect(await press('general')).toMatchObject({ reply: { headline: 'It is not snoozed.' } })
  expect(await press('emea')).toMatchObject({
    onlyFor: 'fred',
    reply: { headline: expect.stringMatching(/no longer know/) },
  })
  const elsewhere = await chat.press('fred', 'emea', forgotten('general'), { kind: 'alert', act: 'unsnooze' })
  expect(elsewhere).toMatchObject({ onlyFor: 'fred', reply: { headline: expect.stringMatching(/no longer have/) } })
})

test('an alert that is over needs nobody, and can still be called not useful', async () => {
  await tell({ phase: 'resolved', resolvedAt: '2026-11-20T15:00:00.000Z' })
  expect(offers()).toEqual(['why', 'useful', 'not_useful', 'take_back', 'mute'])
  for (const what of ['acknowledge', 'snooze_1h', 'unsnooze'] as const)
    expect(await act('fred', what)).toMatchObject({
      onlyFor: 'fred',
      reply: { headline: expect.stringMatching(/^It is over/) },
    })
  await act('fred', 'not_useful')
  await expect.poll(() => state(places[1]!)?.length).toBe(1)
})

test('where somebody lacks rights that the place has, nothing is done', async () => {
  await tell({ kpi: 'gross_margin' }, ['chat:shop/board'])
  expect(await act('bob', 'mute', 'board')).toMatchObject({
    onlyFor: 'bob',
    reply: { headline: expect.stringMatching(/beyond/) },
  })
  expect(await act('fred', 'mute', 'board')).toBeNull()
})

test('who did what with which alert is in the audit, refusals too', async () => {
  await tell()
  await act('fred', 'mute')
  await act('ana', 'mute')
  const lines = await onDatabase(chat.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      `select person, place, understood, error from tidings.audit where kind = 'alert' and understood like $1 order by at`,
      [`%${incident.id}`],
    )
    return rows
  })
  const understood = `mute of ${incident.content.rule}: revenue {}, incident ${incident.id}`
  expect(lines).toEqual([
    { person: 'chat:shop/fred', place: 'chat:shop/general', understood, error: null },
    { person: 'chat:shop/ana', place: 'chat:shop/general', understood, error: 'not for this person in this place' },
  ])
})
