import { test } from 'vitest'
import { chartFor } from '../../src/charts/chart.ts'
import { answer, catalog, column } from './fixtures.ts'

test('of what part of each group something is, the part is drawn and spoken of', ({ expect }) => {
  const query = {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    by: [{ kind: 'dimension', dimension: 'region' }],
    filters: [{ kind: 'members', dimension: 'status', include: true, values: ['late'] }],
    share: { within: [], of: 'unfiltered' },
  } as const
  const columns = [
    column.member('region', 'Region'),
    column.figure('measure', 'orders'),
    column.figure('share', 'orders'),
  ]
  const found = chartFor(
    answer(query, columns, [
      ['EMEA', 30, 0.1],
      ['APAC', 20, 0.4],
    ]),
    { catalog, understood: '', wish: { kind: 'pie' } },
  )
  expect(found).toMatchObject({ kind: 'bar', title: 'APAC has the highest share of orders: 40%' })
  expect(found?.note).toMatch(/does not add up/)
})
