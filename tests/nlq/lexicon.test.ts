import { expect, test } from 'vitest'
import { buildLexicon } from '../../src/nlq/lexicon.ts'
import { tokenize } from '../../src/nlq/text.ts'
import { haulage, hospital, shop } from './catalogs.ts'

const lexicon = buildLexicon(shop)

function values(text: string, typos = false) {
  return lexicon.values(tokenize(text), typos).map(({ dimension, value }) => `${dimension}=${value}`)
}

test.for([
  ['germany', ['country=Germany']],
  ['cote d’ivoire', ['country=Côte d’Ivoire']],
  ['levis jacket', ['product=Levi’s Jacket']],
  ['europe', ['region=EMEA']],
  ['garden', ['category=Garden', 'product=Garden']],
  ['desk lamps', ['product=Desk Lamp']],
  ['atlantis', []],
] as const)('"%s" is found among the values', ([text, expected]) => {
  expect(values(text)).toEqual(expected)
})

test('a slip of the keys is found only when asked for', () => {
  expect(values('germny')).toEqual([])
  expect(values('germny', true)).toEqual(['country=Germany'])
})

test('short words and codes are never taken for their neighbours', () => {
  expect(values('uz', true)).toEqual([])
  expect(values('trail runner 3', true)).toEqual([])
})

test('masked dimensions are not in the index', () => {
  const withPatients = {
    ...hospital,
    values: new Map([['visits', new Map([['patient', ['Jane Roe']]])]]),
  }
  expect(buildLexicon(withPatients).values(tokenize('jane roe'))).toEqual([])
})

test('the last word of a name stands for it when nothing else has it', () => {
  const named = buildLexicon(haulage).names(tokenize('cost'))
  expect(named.map((match) => match.named)).toEqual([{ kind: 'kpi', kpi: 'freight_cost' }])
})
