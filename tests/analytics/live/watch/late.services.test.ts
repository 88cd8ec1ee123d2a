/** Events that come when their bucket is closed: they open, worsen and resolve incidents. */
import { expect, test } from 'vitest'
import type { Rule } from '../../../../src/analytics/live/rule.ts'
import { count, HOUR, MINUTE } from '../../../support/watched-shop.ts'
import { useWatch } from './watching.ts'

const start = Date.parse('2026-11-16T09:58:00Z')
const own = useWatch(start)
const hour = Date.parse('2026-11-16T09:00:00Z')

const counted = (at: number, orders: number) => count(own.store, [{ at, members: {}, orders, revenue: orders * 20 }])
const first = async () => (await own.incidents())[0]
const isKnown = async (at: number) => {
  const row = await own.store
    .selectFrom('tidings.detectors' as 'tidings.tracks')
    .selectAll()
    .executeTakeFirst()
  return new Date((row as unknown as { upto: Date } | undefined)?.upto ?? 0).getTime() >= at
}

/** An hour of so many orders, closed under a rule. */
async function closedHour(orders: number, rule: Partial<Rule>): Promise<void> {
  await counted(hour - 2 * HOUR, 1_000)
  await counted(hour + 30 * MINUTE, orders)
  await own.watch([{ id: 'orders', kpi: 'orders', ...rule }])
  await own.learnt(1)
  own.pass(3 * MINUTE)
  await counted(own.now(), 10)
  await expect.poll(() => isKnown(hour + HOUR)).toBe(true)
}

test('one that brings a closed hour over a bound opens an incident of that hour', async () => {
  await closedHour(900, { when: { kind: 'above', value: 1_000 } })
  expect(await own.incidents()).toEqual([])
  await counted(hour + 59 * MINUTE, 200)
  await expect
    .poll(async () => (await first())?.content)
    .toMatchObject({
      bucket: new Date(hour).toISOString(),
      value: 1_100,
      isFilling: false,
      reasons: [{ kind: 'above', bound: 1_000 }],
    })
  expect((await own.outbox()).map(({ place }) => place)).toEqual(['web:local/owner'])
})

test('one that brings a closed hour back resolves what was told of it', async () => {
  await closedHour(300, { when: { kind: 'below', value: 400 } })
  await expect.poll(async () => (await first())?.revision).toBeGreaterThan(0)
  await counted(hour + 59 * MINUTE, 500)
  await expect.poll(async () => (await first())?.content.phase).toBe('resolved')
  expect((await first())?.content).toMatchObject({ total: 0 })
  expect((await own.outbox()).at(-1)).toMatchObject({
    follows: expect.stringContaining(':1:web:local/owner') as string,
  })
})

test('one that makes it much worse is told', async () => {
  await closedHour(6_000, { when: { kind: 'above', value: 5_000 } })
  await expect.poll(async () => (await first())?.revision).toBeGreaterThan(0)
  const before = (await first())!
  await counted(hour + 59 * MINUTE, 20_000)
  await expect
    .poll(async () => (await first())?.content)
    .toMatchObject({ phase: 'worse', worst: { bucket: new Date(hour).toISOString(), value: 26_000 } })
  const { content, revision } = (await first())!
  expect(revision).toBeGreaterThan(before.revision)
  // What it made is what came less what is usual, whatever was told of it before.
  expect(content.total).toBeCloseTo(26_000 - content.worst.expected!)
})
