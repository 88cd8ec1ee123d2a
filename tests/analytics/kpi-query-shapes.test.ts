import { test } from 'vitest'
import { parseKpiQuery, type KpiQueryInput } from '../../src/analytics/kpi-query.ts'
import { shopCatalog } from '../support/tea-shop.ts'

const catalog = shopCatalog()
const zone = 'Europe/Berlin'
const week = { from: '2026-11-09', to: '2026-11-16', zone }
const revenue = { kind: 'kpi', kpi: 'revenue' } as const
const region = { kind: 'dimension', dimension: 'region' } as const
const daily = { kind: 'over', aggregate: 'average', each: { kind: 'bucket', grain: 'day' } } as const
const perRegion = { kind: 'over', aggregate: 'average', each: { kind: 'member', dimension: 'region' } } as const

test.for<[string, Partial<KpiQueryInput>, RegExp]>([
  ['the share of an average over days', { by: [region], shape: daily, share: { within: [] } }, /no shares/],
  [
    'months that are compared',
    {
      grain: 'month',
      period: { from: '2026-10-01', to: '2026-11-01', zone },
      compare: { kind: 'previous', period: { from: '2026-09-01', to: '2026-10-01', zone } },
      shape: daily,
    },
    /not both/,
  ],
  ['days made of days', { grain: 'day', shape: daily }, /does not hold whole days/],
  [
    'months made of weeks',
    { grain: 'month', shape: { ...daily, each: { kind: 'bucket', grain: 'week' } } },
    /A month does not hold whole weeks/,
  ],
  [
    'minutes of what is kept by the hour',
    { measures: [{ kind: 'kpi', kpi: 'visits' }], shape: { ...daily, each: { kind: 'bucket', grain: 'minute' } } },
    /kept by hour/,
  ],
  ['days of what has no time', { measures: [{ kind: 'kpi', kpi: 'area' }], shape: daily }, /has no time/],
  [
    'months of a week',
    { period: week, shape: { ...daily, each: { kind: 'bucket', grain: 'month' } } },
    /shorter than one month/,
  ],
  ['regions of each region', { by: [region], shape: perRegion }, /both/],
  [
    'members that one of the views lacks',
    {
      measures: [revenue, { kind: 'kpi', kpi: 'visits' }],
      shape: { ...perRegion, each: { kind: 'member', dimension: 'category' } },
    },
    /Web has no dimension "category"/,
  ],
  [
    'the average of dates',
    {
      measures: [{ kind: 'dimension', view: 'sales', dimension: 'shipped_on', aggregation: 'max' }],
      shape: perRegion,
    },
    /is a date/,
  ],
  ['the correlation of one figure', { by: [region], shape: { kind: 'correlation' } }, /of two figures/],
  [
    'the correlation of two totals',
    { measures: [revenue, { kind: 'kpi', kpi: 'orders' }], shape: { kind: 'correlation' } },
    /needs groups/,
  ],
  [
    'the correlation of the first three regions',
    {
      measures: [revenue, { kind: 'kpi', kpi: 'orders' }],
      by: [region],
      limit: { count: 3 },
      shape: { kind: 'correlation' },
    },
    /all groups/,
  ],
  ['counted members without a condition', { shape: { kind: 'count_members', of: 'region' } }, /needs a condition/],
  [
    'counted members by themselves',
    {
      by: [region],
      conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: 1 } }],
      shape: { kind: 'count_members', of: 'region' },
    },
    /both/,
  ],
  ['a list of nothing', { measures: [], shape: { kind: 'members', view: 'sales' } }, /needs the dimension/],
  ['a list of figures', { by: [region], shape: { kind: 'members', view: 'sales' } }, /nothing else/],
  ['a list of what several views have', { measures: [], by: [region], shape: { kind: 'members' } }, /not clear which/],
  [
    'a list of what the view lacks',
    { measures: [], by: [{ kind: 'dimension', dimension: 'category' }], shape: { kind: 'members', view: 'web' } },
    /Web has no dimension "category"/,
  ],
  [
    'a list of weekdays',
    { measures: [], by: [{ kind: 'part', part: 'day_of_week' }], shape: { kind: 'members', view: 'sales' } },
    /needs the dimension/,
  ],
  [
    'a stretch outside of the period',
    {
      period: week,
      filters: [{ kind: 'periods', include: true, periods: [{ from: '2026-11-09', to: '2026-11-20' }] }],
    },
    /not within the period/,
  ],
  [
    'a stretch that ends before it starts',
    { filters: [{ kind: 'periods', include: true, periods: [{ from: '2026-11-09', to: '2026-11-09' }] }] },
    /before it starts/,
  ],
  [
    'hours of dates left out',
    {
      time: 'shipped',
      filters: [{ kind: 'periods', include: false, periods: [{ from: '2026-11-09T10:00', to: '2026-11-10' }] }],
    },
    /midnight/,
  ],
  [
    'a period with a gap, compared',
    {
      period: week,
      compare: { kind: 'previous', period: { from: '2026-11-02', to: '2026-11-09', zone } },
      filters: [{ kind: 'periods', include: false, periods: [{ from: '2026-11-10', to: '2026-11-11' }] }],
    },
    /not compared/,
  ],
  [
    'periods of what has no time',
    {
      measures: [{ kind: 'kpi', kpi: 'area' }],
      filters: [{ kind: 'periods', include: true, periods: [{ from: '2026-11-10', to: '2026-11-11' }] }],
    },
    /has no time/,
  ],
  [
    'records of totals',
    { measures: [], shape: { kind: 'records', fields: [{ kind: 'kpi', kpi: 'visits' }] } },
    /kept in totals/,
  ],
  [
    'records of which nobody knows the view',
    { measures: [], shape: { kind: 'records', fields: [{ kind: 'dimension', dimension: 'region' }] } },
    /not clear which records/,
  ],
  [
    'records with a field that is masked',
    { measures: [], shape: { kind: 'records', view: 'sales', fields: [{ kind: 'dimension', dimension: 'sold_at' }] } },
    /no dimension "sold_at"/,
  ],
  [
    'records by a third field of two',
    {
      measures: [],
      order: [{ by: { kind: 'axis', index: 2 }, direction: 'ascending' }],
      shape: {
        kind: 'records',
        fields: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'dimension', dimension: 'region' },
        ],
      },
    },
    /no breakdown number 3/,
  ],
  [
    'records that are summed up',
    { by: [region], shape: { kind: 'records', fields: [{ kind: 'kpi', kpi: 'revenue' }] } },
    /nothing else/,
  ],
  ['the share of all of all', { by: [region], share: { within: [], of: 'unfiltered' } }, /needs a filter/],
  [
    'a share within what is no filter',
    {
      by: [region],
      filters: [{ kind: 'members', dimension: 'status', include: true, values: ['paid'] }],
      share: { within: ['region'], of: 'unfiltered' },
    },
    /within "region"/,
  ],
  [
    'holidays of what has no days',
    { measures: [{ kind: 'kpi', kpi: 'area' }], filters: [{ kind: 'holidays', include: true }] },
    /need a time/,
  ],
  [
    'periods that overlap side by side',
    {
      by: [
        {
          kind: 'periods',
          periods: [
            { from: '2026-06-01', to: '2026-09-01' },
            { from: '2026-08-31', to: '2026-10-01' },
          ],
        },
      ],
    },
    /overlap/,
  ],
  [
    'days of periods side by side',
    {
      by: [
        {
          kind: 'periods',
          periods: [
            { from: '2026-06-01', to: '2026-07-01' },
            { from: '2026-08-01', to: '2026-09-01' },
          ],
        },
      ],
      shape: daily,
    },
    /measured whole/,
  ],
  [
    'euros minus orders',
    { measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'orders' } }] },
    /not of one unit/,
  ],
  [
    'revenue minus an unknown KPI',
    { measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'refund' } }] },
    /did you mean "refunds"/,
  ],
  [
    'revenue minus a ratio',
    { measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'average_order' } }] },
    /is a ratio/,
  ],
  [
    'a level minus a flow',
    { measures: [{ kind: 'difference', of: { kpi: 'stocked' }, minus: { kpi: 'visits' } }] },
    /one is a level and one a flow/,
  ],
  [
    'revenue minus itself',
    { measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'revenue' } }] },
    /itself/,
  ],
])('%s is refused in words', ([, change, reason], { expect }) => {
  const parsed = parseKpiQuery({ measures: [revenue], ...change }, catalog)
  expect(parsed).toMatchObject({ ok: false, because: expect.stringMatching(reason) })
})

test.for([
  ['holidays: []', /does not say whose/],
  ['holidays: [DE, XX]', /known of XX/],
] as const)('holidays need countries that the library knows: %s', ([countries, reason], { expect }) => {
  const elsewhere = shopCatalog((yaml) => yaml.replace('holidays: [DE]', countries))
  const parsed = parseKpiQuery({ measures: [revenue], filters: [{ kind: 'holidays', include: true }] }, elsewhere)
  expect(parsed).toMatchObject({ ok: false, because: expect.stringMatching(reason) })
})
