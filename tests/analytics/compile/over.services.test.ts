import { afterAll, beforeAll, test } from 'vitest'
import type { KpiQueryInput } from '../../../src/analytics/kpi-query.ts'
import { compiledOf, openShop, type ShopAnswers } from '../../support/shop-answers.ts'

const zone = 'Europe/Berlin'
const september = { from: '2026-09-01', to: '2026-10-01', zone }
const region = { kind: 'dimension', dimension: 'region' } as const
const kpi = (name: string) => ({ kind: 'kpi', kpi: name }) as const
const each = (grain: 'hour' | 'day' | 'week' | 'month') => ({ kind: 'bucket', grain }) as const
const perCategory = { kind: 'member', dimension: 'category' } as const
const days = `generate_series(date '2026-09-01', date '2026-09-30', interval '1 day') as d(day)`
const sold = `(sold_at at time zone '${zone}')`

let shop: ShopAnswers
beforeAll(async () => {
  shop = await openShop()
})
afterAll(async () => {
  await shop?.close()
})

test.for<[string, KpiQueryInput, string]>([
  [
    'average daily orders, days without any counted as 0',
    { measures: [kpi('orders')], period: september, shape: { kind: 'over', aggregate: 'average', each: each('day') } },
    `select (select count(*) from shop.orders where ${sold} >= '2026-09-01' and ${sold} < '2026-10-01') / 30.0`,
  ],
  [
    'the median and so on of daily revenue',
    { measures: [kpi('revenue')], period: september, shape: { kind: 'over', aggregate: 'median', each: each('day') } },
    `select percentile_cont(0.5) within group (order by r) from (select d.day, coalesce(sum(amount), 0) as r
     from ${days} left join shop.orders on date_trunc('day', ${sold}) = d.day group by 1) as daily`,
  ],
  [
    'the lowest daily revenue of each region',
    {
      measures: [kpi('revenue')],
      by: [region],
      period: september,
      shape: { kind: 'over', aggregate: 'min', each: each('day') },
    },
    `select region, min(r) from (select g.region, d.day, coalesce(sum(amount), 0) as r
     from ${days} cross join (select distinct region from shop.orders) g
     left join shop.orders o on date_trunc('day', ${sold}) = d.day and o.region is not distinct from g.region
     group by 1, 2) as daily group by 1 order by 2 desc, 1`,
  ],
  [
    'the highest daily revenue by weekday',
    {
      measures: [kpi('revenue')],
      by: [{ kind: 'part', part: 'day_of_week' }],
      period: september,
      shape: { kind: 'over', aggregate: 'max', each: each('day') },
    },
    `select extract(isodow from day)::int, max(r) from (select d.day, coalesce(sum(amount), 0) as r
     from ${days} left join shop.orders on date_trunc('day', ${sold}) = d.day group by 1) as daily group by 1 order by 1`,
  ],
  [
    'average daily orders on weekdays, over weekdays alone',
    {
      measures: [kpi('orders')],
      period: september,
      filters: [{ kind: 'part', part: 'day_of_week', include: false, values: [6, 7] }],
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select avg(r) from (select d.day, count(sold_at) as r
     from ${days} left join shop.orders on date_trunc('day', ${sold}) = d.day where extract(isodow from d.day) < 6 group by 1) as daily`,
  ],
  [
    'average daily orders by month',
    {
      measures: [kpi('orders')],
      grain: 'month',
      period: { from: '2026-09-01', to: '2026-11-01', zone },
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select to_char(month, 'YYYY-MM-DD'), n / extract(day from month + interval '1 month' - interval '1 day')
     from (select date_trunc('month', ${sold}) as month, count(*) as n from shop.orders
           where ${sold} >= '2026-09-01' and ${sold} < '2026-11-01' group by 1) as monthly order by 1`,
  ],
  [
    'average daily ratio, over the days that have one',
    {
      measures: [kpi('average_order')],
      period: september,
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select avg(r) from (select date_trunc('day', ${sold}), avg(amount) as r from shop.orders
     where ${sold} >= '2026-09-01' and ${sold} < '2026-10-01' group by 1) as daily`,
  ],
  [
    'average level at the ends of months',
    {
      measures: [kpi('stocked')],
      period: { from: '2026-08-01', to: '2026-11-01', zone },
      shape: { kind: 'over', aggregate: 'average', each: each('month') },
    },
    `select avg(r) from (select sum(units) as r from shop.stock where day in
      (select max(day) from shop.stock where day < '2026-11-01' group by date_trunc('month', day)) group by day) as ends`,
  ],
  [
    'average revenue per category, records without one left out',
    {
      measures: [kpi('revenue')],
      by: [region],
      period: september,
      shape: { kind: 'over', aggregate: 'average', each: perCategory },
    },
    `select region, avg(r) from (select region, category, sum(amount) as r from shop.orders
     where category is not null and ${sold} >= '2026-09-01' and ${sold} < '2026-10-01' group by 1, 2) as per
     group by 1 order by 2 desc`,
  ],
  [
    'average daily orders compared with the month before',
    {
      measures: [kpi('orders')],
      period: september,
      compare: { kind: 'previous', period: { from: '2026-08-01', to: '2026-09-01', zone } },
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select now, before, now - before, (now - before) / before from (select
      (select count(*) from shop.orders where ${sold} >= '2026-09-01' and ${sold} < '2026-10-01') / 30.0 as now,
      (select count(*) from shop.orders where ${sold} >= '2026-08-01' and ${sold} < '2026-09-01') / 31.0 as before) as beside`,
  ],
  [
    'average daily orders of the month so far, the day that is not over left out',
    {
      measures: [kpi('orders')],
      period: { from: '2026-11-01', to: '2026-12-01', zone, through: '2026-11-18T14:05' },
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select count(*) / 17.0 from shop.orders where ${sold} >= '2026-11-01' and ${sold} < '2026-11-18'`,
  ],
  [
    'regions with high average daily revenue, the first of them',
    {
      measures: [kpi('revenue')],
      by: [region],
      period: { from: '2026-11-01', to: '2026-11-11', zone },
      conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: 10 } }],
      limit: { count: 2 },
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select region, sum(amount) / 10 from shop.orders where ${sold} >= '2026-11-01' and ${sold} < '2026-11-11'
     group by 1 order by 2 desc limit 2`,
  ],
  [
    'figures of two views',
    {
      measures: [kpi('orders'), kpi('visits')],
      period: { from: '2026-11-02', to: '2026-11-09', zone },
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select (select count(*) / 7.0 from shop.orders where ${sold} >= '2026-11-02' and ${sold} < '2026-11-09'),
            (select sum(visits) / 7.0 from shop.visits where hour >= '2026-11-02' and hour < '2026-11-09')`,
  ],
  [
    'hours of a day on which the clocks go back',
    {
      measures: [kpi('orders')],
      period: { from: '2026-10-25', to: '2026-10-26', zone },
      shape: { kind: 'over', aggregate: 'average', each: each('hour') },
    },
    `select count(*) / 25.0 from shop.orders where ${sold} >= '2026-10-25' and ${sold} < '2026-10-26'`,
  ],
  [
    'how many regions of each month had more than ten orders',
    {
      measures: [kpi('orders')],
      grain: 'month',
      period: { from: '2026-09-01', to: '2026-11-01', zone },
      conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: 10 } }],
      shape: { kind: 'count_members', of: 'region' },
    },
    `select to_char(month, 'YYYY-MM-DD'), count(*) filter (where n > 10 and region is not null) from
     (select date_trunc('month', ${sold}) as month, region, count(*) as n from shop.orders
      where ${sold} >= '2026-09-01' and ${sold} < '2026-11-01' group by 1, 2) as monthly group by 1 order by 1`,
  ],
  [
    'how many categories bring more than a fifth of revenue, by region',
    {
      measures: [kpi('revenue')],
      by: [region],
      period: september,
      share: { within: ['region'] },
      conditions: [{ measure: 0, figure: 'share', bounds: { op: 'over', value: 0.2 } }],
      order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }],
      shape: { kind: 'count_members', of: 'category' },
    },
    `select region, count(*) filter (where r / whole > 0.2) from
     (select region, category, sum(amount) as r, sum(sum(amount)) over (partition by region) as whole from shop.orders
      where ${sold} >= '2026-09-01' and ${sold} < '2026-10-01' group by 1, 2) as parts group by 1 order by 2 desc, 1`,
  ],
  [
    'which regions had orders',
    { measures: [], by: [region], period: september, shape: { kind: 'members', view: 'sales' } },
    `select distinct region from shop.orders
     where region is not null and ${sold} >= '2026-09-01' and ${sold} < '2026-10-01' order by 1`,
  ],
  [
    'revenue minus refunds by region',
    {
      measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'refunds' } }],
      by: [region],
      period: september,
    },
    `select region, sum(amount) filter (where status <> 'refunded') from shop.orders
     where ${sold} >= '2026-09-01' and ${sold} < '2026-10-01' group by 1 order by 2 desc`,
  ],
  [
    'the difference of figures of two views, day by day, where one of them has nothing',
    {
      measures: [{ kind: 'difference', of: { kpi: 'visits' }, minus: { kpi: 'orders' } }],
      grain: 'day',
      period: { from: '2026-10-18', to: '2026-10-24', zone },
      share: { within: [] },
    },
    `select to_char(day, 'YYYY-MM-DD'), n, n / sum(n) over () from (
       select d.day, (select coalesce(sum(visits), 0) from shop.visits where date_trunc('day', hour) = d.day)
         - (select count(*) from shop.orders where date_trunc('day', ${sold}) = d.day) as n
       from generate_series(date '2026-10-18', date '2026-10-23', interval '1 day') as d(day)) as daily order by 1`,
  ],
  [
    'average daily revenue minus refunds',
    {
      measures: [{ kind: 'difference', of: { kpi: 'revenue' }, minus: { kpi: 'refunds' } }],
      period: september,
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select sum(amount) filter (where status <> 'refunded') / 30 from shop.orders
     where ${sold} >= '2026-09-01' and ${sold} < '2026-10-01'`,
  ],
  [
    'days of a month without a week, that week not filled in',
    {
      measures: [kpi('orders')],
      grain: 'day',
      period: { from: '2026-11-01', to: '2026-11-15', zone },
      filters: [{ kind: 'periods', include: false, periods: [{ from: '2026-11-04', to: '2026-11-11' }] }],
    },
    `select to_char(date_trunc('day', ${sold}), 'YYYY-MM-DD'), count(*) from shop.orders
     where ${sold} >= '2026-11-01' and ${sold} < '2026-11-15' and not (${sold} >= '2026-11-04' and ${sold} < '2026-11-11')
     group by 1 order by 1`,
  ],
  [
    'the total of two overlapping periods, nothing twice',
    {
      measures: [kpi('revenue')],
      period: { from: '2026-11-01', to: '2026-11-15', zone },
      filters: [
        {
          kind: 'periods',
          include: true,
          periods: [
            { from: '2026-11-01', to: '2026-11-06' },
            { from: '2026-11-05', to: '2026-11-08' },
          ],
        },
      ],
    },
    `select sum(amount) from shop.orders where ${sold} >= '2026-11-01' and ${sold} < '2026-11-08'`,
  ],
  [
    'the share of a region in two months, the months being of the whole too',
    {
      measures: [kpi('orders')],
      period: { from: '2026-09-01', to: '2026-12-01', zone },
      filters: [
        { kind: 'members', dimension: 'region', include: true, values: ['North'] },
        {
          kind: 'periods',
          include: true,
          periods: [
            { from: '2026-09-01', to: '2026-10-01' },
            { from: '2026-11-01', to: '2026-12-01' },
          ],
        },
      ],
      share: { within: [] },
    },
    `select count(*) filter (where region = 'North'), count(*) filter (where region = 'North') / count(*)::numeric
     from shop.orders where extract(month from ${sold}) in (9, 11) and extract(year from ${sold}) = 2026`,
  ],
  [
    'average daily orders without a week, over the other days',
    {
      measures: [kpi('orders')],
      period: september,
      filters: [{ kind: 'periods', include: false, periods: [{ from: '2026-09-07', to: '2026-09-14' }] }],
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select count(*) / 23.0 from shop.orders where ${sold} >= '2026-09-01' and ${sold} < '2026-10-01'
     and not (${sold} >= '2026-09-07' and ${sold} < '2026-09-14')`,
  ],
  [
    'weights and amounts of orders, record by record',
    {
      measures: [],
      period: { from: '2026-11-02', to: '2026-11-03', zone },
      filters: [{ kind: 'members', dimension: 'region', include: true, values: ['North'] }],
      shape: {
        kind: 'records',
        fields: [
          { kind: 'kpi', kpi: 'mean_weight' },
          { kind: 'kpi', kpi: 'revenue' },
        ],
      },
    },
    `select weight, amount from shop.orders
     where region = 'North' and ${sold} >= '2026-11-02' and ${sold} < '2026-11-03' order by 1, 2`,
  ],
  [
    'weights and amounts of the orders that have both',
    {
      measures: [],
      period: { from: '2026-11-02', to: '2026-11-09', zone },
      shape: {
        kind: 'records',
        whole: true,
        fields: [
          { kind: 'kpi', kpi: 'mean_weight' },
          { kind: 'kpi', kpi: 'revenue' },
        ],
      },
    },
    `select weight, amount from shop.orders where weight is not null and amount is not null
     and ${sold} >= '2026-11-02' and ${sold} < '2026-11-09' order by 1, 2`,
  ],
  [
    'the three smallest orders of a week with their region',
    {
      measures: [],
      period: { from: '2026-11-02', to: '2026-11-09', zone },
      order: [{ by: { kind: 'axis', index: 0 }, direction: 'ascending' }],
      limit: { count: 3 },
      shape: {
        kind: 'records',
        fields: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'dimension', dimension: 'region' },
        ],
      },
    },
    `select region, amount from shop.orders
     where ${sold} >= '2026-11-02' and ${sold} < '2026-11-09' order by amount, region limit 3`,
  ],
  [
    'what part of each region’s orders was refunded, none of it included',
    {
      measures: [kpi('orders')],
      by: [region],
      period: { from: '2026-08-01', to: '2026-09-01', zone },
      filters: [{ kind: 'members', dimension: 'status', include: true, values: ['refunded'] }],
      share: { within: [], of: 'unfiltered' },
    },
    `select region, n, n::numeric / m from (select region, count(*) filter (where status = 'refunded') as n, count(*) as m
     from shop.orders where ${sold} >= '2026-08-01' and ${sold} < '2026-09-01' group by 1) as parts order by 3 desc, 1`,
  ],
  [
    'what part of each month’s orders was refunded in the north, of those in the north',
    {
      measures: [kpi('orders')],
      grain: 'month',
      period: { from: '2026-09-01', to: '2026-11-01', zone },
      filters: [
        { kind: 'members', dimension: 'status', include: true, values: ['refunded'] },
        { kind: 'members', dimension: 'region', include: true, values: ['North'] },
      ],
      share: { within: ['region'], of: 'unfiltered' },
    },
    `select to_char(m, 'YYYY-MM-DD'), n, n::numeric / all_of_it from (select date_trunc('month', ${sold}) as m,
       count(*) filter (where status = 'refunded') as n, count(*) as all_of_it from shop.orders
     where region = 'North' and ${sold} >= '2026-09-01' and ${sold} < '2026-11-01' group by 1) as parts order by 1`,
  ],
  [
    'amounts in steps of 50',
    {
      measures: [],
      period: { from: '2026-11-02', to: '2026-11-09', zone },
      shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins: 20, width: 50 },
    },
    `select floor(amount / 50) * 50, floor(amount / 50) * 50 + 50, count(*) from shop.orders
     where ${sold} >= '2026-11-02' and ${sold} < '2026-11-09' group by 1, 2 order by 1`,
  ],
  [
    'orders on public holidays compared with those of the year before',
    {
      measures: [kpi('orders')],
      period: { from: '2025-01-01', to: '2026-01-01', zone },
      compare: { kind: 'year_ago', period: { from: '2024-01-01', to: '2025-01-01', zone } },
      filters: [{ kind: 'holidays', include: true }],
    },
    `select now, before, now - before, (now - before)::numeric / before from (select
       count(*) filter (where at in ('2025-01-01', '2025-04-18', '2025-04-21', '2025-05-01', '2025-05-29', '2025-06-09',
         '2025-10-03', '2025-12-25', '2025-12-26')) as now,
       count(*) filter (where at in ('2024-01-01', '2024-03-29', '2024-04-01', '2024-05-01', '2024-05-09', '2024-05-20',
         '2024-10-03', '2024-12-25', '2024-12-26')) as before
     from (select ${sold}::date as at from shop.orders) as days) as both_years`,
  ],
  [
    'average daily orders of December without holidays, over 29 days',
    {
      measures: [kpi('orders')],
      period: { from: '2025-12-01', to: '2026-01-01', zone },
      filters: [{ kind: 'holidays', include: false }],
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    `select count(*) / 29.0 from shop.orders
     where ${sold} >= '2025-12-01' and ${sold} < '2026-01-01' and ${sold}::date not in ('2025-12-25', '2025-12-26')`,
  ],
  [
    'two stretches side by side in the order given, the rest left out',
    {
      measures: [kpi('orders')],
      by: [
        region,
        {
          kind: 'periods',
          periods: [
            { from: '2026-11-09', to: '2026-11-16' },
            { from: '2026-09-01', to: '2026-11-01' },
          ],
        },
      ],
      order: [{ by: { kind: 'axis', index: 0 }, direction: 'ascending' }],
    },
    `select region, case when late then 'Mon 9 to Sun 15 Nov 2026' else 'Sep to Oct 2026' end, count(*) from
     (select region, ${sold} >= '2026-11-01' as late from shop.orders
      where ${sold} >= '2026-09-01' and ${sold} < '2026-11-01' or ${sold} >= '2026-11-09' and ${sold} < '2026-11-16') as both_of_them
     group by region, late order by region, late desc`,
  ],
])('%s', async ([, input, sql], { expect }) => {
  const [got, wanted] = [await shop.ask(input), await shop.select(sql)]
  expect(wanted.length).toBeGreaterThan(0)
  expect(got).toHaveLength(wanted.length)
  got.forEach((row, index) =>
    row.forEach((cell, column) => {
      const other = wanted[index]![column]
      if (typeof other === 'number') expect(Number(cell)).toBeCloseTo(other, 6)
      else expect(cell).toBe(other)
    }),
  )
})

test.for<[string, KpiQueryInput, readonly string[]]>([
  [
    'a whole month',
    { measures: [kpi('orders')], period: september, shape: { kind: 'over', aggregate: 'average', each: each('day') } },
    ['over 30 days, 0 where there is nothing'],
  ],
  [
    'weeks that the month cuts',
    { measures: [kpi('orders')], period: september, shape: { kind: 'over', aggregate: 'average', each: each('week') } },
    ['over 5 weeks, 0 where there is nothing', 'the first and last week only in part'],
  ],
  [
    'a ratio',
    {
      measures: [kpi('average_order')],
      period: september,
      shape: { kind: 'over', aggregate: 'max', each: each('day') },
    },
    ['over those of the 30 days that have data'],
  ],
  [
    'days of each month',
    {
      measures: [kpi('orders')],
      grain: 'month',
      period: september,
      shape: { kind: 'over', aggregate: 'average', each: each('day') },
    },
    ['over the days of each month, 0 where there is nothing'],
  ],
  [
    'members',
    { measures: [kpi('orders')], period: september, shape: { kind: 'over', aggregate: 'average', each: perCategory } },
    [],
  ],
])('it is said what one figure is over: %s', ([, input, notes], { expect }) => {
  expect(compiledOf(input).notes).toEqual(notes)
})

test('nothing at all is no average of 0', async ({ expect }) => {
  const rows = await shop.ask({
    measures: [kpi('revenue')],
    period: september,
    filters: [{ kind: 'members', dimension: 'region', include: true, values: ['Atlantis'] }],
    shape: { kind: 'over', aggregate: 'average', each: each('day') },
  })
  expect(rows).toEqual([[null]])
})
