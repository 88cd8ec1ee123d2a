/** Rules that compare a bucket with the one before and the same one of another day. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Rule } from '../../../../src/analytics/live/rule.ts'
import { count, HOUR, MINUTE, usualHistory } from '../../../support/watched-shop.ts'
import { useWatch } from './watching.ts'

const own = useWatch(Date.parse('2026-11-16T10:00:00Z'))
const DAY = 24 * HOUR

const rises = (against: 'previous' | 'day' | 'week', grain: Rule['grain'] = 'hour'): Partial<Rule> => ({
  id: `rises_${against}_${grain}`,
  kpi: 'orders',
  grain,
  when: { kind: 'change', against, direction: 'up', by: { fraction: 0.5 } },
  tell: [`web:local/${against}_${grain}`],
})

/** What was counted at some time, all at once. */
const counted = (at: number, orders: number) => count(own.store, [{ at, members: {}, orders, revenue: orders * 20 }])

const told = async () => {
  const { rows } = await sql<{ before: number; value: number; against: string }>`
    SELECT (content #>> '{reasons,0,before}')::float8 AS before, (content ->> 'value')::float8 AS value,
      content #>> '{reasons,0,against}' AS against FROM tidings.incidents ORDER BY against`.execute(own.store)
  return rows
}

test('an hour is held against the same one a day and a week ago, from windows', async () => {
  await counted(own.now() - 8 * DAY, 100)
  await counted(own.now() - 7 * DAY, 1_000)
  await counted(own.now() - DAY, 500)
  await own.watch([rises('day'), rises('week')], { history: async () => new Map() })
  await counted(own.now() + MINUTE, 800)
  own.pass(2 * MINUTE)
  await expect.poll(told).toEqual([{ against: 'day', before: 500, value: 800 }])
  await counted(own.now() + MINUTE, 800)
  await expect
    .poll(async () => (await told()).map(({ against, before }) => [against, before]))
    .toEqual([
      ['day', 500],
      ['week', 1_000],
    ])
})

test('from the view where events were not counted yet', async () => {
  await own.watch([rises('week')], { history: usualHistory(600) })
  await counted(own.now() + MINUTE, 2_000)
  own.pass(2 * MINUTE)
  await expect.poll(told).toMatchObject([{ against: 'week', value: 2_000 }])
  expect((await told())[0]!.before).toBeGreaterThan(300)
})

test.for([
  ['minute', MINUTE],
  ['hour', HOUR],
  ['day', DAY],
] as const)('a %s is held against the one before', async ([grain, length]) => {
  await counted(own.now() - 3 * length, 100)
  await counted(own.now() - length, 100)
  await own.watch([rises('previous', grain)], { history: usualHistory(100) })
  own.pass(31_000)
  await own.learnt(1)
  await counted(own.now() + 100, 9_000)
  await expect.poll(told).toMatchObject([{ against: 'previous', value: 9_000 }])
})

test('a minute of yesterday is known as long as its window is there', async () => {
  await counted(own.now() - DAY - MINUTE, 10)
  await counted(own.now() - DAY, 20)
  await own.watch([rises('day', 'minute'), rises('week', 'minute')], { history: async () => new Map() })
  await counted(own.now() + 100, 200)
  await expect.poll(told).toEqual([{ against: 'day', before: 20, value: 200 }])
})
