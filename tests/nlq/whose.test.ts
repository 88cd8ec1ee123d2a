/** Who and where ask of members: the total is no answer to them. */
import { expect, test } from 'vitest'
import { inShort, mindOf, planAfter, planOf } from './ask-in-tests.ts'
import { hospital, shop } from './catalogs.ts'

const minds = { shop: mindOf(shop), hospital: mindOf(hospital) }

test.for([
  ['shop', 'where do our orders come from'],
  ['shop', 'where did orders go last week'],
  ['shop', 'where did revenue drop last week'],
  ['shop', 'where do we sell'],
  ['shop', 'who bought last week'],
  ['shop', 'to whom do we sell'],
  ['shop', 'whose orders'],
  ['hospital', 'where do our patients come from'],
] as const)('on %s "%s" is asked back', async ([catalog, text]) => {
  const plan = await planOf(minds[catalog], text)
  expect(plan).toMatchObject({ kind: 'clarify', ask: 'Of what do you mean?' })
})

test.for([
  ['where do we stand on revenue last week', 'revenue from 2026-11-09 to 2026-11-16'],
  ['where did revenue stand last week', 'revenue from 2026-11-09 to 2026-11-16'],
  ['where was revenue last week', 'revenue from 2026-11-09 to 2026-11-16'],
] as const)('"%s" asks how much', async ([text, expected]) => {
  expect(inShort(await planOf(minds.shop, text))).toBe(expected)
})

test('what an answer was broken down by is meant after it', async () => {
  const plan = await planAfter(minds.shop, ['revenue by region last week', 'where did it drop'])
  expect(inShort(plan)).toContain('by region')
})
