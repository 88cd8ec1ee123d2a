import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { shop } from './catalogs.ts'
import { homes } from './more-catalogs.ts'

const minds = { shop: mindOf(shop), homes: mindOf(homes) }

test.for([
  ['shop', 'did we sell more in Germany than in France', 'revenue by country where country=Germany|France'],
  ['shop', 'do France or Germany bring in more revenue', 'revenue by country where country=France|Germany'],
  ['shop', 'Germany or France, which has more orders', 'orders by country where country=Germany|France'],
  [
    'shop',
    'how many more orders in Germany than in France last month',
    'orders by country where country=Germany|France from 2026-10-01 to 2026-11-01',
  ],
  ['shop', 'difference in revenue between Germany and France', 'revenue by country where country=Germany|France'],
  ['shop', 'gap between web and mobile revenue', 'revenue by channel where channel=web|mobile'],
  ['shop', 'how do Germany and France differ in terms of orders', 'orders by country where country=Germany|France'],
  ['homes', 'is Boston or Salem more expensive', 'price by city where city=Boston|Salem'],
  ['homes', 'are lofts cheaper than apartments', 'price by type where type=Loft|Apartment'],
  ['homes', 'do homes sell faster in Boston or Salem', 'days_listed by city where city=Boston|Salem'],
  ['homes', 'are there more lofts than apartments', 'rows(listings) by type where type=Loft|Apartment'],
] as const)('%s: "%s" shows the members side by side', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  [
    'how many more orders did we get in October than in September',
    'orders from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  ['difference between revenue and refunds', 'revenue-refunds'],
  ['regions with revenue higher than 100k', 'revenue by region having 0.value over 100000'],
] as const)('"%s" sets periods or figures against each other', async ([text, expected]) => {
  expect(inShort(await planOf(minds.shop, text))).toBe(expected)
})

test.for(['regions with more orders than refunds', 'which country has more orders', 'more details please'])(
  'nothing is on the other side of "%s"',
  async (text) => {
    expect((await planOf(minds.shop, text)).kind).toBe('decline')
  },
)
