/** Pictures asked for in words: colours and panels by a dimension. */
import { expect, test } from 'vitest'
import { inShort, mindOf, planAfter } from './ask-in-tests.ts'
import { haulage, shop } from './catalogs.ts'

const shopMind = mindOf(shop)
const haulageMind = mindOf(haulage)

test.for<[string[], string]>([
  [['revenue by region coloured by channel'], 'revenue by region,channel as channel'],
  [
    ['bar chart of revenue by category colored by region last month'],
    'revenue by category,region from 2026-10-01 to 2026-11-01 as bar region',
  ],
  [['revenue by month with a different color for each region'], 'revenue by region,month as region'],
  [['revenue by week in separate panels for each region'], 'revenue by region,week as region'],
  [['stacked bar of orders by channel, one chart per region'], 'orders by channel,region as stacked_bar region'],
  [['small multiples of revenue by month for each region'], 'revenue by region,month as region'],
  [['revenue by category by region as small multiples'], 'revenue by category,region as region'],
  [['revenue by region', 'colour by channel'], 'revenue by region,channel as channel'],
  [['tickets by agent', 'revenue by region coloured by channel'], 'revenue by region,channel as channel'],
])('shop: %j', async ([texts, expected]) => {
  expect(inShort(await planAfter(shopMind, texts))).toBe(expected)
})

test('another trade', async () => {
  const plan = await planAfter(haulageMind, ['freight cost by carrier faceted by mode'])
  expect(plan.kind === 'query' && plan.wish).toEqual({ panels: 'mode' })
})
