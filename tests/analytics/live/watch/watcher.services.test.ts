import { expect, test } from 'vitest'
import type { IncidentContent } from '../../../../src/analytics/live/incident.ts'
import { handle } from '../../../../src/analytics/live/store/acts.ts'
import { keepRule, muteRule, raiseBar } from '../../../../src/analytics/live/store/rules.ts'
import type { WatchParts } from '../../../../src/analytics/live/watch/parts.ts'
import { count, HOUR, MINUTE, shapeAt, usualHistory } from '../../../support/watched-shop.ts'
import { ruleOf } from '../../../support/rule.ts'
import { useWatch } from './watching.ts'

const start = Date.parse('2026-11-16T10:00:00Z')
const own = useWatch(start, { isRunning: false })
const { watch, learnt, incidents, outbox } = own

/** So many minutes at a pace, counted every ten seconds; the clock goes along. */
async function minutes(many: number, pace = 1, regions: Readonly<Record<string, number>> = {}): Promise<void> {
  for (let step = 0; step < many * 6; step++) {
    const at = own.now() + 9_900
    const orders = Math.round((3000 / 360) * shapeAt(at) * pace)
    const each = (members: Record<string, string>, orders: number) => ({ at, members, orders, revenue: orders * 20 })
    const parts = Object.entries(regions).map(([region, share]) => each({ region }, Math.round(orders * share)))
    const total = parts.length > 0 ? parts.reduce((sum, part) => sum + part.orders, 0) : orders
    await count(
      own.store,
      [each({}, total), ...parts].filter(({ orders }) => orders > 0),
    )
    own.pass(10_000)
  }
}

const ada = () => ({ person: 'web:local/ada', now: own.now() })
const content = async (): Promise<IncidentContent | undefined> => (await incidents())[0]?.content

test('an outage is told within a minute, with its cause, and resolved in the same message', async () => {
  await minutes(20)
  await watch([{ id: 'orders_down', kpi: 'orders' }])
  await learnt(1)
  await minutes(2)
  expect(await incidents()).toEqual([])
  own.pass(MINUTE)
  await expect.poll(content).toMatchObject({
    kpi: 'orders',
    direction: 'down',
    isBad: true,
    isFilling: true,
    reasons: [{ kind: 'pace', direction: 'down', value: 0 }],
    explanation: { isBroad: true },
  })
  const [incident] = await incidents()
  expect(await outbox()).toMatchObject([
    {
      key: `alert:${incident!.id}:1:web:local/owner`,
      follows: null,
      place: 'web:local/owner',
      content: { kind: 'alert', incident: incident!.id, revision: 1 },
    },
  ])
  await minutes(12)
  await expect.poll(async () => (await content())?.phase).toBe('resolved')
  const entries = await outbox()
  expect(entries.at(-1)).toMatchObject({ follows: `alert:${incident!.id}:${entries.length - 1}:web:local/owner` })
  expect((await content())?.total).toBeLessThan(-20)
})

test('five times as many orders are told within seconds', async () => {
  await minutes(20)
  await watch([{ id: 'orders_odd', kpi: 'orders', when: { kind: 'anomaly', direction: 'either' } }])
  await learnt(1)
  await minutes(1)
  await minutes(1 / 2, 5)
  await expect.poll(content).toMatchObject({ direction: 'up', isBad: false })
})

test('one message for the whole and its region; an hour that closes low is found', async () => {
  const half = { EMEA: 0.5, APAC: 0.5 }
  await minutes(5, 1, half)
  await watch([
    {
      id: 'revenue_down',
      kpi: 'revenue',
      when: { kind: 'change', against: 'normal', direction: 'down', by: { fraction: 0.2 } },
    },
    {
      id: 'any_region',
      kpi: 'revenue',
      slice: { kind: 'each', dimension: 'region' },
      when: { kind: 'change', against: 'normal', direction: 'down', by: { fraction: 0.2 } },
    },
  ])
  await learnt(3)
  await minutes(62, 1, { EMEA: 0.5, APAC: 0.1 })
  await expect.poll(async () => (await incidents()).length).toBe(1)
  await expect.poll(content).toMatchObject({ kpi: 'revenue', members: {}, joined: [{ members: { region: 'APAC' } }] })
})

test('a threshold is told as soon as it is crossed, and not in quiet hours', async () => {
  const when = { kind: 'above', value: 100 } as const
  await watch([
    { id: 'many', kpi: 'orders', when },
    { id: 'many_quietly', kpi: 'revenue', when, quiet: { from: '00:00', to: '23:59' }, tell: ['web:local/quiet'] },
  ])
  await minutes(3)
  await expect.poll(async () => (await incidents()).length).toBe(2)
  const atOnce = (await outbox()).filter(({ key }) => !key.startsWith('alert:held:'))
  expect(atOnce.map(({ place }) => place)).toEqual(['web:local/owner'])
})

test('what is muted is not told; what is snoozed waits', async () => {
  const when = { kind: 'above', value: 100 } as const
  await keepRule(own.store, ruleOf({ id: 'many', kpi: 'orders', when }), { source: 'chat', madeBy: null })
  await muteRule(own.store, 'many', 'web:local/owner', { until: Infinity, by: null })
  await watch([])
  await minutes(3)
  expect(await incidents()).toEqual([])
  await muteRule(own.store, 'many', 'web:local/owner', null)
  await minutes(1)
  await expect.poll(async () => (await incidents()).length).toBe(1)
  await handle(own.store, (await incidents())[0]!.id, { kind: 'snooze', until: Infinity }, ada())
  const told = (await outbox()).length
  await minutes(2, 20)
  expect(await outbox()).toHaveLength(told)
})

test('a snooze ends with its time, and at once with a graver rule or the end of the incident', async () => {
  const many = { id: 'many', kpi: 'orders', when: { kind: 'above', value: 100 } } as const
  await watch([many, { ...many, id: 'far_too_many', when: { kind: 'above', value: 900 }, severity: 'critical' }])
  const entries = async () => (await outbox()).length
  const incident = async () => (await incidents())[0]!
  await minutes(2)
  await expect.poll(async () => (await incidents()).length).toBe(1)
  const { id } = await incident()
  await handle(own.store, id, { kind: 'snooze', until: own.now() + 5 * MINUTE }, ada())
  const told = await entries()
  await minutes(2, 2)
  expect(await entries()).toBe(told)
  own.pass(3 * MINUTE)
  await expect.poll(entries).toBe(told + 1)
  expect(await incident()).toMatchObject({ snoozedUntil: null, snoozedBy: null })
  await handle(own.store, id, { kind: 'snooze', until: Infinity }, ada())
  await minutes(4, 10)
  await expect.poll(incident).toMatchObject({ snoozedUntil: null, content: { severity: 'critical' } })
})

test('what is muted in one place is told in another; what was told there before still ends there', async () => {
  const many = { id: 'many', kpi: 'orders', tell: ['web:local/owner', 'web:local/other'] } as const
  await watch([{ ...many, when: { kind: 'above', value: 100 } }])
  await learnt(1)
  const places = async () => (await outbox()).map(({ place }) => place)
  await minutes(3)
  await expect.poll(places).toEqual(many.tell)
  const [incident] = await incidents()
  const muted = await handle(own.store, incident!.id, { kind: 'mute', place: 'web:local/other' }, ada())
  expect(muted).toMatchObject({ kind: 'done', isChange: true })
  const before = (await places()).length
  own.moveTo(start + HOUR)
  await minutes(1, 0.1)
  own.moveTo(start + 2 * HOUR + MINUTE)
  await expect.poll(async () => (await content())?.phase).toBe('resolved')
  expect((await places()).slice(before).filter((place) => place === 'web:local/other')).toHaveLength(1)
  const ended = (await places()).length
  await minutes(3)
  await expect.poll(async () => (await places()).slice(ended)[0]).toBe('web:local/owner')
  expect((await places()).slice(ended)).not.toContain('web:local/other')
})

test('a bar that was raised keeps a rule quiet up to it', async () => {
  const many = { kpi: 'orders', grain: 'minute', when: { kind: 'above', value: 40 } } as const
  await watch([{ ...many, id: 'raised' }])
  await raiseBar(own.store, 'raised', 1.25)
  await minutes(2, 45 / (50 * shapeAt(own.now())))
  expect(await incidents()).toEqual([])
  await minutes(2, 60 / (50 * shapeAt(own.now())))
  await expect.poll(content).toMatchObject({ reasons: [{ kind: 'above', bound: 50 }] })
})

test('silence is told, zero is not silence', async () => {
  await minutes(2)
  await watch([{ id: 'orders_silent', kpi: 'orders', when: { kind: 'silent', forMs: 5 * MINUTE } }])
  await learnt(1)
  own.pass(4 * MINUTE)
  await count(own.store, [{ at: own.now(), members: { region: 'EMEA' }, orders: 1, revenue: 20 }])
  own.pass(2 * MINUTE)
  await expect.poll(content).toMatchObject({ direction: 'silent', reasons: [{ kind: 'silent' }] })
})

test('a watch that begins again goes on where it was', async () => {
  await minutes(20)
  let read = 0
  const history: WatchParts['history'] = (asked) => {
    read++
    return usualHistory(3000)(asked)
  }
  await watch([{ id: 'orders_down', kpi: 'orders' }], { history })
  await learnt(1)
  await minutes(1)
  own.pass(MINUTE)
  await expect.poll(async () => (await incidents()).length).toBe(1)
  await own.stop()
  const reads = read
  await watch([], { history })
  own.pass(HOUR)
  await count(own.store, [{ at: own.now(), members: {}, orders: 1, revenue: 20 }])
  await expect
    .poll(async () => {
      const rows = await own.store.selectFrom('tidings.incidents').select('changed_at').execute()
      return rows[0]!.changed_at.getTime()
    })
    .toBe(own.now())
  expect(read).toBe(reads)
  expect(await incidents()).toHaveLength(1)
})
