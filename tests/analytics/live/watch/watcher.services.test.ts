import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Explanation, IncidentContent } from '../../../../src/analytics/live/incident.ts'
import type { Rule } from '../../../../src/analytics/live/rule.ts'
import { incidentsSince, snooze } from '../../../../src/analytics/live/store/incidents.ts'
import { changeRule, keepRule } from '../../../../src/analytics/live/store/rules.ts'
import { ensureWindowTables } from '../../../../src/analytics/live/store/window-tables.ts'
import type { WatchParts } from '../../../../src/analytics/live/watch/parts.ts'
import { startWatcher, type Watcher } from '../../../../src/analytics/live/watch/watcher.ts'
import { useStore } from '../../../support/store.ts'
import { count, HOUR, MINUTE, shapeAt, usualHistory, watchedShop } from '../../../support/watched-shop.ts'
import { ruleOf } from '../../../support/rule.ts'

const own = useStore()
const catalog = watchedShop()
const start = Date.parse('2026-11-16T10:00:00Z')
const explanation: Explanation = { drivers: [], isBroad: true, effects: null, circumstances: [] }
let clock = start
let watcher: Watcher | null = null

beforeEach(async () => {
  clock = start
  await ensureWindowTables(own.store, catalog)
})
afterEach(async () => {
  await watcher?.stop()
  watcher = null
  for (const table of [
    'rules',
    'incidents',
    'tracks',
    'detectors',
    'outbox',
    'leases',
    'dirty',
    'offsets',
    'window_sales',
  ])
    await own.store.deleteFrom(`tidings.${table}` as 'tidings.rules').execute()
})

async function watch(rules: readonly Partial<Rule>[], over: Partial<WatchParts> = {}): Promise<void> {
  for (const rule of rules) await keepRule(own.store, ruleOf(rule), { source: 'chat', madeBy: null })
  watcher = startWatcher({
    store: own.store,
    storeUrl: own.database.keeperUrl,
    holder: randomUUID(),
    catalog,
    history: usualHistory(3000, ['EMEA', 'APAC']),
    explain: async () => explanation,
    isPlanned: () => false,
    isHearing: () => true,
    now: () => clock,
    log: { info() {}, warn() {}, error() {} },
    ...over,
  })
}

/** Until detectors know what is usual. */
async function learnt(series: number): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await own.store
            .selectFrom('tidings.detectors' as 'tidings.tracks')
            .select('slice')
            .execute()
        ).length,
      {
        timeout: 30_000,
      },
    )
    .toBe(series)
}

/** So many minutes at a pace, counted every ten seconds; the clock goes along. */
async function minutes(many: number, pace = 1, regions: Readonly<Record<string, number>> = {}): Promise<void> {
  for (let step = 0; step < many * 6; step++) {
    const at = clock + 9_900
    const orders = Math.round((3000 / 360) * shapeAt(at) * pace)
    const each = (members: Record<string, string>, orders: number) => ({ at, members, orders, revenue: orders * 20 })
    const parts = Object.entries(regions).map(([region, share]) => each({ region }, Math.round(orders * share)))
    const total = parts.length > 0 ? parts.reduce((sum, part) => sum + part.orders, 0) : orders
    await count(
      own.store,
      [each({}, total), ...parts].filter(({ orders }) => orders > 0),
    )
    clock += 10_000
  }
}

const incidents = () => incidentsSince(own.store, new Date(0))
const content = async (): Promise<IncidentContent | undefined> => (await incidents())[0]?.content
const outbox = () =>
  own.store.selectFrom('tidings.outbox').select(['key', 'follows', 'place', 'content']).orderBy('seq').execute()

test(
  'an outage is told within a minute, with its cause, and resolved in the same message',
  { timeout: 60_000 },
  async () => {
    await minutes(20)
    await watch([{ id: 'orders_down', kpi: 'orders' }])
    await learnt(1)
    await minutes(2)
    expect(await incidents()).toEqual([])
    for (let second = 0; second < 60 && (await incidents()).length === 0; second += 5) {
      clock += 5_000
      await expect
        .poll(async () => (await incidents()).length > 0, { timeout: 1_500 })
        .toBe(true)
        .catch(() => {})
    }
    expect(clock - start).toBeLessThanOrEqual(23 * MINUTE)
    await expect.poll(content).toMatchObject({
      kpi: 'orders',
      direction: 'down',
      isBad: true,
      isFilling: true,
      reasons: [{ kind: 'pace', direction: 'down', value: 0 }],
      explanation: { isBroad: true },
    })
    const [incident] = await incidents()
    expect(await outbox()).toEqual([
      {
        key: `alert:${incident!.id}:1:web:local/owner`,
        follows: null,
        place: 'web:local/owner',
        content: { kind: 'alert', incident: incident!.id, revision: 1 },
      },
    ])
    await minutes(12)
    await expect.poll(async () => (await content())?.phase, { timeout: 5_000 }).toBe('resolved')
    const entries = await outbox()
    expect(entries.at(-1)).toMatchObject({ follows: `alert:${incident!.id}:${entries.length - 1}:web:local/owner` })
    expect((await content())?.total).toBeLessThan(-20)
  },
)

test('five times as many orders are told within seconds', { timeout: 60_000 }, async () => {
  await minutes(20)
  await watch([{ id: 'orders_odd', kpi: 'orders', when: { kind: 'anomaly', direction: 'either' } }])
  await learnt(1)
  await minutes(1)
  const before = clock
  for (let step = 0; step < 6 && (await incidents()).length === 0; step++) {
    await minutes(1 / 6, 5)
    await expect
      .poll(async () => (await incidents()).length > 0, { timeout: 1_500 })
      .toBe(true)
      .catch(() => {})
  }
  expect(clock - before).toBeLessThanOrEqual(30_000)
  expect(await content()).toMatchObject({ direction: 'up', isBad: false })
})

test('one message for the whole and its region; an hour that closes low is found', { timeout: 60_000 }, async () => {
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
  await expect.poll(async () => (await incidents()).length, { timeout: 10_000 }).toBe(1)
  await expect.poll(content).toMatchObject({ kpi: 'revenue', members: {}, joined: [{ members: { region: 'APAC' } }] })
})

test('a threshold is told as soon as it is crossed, and not in quiet hours', { timeout: 60_000 }, async () => {
  const when = { kind: 'above', value: 100 } as const
  await watch([
    { id: 'many', kpi: 'orders', when },
    { id: 'many_quietly', kpi: 'revenue', when, quiet: { from: '00:00', to: '23:59' }, tell: ['web:local/quiet'] },
  ])
  await minutes(3)
  await expect.poll(async () => (await incidents()).length, { timeout: 5_000 }).toBe(2)
  expect((await outbox()).map(({ place }) => place)).toEqual(['web:local/owner'])
})

test('what is muted is not told; what is snoozed waits', { timeout: 60_000 }, async () => {
  const when = { kind: 'above', value: 100 } as const
  await keepRule(own.store, ruleOf({ id: 'many', kpi: 'orders', when }), { source: 'chat', madeBy: null })
  await changeRule(own.store, 'many', { mutedUntil: Infinity })
  await watch([])
  await minutes(3)
  expect(await incidents()).toEqual([])
  await changeRule(own.store, 'many', { mutedUntil: null })
  await minutes(1)
  await expect.poll(async () => (await incidents()).length, { timeout: 5_000 }).toBe(1)
  await snooze(own.store, (await incidents())[0]!.id, Infinity)
  const told = (await outbox()).length
  await minutes(2, 20)
  expect(await outbox()).toHaveLength(told)
})

test('silence is told, zero is not silence', { timeout: 60_000 }, async () => {
  await minutes(2)
  await watch([{ id: 'orders_silent', kpi: 'orders', when: { kind: 'silent', forMs: 5 * MINUTE } }])
  await learnt(1)
  clock += 4 * MINUTE
  await count(own.store, [{ at: clock, members: { region: 'EMEA' }, orders: 1, revenue: 20 }])
  clock += 2 * MINUTE
  await expect.poll(content, { timeout: 5_000 }).toMatchObject({ direction: 'silent', reasons: [{ kind: 'silent' }] })
})

test('a watch that begins again goes on where it was', { timeout: 60_000 }, async () => {
  await minutes(20)
  let read = 0
  const history: WatchParts['history'] = (asked) => {
    read++
    return usualHistory(3000)(asked)
  }
  await watch([{ id: 'orders_down', kpi: 'orders' }], { history })
  await learnt(1)
  await minutes(1)
  clock += MINUTE
  await expect.poll(async () => (await incidents()).length, { timeout: 5_000 }).toBe(1)
  await watcher!.stop()
  const reads = read
  await watch([], { history })
  clock += HOUR
  await count(own.store, [{ at: clock, members: {}, orders: 1, revenue: 20 }])
  await expect
    .poll(async () => {
      const rows = await own.store.selectFrom('tidings.incidents').select('changed_at').execute()
      return rows[0]!.changed_at.getTime()
    })
    .toBe(clock)
  expect(read).toBe(reads)
  expect(await incidents()).toHaveLength(1)
})
