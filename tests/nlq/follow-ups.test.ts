import { expect, test } from 'vitest'
import { inShort, mindOf, planAfter } from './ask-in-tests.ts'
import { shop } from './catalogs.ts'

const mind = mindOf(shop)

test.for<[string[], string]>([
  [['revenue by region', 'and by country?'], 'revenue by country'],
  [['revenue by region', 'also by channel'], 'revenue by region,channel'],
  [['revenue by region last week', 'what about last month?'], 'revenue by region from 2026-10-01 to 2026-11-01'],
  [['revenue last week', 'only germany'], 'revenue where country=Germany from 2026-11-09 to 2026-11-16'],
  [['revenue in germany', 'what about france'], 'revenue where country=France'],
  [['revenue in germany', 'and japan?'], 'revenue where country=Japan'],
  [['revenue by month this year', 'as a bar chart'], 'revenue by month from 2026-01-01 to 2027-01-01 so far as bar'],
  [
    ['revenue by month this year', 'compare with last year'],
    'revenue by month from 2026-01-01 to 2027-01-01 so far vs year_ago 2025-01-01 to 2025-11-21T14:00',
  ],
  [
    ['revenue last month', 'by channel', 'top 2'],
    'revenue by channel from 2026-10-01 to 2026-11-01 order 0.value down limit 2',
  ],
  [['revenue by product', 'top 3'], 'revenue by product order 0.value down limit 3'],
  [
    ['revenue by country last month', 'without germany'],
    'revenue by country where country!=Germany from 2026-10-01 to 2026-11-01',
  ],
  [['revenue by country last month', 'same for orders'], 'orders by country from 2026-10-01 to 2026-11-01'],
  [['revenue by country last month', 'what about tickets'], 'tickets by country from 2026-10-01 to 2026-11-01'],
  [
    ['revenue by country last month', 'how about aov by channel'],
    'average_order_value by channel from 2026-10-01 to 2026-11-01',
  ],
  [['revenue by region', 'last month', 'go back'], 'revenue by region'],
  [['revenue by region', 'tickets by agent'], 'tickets by agent'],
  [['revenue by region', 'as a share'], 'revenue by region share'],
  [['revenue by region', 'highest first'], 'revenue by region order 0.value down'],
  [['revenue by region', 'sorted by orders'], 'revenue+orders by region order 1.value down'],
  [['revenue by region', 'thanks'], 'decline'],
  [
    ['revenue by region', 'why?'],
    'revenue by region from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01 order 0.change down',
  ],
  [['revenue by region', 'by priority'], 'decline'],
  [['revenue by region', 'foo'], 'decline'],
  [
    ['top 5 products by revenue', 'last month'],
    'revenue by product from 2026-10-01 to 2026-11-01 order 0.value down limit 5',
  ],
  [['top 5 products by revenue', 'worst instead'], 'revenue by product order 0.value up limit 5'],
  [
    ['revenue last month vs the month before', 'by region'],
    'revenue by region from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [
    ['revenue last month', 'and the month before'],
    'revenue from 2026-10-01 to 2026-11-01 vs previous 2026-09-01 to 2026-10-01',
  ],
  [['orders by week', 'in emea only'], 'orders by week where region=EMEA'],
  [['orders by week', 'the same for mobile'], 'orders by week where channel=mobile'],
  [['orders by week this year', 'make it a table'], 'orders by week from 2026-01-01 to 2027-01-01 so far as table'],
  [['orders by week this year', 'show it by month instead'], 'orders by month from 2026-01-01 to 2027-01-01 so far'],
  [['how many tickets yesterday', 'and today?'], 'tickets from 2026-11-21 to 2026-11-22 so far'],
  [['what can you do', 'revenue'], 'revenue'],
  [['tickets last week', 'excluding weekends'], 'tickets where day_of_week!=6|7 from 2026-11-09 to 2026-11-16'],
  [['revenue by country', 'only the top 3'], 'revenue by country order 0.value down limit 3'],
  [['revenue by country', 'just germany and france'], 'revenue by country where country=Germany|France'],
  [['revenue by month', 'running total'], 'revenue by month running'],
  [['orders by channel and region', 'sorted by region'], 'orders by channel,region order axis1 up'],
  [
    ['top 5 products by revenue last month', 'and by orders'],
    'orders by product from 2026-10-01 to 2026-11-01 order 0.value down limit 5',
  ],
  [['revenue in France last week', 'orders'], 'orders where country=France from 2026-11-09 to 2026-11-16'],
  [['revenue by region last month', 'add orders'], 'revenue+orders by region from 2026-10-01 to 2026-11-01'],
  [['revenue by region', 'remove EMEA'], 'revenue by region where region!=EMEA'],
  [['remove EMEA'], 'decline'],
  [['revenue by region', 'remove the orders'], 'decline'],
  [['revenue last month in Germany', 'all countries'], 'revenue by country from 2026-10-01 to 2026-11-01'],
  [['revenue in Germany and France', 'by country'], 'revenue by country where country=Germany|France'],
  [['revenue last month', 'no, last quarter'], 'revenue from 2026-07-01 to 2026-10-01'],
  [['tickets by country', 'only urgent ones'], 'tickets by country where priority=urgent'],
  [['tickets by country', 'which one is the highest?'], 'tickets by country order 0.value down limit 1'],
  [
    ['tickets by country last month', 'which of them has the lowest satisfaction?'],
    'csat by country from 2026-10-01 to 2026-11-01 order 0.value up limit 1',
  ],
])('in a thread %j leads to %s', async ([texts, expected]) => {
  expect(inShort(await planAfter(mind, texts))).toBe(expected)
})
