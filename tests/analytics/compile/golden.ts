/** The queries whose SQL and rows are kept as golden files. */
import type { KpiQueryInput } from '../../../src/analytics/kpi-query.ts'

const zone = 'Europe/Berlin'
const week = { from: '2026-11-09', to: '2026-11-16', zone }
const weekBefore = { from: '2026-11-02', to: '2026-11-09', zone }
const revenue = { kind: 'kpi', kpi: 'revenue' } as const
const region = { kind: 'dimension', dimension: 'region' } as const
const largestFirst = [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }] as const

export const golden: Readonly<Record<string, KpiQueryInput>> = {
  'a value': { measures: [revenue], period: week },
  'all there is': { measures: [revenue, { kind: 'records', view: 'sales' }] },
  'a breakdown': { measures: [revenue], by: [region], period: week },
  'a trend': { measures: [revenue], grain: 'day', period: week },
  'a trend by hour when the clocks go back': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'hour',
    period: { from: '2026-10-25', to: '2026-10-26', zone },
  },
  'a trend by hour of a wall clock': {
    measures: [{ kind: 'kpi', kpi: 'visits' }],
    grain: 'hour',
    period: { from: '2026-10-25', to: '2026-10-25T06:00', zone },
  },
  'a trend by region': {
    measures: [revenue],
    grain: 'week',
    by: [region],
    period: { from: '2026-10-26', to: '2026-11-16', zone },
  },
  'every aggregation': {
    measures: [
      { kind: 'kpi', kpi: 'revenue', aggregation: 'average' },
      { kind: 'kpi', kpi: 'revenue', aggregation: 'median' },
      { kind: 'kpi', kpi: 'largest_order' },
      { kind: 'kpi', kpi: 'buyers' },
      { kind: 'kpi', kpi: 'mean_weight' },
      { kind: 'kpi', kpi: 'refunds' },
    ],
    by: [region],
    period: week,
  },
  'aggregates of a dimension': {
    measures: [
      { kind: 'dimension', view: 'sales', dimension: 'category', aggregation: 'count_distinct' },
      { kind: 'dimension', view: 'sales', dimension: 'quantity', aggregation: 'average' },
      { kind: 'dimension', view: 'sales', dimension: 'shipped_on', aggregation: 'max' },
    ],
    period: week,
  },
  'weekdays against weekends': { measures: [revenue], by: [{ kind: 'part', part: 'weekend' }], period: week },
  'a ratio': { measures: [{ kind: 'kpi', kpi: 'average_order' }], by: [region], period: week },
  'a ratio over two views': {
    measures: [{ kind: 'ratio', of: { kpi: 'revenue' }, over: { kpi: 'visits' } }],
    by: [region],
    period: week,
  },
  'the last value': { measures: [{ kind: 'kpi', kpi: 'stocked' }], period: week },
  'the last value of each week by region': {
    measures: [{ kind: 'kpi', kpi: 'stocked' }],
    by: [region],
    grain: 'week',
    period: { from: '2026-10-26', to: '2026-11-16', zone },
  },
  'KPIs of three views': {
    measures: [revenue, { kind: 'kpi', kpi: 'visits' }, { kind: 'kpi', kpi: 'stocked' }],
    by: [region],
    period: week,
  },
  'KPIs of two views by day': { measures: [revenue, { kind: 'kpi', kpi: 'conversion' }], grain: 'day', period: week },
  'compared with the week before': {
    measures: [revenue],
    by: [region],
    period: week,
    compare: { kind: 'previous', period: weekBefore },
  },
  'a trend compared with the week before': {
    measures: [revenue],
    grain: 'day',
    period: week,
    compare: { kind: 'previous', period: weekBefore },
  },
  'a trend compared with a leap February': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'day',
    period: { from: '2025-02-26', to: '2025-03-03', zone },
    compare: { kind: 'year_ago', period: { from: '2024-02-26', to: '2024-03-03', zone } },
  },
  'a year of months compared with the one before': {
    measures: [{ kind: 'kpi', kpi: 'average_order' }],
    grain: 'month',
    period: { from: '2025-01-01', to: '2026-01-01', zone },
    compare: { kind: 'year_ago', period: { from: '2024-01-01', to: '2025-01-01', zone } },
  },
  'hours compared with those of the day before': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'hour',
    period: { from: '2026-10-25', to: '2026-10-26', zone },
    compare: { kind: 'previous', period: { from: '2026-10-24', to: '2026-10-25', zone } },
  },
  'a share': { measures: [revenue], by: [region], period: week, share: { within: [] } },
  'a share within each region': {
    measures: [revenue],
    by: [region, { kind: 'dimension', dimension: 'category' }],
    period: week,
    share: { within: ['region'] },
  },
  'the share of one region': {
    measures: [revenue],
    filters: [
      { kind: 'members', dimension: 'region', include: true, values: ['North'] },
      { kind: 'members', dimension: 'status', include: true, values: ['paid'] },
    ],
    period: week,
    share: { within: ['status'] },
  },
  'top two with ties': {
    measures: [revenue],
    by: [{ kind: 'dimension', dimension: 'category' }],
    period: week,
    order: largestFirst,
    limit: { count: 2 },
  },
  'top one in each region': {
    measures: [revenue],
    by: [region, { kind: 'dimension', dimension: 'category' }],
    period: week,
    order: largestFirst,
    limit: { count: 1, per: ['region'] },
  },
  'top growth over a condition': {
    measures: [revenue],
    by: [region],
    period: week,
    compare: { kind: 'previous', period: weekBefore },
    conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: 100 } }],
    order: [{ by: { kind: 'measure', index: 0, figure: 'change_percent' }, direction: 'descending' }],
    limit: { count: 3 },
  },
  'the peak day': { measures: [revenue], grain: 'day', period: week, order: largestFirst, limit: { count: 1 } },
  'a trend of the top two categories': {
    measures: [revenue],
    by: [{ kind: 'dimension', dimension: 'category' }],
    grain: 'week',
    period: { from: '2026-10-26', to: '2026-11-16', zone },
    order: largestFirst,
    limit: { count: 2, of: 'members' },
  },
  'the last value by weekday': {
    measures: [{ kind: 'kpi', kpi: 'stocked' }],
    by: [{ kind: 'part', part: 'day_of_week' }],
    period: week,
  },
  'regions by their days under a number': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    by: [region],
    grain: 'day',
    period: { from: '2026-10-01', to: '2026-11-01', zone },
    conditions: [{ measure: 0, figure: 'value', bounds: { op: 'at_most', value: 1 } }],
    order: largestFirst,
    limit: { count: 1 },
    shape: { kind: 'count_buckets' },
  },
  'the month so far': {
    measures: [revenue],
    grain: 'day',
    period: { from: '2026-11-01', to: '2026-12-01', zone, through: '2026-11-21T14:00' },
    compare: { kind: 'previous', period: { from: '2026-10-01', to: '2026-10-21T14:00', zone } },
  },
  'the day so far': {
    measures: [{ kind: 'kpi', kpi: 'visits' }],
    grain: 'hour',
    period: { from: '2026-11-18', to: '2026-11-19', zone, through: '2026-11-18T10:05' },
    compare: { kind: 'previous', period: { from: '2026-11-17', to: '2026-11-18', zone } },
  },
  'what was shipped so far': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    time: 'shipped',
    period: { from: '2026-11-16', to: '2026-11-23', zone, through: '2026-11-18T10:05' },
  },
  'a longer month beside a shorter one': {
    measures: [revenue],
    grain: 'day',
    period: { from: '2026-03-27', to: '2026-04-02', zone },
    compare: { kind: 'period', period: { from: '2026-02-27', to: '2026-03-01', zone } },
  },
  'a leap February beside a common one': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'day',
    period: { from: '2024-02-27', to: '2024-03-03', zone },
    compare: { kind: 'year_ago', period: { from: '2023-02-27', to: '2023-03-03', zone } },
  },
  'a moving average of an average': {
    measures: [{ kind: 'kpi', kpi: 'revenue', aggregation: 'average' }],
    grain: 'day',
    period: week,
    window: { kind: 'moving_average', buckets: 7 },
  },
  'every filter': {
    measures: [{ kind: 'records', view: 'sales' }],
    filters: [
      { kind: 'members', dimension: 'region', include: false, values: ['North'] },
      { kind: 'members', dimension: 'quantity', include: true, values: [1, 2, 3, 4, 5, 6] },
      { kind: 'text', dimension: 'category', test: 'contains', include: false, text: '50% OFF_' },
      { kind: 'empty', dimension: 'category', include: false },
      { kind: 'range', field: { kind: 'kpi', kpi: 'revenue' }, bounds: { op: 'between', value: 20, to: 200.5 } },
      { kind: 'range', field: { kind: 'dimension', dimension: 'quantity' }, bounds: { op: 'over', value: 1.5 } },
      { kind: 'part', part: 'day_of_week', include: true, values: [6, 7] },
    ],
  },
  'by weekday and hour': {
    measures: [{ kind: 'kpi', kpi: 'visits' }],
    by: [
      { kind: 'part', part: 'day_of_week' },
      { kind: 'part', part: 'hour_of_day' },
    ],
    period: week,
    filters: [{ kind: 'part', part: 'hour_of_day', include: true, values: [9, 10] }],
  },
  'by ship date': {
    measures: [revenue],
    time: 'shipped',
    grain: 'month',
    period: { from: '2026-09-01', to: '2026-11-01', zone },
  },
  'all there is by ship date': { measures: [{ kind: 'kpi', kpi: 'orders' }], time: 'shipped', grain: 'year' },
  'a running total': { measures: [revenue], grain: 'day', period: week, window: { kind: 'running_total' } },
  'a moving average of a ratio by region': {
    measures: [{ kind: 'kpi', kpi: 'average_order' }],
    grain: 'day',
    by: [region],
    period: week,
    window: { kind: 'moving_average', buckets: 3 },
  },
  'a histogram of amounts': {
    measures: [],
    period: week,
    shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins: 8 },
  },
  'a histogram of quantities': {
    measures: [],
    shape: { kind: 'histogram', field: { kind: 'dimension', dimension: 'quantity' }, bins: 20 },
  },
  'days under a number': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'day',
    period: { from: '2026-10-01', to: '2026-11-01', zone },
    conditions: [{ measure: 0, figure: 'value', bounds: { op: 'under', value: 3 } }],
    shape: { kind: 'count_buckets' },
  },
  'days of growth by region': {
    measures: [revenue],
    grain: 'day',
    by: [region],
    period: week,
    compare: { kind: 'previous', period: weekBefore },
    conditions: [{ measure: 0, figure: 'change', bounds: { op: 'over', value: 0 } }],
    shape: { kind: 'count_buckets' },
  },
  'average daily revenue by region compared with the week before': {
    measures: [revenue],
    by: [region],
    period: week,
    compare: { kind: 'previous', period: weekBefore },
    shape: { kind: 'over', aggregate: 'average', each: { kind: 'bucket', grain: 'day' } },
  },
  'the median daily orders of each month': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'month',
    period: { from: '2026-09-01', to: '2026-11-01', zone },
    shape: { kind: 'over', aggregate: 'median', each: { kind: 'bucket', grain: 'day' } },
  },
  'average revenue per category': {
    measures: [revenue],
    period: week,
    shape: { kind: 'over', aggregate: 'average', each: { kind: 'member', dimension: 'category' } },
  },
  'the correlation of orders and visits over days': {
    measures: [
      { kind: 'kpi', kpi: 'orders' },
      { kind: 'kpi', kpi: 'visits' },
    ],
    grain: 'day',
    period: week,
    shape: { kind: 'correlation' },
  },
  'how many regions of each month had over ten orders': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'month',
    period: { from: '2026-09-01', to: '2026-11-01', zone },
    conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: 10 } }],
    shape: { kind: 'count_members', of: 'region' },
  },
  'how many categories grew': {
    measures: [revenue],
    period: week,
    compare: { kind: 'previous', period: weekBefore },
    conditions: [{ measure: 0, figure: 'change', bounds: { op: 'over', value: 0 } }],
    shape: { kind: 'count_members', of: 'category' },
  },
  'every region and category of gifts': {
    measures: [],
    by: [region, { kind: 'dimension', dimension: 'category' }],
    filters: [{ kind: 'members', dimension: 'is_gift', include: true, values: [true] }],
    shape: { kind: 'members', view: 'sales' },
  },
  'the first two stores by name': {
    measures: [],
    by: [{ kind: 'dimension', dimension: 'name' }],
    limit: { count: 2 },
    shape: { kind: 'members' },
  },
  'revenue minus refunds by region': {
    measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'refunds' } }],
    by: [region],
    period: week,
    compare: { kind: 'previous', period: weekBefore },
  },
  'visits minus orders as a running total': {
    measures: [{ kind: 'difference', of: { kpi: 'visits' }, minus: { kpi: 'orders' } }],
    grain: 'day',
    period: week,
    window: { kind: 'running_total' },
  },
  'September and November side by side': {
    measures: [revenue],
    grain: 'month',
    period: { from: '2026-09-01', to: '2026-12-01', zone },
    filters: [
      {
        kind: 'periods',
        include: true,
        periods: [
          { from: '2026-09-01', to: '2026-10-01' },
          { from: '2026-11-01', to: '2026-12-01' },
        ],
      },
    ],
  },
  'the two latest large orders': {
    measures: [],
    period: week,
    grain: 'hour',
    filters: [{ kind: 'range', field: { kind: 'kpi', kpi: 'revenue' }, bounds: { op: 'over', value: 290 } }],
    order: [{ by: { kind: 'time' }, direction: 'descending' }],
    limit: { count: 2 },
    shape: {
      kind: 'records',
      fields: [
        { kind: 'kpi', kpi: 'revenue' },
        { kind: 'dimension', dimension: 'region' },
        { kind: 'dimension', dimension: 'quantity' },
        { kind: 'kpi', kpi: 'refunds' },
        { kind: 'dimension', dimension: 'shipped_on' },
      ],
    },
  },
  'what part of each region is refunded gifts': {
    measures: [revenue],
    by: [region],
    period: week,
    filters: [
      { kind: 'members', dimension: 'status', include: true, values: ['refunded'] },
      { kind: 'members', dimension: 'is_gift', include: true, values: [true] },
    ],
    share: { within: ['is_gift'], of: 'unfiltered' },
  },
  'a histogram of amounts in steps of 50': {
    measures: [],
    period: week,
    shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins: 20, width: 50 },
  },
  'orders on public holidays': {
    measures: [{ kind: 'kpi', kpi: 'orders' }],
    grain: 'month',
    period: { from: '2026-10-01', to: '2027-01-01', zone },
    filters: [{ kind: 'holidays', include: true }],
  },
  'two uneven stretches side by side': {
    measures: [revenue, { kind: 'kpi', kpi: 'stocked' }],
    by: [
      {
        kind: 'periods',
        periods: [
          { from: '2026-08-15', to: '2026-10-01' },
          { from: '2026-11-01', to: '2026-11-08' },
        ],
      },
    ],
    period: { from: '2026-08-15', to: '2026-11-08', zone },
  },
  'without time': {
    measures: [
      { kind: 'kpi', kpi: 'area' },
      { kind: 'records', view: 'stores' },
    ],
    by: [region],
  },
}
