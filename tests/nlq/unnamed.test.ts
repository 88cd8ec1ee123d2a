import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { hospital, shop } from './catalogs.ts'
import { films, homes } from './more-catalogs.ts'

const minds = { shop: mindOf(shop), hospital: mindOf(hospital), homes: mindOf(homes), films: mindOf(films) }

test.for([
  ['shop', 'how much did we sell last month', 'revenue from 2026-10-01 to 2026-11-01'],
  ['shop', 'best selling products', 'revenue by product order 0.value down limit 10'],
  ['homes', 'what do homes cost in Boston', 'price where city=Boston'],
  ['homes', 'how expensive are homes in Salem', 'price where city=Salem'],
  ['homes', 'which city is the cheapest', 'price by city order 0.value up limit 1'],
  ['homes', 'which type of home sells slowest', 'days_listed by type order 0.value down limit 1'],
  ['homes', 'most common home type', 'rows(listings) by type order 0.value down limit 1'],
  ['homes', 'highest price', 'max(price)'],
  ['homes', 'lowest price by city', 'min(price) by city'],
  ['films', 'top 10 movies by gross', 'gross by title order 0.value down limit 10'],
  ['films', 'highest grossing movies', 'gross by title order 0.value down limit 10'],
  ['films', 'most expensive film', 'budget by title order 0.value down limit 1'],
] as const)('%s: "%s" means a figure that it does not name', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['homes', 'breakdown by energy class', 'rows(listings) by energy_class'],
  ['homes', 'how many apartments in Boston', 'rows(listings) where type=Apartment where city=Boston'],
  ['homes', 'lofts by city', 'rows(listings) by city where type=Loft'],
] as const)('%s: "%s" counts records', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['shop', 'what do agents make'],
  ['films', 'who earns the most'],
] as const)('%s: "%s" is not answered', async ([trade, text]) => {
  expect((await planOf(minds[trade], text)).kind).not.toBe('query')
})
