import { test } from 'vitest'
import type { Cell } from '../../src/analytics/answer.ts'
import { chartFor } from '../../src/charts/chart.ts'
import { answer, catalog, column } from './fixtures.ts'

const member = column.member('title', 'Title')
const [revenue, cost] = [column.figure('measure', 'revenue'), column.figure('measure', 'orders')]
const shape = { kind: 'records', fields: [{ kind: 'kpi', kpi: 'revenue' }] } as const
const draw = (columns: Parameters<typeof answer>[1], rows: readonly (readonly Cell[])[]) =>
  chartFor(answer({ measures: [], shape }, columns, rows), { catalog, understood: '' })

test('two numbers of each record are dots, with their correlation', ({ expect }) => {
  const rows = Array.from({ length: 9 }, (_, index): Cell[] => [index * 10, index])
  expect(draw([revenue, cost], rows)).toMatchObject({
    kind: 'scatter',
    title: 'Revenue and orders rise together (r = 1)',
  })
})

test('few records with names are a table of them', ({ expect }) => {
  const rows = [
    ['Dune', 4, 2],
    ['Alien', 3, null],
    ['Dune', 2, 1],
  ]
  expect(draw([member, revenue, cost], rows)).toMatchObject({
    kind: 'table',
    title: 'Title, revenue and orders of 3 records',
  })
  expect(draw([member], [['Dune']])).toMatchObject({ kind: 'table', title: 'Title of 1 record' })
})
