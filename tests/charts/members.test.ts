import { test } from 'vitest'
import { chartFor } from '../../src/charts/chart.ts'
import { answer, catalog, column } from './fixtures.ts'

const by = [{ kind: 'dimension', dimension: 'category' }] as const
const members = (names: readonly string[]) =>
  answer(
    { measures: [], by, shape: { kind: 'members' } },
    [column.member('category', 'Category')],
    names.map((name) => [name]),
  )

test.for([
  [['Coffee', 'Tea'], '2 categories', '2 categories: Coffee, Tea.'],
  [['Coffee'], '1 category', '1 category: Coffee.'],
  [['A', 'B', 'C', 'D', 'E'], '5 categories', '5 categories: A, B, C and 2 more.'],
] as const)('a list of names is a table that says how many: %j', ([names, title, altText], { expect }) => {
  expect(chartFor(members(names), { catalog, understood: '' })).toMatchObject({ kind: 'table', title, altText })
})
