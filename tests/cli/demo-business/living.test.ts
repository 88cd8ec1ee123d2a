import { expect, test } from 'vitest'
import type { EventBatch, EventConsumer } from '../../../src/analytics/live/event-source.ts'
import { businessOf } from '../../../src/cli/demo-business/business.ts'
import type { Caused } from '../../../src/cli/demo-business/caused.ts'
import { dateAt, dayOf } from '../../../src/cli/demo-business/day.ts'
import { ordersOn, sessionsOn, visitsOn } from '../../../src/cli/demo-business/happened.ts'
import { createLivingSource } from '../../../src/cli/demo-business/living.ts'
import { ordersOf } from '../../../src/cli/demo-business/orders.ts'
import { visitsOfSessions } from '../../../src/cli/demo-business/sessions.ts'
import { visitsOf } from '../../../src/cli/demo-business/visits.ts'

const noon = Date.parse('2026-11-20T11:00:00Z')
const minute = 60_000
const day = dayOf(dateAt(noon))
const business = (...caused: readonly Caused[]) => businessOf('larkfield', 0.2, '2026-11-20', caused)
const caused = (kind: Caused['kind']): Caused => ({ id: 7, kind, from: noon + 10 * minute, to: noon + 13 * minute })
const byKey = (rows: readonly { region: string; device: string }[]) =>
  rows.toSorted((a, b) => `${a.region}${a.device}`.localeCompare(`${b.region}${b.device}`))

test('the sessions of every hour add up to its rows of visits', () => {
  const rows = visitsOf(business(), day, ordersOf(business(), day))
  for (const { from: hour } of day.hours) {
    const counted = visitsOfSessions(hour, sessionsOn(business(), day, hour))
    const wanted = rows.filter((row) => row.hour === hour && row.sessions > 0)
    expect(byKey(counted)).toEqual(byKey(wanted))
  }
})

test.each(['payment_outage', 'traffic_spike', 'price_error'] as const)(
  '%s changes what happens within it, and nothing before or after',
  (kind) => {
    const incident = caused(kind)
    const isOut = (at: number) => at < incident.from || at >= incident.to
    const [calm, hit] = [business(), business(incident)]
    expect(ordersOn(hit, day).filter(({ placedAt }) => isOut(placedAt))).toEqual(
      ordersOn(calm, day).filter(({ placedAt }) => isOut(placedAt)),
    )
    const sessions = (of: typeof calm) => sessionsOn(of, day, noon).filter(({ at }) => isOut(at))
    expect(sessions(hit)).toEqual(sessions(calm))
    const happened = (of: typeof calm) => [ordersOn(of, day), sessionsOn(of, day, noon)]
    expect(happened(hit)).not.toEqual(happened(calm))
    const ids = ordersOn(hit, day).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  },
)

test('rows of an hour in which something was caused are what its sessions add up to', () => {
  const hit = business(caused('traffic_spike'))
  const counted = visitsOfSessions(noon, sessionsOn(hit, day, noon))
  expect(byKey(visitsOn(hit, day).filter((row) => row.hour === noon && row.sessions > 0))).toEqual(byKey(counted))
})

const TOPICS = { orders: 'a.orders', sessions: 'a.sessions', tickets: 'a.tickets' } as const
const topics = new Map([
  ['orders', TOPICS.orders],
  ['sessions', TOPICS.sessions],
  ['tickets', TOPICS.tickets],
] as const)

/** Takes what comes until the clock has reached `to`, a step at a time. */
async function listen(
  positions: readonly (bigint | 'earliest' | 'latest')[],
  from: number,
  to: number,
  elsewhere: ReadonlyMap<string, number> = new Map(),
) {
  let clock = from
  const batches: EventBatch[] = []
  const consumer: EventConsumer = {
    assigned: async () => positions,
    take: async (batch) => void batches.push(batch),
    revoked: async () => {},
  }
  let reached: () => void
  const done = new Promise<void>((resolve) => (reached = resolve))
  const source = createLivingSource({
    topics,
    business: async () => business(),
    countedElsewhere: async () => elsewhere,
    everyMs: 0,
    onError: (error) => expect.unreachable(String(error)),
    now: () => {
      clock = Math.min(to, clock + 90_000)
      if (clock === to) reached()
      return clock
    },
  })
  await source.start(consumer)
  await done
  await source.stop()
  return batches
}

test('each event comes once, in order, at its moment; a later start goes on where the earlier one ended', async () => {
  const whole = await listen(['earliest', 'earliest', 'earliest'], noon, noon + 50 * minute)
  const idsOf = (batches: readonly EventBatch[]) =>
    batches
      .filter(({ topic }) => topic === TOPICS.orders)
      .flatMap(({ records }) =>
        records.map(({ value }) => JSON.parse(Buffer.from(value!).toString()).order_id as number),
      )
  const orders = ordersOn(business(), day).filter(({ placedAt }) => placedAt >= noon && placedAt < noon + 50 * minute)
  expect(idsOf(whole)).toEqual(orders.map(({ id }) => id))
  const first = await listen(['earliest', 'earliest', 'earliest'], noon, noon + 20 * minute)
  const nextOf = (topic: string) =>
    (first.findLast((batch) => batch.topic === topic)?.records.at(-1)?.offset ?? 0n) + 1n
  const second = await listen(
    [nextOf(TOPICS.orders), nextOf(TOPICS.sessions), nextOf(TOPICS.tickets)],
    noon + 40 * minute,
    noon + 50 * minute,
  )
  expect([...idsOf(first), ...idsOf(second)]).toEqual(idsOf(whole))
})

test('what was counted of other partitions is not told again', async () => {
  const elsewhere = new Map([[TOPICS.orders, noon + 30 * minute]])
  const told = await listen(['earliest', 'earliest', 'earliest'], noon, noon + 50 * minute, elsewhere)
  const moments = (topic: string) =>
    told.filter((batch) => batch.topic === topic).flatMap(({ records }) => records.map(({ writtenAt }) => writtenAt))
  expect(Math.min(...moments(TOPICS.orders))).toBeGreaterThan(noon + 30 * minute)
  expect(Math.min(...moments(TOPICS.sessions))).toBeLessThan(noon + minute)
})

test('nothing is left out when the hour turns', async () => {
  const told = await listen(['earliest', 'earliest', 'earliest'], noon + 30 * minute, noon + 90 * minute)
  const sessions = told.filter(({ topic }) => topic === TOPICS.sessions).flatMap(({ records }) => records)
  const expected = [noon, noon + 60 * minute]
    .flatMap((hour) => sessionsOn(business(), day, hour))
    .filter(({ at }) => at < noon + 90 * minute)
  expect(sessions).toHaveLength(expected.length)
})
