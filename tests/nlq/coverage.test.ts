import { expect, test } from 'vitest'
import { parseKpiQuery, type KpiQueryInput } from '../../src/analytics/kpi-query.ts'
import { checkCoverage } from '../../src/nlq/coverage.ts'
import { buildLexicon } from '../../src/nlq/lexicon.ts'
import type { Plan, ReadingPart } from '../../src/nlq/plan.ts'
import { now, shop } from './catalogs.ts'

const lexicon = buildLexicon(shop)

type Claim = readonly [words: string, as: ReadingPart, means: string]

/** A plan as a careless planner might make it: a query, and claims of which words became what. */
function planFor(text: string, input: KpiQueryInput, claims: readonly Claim[]): Plan {
  const parsed = parseKpiQuery(input, shop.catalog)
  if (!parsed.ok) throw new Error(parsed.because)
  const reading = claims.map(([words, as, means]) => {
    const from = text.indexOf(words)
    return { from, to: from + words.length, as, means }
  })
  return { kind: 'query', query: parsed.query, reading, understood: '', wish: null }
}

function fault(text: string, input: KpiQueryInput, claims: readonly Claim[]): string | null {
  return checkCoverage({ text, now, thread: [] }, planFor(text, input, claims), lexicon)
}

const revenue = { kind: 'kpi', kpi: 'revenue' } as const
const inGermany = { kind: 'members', dimension: 'country', include: true, values: ['Germany'] } as const

test('a plan that accounts for every word passes', () => {
  expect(
    fault('show me revenue in germany', { measures: [revenue], filters: [inGermany] }, [
      ['revenue', 'measure', 'revenue'],
      ['germany', 'value', 'country=Germany'],
    ]),
  ).toBeNull()
})

test('a word that no span covers is a fault', () => {
  expect(fault('revenue in germany', { measures: [revenue] }, [['revenue', 'measure', 'revenue']])).toContain('germany')
})

test.for<[string, readonly Claim[]]>([
  [
    'a word cannot be covered by claiming it as a value',
    [
      ['revenue', 'measure', 'revenue'],
      ['atlantis', 'value', 'country=Germany'],
    ],
  ],
  [
    'a word cannot be covered by claiming it as a KPI',
    [
      ['revenue', 'measure', 'revenue'],
      ['atlantis', 'measure', 'revenue'],
    ],
  ],
  [
    'a word cannot be covered by claiming it as a period',
    [
      ['revenue', 'measure', 'revenue'],
      ['atlantis', 'period', 'last week'],
    ],
  ],
  [
    'a word cannot be covered by claiming it as a chart',
    [
      ['revenue', 'measure', 'revenue'],
      ['atlantis', 'chart', 'bar'],
    ],
  ],
  [
    'a word cannot be covered by claiming it as a negation',
    [
      ['revenue', 'measure', 'revenue'],
      ['atlantis', 'negation', 'not'],
    ],
  ],
])('%s', ([, claims]) => {
  expect(fault('revenue of atlantis', { measures: [revenue], filters: [inGermany] }, claims)).toContain('atlantis')
})

test('a filter nobody said is a fault', () => {
  expect(
    fault('revenue', { measures: [revenue], filters: [inGermany] }, [['revenue', 'measure', 'revenue']]),
  ).toContain('filter')
})

test('an exclusion needs a negation that was said', () => {
  const claims: Claim[] = [
    ['revenue', 'measure', 'revenue'],
    ['germany', 'value', 'country=Germany'],
  ]
  const input = { measures: [revenue], filters: [{ ...inGermany, include: false }] }
  expect(fault('revenue in germany', input, claims)).not.toBeNull()
  expect(fault('revenue without germany', input, [...claims, ['without', 'negation', 'not']])).toBeNull()
})

test('a negation that the query leaves out is a fault', () => {
  expect(
    fault('revenue without germany', { measures: [revenue], filters: [inGermany] }, [
      ['revenue', 'measure', 'revenue'],
      ['without', 'negation', 'not'],
      ['germany', 'value', 'country=Germany'],
    ]),
  ).toContain('leaves it out')
})

test('a period that was said and is not in the query is a fault', () => {
  expect(
    fault('revenue last week', { measures: [revenue] }, [
      ['revenue', 'measure', 'revenue'],
      ['last week', 'period', 'last week'],
    ]),
  ).toContain('leaves it out')
})

test('a breakdown nobody asked for is a fault', () => {
  expect(
    fault('revenue', { measures: [revenue], by: [{ kind: 'dimension', dimension: 'region' }] }, [
      ['revenue', 'measure', 'revenue'],
    ]),
  ).toContain('breakdown')
})

test('another KPI than the one named is a fault', () => {
  expect(fault('orders', { measures: [revenue] }, [['orders', 'measure', 'orders']])).not.toBeNull()
})

test('a number must be the number that was said', () => {
  const input: KpiQueryInput = {
    measures: [revenue],
    by: [{ kind: 'dimension', dimension: 'region' }],
    limit: { count: 5 },
  }
  const claims = (count: string): Claim[] => [
    ['top', 'order', 'highest'],
    ['7', 'limit', count],
    ['regions', 'dimension', 'region'],
    ['revenue', 'measure', 'revenue'],
  ]
  expect(fault('top 7 regions by revenue', input, claims('5'))).not.toBeNull()
  expect(fault('top 7 regions by revenue', { ...input, limit: { count: 7 } }, claims('7'))).toBeNull()
})

test.for([
  ['≠', 'revenue ≠ Germany', '"≠" is not accounted for'],
  ['a minus before a word', 'revenue -Germany', '"-" is not accounted for'],
  ['an exclamation mark before a word', 'revenue !Germany', '"!" is not accounted for'],
  ['a sign of what is forbidden', 'revenue 🚫 Germany', '"🚫" is not accounted for'],
  ['an invisible sign in a word', 'revenue with\u200bout Germany', 'a sign that cannot be seen is not accounted for'],
] as const)('%s is not passed over', ([, text, because], { expect }) => {
  const claims: readonly Claim[] = [
    ['revenue', 'measure', 'revenue'],
    ['Germany', 'value', 'country=Germany'],
  ]
  expect(fault(text, { measures: [revenue], filters: [inGermany] }, claims)).toBe(because)
})

test('signs between words that say nothing are passed over', () => {
  const claims: readonly Claim[] = [
    ['revenue', 'measure', 'revenue'],
    ['Germany', 'value', 'country=Germany'],
  ]
  for (const text of ['revenue: Germany!', '“revenue” – Germany 📊', 'revenue (Germany)'])
    expect(fault(text, { measures: [revenue], filters: [inGermany] }, claims)).toBeNull()
})
