import { expect, test } from 'vitest'
import { chartFor, kindsFor } from '../../src/charts/chart.ts'
import { CASES } from './cases.ts'
import { catalog } from './fixtures.ts'

test.for(CASES)(
  '$name: each kind offered is drawn when wished, the present one first',
  ({ answer, understood, wish, locale }, { expect }) => {
    const options = { catalog, understood, ...(wish && { wish }), ...(locale !== undefined && { locale }) }
    const chart = chartFor(answer, options)
    const kinds = kindsFor(answer, options)
    if (kinds.length > 0) expect(kinds[0]).toBe(chart?.kind)
    for (const kind of kinds.slice(1)) {
      const wished = chartFor(answer, { ...options, wish: { kind } })
      expect(wished?.kind).toBe(kind)
      expect(wished?.note ?? '').not.toContain('instead of')
    }
    expect(new Set(kinds).size).toBe(kinds.length)
  },
)

test('some answers can be drawn in several ways', () => {
  const offered = CASES.map(({ answer, understood }) => kindsFor(answer, { catalog, understood }).length)
  expect(offered.filter((count) => count > 1).length).toBeGreaterThan(10)
})
