import { expect, test } from 'vitest'
import { verifiedSaid } from '../../src/bot/verified/verified-said.ts'

test.for([
  ['👍', 'good', null],
  ['👍🏽', 'good', null],
  ['That’s right!', 'good', null],
  ['Verify this answer', 'verify', null],
  ['please mark that answer as verified', 'verify', null],
  ['Use this answer whenever it is asked', 'verify', null],
  ['use this answer whenever "Our Takings, by "EMEA"?" is asked', 'verify', 'Our Takings, by "EMEA"?'],
  ['Forget that verified answer.', 'forget', null],
  ['forget the verified answer to "Our takings"', 'forget', 'Our takings'],
  ['Which answers are verified?', 'list', null],
  ['show me the verified questions', 'list', null],
] as const)('"%s" means %s', ([text, act, question], { expect }) => {
  expect(verifiedSaid(text)).toEqual({ act, question })
})

test.for([
  'revenue last week',
  'verified orders last week',
  'how many verified answers were there',
  'forget it',
  'forget that',
  'is that right',
  'use this',
])('"%s" is something else', (text) => {
  expect(verifiedSaid(text)).toBeNull()
})
