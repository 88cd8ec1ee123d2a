import { test } from 'vitest'
import type { Cell } from '../../src/analytics/answer.ts'
import type { KpiQuery } from '../../src/analytics/kpi-query.ts'
import { chartFor } from '../../src/charts/chart.ts'
import { breakdown, catalog } from './fixtures.ts'

const named = (...values: string[]): Partial<KpiQuery> => ({
  filters: [{ kind: 'members', dimension: 'region', include: true, values }],
})
const rows = (one: Cell, other: Cell) =>
  [
    ['France', other],
    ['Germany', one],
  ] as const
const title = (kpi: string, one: Cell, other: Cell, query = named('Germany', 'France')) =>
  chartFor(breakdown(kpi, rows(one, other), query), { catalog, understood: '' })?.title

test.for([
  ['orders', 500, 380, 'Germany has 120 more orders than France (31.6%)'],
  ['orders', 380, 500, 'Germany has 120 fewer orders than France (24%)'],
  ['orders', 380, 380, 'Orders are 380 for both Germany and France'],
  ['revenue', 1200, 1000, 'Revenue is $200 higher for Germany than for France (20%)'],
  ['churn', 0.04, 0.05, 'Churn rate is 1 pp lower for Germany than for France'],
] as const)('%s of two named members: %d beside %d', ([kpi, one, other, words], { expect }) => {
  expect(title(kpi, one, other)).toBe(words)
})

test('what was not named, or is not known, is no difference', ({ expect }) => {
  for (const other of [
    title('orders', 500, 380, {}),
    title('orders', 500, 380, named('Germany', 'France', 'Spain')),
    title('orders', null, 380),
  ])
    expect(other).not.toMatch(/than/)
})
