import { expect, test } from 'vitest'
import { parseKpiQuery, type KpiQueryInput } from '../../src/analytics/kpi-query.ts'
import { shopCatalog } from '../support/tea-shop.ts'

const catalog = shopCatalog()
const zone = 'Europe/Berlin'
const week = { from: '2026-11-09', to: '2026-11-16', zone }
const before = { from: '2026-11-02', to: '2026-11-09', zone }
const revenue = { kind: 'kpi', kpi: 'revenue' } as const
const region = { kind: 'dimension', dimension: 'region' } as const

function because(input: unknown): string | null {
  const parsed = parseKpiQuery(input, catalog)
  return parsed.ok ? null : parsed.because
}

test('a query is completed and frozen', () => {
  const parsed = parseKpiQuery({ measures: [revenue], by: [region], limit: { count: 3 } }, catalog)
  expect(parsed).toMatchObject({
    ok: true,
    query: {
      filters: [],
      shape: { kind: 'groups' },
      order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }],
    },
  })
  expect(parsed.ok && Object.isFrozen(parsed.query) && Object.isFrozen(parsed.query.by[0])).toBe(true)
})

test.for<[string, unknown, string]>([
  ['nothing', null, 'This is no query that can be read.'],
  ['a figure of no kind', { measures: [{ kind: 'sum' }] }, 'This is no query that can be read (at measures.0.kind).'],
  ['an unknown key', { measures: [revenue], having: 1 }, 'A query has no "having".'],
  [
    'four breakdowns',
    { measures: [revenue], by: [region, region, region, region] },
    'A question can be broken down by at most three dimensions.',
  ],
  ['seven figures', { measures: Array.from({ length: 7 }, () => revenue) }, 'A question can have at most six figures.'],
  [
    'an endless number',
    { measures: [revenue], conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: Infinity } }] },
    'A condition needs a number.',
  ],
  [
    'a date that is no date',
    { measures: [revenue], period: { ...week, from: 'Monday' } },
    'A period needs dates such as 2026-11-09 or 2026-11-09T14:00.',
  ],
  [
    'a limit of nothing',
    { measures: [revenue], limit: { count: 0 } },
    'The first of a list are a whole number from 1 to 1,000.',
  ],
  [
    'a moving average over a thousand days',
    { measures: [revenue], grain: 'day', window: { kind: 'moving_average', buckets: 1000 } },
    'A moving average is over a whole number of steps from 2 to 366.',
  ],
  [
    'a grain that is none',
    { measures: [revenue], grain: 'decade' },
    'There is no such grain; there are minute, hour, day, week, month, quarter, year.',
  ],
  [
    'a filter on nothing',
    { measures: [revenue], filters: [{ kind: 'members', dimension: 'region', include: true, values: [] }] },
    'A filter needs a value.',
  ],
])('%s is no query, and it is said why', ([, input, sentence], { expect }) => {
  expect(because(input)).toBe(sentence)
})

test.for<[string, Partial<KpiQueryInput>, RegExp]>([
  ['an unknown KPI', { measures: [{ kind: 'kpi', kpi: 'revenu' }] }, /did you mean "revenue"\?/],
  ['an unknown view', { measures: [{ kind: 'records', view: 'sale' }] }, /did you mean "sales"\?/],
  ['an unknown dimension', { by: [{ kind: 'dimension', dimension: 'regoin' }] }, /did you mean "region"\?/],
  ['a masked dimension', { by: [{ kind: 'dimension', dimension: 'sold_at' }] }, /no dimension "sold_at"/],
  ['nothing to measure', { measures: [] }, /something to measure/],
  ['rows that are nothing countable', { measures: [{ kind: 'records', view: 'web' }] }, /not one countable thing/],
  [
    'an aggregation that the catalog does not offer',
    { measures: [{ kind: 'kpi', kpi: 'orders', aggregation: 'average' }] },
    /not in the catalog/,
  ],
  ['the median of a ratio', { measures: [{ kind: 'kpi', kpi: 'average_order', aggregation: 'median' }] }, /is a ratio/],
  [
    'a ratio of an average',
    { measures: [{ kind: 'ratio', of: { kpi: 'mean_weight' }, over: { kpi: 'orders' } }] },
    /no total/,
  ],
  [
    'the average of a text',
    { measures: [{ kind: 'dimension', view: 'sales', dimension: 'category', aggregation: 'average' }] },
    /no number/,
  ],
  [
    'a dimension that one of the views lacks',
    { measures: [revenue, { kind: 'kpi', kpi: 'visits' }], by: [{ kind: 'dimension', dimension: 'category' }] },
    /Web has no dimension "category"/,
  ],
  ['the same breakdown twice', { by: [region, region] }, /twice/],
  ['a grain finer than the view', { measures: [{ kind: 'kpi', kpi: 'visits' }], grain: 'minute' }, /kept by hour/],
  [
    'hours of a date',
    { measures: [{ kind: 'kpi', kpi: 'stocked' }], by: [{ kind: 'part', part: 'hour_of_day' }] },
    /kept by day/,
  ],
  ['a trend without time', { measures: [{ kind: 'kpi', kpi: 'area' }], grain: 'day' }, /has no time/],
  ['a time the view lacks', { time: 'shiped', grain: 'day' }, /did you mean "shipped"\?/],
  [
    'a period that ends before it starts',
    { period: { from: '2026-11-16', to: '2026-11-09', zone } },
    /before it starts/,
  ],
  ['an empty period', { period: { from: '2026-11-16', to: '2026-11-16', zone } }, /before it starts/],
  ['a day that does not exist', { period: { from: '2026-02-30', to: '2026-03-01', zone } }, /no 2026-02-30/],
  ['a period in another zone', { period: { ...week, zone: 'UTC' } }, /kept in Europe\/Berlin/],
  [
    'hours of a period of dates',
    { time: 'shipped', period: { from: '2026-11-09T06:00', to: '2026-11-10', zone } },
    /midnight/,
  ],
  ['a comparison without a period', { compare: { kind: 'previous', period: before } }, /needs a period/],
  ['a running total without a grain', { period: week, window: { kind: 'running_total' } }, /needs a grain/],
  [
    'a number that is no value of the dimension',
    { filters: [{ kind: 'members', dimension: 'region', include: true, values: [1] }] },
    /no value like/,
  ],
  [
    'a text in a number',
    { filters: [{ kind: 'text', dimension: 'quantity', test: 'contains', include: true, text: '1' }] },
    /no text/,
  ],
  [
    'a condition on records of a view of totals',
    {
      measures: [{ kind: 'kpi', kpi: 'visits' }],
      filters: [{ kind: 'range', field: { kind: 'kpi', kpi: 'visits' }, bounds: { op: 'over', value: 1 } }],
    },
    /kept in totals/,
  ],
  [
    'an eighth day of the week',
    { filters: [{ kind: 'part', part: 'day_of_week', include: true, values: [8] }] },
    /no day of week 8/,
  ],
  [
    'between without an end',
    { filters: [{ kind: 'range', field: { kind: 'kpi', kpi: 'revenue' }, bounds: { op: 'between', value: 1 } }] },
    /lower and a higher/,
  ],
  [
    'a condition on a measure that is not there',
    { conditions: [{ measure: 1, figure: 'value', bounds: { op: 'over', value: 1 } }] },
    /no measure number 2/,
  ],
  [
    'a condition on a change without a comparison',
    { conditions: [{ measure: 0, figure: 'change', bounds: { op: 'over', value: 1 } }] },
    /to compare with/,
  ],
  [
    'an order by a share that is not there',
    { by: [region], order: [{ by: { kind: 'measure', index: 0, figure: 'share' }, direction: 'ascending' }] },
    /not asked for/,
  ],
  ['an order by time without a grain', { order: [{ by: { kind: 'time' }, direction: 'ascending' }] }, /needs a grain/],
  [
    'an order by a missing breakdown',
    { order: [{ by: { kind: 'axis', index: 0 }, direction: 'ascending' }] },
    /no breakdown number 1/,
  ],
  ['a limit for each of nothing', { by: [region], limit: { count: 1, per: ['category'] } }, /needs a breakdown/],
  ['a share within nothing', { by: [region], share: { within: ['category'] } }, /needs a breakdown/],
  [
    'the first members without time',
    { by: [region], limit: { count: 1, of: 'members' } },
    /need a breakdown and a grain/,
  ],
  ['counted buckets without a condition', { grain: 'day', shape: { kind: 'count_buckets' } }, /condition/],
  [
    'a histogram with a measure',
    { shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins: 5 } },
    /nothing else/,
  ],
  [
    'a histogram of a text',
    { measures: [], shape: { kind: 'histogram', field: { kind: 'dimension', dimension: 'category' }, bins: 5 } },
    /no number/,
  ],
  [
    'a date compared',
    {
      measures: [{ kind: 'dimension', view: 'sales', dimension: 'shipped_on', aggregation: 'max' }],
      period: week,
      compare: { kind: 'previous', period: before },
    },
    /is a date/,
  ],
])('%s is refused in words', ([, change, reason], { expect }) => {
  expect(because({ measures: [revenue], ...change })).toMatch(reason)
})

test('views in different zones are not laid side by side', () => {
  const elsewhere = shopCatalog((yaml) =>
    yaml.replace('column: hour, grain: hour', 'column: hour, grain: hour, zone: UTC'),
  )
  const parsed = parseKpiQuery({ measures: [revenue, { kind: 'kpi', kpi: 'visits' }], grain: 'day' }, elsewhere)
  expect(parsed).toMatchObject({ ok: false, because: expect.stringContaining('different zones') })
})
