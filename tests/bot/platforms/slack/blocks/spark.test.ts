import fc from 'fast-check'
import { test } from 'vitest'
import { spark } from '../../../../../src/bot/platforms/slack/blocks/spark.ts'

test.for([
  [[1, 2, 3, 4, 5, 6, 7, 8], '▁▂▃▄▅▆▇█'],
  [[3, 3, 3], '▄▄▄'],
  [[-5, 0, 5], '▁▅█'],
  [[1, Number.NaN, 3], '▁█'],
  [[1], ''],
  [[], ''],
] as const)('%j is drawn as %s', ([figures, drawn], { expect }) => {
  expect(spark(figures)).toBe(drawn)
})

test('any figures at all are drawn as bars', ({ expect }) => {
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 200 }), (figures) => {
      expect(spark(figures)).toMatch(/^[▁▂▃▄▅▆▇█]{0,24}$/)
    }),
  )
})
