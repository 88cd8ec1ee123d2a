import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { hospital, shop } from './catalogs.ts'
import { films, homes } from './more-catalogs.ts'

const minds = { shop: mindOf(shop), hospital: mindOf(hospital), homes: mindOf(homes), films: mindOf(films) }

test.for([
  ['shop', 'average daily revenue in October', 'revenue average over day from 2026-10-01 to 2026-11-01'],
  ['shop', 'orders per day on average last month', 'orders average over day from 2026-10-01 to 2026-11-01'],
  ['shop', 'weekly average of orders in October', 'orders average over week from 2026-10-01 to 2026-11-01'],
  ['shop', 'median monthly tickets', 'tickets median over month'],
  ['shop', 'average number of tickets per day by country', 'tickets average over day by country'],
  ['shop', 'average daily orders by month in 2025', 'orders average over day by month from 2025-01-01 to 2026-01-01'],
  ['shop', 'average resolution time per month', 'resolution_time by month'],
] as const)(
  '%s: "%s" is one figure over buckets, unless the figure is an average itself',
  async ([trade, text, expected]) => {
    expect(inShort(await planOf(minds[trade], text))).toBe(expected)
  },
)

test.for([
  [
    'shop',
    'how many regions had more than 300 orders last month',
    'orders count of region having 0.value over 300 from 2026-10-01 to 2026-11-01',
  ],
  ['shop', 'how many regions have revenue over 1 million', 'revenue count of region having 0.value over 1000000'],
  ['hospital', 'how many wards had waiting time over 4 hours', 'waiting_time count of ward having 0.value over 240'],
  ['shop', 'how many countries had refunds', 'refunds count of country having 0.value over 0'],
  ['shop', 'number of different countries with tickets', 'count_distinct(country)'],
  ['homes', 'how many agents have more than 20 homes', 'rows(listings) count of agent having 0.value over 20'],
] as const)('%s: "%s" counts the members that satisfy it', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['shop', 'list the regions', 'rows members by region'],
  ['shop', 'which categories do we have', 'rows members by category'],
  ['shop', 'what products are there in the Garden category', 'rows members by product where category=Garden'],
  ['films', 'list all genres', 'rows members by genre'],
] as const)('%s: "%s" lists members', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['shop', 'relationship between revenue and orders by region', 'revenue+orders correlation by region'],
  ['films', 'correlation between budget and gross', 'rows'],
  ['films', 'scatter plot of budget against gross by genre', 'budget+gross correlation by genre as scatter'],
  ['homes', 'how does price depend on floor area', 'price by floor_area'],
] as const)('%s: "%s" holds two figures against each other', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test('a correlation over nothing is asked back', async () => {
  const plan = await planOf(minds.shop, 'is revenue related to refunds')
  expect(plan.kind).toBe('clarify')
  if (plan.kind === 'clarify') for (const { query } of plan.choices) expect(query.shape.kind).toBe('correlation')
})

test.for([
  ['shop', 'revenue minus refunds by month in 2025', 'revenue-refunds by month from 2025-01-01 to 2026-01-01'],
  ['shop', 'revenue net of refunds', 'revenue-refunds'],
  ['films', 'gross per movie by studio', 'gross/titles by studio'],
  ['films', 'gross per movie by studio, top 10', 'gross/titles by studio order 0.value down limit 10'],
  ['hospital', 'average and median waiting time by ward', 'average(waiting_time)+waiting_time by ward'],
] as const)('%s: "%s" makes one figure of two, or two of one', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['hospital', 'waiting time by ward, longest first', 'waiting_time by ward order 0.value down'],
  ['shop', 'tickets by priority, worst first', 'tickets by priority order 0.value down'],
  ['hospital', 'visits, count by ward', 'visits by ward'],
  ['homes', 'price by number of bedrooms', 'price by bedrooms'],
  ['homes', 'frequency of energy classes', 'rows(listings) by energy_class'],
  ['homes', 'homes with at least 3 bedrooms by city', 'rows(listings) by city where bedrooms at_least 3'],
  ['shop', 'revenue in neither Germany nor France', 'revenue where country!=Germany|France'],
] as const)('%s: "%s" orders, counts, bounds and leaves out', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['homes', 'proportion of lofts per city', 'rows(listings) by city where type=Loft share of all'],
  ['shop', 'percentage of tickets that are urgent by country', 'tickets by country where priority=urgent share of all'],
  ['shop', 'share of EMEA revenue by channel', 'revenue by channel where region=EMEA share'],
] as const)('%s: "%s" is a share of what each group has, or of what was filtered', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test('a share of counted records by group that may be of either is asked back', async () => {
  expect((await planOf(minds.homes, 'share of apartments by city')).kind).toBe('clarify')
})

test.for([
  ['hospital', 'three wards with the longest waiting time', 'waiting_time by ward order 0.value down limit 3'],
  ['hospital', 'waiting time by doctor from shortest to longest', 'waiting_time by doctor order 0.value up'],
  ['shop', 'best selling products, top 3', 'revenue by product order 0.value down limit 3'],
  ['films', '5 most expensive films', 'budget by title order 0.value down limit 5'],
  ['films', 'average gross per film', 'average(gross)'],
  ['homes', 'average price per home', 'price'],
  ['homes', 'how many lofts and how many apartments', 'rows(listings) by type where type=Loft|Apartment'],
  ['homes', 'homes of agents whose name starts with A', 'rows(listings) where agent starts_with A'],
  ['homes', 'price in dollars by city', 'price by city'],
  [
    'hospital',
    'do wards with longer stays have higher treatment cost',
    'length_of_stay+treatment_cost correlation by ward',
  ],
] as const)('%s: "%s"', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test('money is not converted', async () => {
  expect((await planOf(minds.shop, 'revenue in euros last month')).kind).toBe('decline')
})

test.for([
  ['shop', 'which products do we sell', 'rows members by product'],
  ['homes', 'share of apartments in each city', 'rows(listings) by city where type=Apartment share of all'],
  ['films', 'highest grossing movie per year', 'max(gross) by year'],
  ['films', 'titles by genre and studio top 10', 'titles by genre,studio order 0.value down limit 10'],
  ['hospital', 'how many patients are under 18', 'patients where age under 18'],
] as const)('%s: "%s" is what it says', async ([trade, text, expected]) => {
  expect(inShort(await planOf(minds[trade], text))).toBe(expected)
})

test.for([
  ['films', 'how many score'],
  ['films', 'films from Pixar or dramas'],
  ['homes', 'price per bedroom'],
  ['shop', 'do gifts have a higher refund rate'],
  ['shop', 'regions with higher revenue than EMEA'],
] as const)('%s: "%s" is not answered with something else', async ([trade, text]) => {
  expect((await planOf(minds[trade], text)).kind).not.toBe('query')
})
