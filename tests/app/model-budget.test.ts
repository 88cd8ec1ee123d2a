import { pino } from 'pino'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { createBudget } from '../../src/app/model-budget.ts'

const log = pino({ level: 'silent' })
const prices = { in: 10, out: 10 }
/** Costs one. */
const most = { tokensIn: 50_000, tokensOut: 50_000 }

test.for([
  // The clocks go forward, back, and neither.
  ['America/New_York', '2026-03-08T23:59:59-04:00', '2026-03-09T00:00:00-04:00'],
  ['America/New_York', '2026-11-01T23:59:59-05:00', '2026-11-02T00:00:00-05:00'],
  ['Europe/Berlin', '2026-03-28T23:59:59+01:00', '2026-03-29T00:00:00+01:00'],
  // Midnight there is none: the day begins at one.
  ['Africa/Cairo', '2026-04-23T23:59:59+02:00', '2026-04-24T01:00:00+03:00'],
  ['Asia/Kolkata', '2026-11-22T23:59:59+05:30', '2026-11-23T00:00:00+05:30'],
] as const)('in %s a budget lasts until %s and begins anew at %s', async ([timezone, last, first], { expect }) => {
  let now = Temporal.Instant.from(last)
  const budget = createBudget(
    { budget: { perDay: 1, perPerson: null }, prices },
    { store: null, timezone, log, now: () => now },
  )
  const reserved = await budget.reserve('ann', most)
  if (typeof reserved === 'string') throw new Error(reserved)
  now = Temporal.Instant.from(first)
  // The day that it began on pays for it.
  await reserved.spend(most)
  expect(await budget.reserve('ann', most)).not.toBeTypeOf('string')
  now = Temporal.Instant.from(last)
  expect(await budget.reserve('ann', most)).toBe('day')
})

test('what is set aside and not spent is there for others', async () => {
  const budget = createBudget({ budget: { perDay: 1, perPerson: null }, prices }, { store: null, timezone: 'UTC', log })
  const reserved = await budget.reserve('ann', most)
  expect(await budget.reserve('bob', most)).toBe('day')
  if (typeof reserved === 'object') await reserved.spend({ tokensIn: 10, tokensOut: 0 })
  expect(await budget.reserve('bob', most)).not.toBeTypeOf('string')
})

test("one person uses up their own budget and nobody else's", async () => {
  const budget = createBudget({ budget: { perDay: null, perPerson: 1 }, prices }, { store: null, timezone: 'UTC', log })
  await budget.reserve('ann', most)
  expect(await budget.reserve('ann', most)).toBe('person')
  expect(await budget.reserve('bob', most)).not.toBeTypeOf('string')
})
