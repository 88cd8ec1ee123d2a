import { test } from 'vitest'
import { buildLexicon } from '../../../src/nlq/lexicon.ts'
import { nearKey } from '../../../src/nlq/verified/near-identical.ts'
import { shop } from '../catalogs.ts'

const lexicon = buildLexicon(shop)
const key = (text: string) => nearKey(text, lexicon)

test.for([
  ['revenue by region last week', 'REVENUE BY Region Last Week'],
  ['revenue by region last week', 'Hi, could you please show me revenue by region last week? Thanks!'],
  ['revenue by region last week', 'turnover by market last week'],
  ['revenue by region last week', 'gmv by territories last week'],
  ['purchases in EMEA', 'orders in Europe'],
  ['refunds by product', 'refunds by items'],
  ['average order value this month', 'aov this month'],
  ['how are we doing in Germany', 'Please tell us how are we doing in germany'],
] as const)('"%s" is the same as "%s"', ([one, other], { expect }) => {
  expect(key(one)).toBe(key(other))
})

test.for([
  ['revenue last week', 'revenue this week'],
  ['revenue last week', 'revenue'],
  ['revenue in the last 7 days', 'revenue in the last 8 days'],
  ['revenue on 3 November', 'revenue on 4 November'],
  ['revenue on Monday', 'revenue on Mondays'],
  ['revenue in Germany', 'revenue in France'],
  ['revenue in Germany', 'revenue not in Germany'],
  ['revenue', 'orders'],
  ['average revenue', 'revenue'],
  ['total revenue', 'average revenue'],
  ['revenue of gift orders', 'revenue of ungift orders'],
  ['which region has the most revenue', 'which regions has the most revenue'],
  ['revenue for US', 'revenue for us'],
  ['show us revenue', 'show US revenue'],
  ['what is revenue', 'revenue'],
  ['tell me when revenue drops', 'when revenue drops'],
  ['revenue by region', 'revenue in region'],
  ['revenue, orders', 'revenue orders'],
  ['revenue above -5', 'revenue above 5'],
  ['how many sales', 'how many turnover'],
  ['our best customer', 'our worst customer'],
  ['money made', 'money lost'],
  ['revenue ↑', 'revenue ↓'],
  ['revenue last week 📈', 'revenue last week 📉!'],
  ['revenue last week', 'revenue last week 📉'],
  ['⛔ revenue last week', 'revenue last week'],
  ['please ↑ revenue', 'please ↓ revenue'],
  ['revenue, thanks ↑', 'revenue, thanks ↓'],
] as const)('"%s" is another question than "%s"', ([one, other], { expect }) => {
  expect(key(one)).not.toBe(key(other))
})

const states = ['ME', 'IN', 'OR', 'OK', 'HI', 'NY']
const ofStates = buildLexicon({
  ...shop,
  values: new Map([...shop.values, ['sales', new Map([['region', states]])]]),
})
const keyOfStates = (text: string) => nearKey(text, ofStates)

test.for([
  ['revenue for ME', 'revenue for me'],
  ['revenue for OR', 'revenue for or'],
  ['revenue for OK', 'revenue for ok'],
  ['revenue for HI', 'revenue for hi'],
  ['revenue in IN', 'revenue in in'],
] as const)('"%s" names a state, "%s" none', ([one, other], { expect }) => {
  expect(keyOfStates(one)).not.toBe(keyOfStates(other))
})

test('the case of what can only be a value does not count', ({ expect }) => {
  expect(keyOfStates('revenue for NY')).toBe(keyOfStates('Revenue for ny, please'))
})
