import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { haulage, hospital, shop } from './catalogs.ts'
import { films, homes } from './more-catalogs.ts'

const minds = {
  shop: mindOf(shop),
  haulage: mindOf(haulage),
  hospital: mindOf(hospital),
  homes: mindOf(homes),
  films: mindOf(films),
}

test.for([
  ['films', 'how many films with a budget over 100 million', 'rows(titles) where budget over 100000000'],
  ['films', 'how many films cost over $100 million', 'rows(titles) where budget over 100000000'],
  ['films', 'count the films with a score between 5 and 6, by genre', 'rows(titles) by genre where score between 5..6'],
  ['films', 'studios with films over 100 million gross', 'rows(titles) by studio where gross over 100000000'],
  ['homes', 'homes cheaper than 300k in Boston', 'rows(listings) where city=Boston where price under 300000'],
  [
    'homes',
    'homes with more than 3 bedrooms and price under 400k',
    'rows(listings) where bedrooms over 3 where price under 400000',
  ],
  ['homes', 'share of homes with price over 500k', 'rows(listings) where price over 500000 share'],
  ['haulage', 'how many shipments cost more than 500 dollars', 'shipments where freight_cost over 500'],
  ['haulage', 'shipments that took longer than 48 hours', 'shipments where transit_time over 48'],
  ['haulage', 'shipments heavier than 500 kg by carrier', 'shipments by carrier where weight over 500'],
  ['hospital', 'visits over £500 by ward', 'visits by ward where treatment_cost over 500'],
] as const)('%s: "%s" sets a condition on each record', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['films', 'films with a budget over 100 million', 'budget by title where budget over 100000000'],
  ['films', 'dramas with a critic score above 8', 'score by title where genre=Drama where score over 8'],
] as const)('%s: "%s" lists records by their names', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['films', 'genres with an average critic score above 7', 'score by genre having 0.value over 7'],
  ['films', 'studios with more than 10 films', 'rows(titles) by studio having 0.value over 10'],
  ['homes', 'cities with average price over 400k', 'price by city having 0.value over 400000'],
  ['shop', 'regions with revenue over 1 million', 'revenue by region having 0.value over 1000000'],
  // A level that was crossed, not a change of that size.
  ['shop', 'when did revenue fall below 10k', 'revenue by day having 0.value under 10000'],
  [
    'shop',
    'regions where revenue dropped below 50k in October 2026',
    'revenue by region having 0.value under 50000 from 2026-10-01 to 2026-11-01',
  ],
  [
    'shop',
    'days when refund rate went above 5% in October 2026',
    'refund_rate by day having 0.value over 0.05 from 2026-10-01 to 2026-11-01',
  ],
] as const)('%s: "%s" sets a condition on each group', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['films', 'films longer than 2 hours', 'rows(titles) where runtime over 120'],
  ['hospital', 'patients aged 18 to 25', 'patients where age between 18..25'],
  ['hospital', 'patients over 65', 'patients where age over 65'],
  ['hospital', 'patients over 65 by ward', 'patients by ward where age over 65'],
  ['homes', 'homes priced 300k to 500k', 'rows(listings) where price between 300000..500000'],
  ['homes', 'homes with 2-3 bedrooms', 'rows(listings) where bedrooms between 2..3'],
  ['homes', '3 bedroom homes in Salem', 'rows(listings) where bedrooms=3 where city=Salem'],
] as const)('%s: "%s" takes the number by its unit and the words beside it', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test('an amount that may be several numbers of a record is asked back', async () => {
  const plan = await planOf(minds.films, 'how many movies made more than $1 billion')
  expect(plan.kind).toBe('clarify')
  if (plan.kind === 'clarify') expect(plan.choices.map(({ label }) => label).join()).toMatch(/budget.*gross/)
})
