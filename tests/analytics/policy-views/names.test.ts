import { expect, test } from 'vitest'
import type { ColumnType, Scalar } from '../../../src/analytics/catalog.ts'
import { policySelect, quoteIdentifier, quoteLiteral } from '../../../src/analytics/policy-views/names.ts'

const select = (column: string, type: ColumnType, values: readonly Scalar[]) =>
  policySelect({
    relation: { schema: 'kpi', name: 'Odd "view"' },
    name: 'odd',
    view: { view: 'odd', columns: ['a', 'B "c"'], masked: [], rowFilter: [{ column, type, values }] },
  }).replace('SELECT "a", "B ""c""" FROM "kpi"."Odd ""view""" WHERE ', '')

test.for<[ColumnType, readonly Scalar[], string]>([
  ['text', ['EMEA'], `"x" IN ('EMEA')`],
  ['text', ["O'Neil", 'a\\b'], `"x" IN ('O''Neil', E'a\\\\b')`],
  ['text', [1, true], `"x" IN ('1', 'true')`],
  ['number', [1, 2.5, '3'], '"x" IN (1, 2.5, 3)'],
  ['number', ['one', '', Number.NaN], 'false'],
  ['number', ['1) OR (1=1'], 'false'],
  ['boolean', [true, 'False'], '"x" IN (true, false)'],
  ['boolean', ['yes OR true'], 'false'],
  ['date', ['2026-11-21'], `"x" IN ('2026-11-21')`],
  ['text', [], 'false'],
])('a filter of a %s column by %o', ([type, values, condition]) => {
  expect(select('x', type, values)).toBe(condition)
})

test('a column of any name stays a column', () => {
  expect(select('x" OR true --', 'text', ['a'])).toBe(`"x"" OR true --" IN ('a')`)
})

test('quotes are doubled', () => {
  expect(quoteIdentifier('a"b')).toBe('"a""b"')
  expect(quoteLiteral("a'b")).toBe("'a''b'")
})
