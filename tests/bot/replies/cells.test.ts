import { expect, test } from 'vitest'
import type { ResultColumn } from '../../../src/analytics/answer.ts'
import { cellPrinter, printMoment } from '../../../src/bot/replies/cells.ts'

const column = (role: ResultColumn['role'], unit: string | null): ResultColumn => ({
  name: 'x',
  role,
  type: role === 'time' ? 'time' : 'number',
  unit,
  label: 'X',
})

test.for([
  ['money has its sign and cents', 'measure', 'EUR', 1234.5, '€1,234.50'],
  ['a count has thousands', 'measure', 'count', 1234567, '1,234,567'],
  ['a number beyond 2^53 keeps every digit', 'measure', 'count', '90071992547409931', '90,071,992,547,409,931'],
  ['a fraction is shown as percent', 'measure', 'percent', 0.0423, '4.2%'],
  ['percentage points stay what they are', 'measure', 'percentage_points', 4.23, '4.2 %'],
  ['seconds become hours and minutes', 'measure', 'seconds', 32_886, '9 hr 8 min'],
  ['a plain word stands behind the number', 'measure', 'miles', 12, '12 miles'],
  ['what got more has a plus', 'change', 'EUR', 12, '+€12.00'],
  ['a missing figure is a dash, not a zero', 'measure', 'EUR', null, '–'],
  ['a missing member is named', 'dimension', null, null, '(empty)'],
  ['a yes or no is said', 'dimension', null, false, 'no'],
] as const)('%s', ([, role, unit, cell, expected]) => {
  expect(cellPrinter(column(role, unit), 'en')(cell)).toBe(expected)
})

test.for([
  ['2026-11-09', 'day', 'Mon, 9 Nov 2026'],
  ['2026-11-09', 'week', '9 Nov 2026 (week)'],
  ['2026-10-01', 'month', 'October 2026'],
  ['2026-10-01', 'quarter', 'Q4 2026'],
  ['2026-01-01', 'year', '2026'],
  ['2026-11-09T14:00:00+01:00', 'hour', 'Mon 9 Nov, 14:00'],
] as const)('the bucket %s of grain %s reads %s wherever the machine stands', ([bucket, grain, expected]) => {
  expect(cellPrinter(column('time', null), 'en', grain)(bucket).replaceAll(',', '')).toBe(expected.replaceAll(',', ''))
})

test('a moment keeps the offset it came with', () => {
  expect(printMoment('2026-11-21T23:30:00+01:00', 'en')).toContain('23:30')
})
