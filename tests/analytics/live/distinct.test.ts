import { expect, test } from 'vitest'
import xxhash from 'xxhash-wasm'
import { addValue, countDistinct, emptySketch, mergeSketch } from '../../../src/analytics/live/distinct.ts'

const hash = await xxhash()

function sketchOf(from: number, to: number) {
  const sketch = emptySketch()
  for (let value = from; value < to; value++) addValue(sketch, `customer ${value}`, hash)
  return sketch
}

test.for([0, 1, 10, 100, 1_000, 10_000, 100_000])(
  '%i different values are counted within four standard errors',
  (n, { expect }) => {
    expect(Math.abs(countDistinct(sketchOf(0, n)) - n)).toBeLessThanOrEqual(4 * 0.033 * n + 0.5)
  },
)

test('the sketch of two sketches is that of all their values, in whatever order', () => {
  const [one, other] = [sketchOf(0, 600), sketchOf(400, 1_000)]
  mergeSketch(one, other)
  expect(one).toEqual(sketchOf(0, 1_000))
})
