import { expect, test } from 'vitest'
import { readTime } from '../../../src/cli/detect/time-text.ts'

const april = Date.UTC(2025, 3, 1, 0, 5)

test.for([
  ['2025-04-01 00:05:00', april],
  ['2025-04-01T00:05:00Z', april],
  ['2025-04-01T02:05:00+02:00', april],
  ['2025-04-01T02:05+0200', april],
  ['2025-04-01 00:05:00.250', april + 250],
  ['2025-04-01 00:05 UTC', april],
  ['2025/4/1 0:05', april],
  ['4/1/2025 12:05 AM', april],
  ['01.04.2025 00:05', april],
  ['31/12/2024', Date.UTC(2024, 11, 31)],
  ['2025-04-01', Date.UTC(2025, 3, 1)],
  ['2025-04', Date.UTC(2025, 3, 1)],
  ['20250401', Date.UTC(2025, 3, 1)],
  ['1743465900', april],
  ['1743465900000', april],
  ['1743465900.5', april + 500],
  ['1743465900000000', april],
  ['1.7434659e9', april],
  ['0', 0],
] as const)('%s is a moment', ([text, at]) => {
  expect(readTime(text)).toBe(at)
})

test.for(['', 'n/a', '2025-02-31', '2025-13-01', '25:00', 'tomorrow', '2025-04-01 25:00', 'NaN'])(
  '"%s" is none',
  (text) => {
    expect(readTime(text)).toBeNull()
  },
)
