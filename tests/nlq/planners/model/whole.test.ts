/** All that a query can say: proposed with true quotes it is the query that the grammar reads, with false ones it is refused. */
import { test } from 'vitest'
import { buildLexicon } from '../../../../src/nlq/lexicon.ts'
import { mindOf, planOf } from '../../ask-in-tests.ts'
import { haulage, shop } from '../../catalogs.ts'
import { kpi, quotes, readFor } from './said.ts'

const houses = {
  shop: { mind: mindOf(shop), lexicon: buildLexicon(shop) },
  haulage: { mind: mindOf(haulage), lexicon: buildLexicon(haulage) },
}
const revenue = [kpi('revenue')]
const tickets = [kpi('tickets')]
const stretches = (...values: readonly string[]) => ({ dimension: 'period', test: 'is', values })
const without = (...values: readonly string[]) => ({ dimension: 'period', test: 'is_not', values })
const top = { by: 'measure', direction: 'descending' }

async function resultOf(house: keyof typeof houses, text: string, query: object, reading: readonly string[]) {
  const proposal = { kind: 'query', queries: [query], reading: quotes(...reading) }
  return await readFor(text, proposal, [], houses[house].lexicon)
}

test.for([
  [
    'shop',
    'revenue in January, March and May 2026',
    { measures: revenue, by: ['period'], filters: [stretches('January', 'March', 'May 2026')] },
    ['revenue|measure|revenue', 'January|period', 'March|period', 'May 2026|period'],
  ],
  [
    'shop',
    'daily revenue in January and March 2026',
    { measures: revenue, by: ['period'], grain: 'day', filters: [stretches('January', 'March 2026')] },
    ['daily|grain|day', 'revenue|measure|revenue', 'January|period', 'March 2026|period'],
  ],
  [
    'shop',
    'revenue in 2026 without December',
    { measures: revenue, period: '2026', filters: [without('December')] },
    ['revenue|measure|revenue', '2026|period', 'without|negation', 'December|period'],
  ],
  [
    'shop',
    'revenue this year excluding this month',
    { measures: revenue, period: 'this year', filters: [without('this month')] },
    ['revenue|measure|revenue', 'this year|period', 'excluding|negation', 'this month|period'],
  ],
  [
    'haulage',
    'freight cost on holidays last year',
    {
      measures: [kpi('freight_cost')],
      period: 'last year',
      filters: [{ dimension: 'holidays', test: 'is', values: [] }],
    },
    ['freight cost|measure|freight_cost', 'holidays|time_part', 'last year|period'],
  ],
  [
    'haulage',
    'shipments by carrier last year without holidays',
    {
      measures: [kpi('shipments')],
      by: ['carrier'],
      period: 'last year',
      filters: [{ dimension: 'holidays', test: 'is_not', values: [] }],
    },
    [
      'shipments|measure|shipments',
      'carrier|dimension|carrier',
      'last year|period',
      'without|negation',
      'holidays|time_part',
    ],
  ],
  [
    'shop',
    'orders without a channel',
    { measures: [kpi('orders')], filters: [{ dimension: 'channel', test: 'empty' }] },
    ['orders|measure|orders', 'without a|negation', 'channel|dimension|channel'],
  ],
  [
    'shop',
    'products not containing lamp',
    {
      by: ['product'],
      filters: [{ dimension: 'product', test: 'not_contains', values: ['lamp'] }],
      shape: { kind: 'members' },
    },
    ['products|dimension|product', 'not|negation', 'containing|condition', 'lamp|value|product~lamp'],
  ],
  [
    'shop',
    'revenue weekdays vs weekends',
    { measures: revenue, by: ['weekend'] },
    ['revenue|measure|revenue', 'weekdays vs weekends|time_part'],
  ],
  [
    'shop',
    'distribution of resolution time',
    { shape: { kind: 'histogram', of: 'resolution_time' } },
    ['distribution of|shape', 'resolution time|measure|resolution_time'],
  ],
  [
    'shop',
    'histogram of resolution time in bins of 30',
    { shape: { kind: 'histogram', of: 'resolution_time', width: 30 } },
    ['histogram of|shape', 'resolution time|measure|resolution_time', 'in bins of|shape', '30|number|30'],
  ],
  [
    'shop',
    'histogram of resolution time with 10 bins',
    { shape: { kind: 'histogram', of: 'resolution_time', bins: 10 } },
    ['histogram of|shape', 'resolution time|measure|resolution_time', '10|number|10', 'bins|shape'],
  ],
  [
    'shop',
    'correlation between revenue and orders by region',
    { measures: [kpi('revenue'), kpi('orders')], by: ['region'], shape: { kind: 'correlation' } },
    ['correlation between|shape', 'revenue|measure|revenue', 'orders|measure|orders', 'region|dimension|region'],
  ],
  [
    'shop',
    'relationship between resolution time and satisfaction',
    { measures: [kpi('resolution_time'), kpi('csat')], shape: { kind: 'correlation' } },
    ['relationship between|shape', 'resolution time|measure|resolution_time', 'satisfaction|measure|csat'],
  ],
  [
    'shop',
    'why did revenue drop last week',
    { measures: revenue, period: 'last week', shape: { kind: 'drivers' } },
    ['why|thread', 'revenue|measure|revenue', 'drop|comparison', 'last week|period'],
  ],
  [
    'shop',
    'why did revenue drop in October in EMEA',
    {
      measures: revenue,
      period: 'October',
      filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }],
      shape: { kind: 'drivers' },
    },
    ['why|thread', 'revenue|measure|revenue', 'drop in|comparison', 'October|period', 'EMEA|value|region=EMEA'],
  ],
  [
    'shop',
    'why did revenue drop',
    { measures: revenue, shape: { kind: 'drivers' } },
    ['why|thread', 'revenue|measure|revenue', 'drop|comparison'],
  ],
  [
    'shop',
    'tickets with a resolution time over 3 hours',
    { measures: tickets, filters: [{ dimension: 'resolution_time', test: 'over', values: [180] }] },
    ['tickets|measure|tickets', 'resolution time|measure|resolution_time', 'over|condition', '3 hours|number|3'],
  ],
  [
    'shop',
    'agents with resolution time over 3 hours',
    {
      measures: [kpi('resolution_time')],
      by: ['agent'],
      conditions: [{ measure: 0, figure: 'value', op: 'over', value: 180 }],
    },
    ['agents|dimension|agent', 'resolution time|measure|resolution_time', 'over|condition', '3 hours|number|3'],
  ],
  [
    'haulage',
    'shipments longer than 500 kilometers',
    {
      measures: [kpi('shipments')],
      filters: [{ dimension: 'distance', test: 'over', values: [500] }],
    },
    ['shipments|measure|shipments', 'longer than|condition', '500 kilometers|number|500'],
  ],
  [
    'haulage',
    'shipments with freight cost over 500',
    { measures: [kpi('shipments')], filters: [{ dimension: 'freight_cost', test: 'over', values: [500] }] },
    ['shipments|measure|shipments', 'freight cost|measure|freight_cost', 'over|condition', '500|number|500'],
  ],
  [
    'shop',
    'share of revenue by channel within each region',
    { measures: revenue, by: ['channel', 'region'], share: { of: 'total', within: ['region'] } },
    ['share of|share', 'revenue|measure|revenue', 'channel|dimension|channel', 'region|dimension|region'],
  ],
  [
    'shop',
    'what percentage of tickets are urgent by country',
    {
      measures: tickets,
      by: ['country'],
      filters: [{ dimension: 'priority', test: 'is', values: ['urgent'] }],
      share: { of: 'unfiltered', within: [] },
    },
    [
      'what percentage of|share',
      'tickets|measure|tickets',
      'urgent|value|priority=urgent',
      'country|dimension|country',
    ],
  ],
  [
    'shop',
    'top 3 products by revenue in each region',
    { measures: revenue, by: ['product', 'region'], order: top, limit: 3, per: ['region'] },
    ['top|order', '3|limit|3', 'products|dimension|product', 'revenue|measure|revenue', 'region|dimension|region'],
  ],
  [
    'shop',
    'top 3 products by revenue each month last year',
    { measures: revenue, by: ['product'], grain: 'month', period: 'last year', order: top, limit: 3, per: ['time'] },
    [
      'top|order',
      '3|limit|3',
      'products|dimension|product',
      'revenue|measure|revenue',
      'month|grain|month',
      'last year|period',
    ],
  ],
  [
    'shop',
    'top 3 products by revenue by month last year',
    { measures: revenue, by: ['product'], grain: 'month', period: 'last year', order: top, limit: 3 },
    [
      'top|order',
      '3|limit|3',
      'products|dimension|product',
      'revenue|measure|revenue',
      'month|grain|month',
      'last year|period',
    ],
  ],
  [
    'shop',
    'regions where revenue dropped by more than 10 % last month',
    {
      measures: revenue,
      by: ['region'],
      period: 'last month',
      compare: { kind: 'previous' },
      conditions: [{ measure: 0, figure: 'change_percent', op: 'under', value: -0.1 }],
    },
    [
      'regions|dimension|region',
      'revenue|measure|revenue',
      'dropped|comparison',
      'more than|condition',
      '10 %|number|10',
      'last month|period',
    ],
  ],
] as const)('%s: "%s" is proposed as the grammar reads it', async ([house, text, query, reading], { expect }) => {
  const plan = await planOf(houses[house].mind, text)
  if (plan.kind !== 'query') throw new Error(`the grammar: ${plan.kind}`)
  const found = await resultOf(house, text, query, reading)
  if (found.kind !== 'plan' || found.plan.kind !== 'query') throw new Error(JSON.stringify(found))
  expect(found.plan.query).toEqual(plan.query)
})

const overHours = (value: number) => ({
  measures: tickets,
  filters: [{ dimension: 'resolution_time', test: 'over', values: [value] }],
})
const ofTickets = { measures: tickets, filters: [{ dimension: 'priority', test: 'is', values: ['urgent'] }] }
const topProducts = { measures: revenue, by: ['product', 'region'], order: top, limit: 3 }
const productWords = ['top|order', '3|limit|3', 'products|dimension|product', 'revenue|measure|revenue'] as const

test.for([
  [
    'a stretch kept that is left out',
    'revenue in 2026 without December',
    { measures: revenue, period: '2026' },
    ['revenue|measure|revenue', '2026|period', 'without|negation', 'December|period'],
    'the plan leaves it out',
  ],
  [
    'a stretch left out that is asked for',
    'revenue in 2026 and in December',
    { measures: revenue, period: '2026', filters: [without('December')] },
    ['revenue|measure|revenue', '2026|period', 'December|period'],
    'no word of the question says so',
  ],
  [
    'stretches added up that nobody adds',
    'revenue in January and May 2026',
    { measures: revenue, filters: [stretches('January', 'May 2026')] },
    ['revenue|measure|revenue', 'January|period', 'May 2026|period'],
    'put "period" in by',
  ],
  [
    'stretches that do not stand in the question',
    'revenue in January and May 2026',
    { measures: revenue, by: ['period'], filters: [stretches('January', 'June 2026')] },
    ['revenue|measure|revenue', 'January|period', 'May 2026|period'],
    '"June 2026" is no period',
  ],
  [
    'dates of its own as stretches',
    'revenue in January and May 2026',
    { measures: revenue, by: ['period'], filters: [stretches('2026-01', '2026-05')] },
    ['revenue|measure|revenue', 'January|period', 'May 2026|period'],
    'is no period',
  ],
  [
    'nothing where something is',
    'orders by channel',
    { measures: [kpi('orders')], filters: [{ dimension: 'channel', test: 'empty' }] },
    ['orders|measure|orders', 'channel|dimension|channel'],
    'it holds a filter that nobody asked for',
  ],
  [
    'a text left out that is looked for',
    'products containing lamp',
    {
      by: ['product'],
      filters: [{ dimension: 'product', test: 'not_contains', values: ['lamp'] }],
      shape: { kind: 'members' },
    },
    ['products|dimension|product', 'containing|condition', 'lamp|value|product~lamp'],
    'no word of the question leaves that text out',
  ],
  [
    'a text kept that is left out',
    'products not containing lamp',
    {
      by: ['product'],
      filters: [{ dimension: 'product', test: 'contains', values: ['lamp'] }],
      shape: { kind: 'members' },
    },
    ['products|dimension|product', 'not|negation', 'containing|condition', 'lamp|value|product~lamp'],
    'the plan leaves it out',
  ],
  [
    'a histogram nobody asked for',
    'resolution time of tickets',
    { shape: { kind: 'histogram', of: 'resolution_time' } },
    ['resolution time|measure|resolution_time', 'tickets|view|support'],
    'asks for a distribution',
  ],
  [
    'a histogram of another number',
    'distribution of resolution time',
    { shape: { kind: 'histogram', of: 'csat' } },
    ['distribution of|shape', 'resolution time|measure|resolution_time'],
    'was said, and the plan leaves it out',
  ],
  [
    'ranges of another width',
    'histogram of resolution time in bins of 30',
    { shape: { kind: 'histogram', of: 'resolution_time', bins: 30 } },
    ['histogram of|shape', 'resolution time|measure|resolution_time', 'in bins of|shape', '30|number|30'],
    'the histogram has width: 30',
  ],
  [
    'ranges that nobody said',
    'histogram of resolution time',
    { shape: { kind: 'histogram', of: 'resolution_time', width: 30 } },
    ['histogram of|shape', 'resolution time|measure|resolution_time'],
    'nobody said how many ranges',
  ],
  [
    'a correlation nobody asked for',
    'revenue and orders by region',
    { measures: [kpi('revenue'), kpi('orders')], by: ['region'], shape: { kind: 'correlation' } },
    ['revenue|measure|revenue', 'orders|measure|orders', 'region|dimension|region'],
    'asks how they go together',
  ],
  [
    'what moved, where nobody asks why',
    'did revenue drop last week',
    { measures: revenue, period: 'last week', shape: { kind: 'drivers' } },
    ['revenue|measure|revenue', 'drop|comparison', 'last week|period'],
    'why was asked and is not what it says',
  ],
  [
    'what moved, under another word',
    'and revenue drop last week',
    { measures: revenue, period: 'last week', shape: { kind: 'drivers' } },
    ['and|thread|why', 'revenue|measure|revenue', 'drop|comparison', 'last week|period'],
    'as thread, asks why',
  ],
  [
    'why something is as it is',
    'why is revenue so high last week',
    { measures: revenue, period: 'last week', shape: { kind: 'drivers' } },
    ['why|thread', 'revenue|measure|revenue', 'high|order', 'last week|period'],
    'is no word for',
  ],
  [
    'records where a figure is asked for',
    'tickets by agent',
    { by: ['agent'], shape: { kind: 'records', of: 'support' } },
    ['tickets|view|support', 'agent|dimension|agent'],
    'asks for a list of records',
  ],
  [
    'a breakdown as a field of records',
    'list tickets by agent',
    { by: ['agent'], shape: { kind: 'records', of: 'support' } },
    ['tickets|view|support', 'agent|dimension|agent'],
    '"agent" is a breakdown',
  ],
  [
    'hours for minutes',
    'tickets with a resolution time over 3 hours',
    overHours(3),
    ['tickets|measure|tickets', 'resolution time|measure|resolution_time', 'over|condition', '3 hours|number|3'],
    'the quoted words say over 180',
  ],
  [
    'kilometres for minutes',
    'tickets with a resolution time over 3 km',
    overHours(3),
    ['tickets|measure|tickets', 'resolution time|measure|resolution_time', 'over|condition', '3 km|number|3'],
    'in another unit',
  ],
  [
    'a rise for a fall',
    'regions where revenue dropped by more than 10 % last month',
    {
      measures: revenue,
      by: ['region'],
      period: 'last month',
      compare: { kind: 'previous' },
      conditions: [{ measure: 0, figure: 'change_percent', op: 'over', value: 0.1 }],
    },
    [
      'regions|dimension|region',
      'revenue|measure|revenue',
      'dropped|comparison',
      'more than|condition',
      '10 %|number|10',
      'last month|period',
    ],
    'the quoted words say under -0.1',
  ],
  [
    'a share of the wrong whole',
    'what percentage of tickets are urgent by country',
    { ...ofTickets, by: ['country'], share: { of: 'total', within: [] } },
    [
      'what percentage of|share',
      'tickets|measure|tickets',
      'urgent|value|priority=urgent',
      'country|dimension|country',
    ],
    'share.of is unfiltered',
  ],
  [
    'a share of two wholes',
    'share of urgent tickets by country',
    { ...ofTickets, by: ['country'], share: { of: 'total', within: [] } },
    ['share of|share', 'urgent|value|priority=urgent', 'tickets|measure|tickets', 'country|dimension|country'],
    'kind "clarify"',
  ],
  [
    'a share within nothing',
    'share of revenue by channel within each region',
    { measures: revenue, by: ['channel', 'region'], share: { of: 'total', within: [] } },
    ['share of|share', 'revenue|measure|revenue', 'channel|dimension|channel', 'region|dimension|region'],
    'name it in share.within',
  ],
  [
    'pairs ranked for members of each',
    'top 3 products by revenue in each region',
    topProducts,
    [...productWords, 'region|dimension|region'],
    'Name the others in per',
  ],
  [
    'the other one ranked',
    'top 3 products by revenue in each region',
    { ...topProducts, per: ['product'] },
    [...productWords, 'region|dimension|region'],
    '"product" was named first',
  ],
  [
    'leaders of all for leaders of each',
    'top 3 products by revenue each month last year',
    { measures: revenue, by: ['product'], grain: 'month', period: 'last year', order: top, limit: 3 },
    [...productWords, 'month|grain|month', 'last year|period'],
    'per holds "time"',
  ],
] as const)('%s is refused', async ([, text, query, reading, because], { expect }) => {
  const found = await resultOf('shop', text, query, reading)
  expect(found).toMatchObject({ kind: 'refused', because: expect.stringContaining(because) as string })
})

test('500 pounds are no 500 kilograms', async ({ expect }) => {
  const found = await resultOf(
    'haulage',
    'shipments with a weight over 500 pounds',
    { measures: [kpi('shipments')], filters: [{ dimension: 'weight', test: 'over', values: [500] }] },
    ['shipments|measure|shipments', 'weight|dimension|weight', 'over|condition', '500 pounds|number|500'],
  )
  expect(found).toMatchObject({ kind: 'refused', because: expect.stringContaining('in another unit') as string })
})

test('records are listed with the fields that were named, in the order that was asked for', async ({ expect }) => {
  const found = await resultOf(
    'shop',
    'list the 5 slowest tickets with agent and resolution time last week',
    {
      by: ['agent', 'resolution_time'],
      period: 'last week',
      order: { by: 'name', measure: 1, direction: 'descending' },
      limit: 5,
      shape: { kind: 'records', of: 'support' },
    },
    [
      '5|limit|5',
      'slowest|order',
      'tickets|view|support',
      'agent|dimension|agent',
      'resolution time|measure|resolution_time',
      'last week|period',
    ],
  )
  expect(found).toMatchObject({
    kind: 'plan',
    plan: {
      query: {
        measures: [],
        by: [],
        shape: {
          kind: 'records',
          fields: [
            { kind: 'dimension', dimension: 'agent' },
            { kind: 'kpi', kpi: 'resolution_time' },
          ],
        },
        order: [{ by: { kind: 'axis', index: 1 }, direction: 'descending' }],
        limit: { count: 5 },
      },
    },
  })
})
