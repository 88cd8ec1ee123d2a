import { describe, expect, test } from 'vitest'
import type { Cell } from '../../src/analytics/answer.ts'
import type { KpiQuery } from '../../src/analytics/kpi-query.ts'
import { chartFor } from '../../src/charts/chart.ts'
import type { ChartKind } from '../../src/analytics/chart-kinds.ts'
import { CASES } from './cases.ts'
import { answer, breakdown, catalog, column, days, figure, hours, months, trend } from './fixtures.ts'

const options = { catalog, understood: 'Revenue by region' }
const chart = (given: Parameters<typeof chartFor>[0], more: Partial<Parameters<typeof chartFor>[1]> = {}) => {
  const found = chartFor(given, { ...options, ...more })
  if (!found) throw new Error('no chart')
  return found
}
const berlin = (from: string, to: string, through?: string) => ({
  from,
  to,
  zone: 'Europe/Berlin',
  ...(through !== undefined && { through }),
})

describe('the kind follows the shape of the answer', () => {
  test.for(CASES)('$name: $kind', ({ answer, kind, understood, ...more }, { expect }) => {
    const found = chartFor(answer, { catalog, understood, ...more })
    expect(found).toMatchObject({ kind })
    expect(found?.note).toBeUndefined()
  })

  test('a weekday beside each day is no series of its own', () => {
    const columns = [
      column.time,
      column.member('day_of_week', 'Weekday', 'number'),
      column.figure('measure', 'revenue'),
    ]
    const rows = days('2026-11-02', 14).map((day, index): Cell[] => [day, (index % 7) + 1, 100 + index])
    const by = [{ kind: 'part', part: 'day_of_week' }] as const
    expect(chart(answer({ measures: [{ kind: 'kpi', kpi: 'revenue' }], grain: 'day', by }, columns, rows)).kind).toBe(
      'line',
    )
  })

  test('nothing is drawn of an answer without rows', () => {
    expect(chartFor(breakdown('revenue', []), options)).toBeNull()
  })

  test.for<[ChartKind, ChartKind, RegExp]>([
    ['pie', 'line', /course over time/],
    ['heatmap', 'line', /break down by/],
    ['scatter', 'line', /two figures/],
    ['histogram', 'line', /added up already/],
  ])('a wish for a %s of a trend is not honoured, and the note says why', ([wish, kind, why], { expect }) => {
    const found = chart(
      trend(
        'aov',
        days('2026-10-01', 200).map((day) => [day, 4]),
      ),
      { wish: { kind: wish } },
    )
    expect(found.kind).toBe(kind)
    expect(found.note).toMatch(why)
  })

  test.for<[ChartKind, string]>([
    ['pie', 'aov'],
    ['stacked_bar', 'churn'],
    ['pie', 'visitors'],
  ])('a %s of %s, which does not add up, is refused', ([wish, kpi], { expect }) => {
    const found = chart(
      breakdown(kpi, [
        ['a', 1],
        ['b', 2],
      ]),
      { wish: { kind: wish } },
    )
    expect(found.kind).toBe('bar')
  })
})

const byValue: KpiQuery['order'] = [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }]
const app = { kind: 'members', dimension: 'channel', include: true, values: ['app', 'web'] } as const
const part = (filters: KpiQuery['filters']) =>
  answer(
    { measures: [{ kind: 'kpi', kpi: 'orders' }], filters, share: { within: [] } },
    [column.figure('measure', 'orders'), column.figure('share', 'orders')],
    [[49_000, 0.3195]],
  )
const added = (rows: readonly (readonly [Cell, Cell])[], query: Partial<KpiQuery>) =>
  trend('revenue', rows, { window: { kind: 'running_total' }, ...query })

describe('titles say the finding, from cells', () => {
  const of = (given: Parameters<typeof chartFor>[0], more = {}) => chart(given, more).title

  test.for<[string, string, Parameters<typeof chartFor>[0]]>([
    [
      'a share of the whole',
      'EMEA brings 46% of revenue',
      breakdown('revenue', [
        ['APAC', 300],
        ['EMEA', 460],
        ['Africa', 240],
      ]),
    ],
    [
      'of what is bad when it grows',
      'EMEA accounts for 46% of cost',
      breakdown('cost', [
        ['EMEA', 460],
        ['APAC', 540 - 240],
        ['Africa', 240],
      ]),
    ],
    [
      'no share of what does not add up',
      'EMEA has the highest average order value: $46.00',
      breakdown('aov', [
        ['EMEA', 46.001],
        ['APAC', 30],
      ]),
    ],
    [
      'no share of distinct counts',
      'EMEA has the most visitors: 460',
      breakdown('visitors', [
        ['EMEA', 460],
        ['APAC', 300],
      ]),
    ],
    [
      'no share of revenue when something was filtered',
      'EMEA leads with $460, a share of 61%',
      breakdown(
        'revenue',
        [
          ['EMEA', 460],
          ['APAC', 300],
        ],
        { filters: [{ kind: 'members', dimension: 'channel', include: true, values: ['web'] }] },
      ),
    ],
    [
      'no share when a limit cut members away',
      'EMEA has the highest revenue: $460',
      breakdown(
        'revenue',
        [
          ['EMEA', 460],
          ['APAC', 300],
        ],
        {
          limit: { count: 2 },
          order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'descending' }],
        },
      ),
    ],
    [
      'neither a share nor the highest of all when rows were cut off',
      'EMEA has the highest revenue of these 2: $460',
      breakdown(
        'revenue',
        [
          ['EMEA', 460],
          ['APAC', 300],
        ],
        {},
        { truncated: true },
      ),
    ],
    [
      'no share with a loss among the members',
      'EMEA has the highest revenue: $460',
      breakdown('revenue', [
        ['EMEA', 460],
        ['APAC', -300],
      ]),
    ],
    [
      'the lowest when asked for the lowest',
      'Africa has the lowest revenue: $10',
      breakdown(
        'revenue',
        [
          ['Africa', 10],
          ['EMEA', 460],
        ],
        {
          order: [{ by: { kind: 'measure', index: 0, figure: 'value' }, direction: 'ascending' }],
          limit: { count: 2 },
        },
      ),
    ],
    [
      'two lead when two do',
      'EMEA and APAC have the highest revenue: $460 each',
      breakdown('revenue', [
        ['EMEA', 460],
        ['APAC', 460],
        ['Africa', 1],
      ]),
    ],
    [
      'not all of it is not 100 %',
      'EMEA brings over 99% of revenue',
      breakdown('revenue', [
        ['EMEA', 999_999],
        ['APAC', 1],
      ]),
    ],
    [
      'all zero',
      'Revenue is 0 for every region',
      breakdown('revenue', [
        ['EMEA', 0],
        ['APAC', 0],
      ]),
    ],
    ['one member', 'EMEA: $460 revenue', breakdown('revenue', [['EMEA', 460]])],
    [
      'one member that came first of all',
      'EMEA has the highest revenue: $460',
      breakdown('revenue', [['EMEA', 460]], { limit: { count: 1 }, order: byValue }),
    ],
    [
      'the first hour of all',
      '20:00 has the most orders: 10.1k',
      answer(
        {
          measures: [{ kind: 'kpi', kpi: 'orders' }],
          by: [{ kind: 'part', part: 'hour_of_day' }],
          limit: { count: 1 },
          order: byValue,
        },
        [column.member('hour_of_day', 'Hour', 'number'), column.figure('measure', 'orders')],
        [[20, 10_104]],
      ),
    ],
    [
      'the highest of what a condition let through',
      'EMEA has the highest average order value of these 2: $46.00',
      breakdown(
        'aov',
        [
          ['EMEA', 46.001],
          ['APAC', 30],
        ],
        { conditions: [{ measure: 0, figure: 'value', bounds: { op: 'under', value: 50 } }] },
      ),
    ],
    [
      'the highest of all, though a condition cut the low ones away',
      'EMEA has the highest average order value: $46.00',
      breakdown(
        'aov',
        [
          ['EMEA', 46.001],
          ['APAC', 30],
        ],
        { conditions: [{ measure: 0, figure: 'value', bounds: { op: 'over', value: 20 } }] },
      ),
    ],
    [
      'who changed most of a percentage, in points',
      'APAC rose most: by 0.9 pp to 4.6%',
      answer(
        {
          measures: [{ kind: 'kpi', kpi: 'churn' }],
          by: [{ kind: 'dimension', dimension: 'region' }],
          order: [{ by: { kind: 'measure', index: 0, figure: 'change' }, direction: 'descending' }],
        },
        [column.member('region', 'Region'), column.figure('measure', 'churn'), column.figure('previous', 'churn')],
        [
          ['APAC', 0.0456, 0.0367],
          ['EMEA', 0.04, 0.0395],
        ],
      ),
    ],
    [
      'who changed most, when that was the order',
      'APAC rose most: by $200 to $300',
      answer(
        {
          measures: [{ kind: 'kpi', kpi: 'revenue' }],
          by: [{ kind: 'dimension', dimension: 'region' }],
          limit: { count: 2 },
          order: [{ by: { kind: 'measure', index: 0, figure: 'change' }, direction: 'descending' }],
        },
        [column.member('region', 'Region'), column.figure('measure', 'revenue'), column.figure('previous', 'revenue')],
        [
          ['APAC', 300, 100],
          ['EMEA', 900, 850],
        ],
      ),
    ],
    [
      'hardly any difference',
      'Average order value is about alike for every region: $45.60 to $46.00',
      breakdown('aov', [
        ['EMEA', 46.001],
        ['APAC', 45.6],
        ['Africa', 45.8],
      ]),
    ],
    [
      'no difference at all',
      'Revenue is $460 for every region',
      breakdown('revenue', [
        ['EMEA', 460],
        ['APAC', 460],
      ]),
    ],
    ['a share of the whole', '32% of orders: app', part([{ ...app, values: ['app'] }])],
    ['a share without several', '32% of orders: all but app and web', part([{ ...app, include: false }])],
    [
      'a share that takes more words than a title has',
      '32% of orders',
      part([app, { kind: 'text', dimension: 'city', test: 'contains', include: true, text: 'berg' }]),
    ],
    [
      'a running total',
      'Revenue adds up to $457k by Fri 20 Nov',
      added(
        [
          ['2026-11-19', 440_000],
          ['2026-11-20', 457_000],
          ['2026-11-21', 458_000],
        ],
        { period: berlin('2026-11-19', '2026-12-01', '2026-11-21T14:00') },
      ),
    ],
    [
      'a running total by month',
      'Revenue adds up to $200 by the end of Feb 2026',
      added(
        [
          ['2026-01-01', 120],
          ['2026-02-01', 200],
        ],
        { grain: 'month', period: berlin('2026-01-01', '2026-03-01') },
      ),
    ],
    [
      'a running total with nothing complete',
      'Revenue adds up to $20 so far',
      added([['2026-11-21', 20]], { period: berlin('2026-11-21', '2026-11-22', '2026-11-21T14:00') }),
    ],
    [
      'who a running total is highest for',
      'EMEA has the highest revenue by Mon 2 Nov: $30',
      answer(
        {
          measures: [{ kind: 'kpi', kpi: 'revenue' }],
          grain: 'day',
          by: [{ kind: 'dimension', dimension: 'region' }],
          window: { kind: 'running_total' },
        },
        [column.time, column.member('region', 'Region'), column.figure('measure', 'revenue')],
        [
          ['2026-11-01', 'EMEA', 10],
          ['2026-11-01', 'APAC', 25],
          ['2026-11-02', 'EMEA', 30],
          ['2026-11-02', 'APAC', 26],
        ],
      ),
    ],
    ['a fall', 'Revenue fell 12.3% to $1.24M', figure('revenue', 1_240_312, 1_414_267)],
    ['a rise of a rate, in points', 'Churn rate rose 0.4 pp to 4.2%', figure('churn', 0.0421, 0.0384)],
    ['a rise from nothing has no percentage', 'Revenue rose to $500', figure('revenue', 500, 0)],
    ['nor has one across zero', 'Revenue rose to $500', figure('revenue', 500, -200)],
    ['no change', 'Revenue stayed at $500', figure('revenue', 500, 500)],
    ['no data', 'Revenue: no data', figure('revenue', null, 500)],
    ['what was not there before', 'Revenue: $500', figure('revenue', 500, null)],
    [
      'a peak',
      'Revenue peaked at $900 on Tue 3 Nov',
      trend(
        'revenue',
        [
          ['2026-11-01', 1],
          ['2026-11-02', 5],
          ['2026-11-03', 900],
          ['2026-11-04', 5],
        ],
        { period: berlin('2026-11-01', '2026-11-05') },
      ),
    ],
    [
      'from first to last',
      'Revenue rose 50% to $150 from Jan 2026 to Apr 2026',
      trend(
        'revenue',
        [
          ['2026-01-01', 100],
          ['2026-02-01', 90],
          ['2026-03-01', 120],
          ['2026-04-01', 150],
        ],
        { grain: 'month', period: berlin('2026-01-01', '2026-05-01') },
      ),
    ],
    [
      'always the same',
      'Revenue stayed at $7',
      trend(
        'revenue',
        days('2026-11-01', 5).map((day) => [day, 7]),
        { period: berlin('2026-11-01', '2026-11-06') },
      ),
    ],
  ])('%s: "%s"', ([, title, given], { expect }) => expect(of(given)).toBe(title))

  test('a bucket that is still filling is neither the newest nor the peak', () => {
    const given = trend(
      'revenue',
      [
        ['2026-08-01', 100],
        ['2026-09-01', 110],
        ['2026-10-01', 120],
        ['2026-11-01', 9000],
      ],
      { grain: 'month', period: berlin('2026-08-01', '2026-12-01', '2026-11-12T14:00') },
    )
    const found = chart(given)
    expect(found.title).toBe('Revenue rose 20% to $120 from Aug 2026 to Oct 2026')
    expect(found.altText).not.toContain('9,000')
    expect(JSON.stringify(found.spec)).toContain('Nov 2026 is not over yet')
  })

  test('a stack of levels says how they stand now, never their sum over time', () => {
    const given = answer(
      { measures: [{ kind: 'kpi', kpi: 'active' }], grain: 'day', by: [{ kind: 'dimension', dimension: 'plan' }] },
      [column.time, column.member('plan', 'Plan'), column.figure('measure', 'active')],
      [
        ['2026-11-01', 'Free', 900],
        ['2026-11-01', 'Pro', 10],
        ['2026-11-02', 'Free', 10],
        ['2026-11-02', 'Pro', 20],
      ],
    )
    expect(chart(given, { wish: { kind: 'stacked_bar' } })).toMatchObject({
      kind: 'stacked_bar',
      title: 'Pro has the most active subscriptions on Mon 2 Nov: 20',
    })
  })

  test('dates stand as the locale has them, the day first in plain English', () => {
    const given = trend(
      'revenue',
      [
        ['2026-09-01', 1],
        ['2026-09-02', 5],
        ['2026-09-03', 2],
      ],
      { period: berlin('2026-09-01', '2026-09-04') },
    )
    expect(of(given)).toContain('on Wed 2 Sep')
    expect(of(given, { locale: 'en-US' })).toContain('on Wed, Sep 2')
    expect(of(given, { locale: 'de' })).toContain('on Mi., 2. Sept.')
  })

  test('a trend compared adds up only buckets that are known on both sides', () => {
    const rows = (previous: Cell[]) => previous.map((before, index): Cell[] => [`2026-0${index + 1}-01`, 200, before])
    const query = {
      measures: [{ kind: 'kpi', kpi: 'revenue' }],
      grain: 'month',
      period: berlin('2026-01-01', '2026-04-01'),
      compare: { kind: 'year_ago', period: berlin('2025-01-01', '2025-04-01') },
    } as const
    const columns = [column.time, column.figure('measure', 'revenue'), column.figure('previous', 'revenue')]
    expect(of(answer(query, columns, rows([100, 100, 100])))).toBe('Revenue: $600, 100% above the year before')
    expect(of(answer(query, columns, rows([100, null, 100])))).not.toContain('above')
  })

  test('numbers follow the locale, and an impossible locale is English', () => {
    expect(of(figure('cost', 1_240_312.4), { locale: 'de' })).toBe('Cost: 1,24\u00A0Mio.\u00A0€')
    expect(of(figure('cost', 1_240_312.4), { locale: 'no such locale' })).toBe('Cost: €1.24M')
  })
})

describe('what is shown', () => {
  const values = (spec: object): Record<string, unknown>[] => {
    const layers = (spec as { layer: { data: { values: Record<string, unknown>[] } }[] }).layer
    return layers.flatMap((layer) => layer.data.values)
  }
  const drawn = (given: Parameters<typeof chartFor>[0], more = {}) => values(chart(given, more).spec)
  const said = (given: Parameters<typeof chartFor>[0], more = {}) =>
    drawn(given, more).flatMap((row) => (typeof row['t'] === 'string' ? [row['t']] : []))
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => [`Member ${index}`, 1000 - index] as const)

  test('twelve members and the others, added up, for what adds up', () => {
    const texts = said(breakdown('revenue', many(30)))
    expect(texts.filter((text) => /^Member \d+$/.test(text))).toHaveLength(12)
    expect(texts).toContain('18 others')
    expect(texts).toContain('$17.6k') // Members 12 to 29 are 988 down to 971.
  })

  test('twelve members and how many are left out, for what does not', () => {
    const texts = said(breakdown('aov', many(30)))
    expect(texts).not.toContain('18 others')
    expect(texts).toContain('12 of 30 shown, 18 left out.')
  })

  test('a thirteenth member is shown rather than called "1 others"', () => {
    expect(said(breakdown('revenue', many(13))).filter((text) => /^Member \d+$/.test(text))).toHaveLength(13)
  })

  test('members that look alike once shortened stay two', () => {
    const long = 'A name that is far too long to be shown in any picture of this size, number'
    const rows = drawn(
      breakdown('revenue', [
        [`${long} one`, 2],
        [`${long} two`, 1],
      ]),
    )
    // The title, in larger type, begins with the name too.
    const names = rows.filter((row) => String(row['t']).startsWith('A name') && Number(row['s']) < 20)
    expect(new Set(names.map((row) => row['t'])).size).toBe(2)
  })

  test('a missing bucket leaves a gap in the line', () => {
    const rows = drawn(
      trend('aov', [
        ['2026-11-01', 5],
        ['2026-11-02', 6],
        ['2026-11-08', 5],
        ['2026-11-09', 7],
      ]),
    )
    expect(rows.filter((row) => 'k' in row && row['c1'] === null)).toHaveLength(1)
  })

  test('the hour that a clock change repeats is two points, an hour apart', () => {
    const given = trend(
      'revenue',
      [
        ['2026-10-25T02:00:00+02:00', 1],
        ['2026-10-25T02:00:00+01:00', 2],
        ['2026-10-25T03:00:00+01:00', 3],
      ],
      { grain: 'hour' },
    )
    const at = drawn(given).flatMap((row) => ('k' in row ? [Number(row['c0'])] : []))
    expect(at.map((each) => (each - at[0]!) / 3_600_000)).toEqual([0, 1, 2])
  })

  test('five thousand points are thinned without losing the spike', () => {
    const given = trend(
      'revenue',
      hours('2026-01-01', 5000).map((hour, index) => [hour, index === 3333 ? 999_999 : index % 50]),
      { grain: 'hour', period: berlin('2026-01-01', '2027-01-01') },
    )
    const points = drawn(given).filter((row) => 'k' in row)
    expect(points.length).toBeLessThan(3000)
    expect(points.map((row) => row['c1'])).toContain(999_999)
  })

  test('the month that is cut by its period is drawn as such', () => {
    const given = trend(
      'revenue',
      months(2026, 4).map((month) => [month, 5]),
      { grain: 'month', period: berlin('2026-01-12', '2026-05-01') },
    )
    expect(said(given).join(' ')).toContain('Jan 2026 lies only partly in the period')
  })

  describe('a month in which data only began', () => {
    const of = (since: string) =>
      chart(
        trend(
          'revenue',
          [
            ['2024-10-01', 1],
            ['2024-11-01', 50],
            ['2024-12-01', 100],
          ],
          { grain: 'month', period: berlin('2024-10-01', '2025-01-01') },
          { since },
        ),
      )

    test('is not what the title compares with, and the small print says when', () => {
      const found = of('2024-10-21T09:12:00')
      expect(found.title).toBe('Revenue rose 100% to $100 from Nov 2024 to Dec 2024')
      expect(JSON.stringify(found.spec)).toContain('The data begins on Mon 21 Oct 2024.')
    })

    test('is whole when it lacks no more than a holiday', () => {
      expect(of('2024-10-02T09:12:00').title).toContain('from Oct 2024')
    })
  })

  describe('a target', () => {
    const said = (given: Parameters<typeof chartFor>[0], wish?: ChartKind) =>
      JSON.stringify(chart(given, wish && { wish: { kind: wish } }).spec).includes('target €50k')
    const rows = [
      ['2026-01-01', 40_000],
      ['2026-02-01', 45_000],
      ['2026-03-01', 60_000],
    ] as const

    test('is a line where buckets are those it is set for', () => {
      expect(said(trend('bookings', rows, { grain: 'month' }))).toBe(true)
      expect(said(trend('bookings', rows, { grain: 'month' }), 'bar')).toBe(true)
    })

    test('is not drawn for other buckets, for a part of the whole, or for what adds up', () => {
      const filters = [{ kind: 'members', dimension: 'channel', include: true, values: ['web'] }] as const
      expect(said(trend('bookings', rows, { grain: 'week' }))).toBe(false)
      expect(said(trend('bookings', rows, { grain: 'month', filters }))).toBe(false)
      expect(said(trend('bookings', rows, { grain: 'month', window: { kind: 'running_total' } }))).toBe(false)
    })
  })

  test('several figures by member over time are all drawn, and what is left out is said', () => {
    const columns = [
      column.time,
      column.member('region', 'Region'),
      column.figure('measure', 'revenue'),
      column.figure('measure', 'orders', 1),
    ]
    const rows = months(2026, 3).flatMap((month) =>
      Array.from({ length: 7 }, (_, index): Cell[] => [month, `Region ${index}`, 700 - index, 70 + index]),
    )
    const measures = ['revenue', 'orders'].map((kpi) => ({ kind: 'kpi', kpi }) as const)
    const by = [{ kind: 'dimension', dimension: 'region' }] as const
    const given = answer({ measures, by, grain: 'month' }, columns, rows)
    const texts = said(given)
    expect(chart(given).kind).toBe('multi_line')
    expect(texts).toEqual(
      expect.arrayContaining(['Revenue', 'Orders', 'Region 0', expect.stringMatching(/^5 of 7 lines shown/)]),
    )
    expect(chart(given, { wish: { kind: 'stacked_bar' } }).note).toMatch(/a strip of its own/)
  })

  test('a value beyond 2^53 comes as text and is drawn as a number', () => {
    expect(
      said(
        breakdown('revenue', [
          ['a', '9007199254740993000'],
          ['b', 4],
        ]),
      ),
    ).toContain('$9.01e18')
  })
})

describe('data stay data', () => {
  const hostile = [
    'datum.x',
    '</svg><script>alert(1)</script>',
    '&amp;',
    '`${1}`',
    'constructor',
    '__proto__',
    "'+alert(1)+'",
    'http://127.0.0.1/a.png',
    'file:///etc/passwd',
    "signal('x')",
    '{"signal":"1"}',
  ]
  const withoutData = (spec: object): string =>
    JSON.stringify(spec, (key, value: unknown) => (key === 'data' || key === 'description' ? undefined : value))

  test.for(hostile)('%s stands in inline data and nowhere else in the specification', (name, { expect }) => {
    for (const given of [
      breakdown('revenue', [
        [name, 3],
        ['b', 2],
      ]),
      trend('revenue', [
        [name, 3],
        ['2026-11-02', 2],
      ]),
      answer(
        {
          measures: [{ kind: 'kpi', kpi: 'revenue' }],
          by: [
            { kind: 'dimension', dimension: 'a' },
            { kind: 'dimension', dimension: 'b' },
          ],
        },
        [column.member('a', 'A'), column.member('b', 'B'), column.figure('measure', 'revenue')],
        [
          [name, 'x', 4],
          ['y', name, 5],
          ['y', 'z', 5],
        ],
      ),
    ]) {
      const { spec } = chart(given, { understood: name })
      expect(withoutData(spec)).not.toContain(JSON.stringify(name).slice(1, -1))
    }
  })

  test('no specification has an expression, a signal, a URL or a transform of its own', () => {
    for (const { answer, ...more } of CASES) {
      const keys = new Set<string>()
      const walk = (value: unknown): void => {
        if (Array.isArray(value)) value.forEach(walk)
        else if (typeof value === 'object' && value !== null)
          for (const [key, inner] of Object.entries(value)) {
            keys.add(key)
            if (key !== 'values') walk(inner)
          }
      }
      walk(chartFor(answer, { catalog, ...more })?.spec)
      for (const key of ['expr', 'signal', 'url', 'transform', 'href', 'calculate', 'filter', 'labelExpr', 'params'])
        expect(keys).not.toContain(key)
    }
  })

  test('every string that is drawn is short, and without control, direction or unpaired characters', () => {
    for (const { answer, ...more } of CASES) {
      const texts: string[] = []
      const walk = (value: unknown): void => {
        if (typeof value === 'string') texts.push(value)
        else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
      }
      walk(chartFor(answer, { catalog, ...more })?.spec)
      for (const text of texts) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
        expect(text.length).toBeLessThan(700)
      }
    }
  })
})
