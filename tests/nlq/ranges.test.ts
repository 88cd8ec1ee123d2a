/** Histograms by the ranges that words set, and lines that run along time. */
import { expect, test } from 'vitest'
import { mindOf, planOf } from './ask-in-tests.ts'
import { haulage, hospital, shop } from './catalogs.ts'

const minds = { shop: mindOf(shop), haulage: mindOf(haulage), hospital: mindOf(hospital) }

test.for<[keyof typeof minds, string, object]>([
  ['haulage', 'weight in bins of 500 kg', { width: 500 }],
  ['haulage', 'histogram of distance with bin width 250', { width: 250 }],
  ['haulage', 'distribution of distance in 12 bins', { bins: 12 }],
  ['haulage', 'distribution of freight cost in $1k steps', { width: 1000 }],
  ['hospital', 'age distribution in 5 year bands', { width: 5 }],
  ['hospital', 'histogram of age in ten year buckets', { width: 10 }],
])('%s: %s', async ([trade, text, ranges]) => {
  const plan = await planOf(minds[trade], text)
  expect(plan.kind === 'query' && plan.query.shape, JSON.stringify(plan)).toMatchObject({
    kind: 'histogram',
    ...ranges,
  })
})

test('ranges without a width are no histogram', async () => {
  expect((await planOf(minds.haulage, 'weight in bins of')).kind).not.toBe('query')
  expect((await planOf(minds.haulage, 'weight in bins of 0 kg')).kind).not.toBe('query')
})

test('a line runs along time where there is any', async () => {
  const plan = await planOf(minds.shop, 'line chart of revenue by region since January 2026')
  expect(plan.kind === 'query' && plan.query).toMatchObject({ grain: 'month', by: [{ dimension: 'region' }] })
  const bars = await planOf(minds.shop, 'bar chart of revenue by region since January 2026')
  expect(bars.kind === 'query' && bars.query.grain).toBeUndefined()
})

test('two figures of single records are a point a record', async () => {
  for (const text of ['scatter plot of freight cost vs transit time', 'plot freight cost against transit time'])
    expect(await planOf(minds.haulage, text), text).toMatchObject({
      kind: 'query',
      query: {
        measures: [],
        shape: {
          kind: 'records',
          whole: true,
          fields: [
            { kind: 'kpi', kpi: 'freight_cost' },
            { kind: 'kpi', kpi: 'transit_time' },
          ],
        },
      },
    })
  expect(await planOf(minds.haulage, 'scatter plot of freight cost vs transit time by carrier')).toMatchObject({
    query: { by: [{ dimension: 'carrier' }], shape: { kind: 'correlation' } },
  })
})
