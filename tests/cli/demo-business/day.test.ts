import { expect, test } from 'vitest'
import { dateAt, dayOf, easter, nthWeekday } from '../../../src/cli/demo-business/day.ts'

test.for([
  ['2026-03-29', 23],
  ['2026-10-25', 25],
  ['2026-11-21', 24],
] as const)('%s has %i hours', ([date, hours]) => {
  const day = dayOf(date)
  expect(day.hours).toHaveLength(hours)
  expect(day.to - day.from).toBe(hours * 3_600_000)
  expect(dateAt(day.from)).toBe(date)
  expect(dateAt(day.to - 1)).toBe(date)
})

test.for([
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
] as const)('Easter %i is %s', ([year, date]) => {
  expect(easter(year)).toBe(date)
})

test('Thanksgiving 2026 is the 26th of November', () => {
  expect(nthWeekday(2026, 11, 4, 4)).toBe('2026-11-26')
})
