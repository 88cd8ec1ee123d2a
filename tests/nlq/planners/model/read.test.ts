import { describe, expect, test } from 'vitest'
import { parseKpiQuery } from '../../../../src/analytics/kpi-query.ts'
import { inShort } from '../../ask-in-tests.ts'
import { shop } from '../../catalogs.ts'
import { kpi, quotes, readFor } from './said.ts'

/** The query in short, or why there is none. */
async function outcomeOf(text: string, query: object, reading: readonly string[]): Promise<string> {
  const found = await readFor(text, { kind: 'query', queries: [query], reading: quotes(...reading) })
  if (found.kind === 'plan') return inShort(found.plan)
  return found.kind === 'refused' ? found.because : found.reason
}

test.for([
  [
    'how much money did we make last week',
    { measures: [kpi('revenue')], period: 'last week' },
    ['money|measure|revenue', 'last week|period'],
    'revenue from 2026-11-09 to 2026-11-16',
  ],
  [
    'what was our intake by region last month',
    { measures: [kpi('revenue')], by: ['region'], period: 'last month' },
    ['intake|measure|revenue', 'region|dimension|region', 'last month|period'],
    'revenue by region from 2026-10-01 to 2026-11-01',
  ],
  [
    'monthly intake in EMEA this year vs last year',
    {
      measures: [kpi('revenue')],
      grain: 'month',
      filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }],
      period: 'this year',
      compare: { kind: 'period', period: 'last year' },
    },
    [
      'monthly|grain|month',
      'intake|measure|revenue',
      'EMEA|value|region=EMEA',
      'this year|period',
      'vs|comparison',
      'last year|period',
    ],
    'revenue by month where region=EMEA from 2026-01-01 to 2027-01-01 so far vs previous 2025-01-01 to 2025-11-21T14:00',
  ],
  [
    'top 5 products by intake',
    { measures: [kpi('revenue')], by: ['product'], order: { by: 'measure', direction: 'descending' }, limit: 5 },
    ['top|order', '5|limit|5', 'products|dimension|product', 'intake|measure|revenue'],
    'revenue by product order 0.value down limit 5',
  ],
  [
    'regions with intake over 100',
    {
      measures: [kpi('revenue')],
      by: ['region'],
      conditions: [{ measure: 0, figure: 'value', op: 'over', value: 100 }],
    },
    ['regions|dimension|region', 'intake|measure|revenue', 'over|condition', '100|number|100'],
    'revenue by region having 0.value over 100',
  ],
] as const)('"%s" is read', async ([text, query, reading, expected], { expect }) => {
  expect(await outcomeOf(text, query, reading)).toBe(expected)
})

test('words that no list knows are printed with what they were taken for', async () => {
  const found = await readFor('our intake last week', {
    kind: 'query',
    queries: [{ measures: [kpi('revenue')], period: 'last week' }],
    reading: quotes('intake|measure|revenue', 'last week|period'),
  })
  expect(found).toMatchObject({
    kind: 'plan',
    plan: { understood: expect.stringContaining('taking "intake" as Revenue') },
  })
})

const lastWeek = { measures: [kpi('revenue')], period: 'last week' }

test.for([
  [
    'a word that is left out',
    'organic intake last week',
    lastWeek,
    ['intake|measure|revenue', 'last week|period'],
    '"organic" is not accounted for',
  ],
  [
    'a word swallowed by a known name',
    'organic revenue last week',
    lastWeek,
    ['organic revenue|measure|revenue', 'last week|period'],
    'is known as kpi revenue',
  ],
  [
    'a negation swallowed',
    'intake without refunds last week',
    lastWeek,
    ['intake without refunds|measure|revenue', 'last week|period'],
    'quoted by itself',
  ],
  [
    'a quote that is not there',
    'intake last week',
    lastWeek,
    ['sales|measure|revenue', 'last week|period'],
    'does not stand in the question',
  ],
  [
    'another period than was said',
    'intake last month',
    { ...lastWeek, period: 'last week' },
    ['intake|measure|revenue', 'last month|period'],
    'is no period',
  ],
  [
    'dates of its own',
    'intake last week',
    { ...lastWeek, period: '2026-11-01' },
    ['intake|measure|revenue', 'last week|period'],
    'is no period',
  ],
  [
    'a period left out',
    'intake last week',
    { measures: [kpi('revenue')] },
    ['intake|measure|revenue', 'last week|period'],
    'the plan leaves it out',
  ],
  [
    'unknown words as a value',
    'intake in Narnia',
    { measures: [kpi('revenue')], filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }] },
    ['intake|measure|revenue', 'Narnia|value|region=EMEA'],
    'is no word for value',
  ],
  [
    'a KPI that is not there',
    'profit last week',
    { measures: [kpi('profit')], period: 'last week' },
    ['profit|measure|profit', 'last week|period'],
    'there is no measure profit',
  ],
  [
    'another grain',
    'intake by month',
    { measures: [kpi('revenue')], grain: 'week' },
    ['intake|measure|revenue', 'by month|grain|week'],
    'no quoted word says "by week"',
  ],
  [
    'another grain than its word',
    'monthly intake',
    { measures: [kpi('revenue')], grain: 'week' },
    ['intake|measure|revenue', 'monthly|grain|week'],
    'no quoted word says "by week"',
  ],
  [
    'another number',
    'regions with intake over 100',
    {
      measures: [kpi('revenue')],
      by: ['region'],
      conditions: [{ measure: 0, figure: 'value', op: 'over', value: 1000 }],
    },
    ['regions|dimension|region', 'intake|measure|revenue', 'over|condition', '100|number|100'],
    'no quoted number comes to 1000',
  ],
  [
    'another direction',
    'regions with intake over 100',
    {
      measures: [kpi('revenue')],
      by: ['region'],
      conditions: [{ measure: 0, figure: 'value', op: 'under', value: 100 }],
    },
    ['regions|dimension|region', 'intake|measure|revenue', 'over|condition', '100|number|100'],
    'no word beside that number says "under"',
  ],
  [
    'the other end',
    'bottom 5 products by intake',
    { measures: [kpi('revenue')], by: ['product'], order: { by: 'measure', direction: 'descending' }, limit: 5 },
    ['bottom|order', '5|limit|5', 'products|dimension|product', 'intake|measure|revenue'],
    'no quoted word asks for descending order',
  ],
  [
    'what is left out kept',
    'intake without EMEA',
    { measures: [kpi('revenue')], filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }] },
    ['intake|measure|revenue', 'without|negation', 'EMEA|value|region=EMEA'],
    '"without" (negation) was said',
  ],
  [
    'two figures divided',
    'intake and orders',
    { measures: [{ kind: 'ratio', name: 'revenue', other: 'orders' }] },
    ['intake|measure|revenue', 'orders|measure|orders'],
    'makes a ratio',
  ],
] as const)('%s is refused', async ([, text, query, reading, because], { expect }) => {
  expect(await outcomeOf(text, query, reading)).toContain(because)
})

const intake = { measures: [kpi('revenue')] }
const inEmea = { ...intake, filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }] }

test.for([
  ['a breakdown', 'intake by region', intake, ['intake|measure|revenue', 'region|noun|region']],
  ['an aggregation', 'average intake', intake, ['average|aggregation', 'intake|measure|revenue']],
  ['a share', 'share of intake', intake, ['share of|share', 'intake|measure|revenue']],
  [
    'growth',
    'intake growth by region',
    { ...intake, by: ['region'] },
    ['intake|measure|revenue', 'growth|comparison|change', 'region|dimension|region'],
  ],
  [
    'a rank',
    'top product by intake',
    { ...intake, by: ['product'] },
    ['top|aggregation', 'product|dimension|product', 'intake|measure|revenue'],
  ],
  ['a figure', 'intake and tickets', intake, ['intake|measure|revenue', 'tickets|view|support']],
  [
    'a negation, called something else',
    'intake without EMEA',
    inEmea,
    ['intake|measure|revenue', 'without|thread', 'EMEA|value|region=EMEA'],
  ],
  [
    'a relation',
    'correlation of intake and orders by region',
    { measures: [kpi('revenue'), kpi('orders')], by: ['region'] },
    ['correlation of|shape', 'intake|measure|revenue', 'orders|measure|orders', 'region|dimension|region'],
  ],
  [
    'weekends',
    'intake on weekends by weekday',
    { ...intake, by: ['day_of_week'] },
    ['intake|measure|revenue', 'weekends|time_part', 'weekday|time_part'],
  ],
  [
    'a condition',
    'regions with intake over 100',
    { ...intake, by: ['region'] },
    ['regions|dimension|region', 'intake|measure|revenue', 'over|condition', '100|number|100'],
  ],
] as const)('%s cannot be quoted and left out', async ([, text, query, reading], { expect }) => {
  const found = await readFor(text, { kind: 'query', queries: [query], reading: quotes(...reading) })
  expect(found).toMatchObject({ kind: 'refused' })
})

test.for([
  [
    'without EMEA',
    'intake without EMEA',
    { ...intake, filters: [{ dimension: 'region', test: 'is_not', values: ['EMEA'] }] },
    ['intake|measure|revenue', 'without|negation', 'EMEA|value|region=EMEA'],
    'revenue where region!=EMEA',
  ],
  [
    'average',
    'average intake by month',
    { measures: [kpi('revenue', { aggregation: 'average' })], grain: 'month' },
    ['average|aggregation', 'intake|measure|revenue', 'by month|grain|month'],
    'average(revenue) by month',
  ],
  [
    'a share',
    'share of intake by region',
    { ...intake, by: ['region'], share: { of: 'total' } },
    ['share of|share', 'intake|measure|revenue', 'region|dimension|region'],
    'revenue by region share',
  ],
  [
    'a year ago',
    'intake last month vs a year ago',
    { ...intake, period: 'last month', compare: { kind: 'year_ago' } },
    ['intake|measure|revenue', 'last month|period', 'vs|comparison', 'a year ago|comparison'],
    'revenue from 2026-10-01 to 2026-11-01 vs year_ago 2025-10-01 to 2025-11-01',
  ],
  [
    'the worst of what is better low',
    'worst 3 agents by handling time',
    { measures: [kpi('resolution_time')], by: ['agent'], order: { by: 'measure', direction: 'descending' }, limit: 3 },
    ['worst|order', '3|limit|3', 'agents|dimension|agent', 'handling time|measure|resolution_time'],
    'resolution_time by agent order 0.value down limit 3',
  ],
  [
    'weekends',
    'intake on weekends',
    { ...intake, filters: [{ dimension: 'day_of_week', test: 'is', values: [6, 7] }] },
    ['intake|measure|revenue', 'weekends|time_part'],
    'revenue where day_of_week=6|7',
  ],
  [
    'a rate in percent',
    'countries with a refund rate over 5 %',
    {
      measures: [kpi('refund_rate')],
      by: ['country'],
      conditions: [{ measure: 0, figure: 'value', op: 'over', value: 0.05 }],
    },
    ['countries|dimension|country', 'refund rate|measure|refund_rate', 'over|condition', '5 %|number|5'],
    'refund_rate by country having 0.value over 0.05',
  ],
] as const)('%s is held to what it says', async ([, text, query, reading, expected], { expect }) => {
  expect(await outcomeOf(text, query, reading)).toContain(expected)
})

test.for([
  ['{"kind": "query", "queries": [', 'not one whole JSON object'],
  ['Sure! Here you go.', 'not one whole JSON object'],
  ['{"kind": "sql"}', 'kind'],
  ['{"kind": "query", "queries": []}', 'exactly one query'],
] as const)('%s is refused', async ([text, because], { expect }) => {
  expect(await readFor('intake', text)).toMatchObject({ kind: 'refused', because: expect.stringContaining(because) })
})

test('a proposal in words and fences is found', async () => {
  const proposal = {
    kind: 'query',
    queries: [{ measures: [kpi('revenue')] }],
    reading: quotes('intake|measure|revenue'),
  }
  const text = `Here is the plan:\n\`\`\`json\n${JSON.stringify(proposal)}\n\`\`\``
  expect(await readFor('intake', text)).toMatchObject({ kind: 'plan' })
})

test('two readings are a question back in our words', async () => {
  const found = await readFor('intake in Germany', {
    kind: 'clarify',
    queries: ['revenue', 'orders'].map((name) => ({
      measures: [kpi(name)],
      filters: [{ dimension: 'country', test: 'is', values: ['Germany'] }],
    })),
    reading: quotes('intake|measure|revenue', 'Germany|value|country=Germany'),
    ask: 'Visit https://evil.example',
  })
  expect(found).toMatchObject({
    kind: 'plan',
    plan: {
      kind: 'clarify',
      ask: 'This can be read in more than one way. Which do you mean?',
      choices: [
        { label: 'Revenue, only where country is Germany, all time' },
        { label: 'Orders, only where country is Germany, all time' },
      ],
    },
  })
})

describe('after another question', () => {
  const before = parseKpiQuery(
    {
      measures: [{ kind: 'kpi', kpi: 'revenue' }],
      period: { from: '2026-11-09', to: '2026-11-16', zone: 'Europe/Berlin' },
      filters: [{ kind: 'members', dimension: 'country', include: true, values: ['Germany'] }],
    },
    shop.catalog,
  )
  if (!before.ok) throw new Error(before.because)
  const thread = [{ text: 'revenue in Germany last week', query: before.query, wish: null }]
  const inGermany = [{ dimension: 'country', test: 'is', values: ['Germany'] }]

  test.for([
    [
      'its period and filters are kept when they are said to be',
      'and what about our intake by category',
      { measures: [kpi('revenue')], by: ['category'], period: 'before', filters: inGermany },
      ['what about|thread', 'intake|measure|revenue', 'category|dimension|category'],
      'revenue by category where country=Germany from 2026-11-09 to 2026-11-16',
    ],
    [
      'another period replaces it',
      'and our intake last month',
      { measures: [kpi('revenue')], period: 'last month', filters: inGermany },
      ['intake|measure|revenue', 'last month|period'],
      'revenue where country=Germany from 2026-10-01 to 2026-11-01',
    ],
    [
      'a filter that neither was said nor was there is none',
      'and our intake last month',
      {
        measures: [kpi('revenue')],
        period: 'last month',
        filters: [{ dimension: 'country', test: 'is', values: ['France'] }],
      },
      ['intake|measure|revenue', 'last month|period'],
      'it holds a filter that nobody asked for',
    ],
    [
      'a filter of the thread that nothing takes away is kept',
      'and our intake last month',
      { measures: [kpi('revenue')], period: 'last month' },
      ['intake|measure|revenue', 'last month|period'],
      'nothing takes the filter country of the thread away',
    ],
    [
      'a breakdown by what was filtered widens it',
      'and our intake by country',
      { measures: [kpi('revenue')], period: 'before', by: ['country'] },
      ['intake|measure|revenue', 'country|dimension|country'],
      'revenue by country from 2026-11-09 to 2026-11-16',
    ],
    [
      'another value of it replaces it',
      'what about our intake in France',
      {
        measures: [kpi('revenue')],
        period: 'before',
        filters: [{ dimension: 'country', test: 'is', values: ['France'] }],
      },
      ['what about|thread', 'intake|measure|revenue', 'France|value|country=France'],
      'revenue where country=France from 2026-11-09 to 2026-11-16',
    ],
    [
      'a question that stands by itself keeps none',
      'our intake last month by category',
      { measures: [kpi('revenue')], period: 'last month', by: ['category'], filters: inGermany },
      ['intake|measure|revenue', 'last month|period', 'category|dimension|category'],
      'stands by itself: without the filter country',
    ],
    [
      'and is read without',
      'our intake last month by category',
      { measures: [kpi('revenue')], period: 'last month', by: ['category'] },
      ['intake|measure|revenue', 'last month|period', 'category|dimension|category'],
      'revenue by category from 2026-10-01 to 2026-11-01',
    ],
    [
      'a breakdown that nobody asked for is refused',
      'and our intake last month',
      { measures: [kpi('revenue')], period: 'last month', by: ['region'] },
      ['intake|measure|revenue', 'last month|period'],
      'nobody asked for a breakdown',
    ],
  ] as const)('%s', async ([, text, query, reading, expected], { expect }) => {
    const found = await readFor(text, { kind: 'query', queries: [query], reading: quotes(...reading) }, thread)
    expect(found.kind === 'plan' ? inShort(found.plan) : 'because' in found && found.because).toContain(expected)
  })

  test('without one, nothing can be kept', async () => {
    const query = { measures: [kpi('revenue')], period: 'before' }
    const found = await readFor('our intake', {
      kind: 'query',
      queries: [query],
      reading: quotes('intake|measure|revenue'),
    })
    expect(found).toMatchObject({
      kind: 'refused',
      because: expect.stringContaining('no period in the thread') as string,
    })
  })
})

describe('words that may not be read so unasked', () => {
  test.for([
    [
      'a value that no list knows',
      'intake in Narnia',
      { measures: [kpi('revenue')], filters: [{ dimension: 'region', test: 'is', values: ['EMEA'] }] },
      ['intake|measure|revenue', 'Narnia|value|region=EMEA'],
      'taking "Narnia" as Region EMEA',
      'Revenue, only where region is EMEA, all time',
    ],
    [
      'a name inside of what is said',
      'organic revenue last week',
      lastWeek,
      ['organic revenue|measure|revenue', 'last week|period'],
      'taking "organic revenue" as Revenue',
      'Revenue, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)',
    ],
    [
      'an idiom of everyday words',
      'how much did we hand back to people last week',
      { measures: [kpi('refunds')], period: 'last week' },
      ['did we hand back to people|measure|refunds', 'last week|period'],
      'taking "did we hand back to people" as Refunds',
      'Refunds, Mon 9 to Sun 15 Nov 2026 (Europe/Berlin)',
    ],
  ] as const)(
    '%s is offered with what it was taken for',
    async ([, text, query, reading, taken, label], { expect }) => {
      const found = await readFor(text, { kind: 'query', queries: [query], reading: quotes(...reading) })
      expect(found).toMatchObject({ kind: 'refused', offer: { kind: 'clarify', choices: [{ label }] } })
      expect(found.kind === 'refused' && found.offer?.kind === 'clarify' && found.offer.ask).toContain(taken)
    },
  )

  test.for([
    ['a negation', 'intake without refunds last week', 'intake without refunds|measure|revenue'],
    ['a number', 'intake of 100 people last week', 'intake of 100 people|measure|revenue'],
    ['a bound', 'intake over budget last week', 'intake over budget|measure|revenue', 'budget|measure|orders'],
    ['a value of the data', 'intake of Germany last week', 'intake of Germany|measure|revenue'],
    ['what is to come', 'forecast intake last week', 'forecast intake|measure|revenue'],
    ['a change', 'intake growth last week', 'intake growth|measure|revenue'],
    ['a figure that there is not', 'profit last week', 'profit|measure|profit'],
    ['a word left out', 'organic intake last week', 'intake|measure|revenue'],
  ] as const)('%s is not even offered', async ([, text, ...reading], { expect }) => {
    const found = await readFor(text, {
      kind: 'query',
      queries: [lastWeek],
      reading: quotes(...reading, 'last week|period'),
    })
    expect(found.kind === 'refused' && found.offer).toBeUndefined()
  })

  test('a wrong label for a known word is no wrong reading', async () => {
    const query = {
      measures: [kpi('revenue')],
      by: ['product'],
      order: { by: 'measure', direction: 'descending' },
      limit: 5,
    }
    const reading = ['top|comparison', '5|limit|5', 'products|dimension|product', 'intake|measure|revenue']
    expect(await outcomeOf('top 5 products by intake', query, reading)).toContain('limit 5')
  })
})
