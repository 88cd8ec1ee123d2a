/** Quiet hours: what is found in them is told at their end in one message; what is critical at once. */
import { expect, test } from 'vitest'
import type { HeldParcel } from '../../../../src/analytics/live/incident.ts'
import { heldFor } from '../../../../src/analytics/live/store/acts.ts'
import { count, HOUR, MINUTE } from '../../../support/watched-shop.ts'
import { useWatch } from './watching.ts'

// 22:30 in Berlin.
const start = Date.parse('2026-11-16T21:30:00Z')
const until = new Date('2026-11-17T06:00:00Z')
const own = useWatch(start)
const place = 'web:local/owner'
const rule = (id: string, kpi: string, over = {}) => ({
  id,
  kpi,
  when: { kind: 'above', value: 100 } as const,
  quiet: { from: '22:00', to: '07:00' },
  tell: [place],
  ...over,
})
const counted = (orders: number, revenue: number) => count(own.store, [{ at: own.now(), members: {}, orders, revenue }])
const held = async () => (await heldFor(own.store, until, place)).map(({ incident }) => incident.content)

test('one entry waits for their end, whatever is found; at the end it is told as it is then', async () => {
  await own.watch([rule('orders', 'orders'), rule('elsewhere', 'orders', { tell: ['web:local/other'] })])
  await own.learnt(1)
  await counted(200, 50)
  await expect.poll(async () => (await own.outbox()).length).toBe(2)
  const entry = (await own.outbox()).find((one) => one.place === place)!
  const parcel: HeldParcel = {
    kind: 'alert',
    held: { from: '2026-11-16T21:00:00.000Z', until: until.toISOString() },
  }
  expect(entry).toMatchObject({ key: `alert:held:${until.toISOString()}:${place}`, content: parcel, follows: null })
  // Due by the database's clock when the hours are over by ours.
  const dueInMs = entry.due_at.getTime() - Date.now()
  expect(Math.abs(dueInMs - (until.getTime() - own.now()))).toBeLessThan(60_000)
  expect(await held()).toMatchObject([{ kpi: 'orders', phase: 'open' }])
  // It ends in the night, and is still part of what is told.
  own.pass(HOUR)
  await counted(1, 1)
  own.pass(HOUR)
  await counted(1, 1)
  await expect.poll(async () => (await held())[0]?.phase).toBe('resolved')
  own.pass(7 * HOUR)
  await counted(1, 1)
  await expect.poll(async () => (await own.incidents()).every(({ book }) => !book.isWaiting)).toBe(true)
  expect(await held()).toHaveLength(1)
  expect((await own.outbox()).filter((one) => one.place === place)).toHaveLength(1)
})

test('what is critical is told at once, and not again at the end', async () => {
  await own.watch([rule('orders', 'orders', { severity: 'critical' })])
  await own.learnt(1)
  await counted(200, 50)
  await expect.poll(async () => (await own.incidents())[0]?.revision).toBeGreaterThan(0)
  expect((await own.outbox()).map(({ key }) => key.split(':')[1])).not.toContain('held')
  expect(await held()).toEqual([])
  own.pass(MINUTE)
})
