import { expect, test } from 'vitest'
import { createMind } from '../../src/nlq/mind.ts'
import { createGrammarPlanner } from '../../src/nlq/planners/grammar/planner.ts'
import { now, shop } from './catalogs.ts'

const mind = createMind(shop, [createGrammarPlanner])

test('a question with an unknown word is not answered', async () => {
  const { plan } = await mind.understand({ text: 'revenue on mars', now, thread: [] })
  expect(plan.kind).toBe('decline')
})

test('every suggestion is answered, at whatever moment it is made', async () => {
  for (const at of [now, new Date('2025-03-30T01:30:00Z'), new Date('2031-07-01T12:00:00Z')]) {
    const suggestions = await mind.suggestions(at)
    expect(suggestions.length).toBeGreaterThan(2)
    for (const text of suggestions)
      expect((await mind.understand({ text, now: at, thread: [] })).plan.kind, text).toBe('query')
  }
})
