import { test } from 'vitest'
import { holidaysIn } from '../../src/analytics/holidays.ts'

test.for([
  ['one country', { from: '2025-12-20', to: '2026-01-02' }, ['DE'], ['2025-12-25', '2025-12-26', '2026-01-01']],
  ['a state of it', { from: '2026-06-01', to: '2026-07-01' }, ['DE-BY'], ['2026-06-04']],
  ['two countries', { from: '2026-05-01', to: '2026-06-01' }, ['DE', 'US'], ['2026-05-01', '2026-05-14', '2026-05-25']],
  [
    'three days at a time',
    { from: '2026-05-01', to: '2026-06-01' },
    ['AE'],
    ['2026-05-27', '2026-05-28', '2026-05-29'],
  ],
  ['the end, which is outside', { from: '2026-12-24', to: '2026-12-25' }, ['DE'], []],
] as const)('public holidays of %s', ([, stretch, countries, days], { expect }) => {
  expect(holidaysIn(stretch, countries).map(({ day }) => day)).toEqual(days)
})
