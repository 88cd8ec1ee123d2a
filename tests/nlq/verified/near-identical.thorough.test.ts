import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildLexicon } from '../../../src/nlq/lexicon.ts'
import { nearKey } from '../../../src/nlq/verified/near-identical.ts'
import { haulage, hospital, shop } from '../catalogs.ts'

const lexicon = buildLexicon(shop)
const key = (text: string) => nearKey(text, lexicon)

const kpis = [
  ['revenue', 'turnover', 'gmv'],
  ['orders', 'purchases'],
  ['refunds', 'refund', 'refunded amount'],
  ['average order value', 'aov', 'basket size'],
]
const dimensions = [
  ['region', 'regions', 'area', 'market', 'territory', 'territories'],
  ['category', 'categories', 'department'],
  ['product', 'products', 'item', 'article'],
]
const values = [['EMEA', 'Europe'], ['APAC'], ['Germany'], ['Toys'], ['Robot Kit']]
const periods = ['last week', 'this month', 'yesterday', 'in the last 30 days', 'in 2025', 'on 3 November 2026']
const numbers = ['5', '50', '1000']
const before = ['', 'please ', 'Show me ', 'hi, can you please show me ', 'Could you tell me ']
const after = ['', ' please', ', thanks!', '?']
const negations = ['', 'not ']

interface Asked {
  readonly kpi: number
  readonly dimension: number
  readonly value: number
  readonly period: number
  readonly number: number
  readonly negation: number
}

const asked = fc.record({
  kpi: fc.nat(kpis.length - 1),
  dimension: fc.nat(dimensions.length - 1),
  value: fc.nat(values.length - 1),
  period: fc.nat(periods.length - 1),
  number: fc.nat(numbers.length - 1),
  negation: fc.nat(negations.length - 1),
})
const dress = fc.record({
  words: fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }),
  before: fc.constantFrom(...before),
  after: fc.constantFrom(...after),
  isLoud: fc.boolean(),
})

function put(question: Asked, { words, before: opening, after: closing, isLoud }: Dress): string {
  const of = (forms: readonly string[], at: number) => forms[words[at]! % forms.length]!
  const kpi = of(kpis[question.kpi]!, 0)
  const dimension = of(dimensions[question.dimension]!, 1)
  const value = of(values[question.value]!, 2)
  const over = `over ${numbers[question.number]}`
  const text = `${kpi} ${over} by ${dimension} ${negations[question.negation]}in ${value} ${periods[question.period]}`
  return `${opening}${isLoud ? text.toUpperCase() : text}${closing}`
}
type Dress = typeof dress extends fc.Arbitrary<infer Of> ? Of : never

test('the same question in any dress has one key', () => {
  fc.assert(
    fc.property(asked, dress, dress, (question, one, other) => {
      expect(key(put(question, one))).toBe(key(put(question, other)))
    }),
  )
})

test('another number, value, date, negation, KPI or dimension has another, whatever the dress', () => {
  fc.assert(
    fc.property(asked, asked, dress, dress, (one, other, dressed, otherwise) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other))
      expect(key(put(one, dressed))).not.toBe(key(put(other, otherwise)))
    }),
  )
})

test('a word more, less or in another place makes another question', () => {
  const words = [
    'revenue',
    'profit',
    'by',
    'region',
    'without',
    'never',
    'gift',
    'germany',
    '7',
    'last',
    'week',
    'unicorns',
  ]
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 7 }),
      fc.nat(6),
      fc.constantFrom(...words),
      (said, at, word) => {
        const place = Math.min(at, said.length)
        expect(key([...said.slice(0, place), word, ...said.slice(place)].join(' '))).not.toBe(key(said.join(' ')))
        const swapped = said.with(0, said[1]!).with(1, said[0]!)
        if (said[0] !== said[1]) expect(key(swapped.join(' '))).not.toBe(key(said.join(' ')))
      },
    ),
  )
})

test('no two KPIs, dimensions or values of a catalog are ever exchanged for each other', () => {
  for (const knowledge of [shop, hospital, haulage]) {
    const own = buildLexicon(knowledge)
    const kinds = [
      [...knowledge.catalog.kpis.keys()],
      [...new Set([...knowledge.catalog.views.values()].flatMap((view) => [...view.dimensions.keys()]))],
      [...new Set([...knowledge.values.values()].flatMap((of) => [...of.values()].flat().map(String)))],
    ]
    for (const names of kinds) {
      const keys = names.map((name) => nearKey(`x ${name.replaceAll('_', ' ')} y`, own))
      expect(new Set(keys).size).toBe(names.length)
    }
  }
})

test('any text at all has a key', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => typeof key(text) === 'string'))
})
