/** Questions whose words lie near to something that the person did not mean: none of them may get that as an answer. */
import { expect, test } from 'vitest'
import { inShort, mindOf, planOf } from './ask-in-tests.ts'
import { haulage, hospital, shop } from './catalogs.ts'

const minds = { shop: mindOf(shop), haulage: mindOf(haulage), hospital: mindOf(hospital) }

test.for<[keyof typeof minds, string, string]>([
  ['hospital', 'visits per day this month', 'visits by day from 2026-11-01 to 2026-12-01 so far'],
  ['hospital', 'occupied beds per day last week', 'occupied_beds by day from 2026-11-09 to 2026-11-16'],
  [
    'shop',
    'orders per day in January for Germany',
    'orders by day where country=Germany from 2026-01-01 to 2026-02-01',
  ],
  ['shop', 'orders by hour of day last month', 'orders by hour_of_day from 2026-10-01 to 2026-11-01'],
  ['shop', 'revenue from kettle last week', 'revenue where product=Copper Kettle from 2026-11-09 to 2026-11-16'],
  ['shop', 'average time to resolve tickets by agent in Q3', 'resolution_time by agent from 2026-07-01 to 2026-10-01'],
  ['shop', 'satisfaction of tickets last month', 'csat from 2026-10-01 to 2026-11-01'],
  ['hospital', 'average age of admissions for Stroke', 'average(age) where diagnosis=Stroke'],
  ['shop', 'revenue, orders and refunds yesterday', 'revenue+orders+refunds from 2026-11-20 to 2026-11-21'],
  ['shop', 'revenue & orders yesterday', 'revenue+orders from 2026-11-20 to 2026-11-21'],
  ['shop', 'revenue in September and October 2026', 'revenue from 2026-09-01 to 2026-11-01'],
  [
    'shop',
    'revenue in October 2026 and 2025',
    'revenue from 2026-10-01 to 2026-11-01 vs year_ago 2025-10-01 to 2025-11-01',
  ],
  [
    'shop',
    'revenue September vs October 2026',
    'revenue from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [
    'shop',
    'revenue in March 2026 and October 2026',
    'revenue from 2026-10-01 to 2026-11-01 vs period 2026-03-01 to 2026-04-01',
  ],
  [
    'shop',
    'monthly revenue by channel in 2026 as a stacked area',
    'revenue by channel,month from 2026-01-01 to 2027-01-01 so far as area',
  ],
  ['shop', 'revenue by country sorted by country descending', 'revenue by country order axis0 down'],
  ['shop', 'orders by channel and region sorted by region', 'orders by channel,region order axis1 up'],
  [
    'shop',
    'countries where revenue fell in October compared with September',
    'revenue by country having 0.change under 0 from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [
    'shop',
    'which products grew last month by revenue',
    'revenue by product having 0.change over 0 from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [
    'shop',
    'revenue growth by country last month',
    'revenue by country from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [
    'haulage',
    'shipments delivered by carrier last week',
    'shipments by carrier on delivered from 2026-11-08 to 2026-11-15',
  ],
  [
    'shop',
    'share of orders by channel within each region last month',
    'orders by channel,region from 2026-10-01 to 2026-11-01 share within region',
  ],
  [
    'shop',
    'monthly revenue of the top 3 categories in 2025',
    'revenue by category,month from 2025-01-01 to 2026-01-01 order 0.value down limit 3 members',
  ],
  [
    'shop',
    'top 3 categories in each month of 2025 by revenue',
    'revenue by category,month from 2025-01-01 to 2026-01-01 order 0.value down limit 3 per time',
  ],
  ['shop', 'moving average of revenue over 7 days last month', 'revenue by day from 2026-10-01 to 2026-11-01 moving 7'],
  ['shop', 'revenue through October 2026', 'revenue from 2024-10-01 to 2026-11-01'],
  [
    'shop',
    'revenue by weekday and hour last month as a heatmap',
    'revenue by day_of_week,hour_of_day from 2026-10-01 to 2026-11-01 as heatmap',
  ],
  ['hospital', 'visits older than 60', 'visits where age over 60'],
  ['hospital', 'wards with more than 65 visits', 'visits by ward having 0.value over 65'],
  ['hospital', 'visits over 65 by ward', 'clarify'],
  ['haulage', 'shipments over 2000 km in January', 'shipments where distance over 2000 from 2026-01-01 to 2026-02-01'],
  ['haulage', 'average transit time of shipments heavier than 500 kg', 'transit_time where weight over 500'],
  [
    'shop',
    'revenue growth by month this year',
    'revenue by month from 2026-01-01 to 2027-01-01 so far vs period 2025-12-01 to 2026-10-21T14:00',
  ],
  [
    'shop',
    'revenue growth month over month this year',
    'revenue by month from 2026-01-01 to 2027-01-01 so far vs period 2025-12-01 to 2026-10-21T14:00',
  ],
  [
    'shop',
    'growth rate of orders by month',
    'orders by month from 2025-12-01 to 2026-11-22 so far vs period 2025-11-01 to 2026-10-21T14:00',
  ],
  [
    'shop',
    'revenue by month in 2025 compared with the month before',
    'revenue by month from 2025-01-01 to 2026-01-01 vs period 2024-12-01 to 2025-12-01',
  ],
  [
    'shop',
    'revenue by day last month compared with the month before',
    'revenue by day from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [
    'shop',
    'mom revenue growth by region last month',
    'revenue by region from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [
    'shop',
    'revenue month over month in Q3 2026',
    'revenue by month from 2026-07-01 to 2026-10-01 vs period 2026-06-01 to 2026-09-01',
  ],
  ['shop', 'revnue by regoin last wek', 'revenue by region from 2026-11-09 to 2026-11-16'],
  ['shop', '', 'command help'],
  ['haulage', 'how many contracts are there?', 'rows(lanes)'],
  ['shop', 'orders by week since 1 January 2026 until 17 March 2026', 'orders by week from 2026-01-01 to 2026-03-18'],
  ['shop', 'top 5 days by orders in 2025', 'orders by day from 2025-01-01 to 2026-01-01 order 0.value down limit 5'],
  [
    'shop',
    'days in October with more than 60 orders',
    'orders by day having 0.value over 60 from 2026-10-01 to 2026-11-01',
  ],
  [
    'shop',
    'Which 3 regions had the fewest orders in September?',
    'orders by region from 2026-09-01 to 2026-10-01 order 0.value up limit 3',
  ],
  [
    'shop',
    'compare Germany and France by revenue last month',
    'revenue by country where country=Germany|France from 2026-10-01 to 2026-11-01',
  ],
  [
    'shop',
    'histogram of resolution time for urgent tickets in Q3 2026',
    'rows histogram of resolution_time where priority=urgent from 2026-07-01 to 2026-10-01',
  ],
  ['hospital', 'average age of Cardiology patients', 'decline'],
  ['shop', "what's our revenue so far today?", 'revenue from 2026-11-21 to 2026-11-22 so far'],
])('%s: "%s" is %s', async ([catalog, text, expected]) => {
  expect(inShort(await planOf(minds[catalog], text))).toBe(expected)
})

test.for<[keyof typeof minds, string, RegExp]>([
  ['shop', 'small orders last month', /"small"/],
  ['shop', 'tickets with refunds last month', /second figure/],
  ['shop', 'orders from units last month', /second figure/],
  ['hospital', 'visits with treatment cost last month', /second figure|found no/],
  ['shop', 'how many items did we sell per order last month', /divide/],
  ['shop', 'revenue between 10 October 2026 and 3 October 2026', /date|before it begins/],
  ['shop', 'top 3 regions by revenue and top 3 by orders last month', /one ranking/],
  ['shop', 'revenue in DACH last month', /"DACH"/],
  ['shop', 'revenue by shoe size last month', /"shoe size"/],
  ['shop', 'small orders last month', /product Small Worlds/],
  ['shop', 'orders over 500 euros last month', /no single records/],
  ['shop', 'revenue in Germany but not in Germany', /both asked for and left out/],
  ['shop', 'top 10 orders by revenue last month', /can rank the members/],
  ['shop', 'hello', /^Hello!/],
  ['shop', 'thanks', /^You are welcome!/],
])('%s: "%s" is declined, saying %s', async ([catalog, text, because]) => {
  const plan = await planOf(minds[catalog], text)
  expect(plan.kind === 'decline' ? plan.because : inShort(plan)).toMatch(because)
})
