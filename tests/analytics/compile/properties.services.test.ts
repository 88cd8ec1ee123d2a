import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerPolicy } from '../../../src/analytics/access.ts'
import type { Cell } from '../../../src/analytics/answer.ts'
import type { Catalog } from '../../../src/analytics/catalog.ts'
import { compile, type Compilation } from '../../../src/analytics/compile/compile.ts'
import { describe as inWords } from '../../../src/analytics/describe.ts'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { parseKpiQuery, type KpiQueryInput, type Period } from '../../../src/analytics/kpi-query.ts'
import { openShop, type ShopAnswers } from '../../support/shop-answers.ts'
import { shopCatalog, shopQuery } from '../../support/tea-shop.ts'
import { anyPeriod, anyQuery } from './any-query.ts'
import { golden } from './golden.ts'

const catalog = shopCatalog()
const zone = 'Europe/Berlin'
let shop: ShopAnswers
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

async function answer(input: KpiQueryInput, of: Catalog = catalog): Promise<readonly (readonly Cell[])[]> {
  const compiled = compile(shopQuery(input, of), of)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  return compiled.finish(await shop.select(compiled.sql, compiled.parameters))
}

const kpi = (name: string) => ({ kind: 'kpi', kpi: name }) as const
const by = (dimension: string) => ({ kind: 'dimension', dimension }) as const
const sum = (cells: readonly (Cell | undefined)[]) =>
  cells.reduce<number>((total, cell) => total + Number(cell ?? 0), 0)
const runs = (numRuns: number) => ({ numRuns, seed: 20_261_121 })

test('whatever the parser admits is compiled, admitted by the guard, and run', async () => {
  const guard = createGuard()
  const policy = ownerPolicy(catalog)
  let [compiledCount, cannot] = [0, 0]
  await fc.assert(
    fc.asyncProperty(anyQuery, async (input) => {
      const parsed = parseKpiQuery(input, catalog)
      fc.pre(parsed.ok)
      const compiled: Compilation = compile(parsed.query, catalog)
      expect(inWords(parsed.query, catalog)).toMatch(/^[A-Z]/)
      if (compiled.kind === 'cannot') {
        cannot++
        expect(compiled.because).toMatch(/\.$/)
        return
      }
      compiledCount++
      for (const column of compiled.columns) expect(column.name).toMatch(/^[a-z_][a-z0-9_]*$/)
      expect(await guard.compiled(compiled.sql, policy)).toMatchObject({ verdict: 'safe' })
      const raw = await shop.select(compiled.sql, compiled.parameters)
      for (const row of compiled.finish(raw)) expect(row).toHaveLength(compiled.columns.length)
    }),
    { ...runs(400), maxSkipsPerRun: 200 },
  )
  expect(compiledCount).toBeGreaterThan(200)
  expect(cannot).toBeGreaterThan(10)
})

test.for(Object.entries(golden))('the session’s time zone does not matter to %s', async ([, input], { expect }) => {
  const here = await answer(input)
  for (const session of ['Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
    await shop.select(`set time zone '${session}'`)
    expect(await answer(input)).toEqual(here)
  }
  await shop.select('set time zone default')
})

test('what adds up is the sum of its breakdown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('revenue', 'orders', 'refunds'),
      fc.subarray(['region', 'category', 'is_gift'], { minLength: 1 }),
      anyPeriod,
      async (name, dimensions, period) => {
        const [[total] = []] = await answer({ measures: [kpi(name)], period })
        const parts = await answer({ measures: [kpi(name)], by: dimensions.map(by), period })
        expect(sum(parts.map((row) => row.at(-1)))).toBeCloseTo(Number(total ?? 0), 6)
        const days = await answer({ measures: [kpi(name)], grain: 'day', period })
        expect(sum(days.map((row) => row.at(-1)))).toBeCloseTo(Number(total ?? 0), 6)
      },
    ),
    runs(40),
  )
})

test('a ratio is the ratio of sums', async () => {
  await fc.assert(
    fc.asyncProperty(anyPeriod, async (period) => {
      const rows = await answer({
        measures: [kpi('average_order'), kpi('revenue'), kpi('orders')],
        by: [by('region')],
        period,
      })
      for (const [, ratio, of, over] of rows) expect(Number(ratio)).toBeCloseTo(Number(of) / Number(over), 6)
    }),
    runs(20),
  )
})

test('shares add up to one, in the whole and within each member', async () => {
  await fc.assert(
    fc.asyncProperty(anyPeriod, async (period) => {
      const whole = await answer({
        measures: [kpi('revenue')],
        by: [by('region'), by('category')],
        period,
        share: { within: [] },
      })
      fc.pre(whole.length > 0)
      expect(sum(whole.map((row) => row.at(-1)))).toBeCloseTo(1, 9)
      const within = await answer({
        measures: [kpi('revenue')],
        by: [by('region'), by('category')],
        period,
        share: { within: ['region'] },
      })
      for (const region of new Set(within.map(([first]) => first)))
        expect(sum(within.filter(([first]) => first === region).map((row) => row.at(-1)))).toBeCloseTo(1, 9)
      const top = await answer({
        measures: [kpi('revenue')],
        by: [by('region'), by('category')],
        period,
        share: { within: [] },
        limit: { count: 2 },
      })
      expect(top.map((row) => row.at(-1))).toEqual(whole.slice(0, top.length).map((row) => row.at(-1)))
    }),
    runs(20),
  )
})

test('measures of several views side by side are what each of them is alone', async () => {
  const names = ['revenue', 'visits', 'stocked', 'conversion', 'buyers']
  await fc.assert(
    fc.asyncProperty(anyPeriod, async (anyOne) => {
      const period = { ...anyOne, to: anyOne.to.slice(0, 10) }
      const together = await answer({ measures: names.map(kpi), by: [by('region')], period })
      for (const [index, name] of names.entries()) {
        const alone = new Map(
          (await answer({ measures: [kpi(name)], by: [by('region')], period })).map(([region, value]) => [
            region,
            value,
          ]),
        )
        for (const row of together) expect(row[index + 1] || null).toEqual(alone.get(row[0] as string) || null)
      }
    }),
    runs(15),
  )
})

test('the figure before is the figure of the period before', async () => {
  await fc.assert(
    fc.asyncProperty(anyPeriod, anyPeriod, async (one, other) => {
      const [period, before] = [one, other].map(({ from, to }) => ({ from, to, zone })) as [Period, Period]
      for (const name of ['revenue', 'average_order', 'buyers', 'typical_order']) {
        const [[value, previous, change, percent] = []] = await answer({
          measures: [kpi(name)],
          period,
          compare: { kind: 'period', period: before },
        })
        expect([value]).toEqual((await answer({ measures: [kpi(name)], period }))[0])
        expect([previous]).toEqual((await answer({ measures: [kpi(name)], period: before }))[0])
        if (value === null || previous === null) expect(change).toBeNull()
        else expect(Number(change)).toBeCloseTo(Number(value) - Number(previous), 6)
        if (value !== null && Number(previous))
          expect(Number(percent)).toBeCloseTo((Number(value) - Number(previous)) / Math.abs(Number(previous)), 6)
      }
    }),
    runs(15),
  )
})

test('figures before, bucket by bucket, are those of the bucket before', async () => {
  const period = { from: '2026-11-01', to: '2026-12-01', zone }
  const before = { from: '2026-10-01', to: '2026-11-01', zone }
  const beside = await answer({
    measures: [kpi('orders')],
    grain: 'day',
    period,
    compare: { kind: 'previous', period: before },
  })
  const alone = await answer({ measures: [kpi('orders')], grain: 'day', period: before })
  expect(beside).toHaveLength(30)
  expect(beside.map((row) => row[2])).toEqual(alone.slice(0, 30).map((row) => row[1]))
})

test('a running total ends at the total, a moving average over one whole window is its mean', async () => {
  const period = { from: '2026-10-05', to: '2026-11-16', zone }
  const days = await answer({ measures: [kpi('refunds')], grain: 'day', period })
  const running = await answer({ measures: [kpi('refunds')], grain: 'day', period, window: { kind: 'running_total' } })
  const moving = await answer({
    measures: [kpi('refunds')],
    grain: 'day',
    period,
    window: { kind: 'moving_average', buckets: 7 },
  })
  expect(running).toHaveLength(42)
  expect(Number(running.at(-1)?.[1])).toBeCloseTo(sum(days.map((row) => row[1])), 6)
  expect(Number(moving.at(-1)?.[1])).toBeCloseTo(sum(days.slice(-7).map((row) => row[1])) / 7, 6)
})

test('buckets counted are the buckets of the trend that satisfy the condition, empty ones too', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyPeriod,
      fc.integer({ min: 0, max: 6 }),
      fc.constantFrom('under', 'over', 'equals'),
      async (anyOne, value, op) => {
        const { from, to } = anyOne
        const period = { from, to, zone }
        const trend = await answer({ measures: [kpi('orders')], grain: 'day', period })
        const [[count] = []] = await answer({
          measures: [kpi('orders')],
          grain: 'day',
          period,
          conditions: [{ measure: 0, figure: 'value', bounds: { op, value } }],
          shape: { kind: 'count_buckets' },
        })
        fc.pre(trend.length > 0)
        const satisfied = trend.filter((row) =>
          op === 'under' ? Number(row[1]) < value : op === 'over' ? Number(row[1]) > value : row[1] === value,
        )
        expect(count).toBe(satisfied.length)
      },
    ),
    runs(30),
  )
})

test('every record is in one bin of a histogram', async () => {
  await fc.assert(
    fc.asyncProperty(anyPeriod, fc.integer({ min: 2, max: 40 }), async (period, bins) => {
      const rows = await answer({
        measures: [],
        period,
        shape: { kind: 'histogram', field: { kind: 'kpi', kpi: 'revenue' }, bins },
      })
      const [[count] = []] = await answer({ measures: [{ kind: 'records', view: 'sales' }], period })
      expect(sum(rows.map((row) => row[2]))).toBe(count)
      rows.slice(1).forEach((row, index) => expect(row[0]).toBeCloseTo(Number(rows[index]![1]), 9))
    }),
    runs(20),
  )
})

test('equal ones share their place', async () => {
  const rows = await answer({
    measures: [{ kind: 'dimension', view: 'sales', dimension: 'category', aggregation: 'count_distinct' }],
    by: [by('region')],
    limit: { count: 1 },
  })
  expect(rows).toHaveLength(4)
})

test('the last value is that of the last day with a snapshot, whatever the filter', async () => {
  const period = { from: '2026-08-01', to: '2026-11-21', zone }
  const [plain] = await shop.select(
    `select sum(units) from shop.stock where region = 'North' and day = (select max(day) from shop.stock where day < '2026-11-21')`,
  )
  const [asked] = await answer({
    measures: [kpi('stocked')],
    period,
    filters: [{ kind: 'members', dimension: 'region', include: true, values: ['North'] }],
  })
  expect(asked).toEqual(plain)
})

test.for([
  ['2026-03-29', 23],
  ['2026-10-25', 25],
] as const)('%s has %d hours with rows', async ([day, hours], { expect }) => {
  const to = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  const rows = await answer({ measures: [kpi('orders')], grain: 'hour', period: { from: day, to, zone } })
  expect(rows).toHaveLength(hours)
  expect(rows.every((row) => Number(row[1]) > 0)).toBe(true)
})

test.for(['sunday', 'saturday', 'wednesday'] as const)(
  'weeks that start on %s hold their seven days',
  async (start, { expect }) => {
    const moved = shopCatalog((yaml) => `week_starts: ${start}\n${yaml}`)
    const period = { from: '2026-10-05', to: '2026-11-16', zone }
    const weeks = await answer({ measures: [kpi('orders')], grain: 'week', period }, moved)
    const days = await answer({ measures: [kpi('orders')], grain: 'day', period }, moved)
    for (const [week, count] of weeks) {
      const from = Date.parse(String(week))
      expect(new Date(from).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase()).toBe(start)
      const inWeek = days.filter(
        ([day]) => Date.parse(String(day)) >= from && Date.parse(String(day)) < from + 7 * 86_400_000,
      )
      expect(count).toBe(sum(inWeek.map((row) => row[1])))
    }
  },
)

test('a view of another zone has that zone’s days', async () => {
  const moved = shopCatalog((yaml) =>
    yaml.replace(
      'time: { column: sold_at, grain: minute }',
      'time: { column: sold_at, grain: minute, zone: Asia/Kolkata }',
    ),
  )
  const period = { from: '2026-11-09', to: '2026-11-11', zone: 'Asia/Kolkata' }
  const rows = await answer({ measures: [kpi('orders')], grain: 'hour', period }, moved)
  expect(rows).toHaveLength(48)
  expect(rows[0]?.[0]).toBe('2026-11-09T00:00:00+05:30')
  const [[count] = []] = await shop.select(
    `select count(*) from shop.orders where sold_at >= '2026-11-08T18:30Z' and sold_at < '2026-11-10T18:30Z'`,
  )
  expect(sum(rows.map((row) => row[1]))).toBe(count)
})

test('buckets outside of what there is data for are not filled in', async () => {
  const history = new Map([['web', { from: '2026-09-01', to: '2026-11-21T14:00' }]])
  const query = shopQuery(
    {
      measures: [kpi('visits')],
      grain: 'month',
      period: { from: '2026-01-01', to: '2027-01-01', zone },
    },
    catalog,
  )
  const compiled = compile(query, catalog, history)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  const rows = compiled.finish(await shop.select(compiled.sql, compiled.parameters))
  expect(rows.map((row) => row[0])).toEqual(['2026-09-01', '2026-10-01', '2026-11-01'])
})

test('a view that has data only later is unknown before, not 0', async () => {
  const history = new Map([
    ['sales', { from: '2024-01-01', to: '2026-11-21T14:00' }],
    ['web', { from: '2026-10-20', to: '2026-11-20T23:00' }],
  ])
  const query = shopQuery(
    {
      measures: [kpi('orders'), kpi('visits')],
      grain: 'month',
      period: { from: '2026-08-01', to: '2026-11-01', zone },
    },
    catalog,
  )
  const compiled = compile(query, catalog, history)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  const rows = compiled.finish(await shop.select(compiled.sql, compiled.parameters))
  expect(rows.map((row) => [row[0], row[2] === null])).toEqual([
    ['2026-08-01', true],
    ['2026-09-01', true],
    ['2026-10-01', false],
  ])
})

test('a month that the beginning of the data cuts is beside nothing', async () => {
  const history = new Map([['sales', { from: '2025-09-10T08:00', to: '2026-11-21T14:00' }]])
  const query = shopQuery(
    {
      measures: [kpi('orders')],
      grain: 'month',
      period: { from: '2026-08-01', to: '2026-11-01', zone },
      compare: { kind: 'year_ago', period: { from: '2025-08-01', to: '2025-11-01', zone } },
    },
    catalog,
  )
  const compiled = compile(query, catalog, history)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  const rows = compiled.finish(await shop.select(compiled.sql, compiled.parameters))
  expect(rows.map((row) => [row[0], row[2] === null, row[3] === null])).toEqual([
    ['2026-08-01', true, true],
    ['2026-09-01', true, true],
    ['2026-10-01', false, false],
  ])
})

test('the first days of a moving average have the days before the period in them', async () => {
  const history = new Map([['sales', { from: '2026-01-01', to: '2026-11-21T14:00' }]])
  const period = { from: '2026-10-05', to: '2026-11-16', zone }
  const before = { from: '2026-08-24', to: '2026-10-05', zone }
  const days = await answer({ measures: [kpi('orders')], grain: 'day', period: { ...period, from: '2026-08-01' } })
  const input = {
    measures: [kpi('orders')],
    grain: 'day',
    period,
    compare: { kind: 'previous', period: before },
  } as const
  const query = shopQuery({ ...input, window: { kind: 'moving_average', buckets: 7 } }, catalog)
  const compiled = compile(query, catalog, history)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  expect(compiled.notes).toEqual([])
  const rows = compiled.finish(await shop.select(compiled.sql, compiled.parameters))
  expect(rows).toHaveLength(42)
  const averageAt = (day: Cell | undefined, back: number) => {
    const index = days.findIndex((row) => row[0] === day) - back
    return sum(days.slice(index - 6, index + 1).map((row) => row[1])) / 7
  }
  for (const [day, now, then] of rows) {
    expect(Number(now)).toBeCloseTo(averageAt(day, 0), 6)
    expect(Number(then)).toBeCloseTo(averageAt(day, 42), 6)
  }
})

test('a moving average at the beginning of the data has fewer days, and it is said', async () => {
  const history = new Map([['sales', { from: '2026-10-03', to: '2026-11-21T14:00' }]])
  const query = shopQuery(
    {
      measures: [kpi('orders')],
      grain: 'day',
      period: { from: '2026-10-05', to: '2026-10-12', zone },
      window: { kind: 'moving_average', buckets: 7 },
    },
    catalog,
  )
  const compiled = compile(query, catalog, history)
  if (compiled.kind === 'cannot') throw new Error(compiled.because)
  const days = await answer({
    measures: [kpi('orders')],
    grain: 'day',
    period: { from: '2026-10-03', to: '2026-10-12', zone },
  })
  const [first] = compiled.finish(await shop.select(compiled.sql, compiled.parameters))
  expect(compiled.notes).toEqual(['fewer days for the first ones, there being none before'])
  expect(Number(first?.[1])).toBeCloseTo(sum(days.slice(0, 3).map((row) => row[1])) / 3, 6)
})

test('what is planned for later is not counted in a period so far', async () => {
  const period = { from: '2026-11-01', to: '2026-12-01', zone, through: '2026-11-10T12:00' }
  const days = await answer({ measures: [kpi('orders')], grain: 'day', period })
  const [[count] = []] = await answer({ measures: [kpi('orders')], period })
  const [[expected] = []] = await shop.select(
    `select count(*) from shop.orders where sold_at >= '2026-11-01T00:00+01:00' and sold_at < '2026-11-10T12:00+01:00'`,
  )
  expect(count).toBe(expected)
  expect(days.at(-1)?.[0]).toBe('2026-11-10')
  expect(sum(days.map((row) => row[1]))).toBe(expected)
})

test.for([
  ['day', 'day_of_week'],
  ['hour', 'hour_of_day'],
  ['month', 'quarter_of_year'],
] as const)('a moving average by %s and %s fills in no %s of another one', async ([grain, part], { expect }) => {
  const period = { from: '2026-10-01', to: '2026-11-01', zone }
  const window = { kind: 'moving_average', buckets: 2 } as const
  const input = { measures: [kpi('orders')], grain, by: [{ kind: 'part', part }], period } as const
  const rows = await answer({ ...input, window })
  const buckets = new Set(rows.map((row) => row[0]))
  expect(rows).toHaveLength(buckets.size)
  expect(buckets.size).toBe({ day: 31, hour: 745, month: 1 }[grain])
})

test('days without an order are counted once, under their own weekday', async () => {
  const rows = await answer({
    measures: [kpi('orders')],
    grain: 'day',
    by: [{ kind: 'part', part: 'day_of_week' }],
    period: { from: '2026-10-05', to: '2026-11-02', zone },
    conditions: [{ measure: 0, figure: 'value', bounds: { op: 'at_least', value: 0 } }],
    shape: { kind: 'count_buckets' },
  })
  expect(rows.map((row) => row[1])).toEqual([4, 4, 4, 4, 4, 4, 4])
})

test('long buckets found by their edges are those of the rows, whatever is known of the data', async () => {
  const periods = fc.option(anyPeriod, { nil: undefined, freq: 2 })
  const histories = fc.constantFrom(
    new Map([['sales', { from: '2026-09-20', to: '2026-10-28T14:00' }]]),
    new Map<string, never>(),
  )
  const starts = fc.constantFrom('monday', 'sunday', 'thursday')
  await fc.assert(
    fc.asyncProperty(
      periods,
      fc.constantFrom('week', 'month', 'quarter'),
      histories,
      starts,
      async (anyOne, grain, history, start) => {
        const moved = shopCatalog((yaml) => `week_starts: ${start}\n${yaml}`)
        const period = anyOne && { from: anyOne.from, to: anyOne.to, zone }
        const input = { measures: [kpi('orders'), kpi('buyers')], by: [by('region')], ...(period ? { period } : {}) }
        const compiled = compile(shopQuery({ ...input, grain }, moved), moved, history)
        if (compiled.kind === 'cannot') throw new Error(compiled.because)
        const rows = await shop.select(compiled.sql, compiled.parameters)
        const ahead = { monday: 0, sunday: 1, thursday: 4 }[start]
        const bucket = `to_char(date_trunc('${grain}', sold_at at time zone '${zone}' + interval '${grain === 'week' ? ahead : 0} day') - interval '${grain === 'week' ? ahead : 0} day', 'YYYY-MM-DD')`
        const where = period
          ? `where sold_at at time zone '${zone}' >= '${period.from}' and sold_at at time zone '${zone}' < '${period.to}'`
          : ''
        const expected = await shop.select(
          `select ${bucket}, region, count(*), count(distinct customer) from shop.orders ${where} group by 1, 2 order by 1, 2`,
        )
        expect(rows).toEqual(expected)
      },
    ),
    runs(60),
  )
})

test('a bucket that a filter on time rules out is not filled in, nor counted', async () => {
  const weekdays = { kind: 'part', part: 'day_of_week', include: true, values: [1, 2, 3, 4, 5] } as const
  const period = { from: '2026-09-01', to: '2026-10-01', zone }
  const trend = await answer({ measures: [kpi('orders')], grain: 'day', period, filters: [weekdays] })
  expect(trend).toHaveLength(22)
  const [[few] = []] = await answer({
    measures: [kpi('orders')],
    grain: 'day',
    period,
    filters: [weekdays],
    conditions: [{ measure: 0, figure: 'value', bounds: { op: 'under', value: 1 } }],
    shape: { kind: 'count_buckets' },
  })
  expect(few).toBe(trend.filter((row) => row[1] === 0).length)
})
