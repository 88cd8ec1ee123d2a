import { test } from 'vitest'
import type { Answer } from '../../../src/analytics/answer.ts'
import { tableOf, textOf } from '../../../src/bot/replies/answer-words.ts'

const answer = (query: Partial<Answer['query']>, columns: Answer['columns'], rows: Answer['rows']): Answer => ({
  query: { measures: [], by: [], filters: [], conditions: [], order: [], shape: { kind: 'groups' }, ...query },
  columns,
  rows,
  truncated: false,
  asOf: null,
  sources: [],
  sql: '',
  parameters: [],
  notes: [],
  policy: '',
})
const country = { name: 'country', role: 'dimension', type: 'text', unit: null, label: 'Country' } as const
const revenue = { name: 'revenue', role: 'measure', type: 'number', unit: 'EUR', label: 'Revenue' } as const
const by = [{ kind: 'dimension', dimension: 'country' }] as const
const text = (of: Answer) =>
  textOf({
    headline: 'H',
    answer: of,
    table: tableOf(of, 'en'),
    understood: 'U',
    provenance: 'P',
    notes: [],
    locale: 'en',
  }).split('\n')

test('two members that were named come with their exact difference', ({ expect }) => {
  const filters = [{ kind: 'members', dimension: 'country', include: true, values: ['Germany', 'France'] }] as const
  const rows = [
    ['France', 1000.4],
    ['Germany', 1234.5],
  ] as const
  expect(text(answer({ by, filters }, [country, revenue], rows))).toEqual([
    'H',
    '• France: €1,000.40',
    '• Germany: €1,234.50',
    '• Germany less France: +€234.10 (+23.4%)',
    'U',
    'P',
  ])
  expect(text(answer({ by }, [country, revenue], rows))).toHaveLength(5)
})

const compared = (unit: string, label: string) => [
  { name: 'x', role: 'measure', type: 'number', unit, label, measure: 0 } as const,
  { name: 'x_before', role: 'previous', type: 'number', unit, label: `${label}, before`, measure: 0 } as const,
  { name: 'x_change', role: 'change', type: 'number', unit, label: `Change in ${label}`, measure: 0 } as const,
  {
    name: 'x_change_percent',
    role: 'change',
    type: 'number',
    unit: 'percent',
    label: `Change in ${label}, %`,
    measure: 0,
  } as const,
]

test('a comparison reads as one would say it', ({ expect }) => {
  const revenues = compared('EUR', 'Revenue')
  expect(text(answer({}, revenues, [[1200, 1000, 200, 0.2]]))[1]).toBe(
    '• Revenue €1,200.00, before €1,000.00, +€200.00 (+20.0%)',
  )
  expect(text(answer({ by }, [country, ...revenues], [['France', 1200, 1000, 200, 0.2]]))[1]).toBe(
    '• France: €1,200.00, before €1,000.00, +€200.00 (+20.0%)',
  )
})

test('a percentage moves by points', ({ expect }) => {
  const rates = compared('percent', 'Refund rate')
  expect(text(answer({ by }, [country, ...rates], [['Japan', 0.0456, 0.0367, 0.0089, 0.2425]]))[1]).toBe(
    '• Japan: 4.6%, before 3.7%, +0.9 pp (+24.3%)',
  )
})

test('names are listed one after the other', ({ expect }) => {
  const names = Array.from({ length: 60 }, (_, index) => [`C${index}`])
  const lines = text(answer({ by, shape: { kind: 'members' } }, [country], names))
  expect(lines).toHaveLength(5)
  expect(lines[1]).toMatch(/^• C0, C1, .*, C49$/)
  expect(lines[2]).toBe('… and 10 more')
})
