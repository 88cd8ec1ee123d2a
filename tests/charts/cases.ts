/** Answers of every shape, pleasant and nasty: what the gallery draws and the tests go through. */
import type { Answer, Cell } from '../../src/analytics/answer.ts'
import type { KpiQuery } from '../../src/analytics/kpi-query.ts'
import type { ChartKind, ChartWish } from '../../src/analytics/chart-kinds.ts'
import { answer, breakdown, chance, column, days, figure, hours, months, trend } from './fixtures.ts'

export interface Case {
  readonly name: string
  readonly understood: string
  readonly answer: Answer
  readonly wish?: ChartWish
  readonly locale?: string
  /** The kind expected. */
  readonly kind: ChartKind
}

const BERLIN = 'Europe/Berlin'
const november = { from: '2026-10-14', to: '2026-11-13', zone: BERLIN, through: '2026-11-12T14:00' }
const lastWeek = { from: '2026-11-02', to: '2026-11-09', zone: BERLIN }
const weekBefore = { kind: 'previous', period: { from: '2026-10-26', to: '2026-11-02', zone: BERLIN } } as const
const yearAgo = { kind: 'year_ago', period: { from: '2025-01-01', to: '2026-01-01', zone: BERLIN } } as const
const year2026 = { from: '2026-01-01', to: '2027-01-01', zone: BERLIN, through: '2026-11-12T14:00' }
const REGIONS = ['EMEA', 'North America', 'APAC', 'Latin America', 'Africa'] as const
const COUNTRIES = [
  'Germany',
  'United States',
  'France',
  'United Kingdom',
  'Japan',
  'Brazil',
  'Spain',
  'Italy',
  'Canada',
  'India',
  'Mexico',
  'Poland',
  'Netherlands',
  'Sweden',
  'South Korea',
  'Australia',
  'Chile',
  'Kenya',
] as const

const random = chance(7)
const wave = (index: number, base: number) =>
  Math.round(base * (1 + 0.22 * Math.sin((index / 7) * 2 * Math.PI) + 0.16 * (random() - 0.5) + index * 0.004))

const byRegion = (
  kpi: string,
  grain: 'day' | 'week' | 'month',
  times: readonly string[],
  members: readonly string[],
  query: Partial<KpiQuery> = {},
) =>
  answer(
    { measures: [{ kind: 'kpi', kpi }], grain, by: [{ kind: 'dimension', dimension: 'region' }], ...query },
    [column.time, column.member('region', 'Region'), column.figure('measure', kpi)],
    times.flatMap((time, at) =>
      members.map((member, index): Cell[] => [
        time,
        member,
        Math.round(
          (90_000 / (index + 1.3)) * (1 + 0.12 * Math.sin(at / 2 + index) + at * 0.02 * (index === 2 ? 3 : 1)),
        ),
      ]),
    ),
  )

const figuresByRegion = (kpis: readonly string[], members: readonly string[]) =>
  answer(
    {
      measures: kpis.map((kpi) => ({ kind: 'kpi', kpi })),
      grain: 'month',
      by: [{ kind: 'dimension', dimension: 'region' }],
    },
    [column.time, column.member('region', 'Region'), ...kpis.map((kpi, index) => column.figure('measure', kpi, index))],
    months(2026, 10).flatMap((month, at) =>
      members.map((member, index): Cell[] => [
        month,
        member,
        ...kpis.map((kpi) => {
          const course = (1 + 0.2 * Math.sin(at / 2 + index)) / (index + 1.3)
          return kpi === 'churn' ? 0.03 + 0.02 * course : Math.round((kpi === 'orders' ? 2000 : 90_000) * course)
        }),
      ]),
    ),
  )

const twoBy = (kpi: string, outer: readonly string[], inner: readonly string[]) =>
  answer(
    {
      measures: [{ kind: 'kpi', kpi }],
      by: [
        { kind: 'dimension', dimension: 'region' },
        { kind: 'dimension', dimension: 'channel' },
      ],
    },
    [column.member('region', 'Region'), column.member('channel', 'Channel'), column.figure('measure', kpi)],
    outer.flatMap((a, i) =>
      inner.map((b, j): Cell[] => [
        a,
        b,
        kpi === 'churn' ? 0.02 + 0.01 * ((i * 3 + j * 5) % 7) : Math.round(410_000 / (i + 1.2) / (j + 1.1)),
      ]),
    ),
  )

const compared = (kpi: string, rows: readonly (readonly [Cell, Cell, Cell])[], query: Partial<KpiQuery> = {}) =>
  answer(
    {
      measures: [{ kind: 'kpi', kpi }],
      by: [{ kind: 'dimension', dimension: 'region' }],
      period: lastWeek,
      compare: weekBefore,
      ...query,
    },
    [column.member('region', 'Region'), column.figure('measure', kpi), column.figure('previous', kpi)],
    rows,
  )

const weekdays = answer(
  {
    measures: [{ kind: 'kpi', kpi: 'revenue' }],
    by: [
      { kind: 'part', part: 'day_of_week' },
      { kind: 'part', part: 'hour_of_day' },
    ],
  },
  [
    column.member('day_of_week', 'Weekday', 'number'),
    column.member('hour_of_day', 'Hour', 'number'),
    column.figure('measure', 'revenue'),
  ],
  Array.from({ length: 168 }, (_, index): Cell[] => {
    const [day, hour] = [Math.floor(index / 24) + 1, index % 24]
    return [
      day,
      hour,
      Math.round(
        4000 * Math.max(0.04, Math.sin(((hour - 5) / 19) * Math.PI)) * (day > 5 ? 1.5 : 1) * (0.85 + 0.3 * random()),
      ),
    ]
  }),
)

const daily = november
const thirtyDays = days('2026-10-14', 30)

export const CASES: readonly Case[] = [
  {
    name: 'line, last day filling',
    kind: 'line',
    understood: 'Revenue by day, last 30 days (Wed 14 Oct to Thu 12 Nov 2026, Europe/Berlin)',
    answer: trend(
      'revenue',
      thirtyDays.map((day, index) => [day, index === 29 ? 21_400 : wave(index, 46_000)]),
      { period: daily },
    ),
  },
  {
    name: 'line with year ago',
    kind: 'line',
    understood:
      'Revenue by month, this year (Jan to Nov 2026, Europe/Berlin), compared with the same months a year ago',
    answer: answer(
      { measures: [{ kind: 'kpi', kpi: 'revenue' }], grain: 'month', period: year2026, compare: yearAgo },
      [column.time, column.figure('measure', 'revenue'), column.figure('previous', 'revenue')],
      months(2026, 11).map((month, index): Cell[] => [
        month,
        index === 10 ? 520_000 : wave(index, 1_200_000),
        wave(index + 3, 1_010_000),
      ]),
    ),
  },
  {
    name: 'area',
    kind: 'area',
    wish: { kind: 'area' },
    understood: 'Orders by week, last 26 weeks',
    answer: trend(
      'orders',
      days('2026-05-11', 26, 7).map((day, index) => [day, wave(index, 8200)]),
      { grain: 'week' },
    ),
  },
  {
    name: 'rate that is always near',
    kind: 'line',
    understood: 'Churn rate by month, last 25 months',
    answer: trend(
      'churn',
      months(2024, 25).map((month, index) => [month, 0.041 + 0.004 * Math.sin(index / 2)]),
      { grain: 'month' },
    ),
  },
  {
    name: 'bars',
    kind: 'bar',
    understood: 'Revenue by region, last week (Mon 2 to Sun 8 Nov 2026, Europe/Berlin)',
    answer: breakdown(
      'revenue',
      REGIONS.map((name, index) => [name, 1_240_312 / (index + 1.1)]),
    ),
  },
  {
    name: 'bars, eighteen countries',
    kind: 'bar',
    understood: 'Revenue by country, last month (Oct 2026, Europe/Berlin)',
    answer: breakdown(
      'revenue',
      COUNTRIES.map((name, index) => [name, 812_000 / (index + 1.4)]),
    ),
  },
  {
    name: 'bars that do not add up',
    kind: 'bar',
    understood: 'Average order value by country, last month (Oct 2026, Europe/Berlin)',
    answer: breakdown(
      'aov',
      COUNTRIES.map((name, index) => [name, 92.4 - index * 2.31]),
    ),
  },
  {
    name: 'bars compared',
    kind: 'bar',
    understood: 'Revenue by region, last week (Mon 2 to Sun 8 Nov 2026, Europe/Berlin), compared with the week before',
    answer: compared('revenue', [
      ['EMEA', 1_240_312, 1_414_000],
      ['North America', 920_112, 801_000],
      ['APAC', 512_300, 512_300],
      ['Latin America', 201_333, 0],
      ['Africa', 88_100, null],
    ]),
  },
  {
    name: 'bars, negative',
    kind: 'bar',
    understood: 'Cost by region, last week',
    answer: breakdown('cost', [
      ['EMEA', 31_200],
      ['APAC', 8200],
      ['North America', -4200],
      ['Latin America', -18_400],
      ['Africa', null],
    ]),
  },
  {
    name: 'columns by weekday',
    kind: 'bar',
    understood: 'Orders by weekday, last 90 days',
    answer: answer(
      { measures: [{ kind: 'kpi', kpi: 'orders' }], by: [{ kind: 'part', part: 'day_of_week' }] },
      [column.member('day_of_week', 'Weekday', 'number'), column.figure('measure', 'orders')],
      [1, 2, 3, 4, 5, 6, 7].map((day): Cell[] => [day, wave(day, 9000)]),
    ),
  },
  {
    name: 'columns over time',
    kind: 'bar',
    wish: { kind: 'bar' },
    understood: 'Orders by day, last 30 days, as bars',
    answer: trend(
      'orders',
      thirtyDays.map((day, index) => [day, index === 29 ? 800 : wave(index, 1800)]),
      { period: daily },
    ),
  },
  {
    name: 'number',
    kind: 'number',
    understood: 'Revenue, last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin)',
    answer: figure('revenue', 1_240_312.4),
  },
  {
    name: 'number compared',
    kind: 'number',
    understood: 'Revenue, last week (Mon 9 to Sun 15 Nov 2026, Europe/Berlin), compared with the week before',
    answer: figure('revenue', 1_240_312.4, 1_414_023),
  },
  {
    name: 'rate compared',
    kind: 'number',
    understood: 'Churn rate, last week, compared with the week before',
    answer: figure('churn', 0.0421, 0.0384),
  },
  {
    name: 'number with its course',
    kind: 'number',
    wish: { kind: 'number' },
    understood: 'Active subscriptions by week, last half year',
    answer: trend(
      'active',
      days('2026-05-11', 26, 7).map((day, index) => [day, 18_000 + index * 120 + Math.round(400 * random())]),
      { grain: 'week' },
    ),
  },
  {
    name: 'several numbers',
    kind: 'number',
    understood: 'Revenue, orders and churn rate, last week, compared with the week before',
    answer: answer(
      {
        measures: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'kpi', kpi: 'orders' },
          { kind: 'kpi', kpi: 'churn' },
        ],
        period: lastWeek,
        compare: weekBefore,
      },
      ['revenue', 'orders', 'churn'].flatMap((kpi, index) => [
        column.figure('measure', kpi, index),
        column.figure('previous', kpi, index),
      ]),
      [[1_240_312, 1_414_023, 18_204, 17_100, 0.0421, 0.0384]],
    ),
  },
  {
    name: 'lines by region',
    kind: 'multi_line',
    understood: 'Revenue by week and region, last 16 weeks',
    answer: byRegion('revenue', 'week', days('2026-07-20', 16, 7), REGIONS),
  },
  {
    name: 'lines, eighteen of them',
    kind: 'multi_line',
    understood: 'Revenue by month and country, this year',
    answer: byRegion('revenue', 'month', months(2026, 10), COUNTRIES),
  },
  {
    name: 'stacked over time',
    kind: 'stacked_bar',
    wish: { kind: 'stacked_bar' },
    understood: 'Revenue by month and region, this year, stacked',
    answer: byRegion('revenue', 'month', months(2026, 11), REGIONS, { period: year2026 }),
  },
  {
    name: 'stacked by two',
    kind: 'stacked_bar',
    understood: 'Revenue by region and channel, last month',
    answer: twoBy('revenue', REGIONS, ['Web', 'Store', 'Marketplace']),
  },
  {
    name: 'colour the other way',
    kind: 'stacked_bar',
    wish: { colour: 'region' },
    understood: 'Revenue by channel, coloured by region, last month',
    answer: twoBy('revenue', REGIONS, ['Web', 'Store', 'Marketplace']),
  },
  {
    name: 'coloured dots',
    kind: 'scatter',
    wish: { kind: 'scatter', colour: 'region' },
    understood: 'Revenue and churn rate by country, coloured by region',
    answer: answer(
      {
        measures: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'kpi', kpi: 'churn' },
        ],
        by: [
          { kind: 'dimension', dimension: 'country' },
          { kind: 'dimension', dimension: 'region' },
        ],
      },
      [
        column.member('country', 'Country'),
        column.member('region', 'Region'),
        column.figure('measure', 'revenue'),
        column.figure('measure', 'churn', 1),
      ],
      COUNTRIES.map((country, index): Cell[] => [
        country,
        REGIONS[(index * 7) % REGIONS.length] ?? null,
        90_000 - index * 4000,
        0.01 + ((index * 37) % 18) / 400,
      ]),
    ),
  },
  {
    name: 'panels of bars',
    kind: 'stacked_bar',
    wish: { panels: 'region' },
    understood: 'Revenue by region and channel, a panel for each region, last month',
    answer: twoBy('revenue', REGIONS, ['Web', 'Store', 'Marketplace']),
  },
  {
    name: 'panels of a course',
    kind: 'multi_line',
    wish: { panels: 'region' },
    understood: 'Revenue by week and region, a panel for each region',
    answer: byRegion('revenue', 'week', days('2026-07-20', 16, 7), REGIONS),
  },
  {
    name: 'panels of courses',
    kind: 'multi_line',
    wish: { panels: 'region', colour: 'channel' },
    understood: 'Revenue by month, region and channel, this year, a panel for each region',
    answer: answer(
      {
        measures: [{ kind: 'kpi', kpi: 'revenue' }],
        grain: 'month',
        by: [
          { kind: 'dimension', dimension: 'region' },
          { kind: 'dimension', dimension: 'channel' },
        ],
        period: year2026,
      },
      [
        column.time,
        column.member('region', 'Region'),
        column.member('channel', 'Channel'),
        column.figure('measure', 'revenue'),
      ],
      months(2026, 11).flatMap((month, at) =>
        COUNTRIES.slice(0, 8).flatMap((country, index) =>
          ['Web', 'Store', 'Marketplace'].map((channel, part): Cell[] => [
            month,
            country,
            channel,
            Math.round((50_000 / (index + part + 1.3)) * (1 + 0.2 * Math.sin(at / 2 + index + part))),
          ]),
        ),
      ),
    ),
  },
  {
    name: 'grouped by two',
    kind: 'grouped_bar',
    understood: 'Churn rate by region and channel, last month',
    answer: twoBy('churn', REGIONS.slice(0, 4), ['Web', 'Store', 'Marketplace']),
  },
  {
    name: 'share of few',
    kind: 'pie',
    understood: 'Share of revenue by channel, last month',
    answer: answer(
      {
        measures: [{ kind: 'kpi', kpi: 'revenue' }],
        by: [{ kind: 'dimension', dimension: 'channel' }],
        share: { within: [] },
      },
      [column.member('channel', 'Channel'), column.figure('measure', 'revenue'), column.figure('share', 'revenue')],
      [
        ['Web', 812_000, 0.58],
        ['Store', 420_000, 0.3],
        ['Marketplace', 126_000, 0.09],
        ['Phone', 42_000, 0.03],
      ],
    ),
  },
  {
    name: 'pie of many',
    kind: 'pie',
    wish: { kind: 'pie' },
    understood: 'Revenue by country, last month, as a pie',
    answer: breakdown(
      'revenue',
      COUNTRIES.map((name, index) => [name, 812_000 / (index + 1.4)]),
    ),
  },
  {
    name: 'weekday by hour',
    kind: 'heatmap',
    understood: 'Revenue by weekday and hour, last 90 days',
    answer: weekdays,
  },
  {
    name: 'two long columns',
    kind: 'heatmap',
    understood: 'Revenue by country and category, last month',
    answer: twoBy('revenue', COUNTRIES, [
      'Shoes',
      'Outdoor',
      'Home & Garden',
      'Toys',
      'Books',
      'Electronics',
      'Beauty',
      'Grocery',
    ]),
  },
  {
    name: 'histogram',
    kind: 'histogram',
    understood: 'Orders by order value',
    answer: answer(
      { measures: [], shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'aov' }, bins: 20 } },
      [
        column.bucket('bucket', 'Order value, from', 'USD'),
        column.bucket('bucket_end', 'Order value, below', 'USD'),
        { name: 'records', role: 'measure', type: 'number', unit: 'count', label: 'Orders', measure: 0 },
      ],
      Array.from({ length: 20 }, (_, index): Cell[] => [
        index * 10,
        index * 10 + 10,
        Math.round(9000 * Math.exp(-((index - 5) ** 2) / 14) + 60 * random()),
      ]),
    ),
  },
  {
    name: 'scatter',
    kind: 'scatter',
    understood: 'Revenue and orders by country, last month',
    answer: answer(
      {
        measures: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'kpi', kpi: 'orders' },
        ],
        by: [{ kind: 'dimension', dimension: 'country' }],
      },
      [column.member('country', 'Country'), column.figure('measure', 'revenue'), column.figure('measure', 'orders', 1)],
      COUNTRIES.map((name, index): Cell[] => [
        name,
        Math.round(812_000 / (index + 1.4)),
        Math.round((9000 / (index + 1.6)) * (0.7 + 0.6 * random())),
      ]),
    ),
  },
  {
    name: 'table',
    kind: 'table',
    understood: 'Revenue, orders, churn rate by region, last month',
    answer: answer(
      {
        measures: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'kpi', kpi: 'orders' },
          { kind: 'kpi', kpi: 'churn' },
        ],
        by: [{ kind: 'dimension', dimension: 'region' }],
      },
      [
        column.member('region', 'Region'),
        column.figure('measure', 'revenue'),
        column.figure('measure', 'orders', 1),
        column.figure('measure', 'churn', 2),
      ],
      REGIONS.map((name, index): Cell[] => [
        name,
        Math.round(812_000 / (index + 1.4)),
        Math.round(9000 / (index + 1.6)),
        0.03 + index / 200,
      ]),
    ),
  },
  {
    name: 'two figures over time',
    kind: 'multi_line',
    understood: 'Revenue and churn rate by month, this year (Jan to Nov 2026, Europe/Berlin)',
    answer: answer(
      {
        measures: [
          { kind: 'kpi', kpi: 'revenue' },
          { kind: 'kpi', kpi: 'churn' },
        ],
        grain: 'month',
        period: year2026,
      },
      [column.time, column.figure('measure', 'revenue'), column.figure('measure', 'churn', 1)],
      months(2026, 11).map((month, index): Cell[] => [
        month,
        index === 10 ? 520_000 : wave(index, 1_200_000),
        0.04 + 0.006 * Math.sin(index / 2),
      ]),
    ),
  },
  {
    name: 'the five best days',
    kind: 'bar',
    understood: 'Revenue by day, the 5 highest, last 90 days',
    answer: trend(
      'revenue',
      [
        ['2026-10-31', 91_200],
        ['2026-11-06', 88_000],
        ['2026-10-03', 84_400],
        ['2026-09-26', 83_000],
        ['2026-10-24', 79_000],
      ],
      { order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }], limit: { count: 5 } },
    ),
  },
  {
    name: 'countries compared',
    kind: 'bar',
    understood: 'Revenue by country, last week (Mon 2 to Sun 8 Nov 2026, Europe/Berlin), compared with the week before',
    answer: compared(
      'revenue',
      COUNTRIES.map((name, index): [Cell, Cell, Cell] => [
        name,
        Math.round(812_000 / (index + 1.4)),
        Math.round((812_000 / (index + 1.4)) * (0.8 + 0.5 * random())),
      ]),
    ),
  },

  {
    name: 'part of a whole',
    kind: 'number',
    understood: 'Share of orders where channel is app, all time',
    answer: answer(
      {
        measures: [{ kind: 'kpi', kpi: 'orders' }],
        filters: [{ kind: 'members', dimension: 'channel', include: true, values: ['app'] }],
        share: { within: [] },
      },
      [column.figure('measure', 'orders'), column.figure('share', 'orders')],
      [[49_120, 0.3195]],
    ),
  },
  {
    name: 'running total',
    kind: 'area',
    wish: { kind: 'area' },
    understood: 'Running total of revenue by day, this month (Sun 1 to Mon 30 Nov 2026, Europe/Berlin)',
    answer: trend(
      'revenue',
      days('2026-11-01', 12).map((day, index) => [day, 38_000 * (index + (index === 11 ? 0.4 : 1))]),
      {
        window: { kind: 'running_total' },
        period: { from: '2026-11-01', to: '2026-12-01', zone: BERLIN, through: '2026-11-12T14:00' },
      },
    ),
  },
  {
    name: 'about alike',
    kind: 'bar',
    understood: 'Average order value by region, all time',
    answer: breakdown(
      'aov',
      REGIONS.map((name, index) => [name, 46.1 - index * 0.12]),
    ),
  },

  {
    name: 'three figures by region over time',
    kind: 'multi_line',
    understood: 'Revenue, orders and churn rate by month and region, this year (Jan to Oct 2026, Europe/Berlin)',
    answer: figuresByRegion(['revenue', 'orders', 'churn'], REGIONS),
  },
  {
    name: 'two figures by product over time',
    kind: 'multi_line',
    understood: 'Revenue and cost by month and product, this year',
    answer: figuresByRegion(
      ['revenue', 'cost'],
      COUNTRIES.map((name) => `${name} noise-cancelling headphones`),
    ),
  },

  {
    name: 'towards a target',
    kind: 'line',
    understood: 'Bookings by month, last 20 months; data from Mon 21 Oct 2024 on',
    answer: trend(
      'bookings',
      months(2024, 30)
        .slice(9)
        .map((month, index) => [month, index === 0 ? 12_000 : wave(index, 44_000)]),
      { grain: 'month', period: { from: '2024-10-01', to: '2026-07-01', zone: BERLIN } },
      { since: '2024-10-21T00:10:00' },
    ),
  },
  {
    name: 'columns towards a target',
    kind: 'bar',
    wish: { kind: 'bar' },
    understood: 'Bookings by month, first half of 2026',
    answer: trend(
      'bookings',
      months(2026, 6).map((month, index) => [month, wave(index, 44_000)]),
      { grain: 'month', period: { from: '2026-01-01', to: '2026-07-01', zone: BERLIN } },
    ),
  },

  // Nasty ones.
  {
    name: 'one point',
    kind: 'number',
    understood: 'Revenue by month, October',
    answer: trend('revenue', [['2026-10-01', 812_000]], { grain: 'month' }),
  },
  {
    name: 'two points',
    kind: 'bar',
    understood: 'Revenue by month, September and October',
    answer: trend(
      'revenue',
      [
        ['2026-09-01', 760_000],
        ['2026-10-01', 812_000],
      ],
      { grain: 'month' },
    ),
  },
  {
    name: 'one bar',
    kind: 'bar',
    understood: 'Revenue by region where region is EMEA',
    answer: breakdown('revenue', [['EMEA', 812_000]]),
  },
  {
    name: 'all zero',
    kind: 'line',
    understood: 'Refund cost by day',
    answer: trend(
      'cost',
      thirtyDays.map((day) => [day, 0]),
    ),
  },
  {
    name: 'all zero bars',
    kind: 'bar',
    understood: 'Cost by region',
    answer: breakdown(
      'cost',
      REGIONS.map((name) => [name, 0]),
    ),
  },
  {
    name: 'all the same',
    kind: 'line',
    understood: 'Active subscriptions by day',
    answer: trend(
      'active',
      thirtyDays.map((day) => [day, 18_400]),
    ),
  },
  {
    name: 'all missing',
    kind: 'line',
    understood: 'Average order value by day',
    answer: trend(
      'aov',
      thirtyDays.map((day) => [day, null]),
    ),
  },
  {
    name: 'gaps and nulls',
    kind: 'line',
    understood: 'Average order value by day',
    answer: trend(
      'aov',
      thirtyDays.flatMap((day, index) =>
        index > 8 && index < 13
          ? []
          : [[day, index % 11 === 5 || index === 21 || index === 19 ? null : 60 + 20 * Math.sin(index / 3)] as const],
      ),
    ),
  },
  {
    name: 'five thousand points',
    kind: 'line',
    understood: 'Revenue by hour, last 208 days',
    answer: trend(
      'revenue',
      hours('2026-04-01', 5000).map((hour, index) => [
        hour,
        2000 + 900 * Math.sin((index / 24) * 2 * Math.PI) + index / 5 + 300 * random() + (index === 3100 ? 9000 : 0),
      ]),
      { grain: 'hour' },
    ),
  },
  {
    name: 'a day of hours',
    kind: 'line',
    understood: 'Orders by hour, yesterday',
    answer: trend(
      'orders',
      hours('2026-11-11', 24).map((hour, index) => [hour, Math.round(60 + 50 * Math.sin((index - 6) / 4))]),
      { grain: 'hour' },
    ),
  },
  {
    name: 'below zero',
    kind: 'line',
    understood: 'Cost by day',
    answer: trend(
      'cost',
      thirtyDays.map((day, index) => [day, -4000 + 9000 * Math.sin(index / 4)]),
    ),
  },
  {
    name: 'huge and small',
    kind: 'bar',
    understood: 'Revenue by region',
    answer: breakdown('revenue', [
      ['Huge', 4.2e15],
      ['Beyond 2^53', '9007199254740993000'],
      ['Large', 9.1e12],
      ['Small', 0.004],
      ['Tiny', 1e-9],
    ]),
  },
  {
    name: 'hostile names',
    kind: 'bar',
    understood: "Revenue by region where region is one of </text><script>alert('x')</script>, datum.x",
    answer: breakdown('revenue', [
      ['</svg><script>alert(1)</script>', 90],
      ['datum.x', 80],
      ['constructor', 70],
      ['__proto__', 66],
      ['`${1+1}`', 60],
      ['&amp; & <b>', 50],
      ['http://127.0.0.1/x.png', 40],
      ['\'"\\', 30],
      ['\u0000\u0001\u001Bred\u0007', 20],
      ['file:///etc/passwd', 10],
    ]),
  },
  {
    name: 'long names',
    kind: 'bar',
    understood: 'Revenue by product',
    answer: breakdown('revenue', [
      ['Wireless noise-cancelling over-ear headphones with charging case, matte black', 412_000],
      ['x'.repeat(20_000), 300_000],
      ['W'.repeat(80), 200_000],
      ['long '.repeat(4000), 100_000],
      ['short', 50_000],
    ]),
  },
  {
    name: 'other scripts',
    kind: 'bar',
    understood: 'Revenue by city',
    answer: breakdown('revenue', [
      ['Αθήνα', 90_000],
      ['Москва', 80_000],
      ['Kraków', 76_000],
      ['תל אביב', 70_000],
      ['القاهرة', 60_000],
      ['東京', 50_000],
      ['🚀 Launch 👩‍👩‍👧', 40_000],
      ['Hà Nội', 30_000],
      ['\u202Egnp.exe', 20_000],
      ['', 10_000],
      [null, 5000],
      ['\uD800broken', 4000],
    ]),
  },
  {
    name: 'German',
    kind: 'line',
    locale: 'de',
    understood: 'Kosten nach Monat, dieses Jahr',
    answer: trend(
      'cost',
      months(2026, 10).map((month, index) => [month, wave(index, 1_200_000)]),
      { grain: 'month' },
    ),
  },
  {
    name: 'long lines',
    kind: 'multi_line',
    understood:
      'Revenue by week and product, a very long sentence that goes on and on to see how the subtitle is broken into two lines and then shortened when it does not fit into two lines, which it does not, because it is longer than that, by far',
    answer: byRegion('revenue', 'week', days('2026-07-20', 16, 7), [
      'Wireless noise-cancelling over-ear headphones, black',
      'Wireless noise-cancelling over-ear headphones, white',
      'Kettle',
      'Toaster with four slots and a very long name',
      'Lamp',
    ]),
  },
  {
    name: 'waiting',
    kind: 'bar',
    understood: 'Waiting time by channel',
    answer: breakdown('wait', [
      ['Phone', 4210],
      ['Mail', 90_400],
      ['Chat', 42],
      ['Bot', 0.8],
    ]),
  },
  {
    name: 'traffic',
    kind: 'line',
    understood: 'Traffic by day',
    answer: trend(
      'traffic',
      thirtyDays.map((day, index) => [day, wave(index, 4.2e9)]),
    ),
  },
]
