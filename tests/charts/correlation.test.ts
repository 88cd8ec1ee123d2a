import { test } from 'vitest'
import type { Cell } from '../../src/analytics/answer.ts'
import { chartFor } from '../../src/charts/chart.ts'
import { answer, catalog, column } from './fixtures.ts'

const measures = [
  { kind: 'kpi', kpi: 'revenue' },
  { kind: 'kpi', kpi: 'orders' },
] as const
const figures = [column.figure('measure', 'revenue'), column.figure('measure', 'orders', 1)]
const shape = { kind: 'correlation' } as const

function byRegion(pairs: readonly (readonly [Cell, Cell])[]) {
  const rows = pairs.map(([up, right], index): Cell[] => [`R${index}`, up, right])
  return answer(
    { measures, by: [{ kind: 'dimension', dimension: 'region' }], shape },
    [column.member('region', 'Region'), ...figures],
    rows,
  )
}

test.for<[string, readonly (readonly [Cell, Cell])[], string, string]>([
  [
    'on a line',
    [
      [10, 1],
      [20, 2],
      [30, 3],
      [40, 4],
    ],
    'scatter',
    'Revenue and orders rise together (r = 1) over 4 groups',
  ],
  [
    'down a line, one of them unknown',
    [
      [1, 3],
      [2, 2],
      [null, 5],
      [3, 1],
    ],
    'scatter',
    'Revenue and orders move in opposite directions (r = −1) over 3 groups',
  ],
  [
    'loosely',
    [
      [1, 1],
      [2, 3],
      [3, 2],
      [4, 2],
    ],
    'scatter',
    'Revenue and orders rise loosely together (r = 0.32) over 4 groups',
  ],
  [
    'one of them constant',
    [
      [1, 7],
      [2, 7],
      [3, 7],
    ],
    'scatter',
    'No telling whether Revenue and orders go together: one of them is the same in all of 3 groups',
  ],
  [
    'two groups',
    [
      [1, 1],
      [2, 2],
    ],
    'table',
    'Too few groups to tell whether Revenue and orders go together: 2 with both',
  ],
])('the correlation of what lies %s is in words', ([, pairs, kind, title], { expect }) => {
  expect(chartFor(byRegion(pairs), { catalog, understood: '' })).toMatchObject({ kind, title })
  expect(chartFor(byRegion(pairs), { catalog, understood: '', wish: { kind: 'table' } })).toMatchObject({
    kind: 'table',
    title,
  })
})

test('over time it is dots named by their days, not lines', ({ expect }) => {
  const rows = [3, 1, 2, 5].map((value, index): Cell[] => [`2026-11-0${index + 1}`, value * 10, value])
  const found = chartFor(answer({ measures, grain: 'day', shape }, [column.time, ...figures], rows), {
    catalog,
    understood: '',
  })
  expect(found).toMatchObject({
    kind: 'scatter',
    title: 'Revenue and orders rise together (r = 1) over 4 groups',
  })
  expect(JSON.stringify(found?.spec)).toContain('Sun 1 Nov')
})
