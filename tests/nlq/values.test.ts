import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { depot } from './value-catalogs.ts'

const mind = mindOf(depot)

test.for([
  ['revenue for johnson and johnson by month', 'revenue by month where customer=Johnson & Johnson'],
  ['revenue for the north face', 'revenue where brand=The North Face'],
  ['mcdonalds revenue by month', 'revenue by month where brand=McDonald’s'],
  ['revenue of levi’s', 'revenue where brand=Levi’s'],
  ['revenue of t shirts and boxes', 'revenue where category=T-Shirt|Box'],
  ['e-mail revenue', 'revenue where category=Email'],
  ['revenue by credit card', 'revenue where payment=credit_card'],
  ['revenue for terminal two', 'revenue where hub=Terminal 2'],
  ['revenue for lhr', 'revenue where hub=London (LHR)'],
  ['revenue for 65 and over', 'revenue where age_band=65+'],
  ['revenue for 25 to 64 year olds', 'revenue where age_band=25-64'],
  ['revenue for ages 18-24 and 65+', 'revenue where age_band=18-24|65+'],
  ['revenue for UK', 'revenue where country=United Kingdom'],
  ['uk revenue by month', 'revenue by month where country=United Kingdom'],
  ['revenue in the US', 'revenue where country=United States'],
  ['show us revenue', 'revenue'],
  ['revenue 18 to 24', 'revenue where age_band=18-24'],
  ['q3 pack revenue in q3', 'revenue where category=Q3 Pack from 2026-07-01 to 2026-10-01'],
  ['same day revenue by month', 'revenue by month where shipping_mode=Same Day'],
  ['revenue for the first class', 'revenue where shipping_mode=First Class'],
  ['parcels in transit', 'rows(deliveries) where status=In Transit'],
  ['parcels not started by country', 'rows(deliveries) by country where status=Not Started'],
  ['deliveries on hold', 'deliveries where status=On Hold'],
  ['used parcels by brand', 'rows(deliveries) by brand where category=Used'],
  ['revenue for grmany', 'revenue where country=Germany'],
] as const)('values as people write them: "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})

test.for([
  ['revenue of the grand hotel', 'revenue where customer=Grand Hotel Vienna'],
  ['revenue of hotel europa', 'revenue where customer=Hotel Europa'],
  ['revenue of the europa', 'revenue where customer=Hotel Europa'],
] as const)('a part of one name alone names it: "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})

test.for([
  ['revenue for hotel', ['customer contains “hotel”', 'Grand Hotel Vienna', 'Hotel Europa']],
  ['revenue for vienna', ['hub is Vienna', 'pickup city is Vienna', 'dropoff city is Vienna']],
  ['revenue for georgia', ['country is Georgia', 'customer is Georgia']],
  ['pie revenue by month', ['brand is Pie', 'Revenue by month, all time']],
] as const)('what "%s" means is asked back', async ([text, expected]) => {
  const plan = await planOf(mind, text)
  expect(plan.kind).toBe('clarify')
  const labels = plan.kind === 'clarify' ? plan.choices.map(({ label }) => label) : []
  expect(labels).toHaveLength(expected.length)
  for (const [at, part] of expected.entries()) expect(labels[at]).toContain(part)
})

test.for([
  ['revenue by brant', 'decline'],
  ['review revenue by month', 'decline'],
  ['number of grands by country', 'decline'],
  ['revenue of broxes', 'decline'],
  ['revenue of furnitures', 'revenue where category=Furniture'],
  ['what did that cost us', 'decline'],
] as const)('what only looks like a member is none: "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})

test.for([
  ['revenue for the country georgia', 'revenue where country=Georgia'],
  ['revenue for customer georgia', 'revenue where customer=Georgia'],
  ['revenue for hub vienna', 'revenue where hub=Vienna'],
  ['pickup city vienna revenue', 'revenue where pickup=Vienna'],
  ['revenue from vienna to linz', 'revenue where pickup=Vienna where dropoff=Linz'],
] as const)('the dimension beside a value settles which one: "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})

test.for([
  ['how many deliveries', 'deliveries'],
  ['revenue for Many', 'revenue where brand=Many'],
  ['best brand by revenue', 'revenue by brand order 0.value down limit 1'],
  ['revenue for brand best', 'revenue where brand=Best'],
  ['revenue for "Best"', 'revenue where brand=Best'],
  ['total revenue by month', 'revenue by month'],
  ['revenue for category total', 'revenue where category=Total'],
  ['revenue for Total', 'revenue where category=Total'],
  ['revenue for "total"', 'revenue where category=Total'],
  ['average revenue', 'average(revenue)'],
  ['revenue of Average Joe', 'revenue where brand=Average Joe'],
  ['revenue in May', 'revenue from 2026-05-01 to 2026-06-01'],
  ['revenue for May', 'revenue from 2026-05-01 to 2026-06-01'],
  ['revenue of customer May', 'revenue where customer=May'],
  ['revenue for "May"', 'revenue where customer=May'],
  ['revenue for shipping mode on', 'revenue where shipping_mode=On'],
  ['revenue when shipping mode is off', 'revenue where shipping_mode=Off'],
  ['revenue on hold', 'revenue where status=On Hold'],
  ['revenue for category used', 'revenue where category=Used'],
  ['revenue for region none', 'revenue where region=None'],
  ['revenue by source for direct', 'revenue by source where source=Direct'],
  ['revenue by month as a pie', 'revenue by month as pie'],
] as const)('words of the grammar are values only where all points to them: "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})

test.for([
  ['fragile parcels', 'rows(deliveries) where is_fragile=true'],
  ['non-fragile parcels', 'rows(deliveries) where is_fragile=false'],
  ['parcels that are not fragile', 'rows(deliveries) where is_fragile=false'],
  ['revenue without fragile', 'revenue where is_fragile=false'],
  ['revenue for fragile yes', 'revenue where is_fragile=true'],
  ['revenue where fragile is no', 'revenue where is_fragile=false'],
  ['fragile vs non-fragile revenue', 'revenue by is_fragile where is_fragile=true|false'],
] as const)('a quality that is or is not: "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})

test.for([
  ['floor 3 revenue', 'revenue where floor=3'],
  ['3rd floor revenue', 'revenue where floor=3'],
  ['revenue for the third floor', 'revenue where floor=3'],
  ['4-cylinder parcels', 'rows(deliveries) where cylinders=4'],
  ['revenue for 4 cylinders', 'revenue where cylinders=4'],
  ['revenue for cylinders 4 and 6', 'revenue where cylinders=4|6'],
  ['parcels with 4 or 6 cylinders', 'rows(deliveries) where cylinders=4|6'],
  ['revenue not on floor 3', 'revenue where floor!=3'],
  ['floor 2 vs floor 3 revenue', 'revenue by floor where floor=2|3'],
  ['top 3 floors by revenue', 'revenue by floor order 0.value down limit 3'],
  ['revenue with more than 4 cylinders', 'revenue where cylinders over 4'],
  ['revenue by floor 2025', 'revenue by floor from 2025-01-01 to 2026-01-01'],
  ['revenue for 3 to 5 floors', 'revenue where floor between 3..5'],
] as const)('members that are numbers: "%s"', async ([text, expected]) => {
  expect(inShort(await planOf(mind, text))).toBe(expected)
})
