import { expect, test } from 'vitest'
import { mindOf, planAfter, planOf } from './ask-in-tests.ts'
import { shop } from './catalogs.ts'

const mind = mindOf(shop)

async function chanceOf(question: string): Promise<number> {
  const plan = await planOf(mind, question)
  return plan.kind === 'query' ? plan.confidence!.chance : Number.NaN
}

test('what is said in the words of the catalog is surer than what is slipped or lost among other words', async () => {
  const plain = await chanceOf('revenue by region last week')
  expect(plain).toBeGreaterThan(0.9)
  expect(plain).toBeLessThan(1)
  expect(await chanceOf('revenu by regoin last week')).toBeLessThan(plain)
  expect(await chanceOf('so could you please just show me what the revenue by region was last week')).toBeLessThan(
    plain,
  )
})

test('a follow-up has one too', async () => {
  const plan = await planAfter(mind, ['revenue by region last week', 'and by category'])
  expect(plan).toMatchObject({ kind: 'query', confidence: { signs: { followUp: 1 } } })
})
