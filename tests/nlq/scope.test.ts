import { describe, test } from 'vitest'
import { inShort, mindOf, planAfter, planOf } from './ask-in-tests.ts'
import { theatre } from './theatre.ts'

const mind = mindOf(theatre)

describe('rows without a value', () => {
  test.for([
    [
      'top 2 directors by ticket income',
      'ticket_income by director where director not empty order 0.value down limit 2',
    ],
    ['which director sold the most tickets', 'tickets by director where director not empty order 0.value down limit 1'],
    ['directors with more than 100 tickets', 'tickets by director where director not empty having 0.value over 100'],
    ['top 3 stages by tickets', 'tickets by stage order 0.value down limit 3'],
    ['tickets by director', 'tickets by director'],
    ['tickets without a director by stage, top 3', 'tickets by stage where director empty order 0.value down limit 3'],
  ] as const)('"%s" keeps them only in a breakdown', async ([text, expected], { expect }) => {
    expect(inShort(await planOf(mind, text))).toBe(expected)
  })

  test('a breakdown that follows a ranking keeps them again', async ({ expect }) => {
    const plan = await planAfter(mind, ['top 2 directors by ticket income', 'by stage'])
    expect(inShort(plan)).not.toContain('empty')
  })
})
