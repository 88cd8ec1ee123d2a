import { test } from 'vitest'
import { describe } from '../../src/analytics/describe.ts'
import type { KpiQueryInput } from '../../src/analytics/kpi-query.ts'
import { shopCatalog, shopQuery } from '../support/tea-shop.ts'

const catalog = shopCatalog()
const zone = 'Europe/Berlin'
const week = { from: '2026-11-09', to: '2026-11-16', zone }
const before = { from: '2026-11-02', to: '2026-11-09', zone }
const revenue = { kind: 'kpi', kpi: 'revenue' } as const
const region = { kind: 'dimension', dimension: 'region' } as const
const largest = [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }] as const

test.for<[KpiQueryInput, string]>([
  [{ measures: [revenue] }, 'Revenue, all time'],
  [
    { measures: [revenue], by: [region], period: week, compare: { kind: 'previous', period: before } },
    'Revenue by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026), highest first',
  ],
  [
    {
      measures: [
        { kind: 'kpi', kpi: 'revenue', aggregation: 'median' },
        { kind: 'kpi', kpi: 'orders' },
      ],
      grain: 'month',
      period: { from: '2026-01-01', to: '2027-01-01', zone, through: '2026-11-21T14:05' },
      compare: { kind: 'year_ago', period: { from: '2025-01-01', to: '2025-11-22', zone } },
    },
    'Median of revenue and Orders by month, 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026, 14:05), compared with the same elapsed time a year before (Wed 1 Jan, 00:00 to Fri 21 Nov 2025, 14:05)',
  ],
  [
    {
      measures: [revenue],
      by: [{ kind: 'dimension', dimension: 'category' }],
      period: week,
      filters: [
        { kind: 'members', dimension: 'region', include: false, values: ['North', 'South'] },
        { kind: 'empty', dimension: 'category', include: false },
        { kind: 'range', field: { kind: 'kpi', kpi: 'revenue' }, bounds: { op: 'between', value: 20, to: 2000.5 } },
        { kind: 'part', part: 'day_of_week', include: true, values: [7, 6] },
        { kind: 'part', part: 'hour_of_day', include: true, values: [9, 10, 11] },
      ],
      order: largest,
      limit: { count: 3 },
    },
    'Revenue by category, only where region is not North or South, category is not empty, the record’s revenue is between 20 and 2,000.5, the time is on Saturdays and Sundays and the time is from 9:00 to 12:00, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the first 3 by Revenue (highest first), with ties',
  ],
  [
    {
      measures: [revenue],
      by: [region],
      period: week,
      share: { within: [] },
      conditions: [{ measure: 0, figure: 'share', bounds: { op: 'at_least', value: 0.1 } }],
    },
    'Revenue by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), with the share of the total, only groups with share of Revenue at least 10%, highest first',
  ],
  [
    { measures: [revenue], grain: 'day', period: week, window: { kind: 'moving_average', buckets: 7 } },
    'Revenue by day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), as a moving average over 7 days',
  ],
  [
    {
      measures: [revenue],
      grain: 'day',
      period: week,
      conditions: [{ measure: 0, figure: 'value', bounds: { op: 'under', value: 50_000 } }],
      shape: { kind: 'count_buckets' },
    },
    'Number of days with Revenue under 50,000 EUR, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), a day without anything counts as 0',
  ],
  [
    { measures: [], shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins: 20 } },
    'Number of orders by Revenue, in about 20 ranges, all time',
  ],
  [
    { measures: [revenue], time: 'shipped', period: week },
    'Revenue, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin) by Ship date',
  ],
  [
    { measures: [{ kind: 'kpi', kpi: 'stocked' }], period: week },
    'Stocked, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the last value in the period',
  ],
  [
    { measures: [{ kind: 'ratio', of: { kpi: 'visits' }, over: { kpi: 'stocked' } }], period: week },
    'Visits per stocked, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), visits in the period over stocked at its end',
  ],
  [
    {
      measures: [
        { kind: 'kpi', kpi: 'stocked' },
        { kind: 'kpi', kpi: 'visits' },
      ],
      grain: 'month',
    },
    'Stocked and Visits by month, all time, the last value of Stocked in each month',
  ],
  [
    {
      measures: [revenue],
      by: [region],
      grain: 'week',
      period: week,
      order: largest,
      limit: { count: 2, of: 'members' },
    },
    'Revenue by region and week, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), of the first 2 over all of it by Revenue (highest first), with ties',
  ],
  [
    {
      measures: [revenue],
      by: [region],
      period: { from: '2026-11-01', to: '2026-12-01', zone, through: '2026-11-21T14:05' },
      conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: 100 } }],
      order: largest,
      limit: { count: 3 },
      shape: { kind: 'over', aggregate: 'average', each: { kind: 'bucket', grain: 'day' } },
    },
    'Average daily revenue by region, November 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026), the day that is not over yet left out, only groups with Average daily revenue over 100 EUR, the first 3 by Average daily revenue (highest first), with ties',
  ],
  [
    {
      measures: [revenue, { kind: 'kpi', kpi: 'orders' }],
      period: week,
      shape: { kind: 'over', aggregate: 'max', each: { kind: 'member', dimension: 'region' } },
    },
    'Highest revenue of one region and Highest orders of one region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), over each region that has data',
  ],
  [
    {
      measures: [{ kind: 'kpi', kpi: 'stocked' }],
      period: { from: '2026-01-01', to: '2026-11-01', zone },
      shape: { kind: 'over', aggregate: 'median', each: { kind: 'bucket', grain: 'month' } },
    },
    'Median monthly stocked, Jan to Oct 2026 (Europe/Berlin), the last value in each month',
  ],
  [
    {
      measures: [revenue, { kind: 'kpi', kpi: 'orders' }],
      by: [region],
      grain: 'day',
      period: week,
      shape: { kind: 'correlation' },
    },
    'Correlation of Revenue and Orders by region and day, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)',
  ],
  [
    {
      measures: [revenue],
      by: [{ kind: 'dimension', dimension: 'category' }],
      grain: 'month',
      period: week,
      conditions: [{ measure: 0, figure: 'value', bounds: { op: 'under', value: 50 } }],
      order: largest,
      shape: { kind: 'count_members', of: 'region' },
    },
    'Number of regions with Revenue under 50 EUR by category and month, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), a region without data is not counted, ordered by number of regions (highest first)',
  ],
  [
    {
      measures: [],
      by: [region],
      filters: [{ kind: 'members', dimension: 'is_gift', include: true, values: [true] }],
      period: week,
      limit: { count: 3 },
      shape: { kind: 'members', view: 'sales' },
    },
    'Every region of Sales, only where gift is true, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the first 3 by region (A to Z), with ties',
  ],
  [
    {
      measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'refunds' } }],
      by: [region],
      period: week,
    },
    'Revenue minus refunds by region, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), highest first',
  ],
  [
    {
      measures: [revenue],
      by: [region],
      period: { from: '2026-01-01', to: '2026-06-01', zone },
      filters: [
        {
          kind: 'periods',
          include: true,
          periods: [
            { from: '2026-01-01', to: '2026-02-01' },
            { from: '2026-03-01', to: '2026-06-01' },
          ],
        },
        { kind: 'periods', include: false, periods: [{ from: '2026-04-01', to: '2026-04-02' }] },
      ],
      share: { within: [] },
    },
    'Revenue by region, Jan to May 2026 (Europe/Berlin), only January 2026 and Mar to May 2026, without Wed 1 Apr 2026, with the share of the total, highest first',
  ],
  [
    { measures: [revenue, { kind: 'kpi', kpi: 'orders' }], by: [region] },
    'Revenue and Orders by region, all time, highest Revenue first',
  ],
  [
    {
      measures: [{ kind: 'kpi', kpi: 'area' }],
      by: [region],
      order: [{ by: { kind: 'axis', index: 0 }, direction: 'descending' }],
    },
    'Area by region, ordered by region (Z to A)',
  ],
  [
    {
      measures: [revenue],
      grain: 'month',
      period: { from: '2026-01-01', to: '2026-04-01', zone },
      compare: { kind: 'previous', period: { from: '2025-12-01', to: '2026-03-01', zone } },
    },
    'Revenue by month, Jan to Mar 2026 (Europe/Berlin), each month compared with the month before it',
  ],
  [
    {
      measures: [revenue],
      grain: 'month',
      period: { from: '2026-10-01', to: '2026-12-01', zone, through: '2026-11-21T14:05' },
      compare: { kind: 'previous', period: { from: '2026-09-01', to: '2026-10-21T14:05', zone } },
    },
    'Revenue by month, Oct to Nov 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026, 14:05), each month compared with the month before it, the month still going on with as much of the one before',
  ],
  [
    {
      measures: [revenue],
      grain: 'month',
      period: { from: '2026-10-01', to: '2026-11-01', zone },
      compare: { kind: 'previous', period: { from: '2026-09-01', to: '2026-10-01', zone } },
    },
    'Revenue by month, October 2026 (Europe/Berlin), compared with the month before (September 2026)',
  ],
  [
    {
      measures: [],
      period: week,
      grain: 'day',
      filters: [{ kind: 'members', dimension: 'is_gift', include: true, values: [true] }],
      order: [
        { by: { kind: 'time' }, direction: 'descending' },
        { by: { kind: 'axis', index: 1 }, direction: 'ascending' },
      ],
      limit: { count: 5 },
      shape: {
        kind: 'records',
        fields: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'dimension', dimension: 'region' },
        ],
      },
    },
    'Day, revenue and region of each of the orders, only where gift is true, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin), the first 5 by day (latest first), then region (A to Z), with ties',
  ],
  [
    {
      measures: [revenue],
      by: [region],
      grain: 'month',
      filters: [
        { kind: 'members', dimension: 'status', include: true, values: ['refunded'] },
        { kind: 'members', dimension: 'is_gift', include: true, values: [true] },
      ],
      share: { within: ['is_gift'], of: 'unfiltered' },
    },
    'Revenue by region and month, only where status is refunded and gift is true, all time, with the share of all in each region and month without the condition on status, within the same gift',
  ],
  [
    { measures: [], shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins: 20, width: 12.5 } },
    'Number of orders by Revenue, in ranges of 12.5, all time',
  ],
  [
    { measures: [revenue], period: week, filters: [{ kind: 'holidays', include: false }] },
    'Revenue, only where the time is not on public holidays of Germany, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)',
  ],
  [
    {
      measures: [revenue],
      by: [
        {
          kind: 'periods',
          periods: [
            { from: '2025-06-01', to: '2025-09-01' },
            { from: '2026-06-01', to: '2026-09-01' },
          ],
        },
      ],
      period: { from: '2025-06-01', to: '2026-09-01', zone },
    },
    'Revenue by period, Jun 2025 to Aug 2026 (Europe/Berlin), Jun to Aug 2025 and Jun to Aug 2026 side by side',
  ],
])('%# every choice is in the sentence', ([input, sentence], { expect }) => {
  expect(describe(shopQuery(input, catalog), catalog)).toBe(sentence)
})

test('a period that has a name on the day of asking is called by it', ({ expect }) => {
  const now = new Date('2026-11-21T13:05:00Z')
  const query = shopQuery({ measures: [revenue], period: week, compare: { kind: 'previous', period: before } }, catalog)
  expect(describe(query, catalog, 'en', now)).toBe(
    'Revenue, last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin), compared with the week before (Mon 2 to Sun 8 Nov 2026)',
  )
  const today = shopQuery(
    { measures: [revenue], period: { from: '2026-11-21', to: '2026-11-22', zone, through: '2026-11-21T14:05' } },
    catalog,
  )
  expect(describe(today, catalog, 'en', now)).toBe(
    'Revenue, today so far (Sat 21 Nov 2026, Europe/Berlin, up to Sat 21 Nov 2026, 14:05)',
  )
})

test.for([
  [
    'this week, of a view kept by hour',
    { kind: 'previous', period: { from: '2026-11-09', to: '2026-11-16', zone } },
    'Visits, Mon 16 to Sun 22 Nov 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026, 14:00), compared with the same elapsed time of the week before (Mon 9 Nov, 00:00 to Sat 14 Nov 2026, 14:00)',
  ],
  [
    'a week long ago, which is as long',
    { kind: 'period', period: { from: '2026-10-05', to: '2026-10-12', zone } },
    'Visits, Mon 16 to Sun 22 Nov 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026, 14:00), compared with the same elapsed time then (Mon 5 Oct, 00:00 to Sat 10 Oct 2026, 14:00)',
  ],
  [
    'a month, which is not',
    { kind: 'period', period: { from: '2026-10-01', to: '2026-11-01', zone } },
    'Visits, Mon 16 to Sun 22 Nov 2026 so far (Europe/Berlin, up to Sat 21 Nov 2026, 14:00), compared with October 2026',
  ],
] as const)('what has begun is compared up to its last whole hour: %s', ([, compare, words], { expect }) => {
  const period = { from: '2026-11-16', to: '2026-11-23', zone, through: '2026-11-21T14:05' }
  expect(describe(shopQuery({ measures: [{ kind: 'kpi', kpi: 'visits' }], period, compare }, catalog), catalog)).toBe(
    words,
  )
})

test('why a day that has begun is where it is, is told up to its last whole hour', ({ expect }) => {
  const period = { from: '2026-11-21', to: '2026-11-22', zone, through: '2026-11-21T14:05' }
  const against = [{ from: '2026-11-20', to: '2026-11-21' }]
  const shape = { kind: 'drivers', dimensions: ['region'], against } as const
  const query = shopQuery({ measures: [{ kind: 'kpi', kpi: 'visits' }], period, shape }, catalog)
  expect(describe(query, catalog)).toContain('up to Sat 21 Nov 2026, 14:00')
})

test('a fiscal year that is none of the calendar is named as one', ({ expect }) => {
  const query = shopQuery({ measures: [revenue], period: { from: '2025-04-01', to: '2026-04-01', zone } }, catalog)
  expect(describe(query, { ...catalog, fiscalYearStarts: 1 })).toBe('Revenue, Apr 2025 to Mar 2026 (Europe/Berlin)')
  expect(describe(query, { ...catalog, fiscalYearStarts: 4 })).toBe(
    'Revenue, fiscal 2026 (Apr 2025 to Mar 2026, Europe/Berlin)',
  )
})
