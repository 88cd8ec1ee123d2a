/** The life of an alert rule in chat: proposed, sized, saved, told, listed, muted, changed, ended; and who may not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRules } from '../../../src/analytics/live/store/rules.ts'
import type { Store } from '../../../src/analytics/store/store.ts'
import { openChat, type Chat, type Shown } from '../../support/chat-on-demo.ts'
import { demoOrder } from '../../support/demo-order.ts'
import { memoryTopic } from '../../support/memory-source.ts'
import { onDatabase } from '../../support/server.ts'

let chat: Chat
const topic = memoryTopic('demo.orders', 1)
beforeAll(async () => {
  chat = await openChat()
  await chat.app.live(topic.source(), '/nowhere/alerts.yml')
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
})

let orders = 0
function order(): void {
  orders++
  topic.write(0, demoOrder(orders, { amount: 20, placedAt: Date.now() }))
}

async function told(user: string, where: string, text: string): Promise<Shown> {
  const shown = await chat.say(user, where, text)
  expect(shown?.reply.result, shown?.reply.result.text).toMatchObject({ kind: 'command', command: { name: 'alerts' } })
  return shown!
}

const textOf = async (user: string, where: string, text: string) => (await told(user, where, text)).reply.result.text
const labels = ({ reply }: Shown) => reply.ways.map(({ label }) => label)

async function press(user: string, where: string, on: Shown, label: RegExp): Promise<string> {
  const index = on.reply.ways.findIndex((way) => label.test(way.label))
  const shown = await chat.press(user, where, on, { kind: 'way', index })
  return shown!.reply.result.text
}

const rules = () => readRules(chat.app.store as Store)

test('a rule is proposed with how often it would have fired, sized, saved, told, listed, muted, changed and ended', async () => {
  const proposed = await told('fred', 'sales/1', 'alert us when orders per hour are above 3')
  expect(proposed.reply.result.text).toMatch(
    /^Tell this channel when orders per hour are above 3; .*\nOver the past 30 days it would have fired (?:once|\d+ times): \d+ \w{3} \d\d:00.*\nSave it\?/,
  )
  expect(labels(proposed)[0]).toBe('Save')
  expect(labels(proposed).at(-1)).toBe('Cancel')
  expect(await rules()).toEqual([])

  const other = await told('fred', 'sales/1', 'no: 5')
  expect(other.reply.result.text).toMatch(/^Tell this channel when orders per hour are above 5;/)
  expect(await textOf('fred', 'sales/1', 'save')).toBe("Saved as alert 1. I'll tell this channel.")
  expect(await rules()).toMatchObject([
    { rule: { kpi: 'orders', when: { kind: 'above', value: 5 }, tell: ['chat:shop/sales'] }, madeBy: 'chat:shop/fred' },
  ])

  const before = chat.shown.length
  for (let each = 0; each < 7; each++) order()
  await expect
    .poll(() => chat.shown.slice(before).some(({ reply, place }) => reply.alert && place.conversation === 'sales'))
    .toBe(true)
  expect(await textOf('bob', 'sales', 'what alerts do we have')).toMatch(
    /^Alerts here:\n• 1: orders per hour are above 5; .* \(open now; fired once since it was made, \d+ \w+ \d\d:\d\d; by Fred\)$/,
  )

  expect(await textOf('bob', 'sales', 'mute alert 1')).toMatch(/^Alert 1 is muted here until somebody unmutes it/)
  expect(await textOf('bob', 'sales', 'what alerts do we have')).toMatch(/\(muted; open now; /)
  expect(await textOf('bob', 'sales', 'unmute alert 1')).toBe('Alert 1 is told here again.')

  const state = () => chat.shown.findLast(({ reply }) => reply.alert)?.reply.alert?.state
  expect(await textOf('bob', 'sales', 'mute alert 1 until it recovers')).toMatch(/^Alert 1 is told here again when/)
  await expect.poll(state).toEqual(['Snoozed by Bob until it recovers.'])
  expect(await textOf('bob', 'sales', 'unmute alert 1')).toBe('Alert 1 is told here again.')
  await expect.poll(state).toEqual([])
  expect(await textOf('bob', 'sales', 'unmute alert 1')).toBe('Alert 1 is not muted here.')

  const changed = await told('fred', 'sales/2', 'change alert 1 to 8')
  expect(changed.reply.result.text).toMatch(
    /^Alert 1 would become: orders per hour are above 8;.*\nOver the past 30 days/s,
  )
  expect((await rules())[0]?.rule.when).toEqual({ kind: 'above', value: 5 })
  expect(await press('fred', 'sales/2', changed, /^Save$/)).toMatch(/^Alert 1 is changed: orders per hour are above 8;/)
  expect((await rules())[0]?.rule.when).toEqual({ kind: 'above', value: 8 })
  expect(await press('fred', 'sales/2', changed, /^Save$/)).toBe('That is saved already: it is alert 1.')

  expect(await textOf('bob', 'sales', 'end alert 1')).toMatch(
    /^Only Fred or somebody who may act for others can change or end/,
  )
  expect(await rules()).toHaveLength(1)
  expect(await textOf('fred', 'sales', 'end alert 1')).toMatch(/^Alert 1 is ended: /)
  expect(await rules()).toEqual([])
  expect(await textOf('fred', 'sales', 'what alerts do we have')).toMatch(/^There are no alerts here yet\./)

  const audited = await onDatabase(chat.database.adminUrl, async (client) => {
    const { rows } = await client.query(
      `select understood from tidings.audit where understood like 'alert %' order by at`,
    )
    return rows.map((row: { understood: string }) => row.understood.replace(/orders_\d+/, 'orders_1'))
  })
  expect(audited).toEqual(
    ['saved', 'muted', 'unmuted', 'snoozed', 'unmuted', 'changed', 'ended'].map((did) => `alert orders_1 ${did}`),
  )
})

describe('before it is saved', () => {
  test('nothing is kept when it is cancelled, and numbers stay when others end', async () => {
    const proposed = await told('fred', 'desk/1', 'alert us when orders per day are below 2')
    expect(await press('fred', 'desk/1', proposed, /^Cancel$/)).toBe('All right, I saved nothing.')
    expect(await press('fred', 'desk/1', proposed, /^Save$/)).toMatch(/^That was cancelled/)
    await told('fred', 'desk/1', 'alert us when orders per day are below 3')
    expect(await textOf('fred', 'desk/1', 'save it')).toMatch(/^Saved as alert 1\./)
    await told('fred', 'desk/1', 'alert us when orders per day are below 4')
    expect(await textOf('fred', 'desk/1', 'yes')).toMatch(/^Saved as alert 2\./)
    await told('fred', 'desk/1', 'end alert 1')
    expect(await textOf('fred', 'desk/1', 'what alerts do we have')).toMatch(/• 2: orders per day are below 4/)
    expect(await textOf('fred', 'desk/1', 'alert us when orders per day are below 4')).toBe(
      'Alert 2 is the same already; I saved nothing.',
    )
  })

  test('another size is offered with its own count, and is taken by a press', async () => {
    const proposed = await told('fred', 'desk/2', 'alert us when revenue falls 20 % below normal')
    const offered = labels(proposed)[1]
    expect(offered).toMatch(/: (?:never|once|\d+ times)$/)
    const shown = await press('fred', 'desk/2', proposed, new RegExp(`^${offered!.replace(/[%$]/g, '\\$&')}`))
    expect(shown).toMatch(/^Tell this channel when revenue per hour is/)
    expect(shown).not.toContain('20 % or more below normal;')
  })

  test('it is proposed again after a restart in between: the draft is in the store', async () => {
    await told('fred', 'desk/3', 'alert us when orders per day are below 7')
    const other = await chat.restarted()
    try {
      const shown = await other.say('fred', 'desk/3', 'save')
      expect(shown?.reply.result.text).toMatch(/^Saved as alert \d+\. I'll tell this channel\./)
    } finally {
      await other.app.finish()
      await other.app[Symbol.asyncDispose]()
    }
  })

  test('a colleague may save what they may see, and not what they may not', async () => {
    await told('fred', 'desk/4', 'alert us when orders per day are below 8')
    expect(await textOf('ana', 'desk/4', 'save')).toMatch(/^You do not see all rows of this KPI/)
    expect(await textOf('bob', 'desk/4', 'save')).toMatch(/^Saved as alert/)
  })

  test('"save" and "yes" mean nothing where no alert was proposed', async () => {
    for (const text of ['save', 'yes'])
      expect((await chat.say('fred', 'desk/5', text))?.reply.result.kind).not.toBe('command')
  })
})

describe('who may not', () => {
  test('nobody makes an alert on what they, or the place, may not see', async () => {
    expect(await textOf('ana', 'desk/6', 'alert us when orders per day are below 9')).toMatch(
      /^You do not see all rows/,
    )
    const margin = await chat.say('fred', 'general/6', 'alert us when gross margin per day is below 9 %')
    expect(margin?.reply.result.kind).not.toBe('command')
    expect(await textOf('fred', 'board/6', 'alert us when gross margin per day is below 9 %')).toContain('Save it?')
  })

  test('what nothing feeds is not watched, and what would be needed is said', async () => {
    expect(await textOf('fred', 'board/7', 'alert us when mrr falls below 5')).toMatch(
      /^I could not watch that: no events come in for .*: a stream into it is needed in the catalog\. I saved nothing\.$/,
    )
  })
})
