/** Whatever comes in, a reading goes out. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDetector } from '../../../../src/analytics/live/detect/detector.ts'
import type { Point, Reading } from '../../../../src/analytics/live/detect/reading.ts'

const value = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, Number.NaN, Infinity, null) },
)
const step = fc.oneof(
  { weight: 12, arbitrary: fc.constant(3_600_000) },
  { weight: 1, arbitrary: fc.constantFrom(0, -3_600_000, 1, 1e12, Number.NaN, 7_200_000) },
)
const options = fc.record({
  goodWhen: fc.constantFrom('up', 'down', 'steady'),
  zone: fc.constantFrom('UTC', 'Europe/Berlin'),
  minimumChange: fc.constantFrom(0, 0.2),
  sensitivity: fc.constantFrom('chat', 'digest'),
})

function expectSound(reading: Reading): void {
  const { expected, low, high, score, anomaly, kind } = reading
  expect(score).toBeGreaterThanOrEqual(0)
  expect(score).toBeLessThanOrEqual(1)
  expect(anomaly).toBe(kind !== null)
  if (expected === null || low === null || high === null) {
    expect([expected, low, high]).toEqual([null, null, null])
    return
  }
  expect([expected, low, high].every(Number.isFinite)).toBe(true)
  expect(low).toBeLessThanOrEqual(expected)
  expect(expected).toBeLessThanOrEqual(high)
}

test('any numbers at any times give ordered bands and scores of 0 to 1', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(step, value), { minLength: 60, maxLength: 250 }), options, (rows, given) => {
      const detector = createDetector(given)
      let at = Date.UTC(2025, 0, 6)
      for (const [by, each] of rows) {
        at = Number.isNaN(by) ? at : at + by
        const point: Point = { at: Number.isNaN(by) ? by : at, value: each }
        expectSound(detector.observe(point))
      }
      const ahead = detector.forecast(at + 3_600_000)
      if (ahead) expectSound({ ...ahead, score: 0, anomaly: false, kind: null })
      expect(JSON.parse(JSON.stringify(detector.state()))).toEqual(detector.state())
    }),
    { numRuns: 60 },
  )
})

test.for([
  ['nothing but one value', () => 42],
  ['nothing but zero', () => 0],
  ['numbers as large as they get', (index: number) => (index % 2 ? 1e308 : -1e308)],
  ['numbers as small as they get', (index: number) => index * 5e-324],
  ['growth without end', (index: number) => 2 ** Math.min(1000, index)],
] as const)('%s', ([, valueAt], { expect: soft }) => {
  const detector = createDetector({ goodWhen: 'steady' })
  for (let index = 0; index < 1200; index++) {
    expectSound(detector.observe({ at: index * 60_000, value: valueAt(index) }))
  }
  soft(detector.forecast(1200 * 60_000)).not.toBeNull()
})
