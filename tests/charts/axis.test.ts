import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueAxis } from '../../src/charts/axis.ts'
import { chartFor } from '../../src/charts/chart.ts'
import { formatOf } from '../../src/charts/format.ts'
import { numberOf } from '../../src/charts/sheet.ts'
import { breakdown, catalog, days, trend } from './fixtures.ts'
import { runs } from '../support/runs.ts'

const format = formatOf(null, 'en')

/** Doubles of every size, and pairs of which one is a few units in the last place beside the other. */
const double = fc.double({ noDefaultInfinity: true, noNaN: true })
const neighbours = fc.tuple(double, fc.integer({ min: 1, max: 1000 })).map(([value, places]) => {
  const cell = new Float64Array([value])
  const bits = new BigInt64Array(cell.buffer)
  bits[0] = (bits[0] ?? 0n) + BigInt(places)
  return [value, cell[0] ?? 0]
})
const figures = fc
  .oneof(fc.array(double, { minLength: 1, maxLength: 4 }), neighbours)
  .map((values) => values.flatMap((value) => numberOf(value) ?? []))

test('an axis holds all its values between a few different lines', () => {
  fc.assert(
    fc.property(figures, fc.boolean(), fc.constantFrom(2, 4), (values, needsZero, count) => {
      const { domain, ticks } = valueAxis(values, format, needsZero, count)
      const at = ticks.map(({ value }) => value)
      expect(domain.every(Number.isFinite)).toBe(true)
      expect(domain[1]).toBeGreaterThan(domain[0])
      expect(values.filter((value) => value < domain[0] || value > domain[1])).toEqual([])
      expect(at.filter((value) => value < domain[0] || value > domain[1])).toEqual([])
      expect(new Set(at).size).toBe(at.length)
      expect(at.length).toBeLessThanOrEqual(12)
    }),
    runs(2_000),
  )
})

test.for<[string, readonly number[], readonly number[]]>([
  ['one beside the other in the last place', [0.3, 0.1 + 0.2], [0, 0.4]],
  ['between which the search for round numbers never ended', [997.0904104861281, 997.0904104861283], [0, 1000]],
  ['that are none', [5e-324, 0, -5e-324], [0, 1]],
])('an axis of figures %s ends at round numbers', ([, values, domain], { expect }) => {
  expect(
    valueAxis(
      values.map((value) => numberOf(value) ?? 0),
      format,
      false,
    ).domain,
  ).toEqual(domain)
})

test.for([5e-324, 1e-310, 1e150, 1e308, Number.MAX_VALUE])(
  'figures of %s and as much below nothing become a chart over time, and one of bars',
  (value, { expect }) => {
    const [first = '', second = ''] = days('2026-11-09', 2)
    const overTime = trend('revenue', [
      [first, value],
      [second, -value],
    ])
    const byRegion = breakdown('revenue', [
      ['EMEA', value],
      ['APAC', -value],
    ])
    for (const given of [overTime, byRegion]) {
      expect(chartFor(given, { catalog, understood: 'anything' })?.title).toMatch(/^Revenue|^EMEA|^APAC/)
    }
  },
)
