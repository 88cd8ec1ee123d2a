import { expect, test } from 'vitest'
import { compile } from '../../../src/analytics/compile/compile.ts'
import type { KpiQueryInput } from '../../../src/analytics/kpi-query.ts'
import { shopCatalog, shopQuery } from '../../support/tea-shop.ts'
import { golden } from './golden.ts'

const catalog = shopCatalog()
const zone = 'Europe/Berlin'
const week = { from: '2026-11-09', to: '2026-11-16', zone }
const region = { kind: 'dimension', dimension: 'region' } as const
const kpi = (name: string) => ({ kind: 'kpi', kpi: name }) as const
const compiled = (input: KpiQueryInput) => compile(shopQuery(input, catalog), catalog)

test.for<[string, KpiQueryInput, RegExp]>([
  [
    'the share of a ratio',
    { measures: [kpi('average_order')], by: [region], share: { within: [] } },
    /does not add up/,
  ],
  [
    'the share of a median',
    { measures: [kpi('typical_order')], by: [region], share: { within: [] } },
    /does not add up/,
  ],
  [
    'the share of a distinct count',
    { measures: [kpi('buyers')], by: [region], share: { within: [] } },
    /in several groups/,
  ],
  [
    'the share of a day in a level',
    { measures: [kpi('stocked')], grain: 'day', period: week, share: { within: [] } },
    /level, not a flow/,
  ],
  [
    'the running total of a level',
    { measures: [kpi('stocked')], grain: 'day', period: week, window: { kind: 'running_total' } },
    /no running total/,
  ],
  [
    'the running total of a ratio',
    { measures: [kpi('conversion')], grain: 'day', period: week, window: { kind: 'running_total' } },
    /no running total/,
  ],
  [
    'the running total of a distinct count',
    { measures: [kpi('buyers')], grain: 'day', period: week, window: { kind: 'running_total' } },
    /no running total/,
  ],
  [
    'a year by minute',
    { measures: [kpi('revenue')], grain: 'minute', period: { from: '2026-01-01', to: '2027-01-01', zone } },
    /525,600 minutes.*ask by hour/,
  ],
  [
    'a running total of a year by hour',
    {
      measures: [kpi('revenue')],
      grain: 'hour',
      period: { from: '2026-01-01', to: '2027-01-01', zone },
      window: { kind: 'running_total' },
    },
    /ask by day/,
  ],
])('%s cannot be had, and it is said why', ([, input, reason], { expect }) => {
  expect(compiled(input)).toMatchObject({ kind: 'cannot', because: expect.stringMatching(reason) })
})

test.for<[string, KpiQueryInput]>([
  [
    'the share of a region in a level',
    { measures: [kpi('stocked')], by: [region], period: week, share: { within: [] } },
  ],
  [
    'the share of one region’s buyers',
    {
      measures: [kpi('buyers')],
      filters: [{ kind: 'members', dimension: 'region', include: true, values: ['North'] }],
      share: { within: [] },
    },
  ],
  [
    'the moving average of a ratio',
    { measures: [kpi('conversion')], grain: 'day', period: week, window: { kind: 'moving_average', buckets: 7 } },
  ],
])('%s can', ([, input], { expect }) => {
  expect(compiled(input).kind).toBe('compiled')
})

test.for(Object.entries(golden))('%s: every moment is a parameter, no clock is asked', ([, input], { expect }) => {
  const result = compiled(input)
  if (result.kind === 'cannot') throw new Error(result.because)
  expect(result.sql).not.toMatch(/\d{4}-\d\d-\d\d|now\(|current_|localtime/i)
  expect(compiled(input)).toMatchObject({ sql: result.sql, parameters: result.parameters })
})

test('values never become text of the statement', () => {
  const result = compiled({
    measures: [kpi('revenue')],
    filters: [
      { kind: 'members', dimension: 'region', include: true, values: ["x'; drop table shop.orders; --"] },
      { kind: 'text', dimension: 'category', test: 'contains', include: true, text: "'; --" },
    ],
  })
  expect(result.kind === 'compiled' && result.sql).not.toContain('--')
})

const history = new Map([
  ['sales', { from: '2024-10-21T00:15:00', to: '2026-11-21T14:00:00' }],
  ['web', { from: '2026-01-01T00:00:00', to: '2026-11-21T14:00:00' }],
  ['stock', { from: '2024-10-21', to: '2026-11-20' }],
])
const withHistory = (input: KpiQueryInput) => compile(shopQuery(input, catalog), catalog, history)
const year = (number: number) => ({ from: `${number}-01-01`, to: `${number + 1}-01-01`, zone })
const begun = 'the data begins on Mon 21 Oct 2024'

test.for<[string, KpiQueryInput, readonly string[]]>([
  ['a period before the data', { measures: [kpi('revenue')], period: year(2024) }, [begun]],
  ['a trend that begins before it', { measures: [kpi('revenue')], grain: 'month', period: year(2024) }, [begun]],
  [
    'a histogram of it',
    { measures: [], period: year(2024), shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins: 5 } },
    [begun],
  ],
  [
    'two views with beginnings of their own',
    { measures: [kpi('revenue'), kpi('visits')], period: { ...year(2024), to: '2026-01-01' } },
    ['the data of Sales begins on Mon 21 Oct 2024', 'the data of Web begins on Thu 1 Jan 2026'],
  ],
  [
    'months beside those of a year that is not whole',
    {
      measures: [kpi('revenue')],
      grain: 'month',
      period: year(2025),
      compare: { kind: 'previous', period: year(2024) },
    },
    [begun],
  ],
  [
    'a level, whose last value is there',
    { measures: [kpi('stocked')], period: year(2025), compare: { kind: 'previous', period: year(2024) } },
    [begun],
  ],
  ['a period with data', { measures: [kpi('revenue')], period: year(2025) }, []],
  ['all there is', { measures: [kpi('revenue')] }, ['data from Mon 21 Oct 2024 to Sat 21 Nov 2026']],
  [
    'an average over months of all there is, the first and last of which are not whole',
    {
      measures: [kpi('revenue')],
      shape: { kind: 'over', aggregate: 'average', each: { kind: 'bucket', grain: 'month' } },
    },
    [
      'data from Mon 21 Oct 2024 to Sat 21 Nov 2026',
      'over 26 months, 0 where there is nothing',
      'the first and last month only in part',
    ],
  ],
  ['what has no time', { measures: [kpi('area')] }, []],
  [
    'a period that begins on the first day',
    { measures: [kpi('revenue')], period: { from: '2024-10-21', to: '2024-11-01', zone } },
    [],
  ],
])('it is said where the data begins: %s', ([, input, notes], { expect }) => {
  expect(withHistory(input)).toMatchObject({ kind: 'compiled', notes })
})

test.for<[string, KpiQueryInput, string]>([
  [
    'a year beside one that is not whole',
    { measures: [kpi('revenue')], period: year(2025), compare: { kind: 'previous', period: year(2024) } },
    'Sales: the data begins on Mon 21 Oct 2024, so 2024 is not all there, and a comparison with it would mislead.',
  ],
  [
    'one that is not whole beside a year',
    { measures: [kpi('revenue')], period: year(2024), compare: { kind: 'period', period: year(2025) } },
    'Sales: the data begins on Mon 21 Oct 2024, so 2024 is not all there, and a comparison with it would mislead.',
  ],
  [
    'a year beside one without data',
    {
      measures: [kpi('revenue'), kpi('visits')],
      grain: 'month',
      period: year(2026),
      compare: { kind: 'previous', period: year(2025) },
    },
    'Web: the data begins on Thu 1 Jan 2026, so there is nothing in 2025 to compare with.',
  ],
  [
    'a level beside a year without data',
    { measures: [kpi('stocked')], period: year(2024), compare: { kind: 'previous', period: year(2023) } },
    'Stock: the data begins on Mon 21 Oct 2024, so there is nothing in 2023 to compare with.',
  ],
  [
    'months beside the one month of which there are ten days',
    {
      measures: [kpi('revenue')],
      grain: 'month',
      period: { from: '2025-10-01', to: '2025-11-01', zone },
      compare: { kind: 'year_ago', period: { from: '2024-10-01', to: '2024-11-01', zone } },
    },
    'Sales: the data begins on Mon 21 Oct 2024, so there is nothing in October 2024 to compare with.',
  ],
  [
    'an hour that has just begun',
    {
      measures: [kpi('visits')],
      period: { from: '2026-11-21', to: '2026-11-22', zone, through: '2026-11-21T00:20' },
      compare: { kind: 'previous', period: { from: '2026-11-20', to: '2026-11-20T01:00', zone } },
    },
    'Visits: no whole hour of the period is over yet, so there is nothing to compare. Ask again later, or leave out the comparison.',
  ],
])('%s is not compared, and it is said why', ([, input, because], { expect }) => {
  expect(withHistory(input)).toEqual({ kind: 'cannot', because })
})
