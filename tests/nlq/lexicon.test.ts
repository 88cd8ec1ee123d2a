import { expect, test } from 'vitest'
import { buildLexicon } from '../../src/nlq/lexicon.ts'
import { nameOf } from '../../src/nlq/named.ts'
import { tokenize } from '../../src/nlq/text.ts'
import { haulage, hospital, shop } from './catalogs.ts'
import { depot } from './value-catalogs.ts'

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

test.for([
  ['hired', 'hires'],
  ['hiring', 'hires'],
  ['churned', 'churn'],
  ['deliveries', 'deliveries'],
  ['delivered', 'deliveries'],
  ['payments', 'payments'],
  ['paid', 'payments'],
  ['markets', 'region'],
  ['marketing', undefined],
  ['ship mode', 'shipping_mode'],
] as const)('"%s" is a name of %s', ([text, expected]) => {
  const [best] = buildLexicon(depot).names(tokenize(text))
  expect(best && nameOf(best.named)).toBe(expected)
})

test.for([
  ['Levis Jacket', 'Levi’s Jacket'],
  ['johnson and johnson', 'Johnson & Johnson'],
  ['e-mail', 'Email'],
  ['e mails', 'Email'],
  ['tshirts', 'T-Shirt'],
  ['t shirt', 'T-Shirt'],
  ['terminal two', 'Terminal 2'],
  ['north face', 'The North Face'],
  ['london', 'London (LHR)'],
  ['lhr', 'London (LHR)'],
  ['18 to 24', '18-24'],
  ['18–24', '18-24'],
  ['1824', undefined],
  ['65 and over', '65+'],
  ['65 plus', '65+'],
  ['a and e', 'A&E'],
  ['sao paulo', 'São Paulo'],
  ['mcdonalds', 'McDonald’s'],
  ["mcdonald's", 'McDonald’s'],
  ['sick leaves', 'Sick leave'],
  ['credit cards', 'credit_card'],
  ['boxes', 'Box'],
] as const)('"%s" says the value %s', ([text, expected]) => {
  const [found] = buildLexicon(depot).values(tokenize(text))
  expect(found?.value).toBe(expected)
})

test.for([
  ['grmany', 'Germany'],
  ['gremany', 'Germany'],
  ['egrmany', 'Germany'],
  ['bermany', undefined],
  ['vienma hub', undefined],
  ['linzz', 'Linz'],
  ['lenz', undefined],
  ['germayn', 'Germany'],
  ['grnd hotel vienna', 'Grand Hotel Vienna'],
  ['paulo sao', undefined],
  ['gemrnay', undefined],
  ['bos', undefined],
  ['termnial 3', undefined],
] as const)('a slip of the keys: "%s" for %s', ([text, expected]) => {
  const [found] = buildLexicon(depot).values(tokenize(text), true)
  expect(found?.value).toBe(expected)
})

test.for([
  ['grand hotel', ['Grand Hotel Vienna']],
  ['grand vienna', ['Grand Hotel Vienna']],
  ['vienna grand', []],
  ['hotel', ['Grand Hotel Vienna', 'Hotel Europa']],
  ['vienna europa', []],
] as const)('the values that hold "%s"', ([text, expected]) => {
  expect(
    buildLexicon(depot)
      .valuesWith(tokenize(text))
      .map(({ value }) => value),
  ).toEqual(expected)
})
