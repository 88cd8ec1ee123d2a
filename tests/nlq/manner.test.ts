import { test } from 'vitest'
import { soundsAsked } from '../../src/nlq/manner.ts'

test.for([
  'by region',
  'and by shop',
  'ok, and only Germany',
  'what about orders?',
  'show me the top 5 products',
  'same by week',
  'without marketplaces',
  'help',
  'Is that with refunds?',
  'we should look at refunds too, shouldn’t we?',
])('%j is asked', (text, { expect }) => {
  expect(soundsAsked(text)).toBe(true)
})

test.for([
  'thanks',
  'ok',
  'lol',
  '👍',
  '',
  'great work',
  'I will call the supplier tomorrow',
  'this looks odd to me',
  'Ana is on holiday until Monday',
  'only because we changed the prices in the middle of the month and forgot to tell anybody else about it',
])('%j is no question', (text, { expect }) => {
  expect(soundsAsked(text)).toBe(false)
})
