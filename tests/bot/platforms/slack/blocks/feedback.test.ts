import { test } from 'vitest'
import { feedbackModal, parseFeedback } from '../../../../../src/bot/platforms/slack/blocks/feedback.ts'

const about = { key: 'slack:T1/C1/1700000000.000100', place: 'slack:T1/C1/1700000000.000100' }

const submitted = (wrong: unknown, expected: unknown) => ({
  ...feedbackModal(about),
  state: {
    values: {
      wrong: { wrong: { type: 'plain_text_input', value: wrong } },
      expected: { expected: { type: 'plain_text_input', value: expected } },
    },
  },
})

test('what was written comes back with the reply it is about', ({ expect }) => {
  expect(parseFeedback(submitted(' Too high \n', 'About 28k'))).toEqual({
    ...about,
    wrong: 'Too high',
    expected: 'About 28k',
  })
  expect(parseFeedback(submitted('Too high', null))).toEqual({ ...about, wrong: 'Too high', expected: null })
})

test.for([
  null,
  {},
  { ...submitted('a', 'b'), callback_id: 'other' },
  { ...submitted('a', 'b'), private_metadata: '' },
  { ...submitted('a', 'b'), private_metadata: '{"key":1}' },
  { ...submitted('a', 'b'), state: { values: {} } },
  submitted(7, 'b'),
  submitted('x'.repeat(20_000), 'b'),
])('a form that is not ours is left alone: %#', (view, { expect }) => {
  expect(parseFeedback(view)).toBeNull()
})

test('the form asks two things', async ({ expect }) => {
  await expect(`${JSON.stringify(feedbackModal(about), null, 2)}\n`).toMatchFileSnapshot('golden/feedback.json')
})
