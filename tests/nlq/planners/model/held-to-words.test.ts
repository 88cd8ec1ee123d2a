/** A model may quote every word of a question rightly and put the parts together otherwise: where the words stand decides. */
import { expect, test } from 'vitest'
import { buildLexicon } from '../../../../src/nlq/lexicon.ts'
import { inShort } from '../../ask-in-tests.ts'
import { films } from '../../more-catalogs.ts'
import { kpi, quotes, readFor } from './said.ts'

async function outcomeOf(text: string, query: object, reading: readonly string[]): Promise<string> {
  const found = await readFor(text, { kind: 'query', queries: [query], reading: quotes(...reading) })
  if (found.kind === 'plan') return inShort(found.plan)
  return found.kind === 'refused' ? `refused: ${found.because}` : found.reason
}

const two = ['intake|measure|revenue', 'orders|measure|orders']
const made = (kind: string, name: string, other: string) => ({ measures: [{ kind, name, other }] })
const intake = { measures: [kpi('revenue')] }
const ranked = (by: string, more: object = {}) => ({ by, direction: 'descending', ...more })

test.for([
  [
    'a ratio turned round',
    'intake per order',
    made('ratio', 'orders', 'revenue'),
    ['intake|measure|revenue', 'order|measure|orders'],
  ],
  [
    'a ratio left undivided',
    'intake per order',
    { measures: [kpi('revenue'), kpi('orders')] },
    ['intake|measure|revenue', 'order|measure|orders'],
  ],
  [
    'a ratio made by another "by"',
    'intake and orders by region',
    { ...made('ratio', 'revenue', 'orders'), by: ['region'] },
    [...two, 'region|dimension|region'],
  ],
  [
    'a difference turned round',
    'intake minus refunds',
    made('difference', 'refunds', 'revenue'),
    ['intake|measure|revenue', 'minus|negation', 'refunds|measure|refunds'],
  ],
  [
    'a difference left out',
    'difference between intake and refunds',
    { measures: [kpi('revenue'), kpi('refunds')] },
    ['difference between|comparison', 'intake|measure|revenue', 'refunds|measure|refunds'],
  ],
  [
    'a rate for a share',
    'share of intake by region',
    { measures: [kpi('refund_rate')], by: ['region'], share: true },
    ['share of|share', 'intake|measure|revenue', 'region|dimension|region'],
  ],
  [
    'an average of another figure',
    'average intake and orders',
    { measures: [kpi('revenue'), kpi('refunds', { aggregation: 'average' })] },
    ['average|aggregation', 'intake|measure|revenue', 'orders|measure|refunds'],
  ],
  [
    'an average of averages',
    'average intake by region',
    {
      measures: [kpi('revenue', { aggregation: 'average' })],
      by: ['region'],
      shape: { kind: 'over', of: 'product', aggregate: 'average' },
    },
    ['average|aggregation', 'intake|measure|revenue', 'region|dimension|region'],
  ],
  [
    'another date',
    'intake last week',
    { ...intake, period: 'last week', time: 'shipped' },
    ['intake|measure|revenue', 'last week|period'],
  ],
  [
    'the bound word left out',
    'regions with intake over 100',
    { ...intake, by: ['region'], conditions: [{ measure: 0, figure: 'value', op: 'equals', value: 100 }] },
    ['regions|dimension|region', 'intake|measure|revenue', '100|number|100'],
  ],
  [
    'the numbers of two bounds changed over',
    'regions with intake over 100 and orders under 20',
    {
      measures: [kpi('revenue'), kpi('orders')],
      by: ['region'],
      conditions: [
        { measure: 0, figure: 'value', op: 'under', value: 20 },
        { measure: 1, figure: 'value', op: 'over', value: 100 },
      ],
    },
    [
      'regions|dimension|region',
      'intake|measure|revenue',
      'over|condition',
      '100|number|100',
      'orders|measure|orders',
      'under|condition',
      '20|number|20',
    ],
  ],
  [
    'records picked where groups are meant',
    'regions with intake over 100',
    { ...intake, by: ['region'], filters: [{ dimension: 'revenue', test: 'over', values: [100] }] },
    ['regions|dimension|region', 'intake|measure|revenue', 'over|condition', '100|number|100'],
  ],
  [
    'a fall read as below nothing',
    'regions where intake fell last month',
    {
      ...intake,
      by: ['region'],
      period: 'last month',
      compare: { kind: 'previous' },
      conditions: [{ measure: 0, figure: 'value', op: 'under', value: 0 }],
    },
    ['regions|dimension|region', 'intake|measure|revenue', 'fell|comparison|change', 'last month|period'],
  ],
  [
    'a period against itself',
    'intake last month',
    { ...intake, period: 'last month', compare: { kind: 'period', period: 'last month' } },
    ['intake|measure|revenue', 'last month|period'],
  ],
  [
    'the other period, against the one before it',
    'intake this month vs last month',
    { ...intake, period: 'last month', compare: { kind: 'previous' } },
    ['intake|measure|revenue', 'this month|period', 'vs|comparison', 'last month|period'],
  ],
  [
    'a year ago read as the month before',
    'intake last month vs a year ago',
    { ...intake, period: 'last month', compare: { kind: 'previous' } },
    ['intake|measure|revenue', 'last month|period', 'vs|comparison', 'a year ago|period'],
  ],
  [
    'a quarter against the month before',
    'intake last quarter compared with the month before',
    { ...intake, period: 'last quarter', compare: { kind: 'previous' } },
    ['intake|measure|revenue', 'last quarter|period', 'compared with|comparison', 'the month before|comparison'],
  ],
  [
    'the first by name for the top',
    'top 3 products by intake',
    { ...intake, by: ['product'], order: ranked('name'), limit: 3 },
    ['top|order', '3|limit|3', 'products|dimension|product', 'intake|measure|revenue'],
  ],
  [
    'the top by another figure',
    'top 3 products by intake and orders',
    { measures: [kpi('revenue'), kpi('orders')], by: ['product'], order: ranked('measure', { measure: 1 }), limit: 3 },
    ['top|order', '3|limit|3', 'products|dimension|product', ...two],
  ],
  [
    '"at least" as an order',
    'regions with intake of at least 100',
    {
      ...intake,
      by: ['region'],
      order: { by: 'measure', direction: 'ascending' },
      conditions: [{ measure: 0, figure: 'value', op: 'at_least', value: 100 }],
    },
    ['regions|dimension|region', 'intake|measure|revenue', 'at least|order', '100|number|100'],
  ],
  [
    'a yes read as a no',
    'gift intake last week',
    { ...intake, period: 'last week', filters: [{ dimension: 'is_gift', test: 'is', values: [false] }] },
    ['gift|value|is_gift=false', 'intake|measure|revenue', 'last week|period'],
  ],
  [
    'a qualifier as a second name',
    'unpaid revenue last week',
    { ...intake, period: 'last week' },
    ['unpaid|measure|revenue', 'revenue|measure|revenue', 'last week|period'],
  ],
  [
    'a qualifier as a dimension',
    'unpaid revenue by status',
    { ...intake, by: ['status'] },
    ['unpaid|dimension|status', 'revenue|measure|revenue', 'status|dimension|status'],
  ],
  [
    'a word before a value as its dimension',
    'revenue sauf EMEA',
    { ...intake, filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }] },
    ['revenue|measure|revenue', 'sauf|dimension|region', 'EMEA|value|region=EMEA'],
  ],
  [
    'a negation of another language',
    'revenue ohne EMEA by region',
    { ...intake, by: ['region'], filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }] },
    ['revenue|measure|revenue', 'ohne|dimension|region', 'EMEA|value|region=EMEA', 'region|dimension|region'],
  ],
  [
    'a figure quoted as what is listed',
    'revenue by region',
    { measures: [], by: ['region'], shape: { kind: 'members' } },
    ['revenue|view|revenue', 'region|dimension|region'],
  ],
] as const)('%s is refused', async ([, text, query, reading], { expect }) => {
  expect(await outcomeOf(text, query, reading)).toMatch(/^refused: /)
})

test.for([
  [
    'intake per order',
    made('ratio', 'revenue', 'orders'),
    ['intake|measure|revenue', 'order|measure|orders'],
    'revenue/orders',
  ],
  [
    'share of refunds in revenue',
    made('ratio', 'refunds', 'revenue'),
    ['share of|share', 'refunds|measure|refunds', 'revenue|measure|revenue'],
    'refunds/revenue',
  ],
  [
    'intake minus refunds',
    made('difference', 'revenue', 'refunds'),
    ['intake|measure|revenue', 'minus|negation', 'refunds|measure|refunds'],
    'revenue-refunds',
  ],
  [
    'regions with more than 20 orders',
    { measures: [kpi('orders')], by: ['region'], conditions: [{ measure: 0, figure: 'value', op: 'over', value: 20 }] },
    ['regions|dimension|region', 'more than|condition', '20|number|20', 'orders|measure|orders'],
    'orders by region having 0.value over 20',
  ],
  [
    'intake by region with 20 orders or more',
    {
      measures: [kpi('revenue'), kpi('orders')],
      by: ['region'],
      conditions: [{ measure: 1, figure: 'value', op: 'at_least', value: 20 }],
    },
    ['intake|measure|revenue', 'region|dimension|region', '20|number|20', 'orders|measure|orders', 'or more|condition'],
    'having 1.value at_least 20',
  ],
  [
    'intake this month vs last month',
    { ...intake, period: 'this month', compare: { kind: 'previous' } },
    ['intake|measure|revenue', 'this month|period', 'vs|comparison', 'last month|period'],
    'vs previous 2026-10-01',
  ],
  [
    'intake last month vs last year',
    { ...intake, period: 'last month', compare: { kind: 'year_ago' } },
    ['intake|measure|revenue', 'last month|period', 'vs|comparison', 'last year|period'],
    'vs year_ago 2025-10-01',
  ],
  [
    'intake shipped last week',
    { ...intake, period: 'last week', time: 'shipped' },
    ['intake|measure|revenue', 'shipped|dimension|shipped', 'last week|period'],
    'on shipped',
  ],
  [
    'intake by outlet',
    { ...intake, by: ['channel'] },
    ['intake|measure|revenue', 'outlet|dimension|channel'],
    'revenue by channel',
  ],
] as const)('"%s" is read', async ([text, query, reading, expected], { expect }) => {
  expect(await outcomeOf(text, query, reading)).toContain(expected)
})

test('a word that carries nothing elsewhere is not dropped where it is what is asked for', async () => {
  const proposal = {
    kind: 'query',
    queries: [{ measures: [kpi('gross')], order: ranked('measure', { measure: 0 }) }],
    reading: quotes('highest|order|descending', 'box office|measure|gross'),
  }
  expect(await readFor('highest box office by title', proposal, [], buildLexicon(films))).toMatchObject({
    kind: 'refused',
    because: expect.stringContaining('"title" is not accounted for') as string,
  })
})
