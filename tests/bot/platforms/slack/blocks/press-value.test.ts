import fc from 'fast-check'
import { test } from 'vitest'
import { CHART_KINDS } from '../../../../../src/analytics/chart-kinds.ts'
import type { Press } from '../../../../../src/bot/message.ts'
import {
  parsePressed,
  parseVerdict,
  printPressed,
  printVerdict,
} from '../../../../../src/bot/platforms/slack/blocks/press-value.ts'

const press: fc.Arbitrary<Press> = fc.oneof(
  fc.nat(999_999).map((index) => ({ kind: 'way', index }) as const),
  fc.constantFrom(...CHART_KINDS).map((chart) => ({ kind: 'chart', chart }) as const),
  fc.constantFrom('sql' as const, 'csv' as const, 'share' as const).map((kind) => ({ kind })),
)

test('what a button carries comes back as it was', ({ expect }) => {
  fc.assert(
    fc.property(press, fc.string({ minLength: 1, unit: 'binary' }), (pressed, key) => {
      expect(parsePressed(printPressed({ key, press: pressed }))).toEqual({ key, press: pressed })
    }),
  )
})

test('it fits the options of a menu, with the key of a message edited in Slack', ({ expect }) => {
  const key = 'slack:T0123456789/C0123456789/1700000000.000100/edit/1700000060.000200'
  expect(printPressed({ key, press: { kind: 'chart', chart: 'stacked_bar' } }).length).toBeLessThanOrEqual(150)
})

test.for([
  null,
  undefined,
  7,
  '',
  'sql',
  '{}',
  '[]',
  '["sql"]',
  '["sql",""]',
  '["sql",1]',
  '["drop","k"]',
  '["way","k"]',
  '["way -1","k"]',
  '["way 1e3","k"]',
  '["way 1 2","k"]',
  '["chart","k"]',
  '["chart volcano","k"]',
  '["sql","k","more"]',
  '["toString","k"]',
])('%j was printed by somebody else', (value, { expect }) => {
  expect(parsePressed(value)).toBeNull()
  expect(parseVerdict(value)).toBeNull()
})

test('a thumb says of which reply it is', ({ expect }) => {
  for (const isGood of [true, false])
    expect(parseVerdict(printVerdict({ key: 'slack:T/C/1', isGood }))).toEqual({ key: 'slack:T/C/1', isGood })
  expect(parseVerdict('["sql","k"]')).toBeNull()
})
