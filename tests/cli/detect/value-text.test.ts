import { expect, test } from 'vitest'
import { readValue } from '../../../src/cli/detect/value-text.ts'

test.for([
  ['12', 12],
  [' -0.5 ', -0.5],
  ['+1.5e3', 1500],
  ['.25', 0.25],
  ['1,234', 1234],
  ['1,234,567.89', 1_234_567.89],
  ['$1,234.50', 1234.5],
  ['-$12', -12],
  ['EUR 1234.5', 1234.5],
  ['99.5 %', 99.5],
  ['(1,234.50)', -1234.5],
  ['1 234 567', 1_234_567],
  ['1\u202F234,5', 1234.5],
  ['1.234.567,89', 1_234_567.89],
  ['12 €', 12],
] as const)('%s is a number', ([text, value]) => {
  expect(readValue(text, false)).toBe(value)
})

test.for([
  ['1,5', 1.5],
  ['1.234,56', 1234.56],
  ['1.234,56 €', 1234.56],
  ['1.5', 1.5],
  ['1,234', 1.234],
  ['-1.234.567', -1_234_567],
] as const)('%s is a number of a file with decimal commas', ([text, value]) => {
  expect(readValue(text, true)).toBe(value)
})

test.for(['', '-', 'n/a', 'NaN', 'null', 'inf', '1e999', '12 apples', '(-3)', '()', '1,23', '2025-04-01', '0x10', '$'])(
  '"%s" is none',
  (text) => {
    expect(readValue(text, false)).toBeNull()
  },
)
