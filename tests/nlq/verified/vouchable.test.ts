import { expect, test } from 'vitest'
import type { KpiQuery } from '../../../src/analytics/kpi-query.ts'
import { buildLexicon } from '../../../src/nlq/lexicon.ts'
import type { Turn } from '../../../src/nlq/plan.ts'
import { tellsValues } from '../../../src/nlq/verified/resolve.ts'
import { vouchable } from '../../../src/nlq/verified/vouchable.ts'
import { now, shop } from '../catalogs.ts'
import { mindOf, planOf } from '../ask-in-tests.ts'

const lexicon = buildLexicon(shop)
const mind = mindOf(shop)

function vouched(thread: readonly Turn[]) {
  return vouchable(thread, now, lexicon, (question) => mind.understand(question, 'free'))
}

async function turn(text: string, thread: readonly Turn[] = []): Promise<Turn> {
  const plan = await planOf(mind, text, thread)
  return { text, query: plan.kind === 'query' ? plan.query : null, wish: null }
}

async function queryOf(text: string): Promise<KpiQuery> {
  const { query } = await turn(text)
  if (!query) throw new Error(`"${text}" is no query`)
  return query
}

test('a question that stands by itself, also after others', async () => {
  const first = await turn('orders by channel')
  const thread = [first, await turn('revenue by region last week', [first])]
  expect(await vouched(thread)).toMatchObject({
    ok: true,
    question: 'revenue by region last week',
    query: { period: 'last week' },
  })
})

test('what only a model read, where nothing was said before', async () => {
  const read = { text: 'our intake last week', query: await queryOf('revenue last week'), wish: null }
  expect(await vouched([read])).toMatchObject({ ok: true, question: 'our intake last week' })
  expect(await vouched([await turn('orders by channel'), read])).toEqual({ ok: false, why: 'leans on the thread' })
})

test('the question that was asked back about takes the answer that was chosen', async () => {
  const text = 'revenue of garden'
  const plan = await planOf(mind, text)
  if (plan.kind !== 'clarify') throw new Error(`it is ${plan.kind}`)
  const { query } = plan.choices[1]!
  const open = { text, query: null, wish: null }
  expect(await vouched([open, { text: 'the second', query, wish: null }])).toMatchObject({
    ok: true,
    question: text,
    answered: query,
  })
  const other = { text: 'the second', query: await queryOf('orders last week'), wish: null }
  expect(await vouched([open, other])).toEqual({ ok: false, why: 'leans on the thread' })
})

test('a follow-up, and what the catalog does not admit, are not vouched for', async () => {
  const first = await turn('revenue last week')
  expect(await vouched([first, await turn('by region', [first])])).toEqual({ ok: false, why: 'leans on the thread' })
  const query = { ...(await queryOf('revenue')), measures: [{ kind: 'kpi' as const, kpi: 'margin' }] }
  expect(await vouched([{ text: 'margin', query, wish: null }])).toEqual({ ok: false, why: 'not admitted' })
})

test.for([
  ['Germany', 'our best country', false],
  ['Atlantis', 'our best country', true],
  ['Atlantis', 'revenue of atlantis', false],
  ['Tla', 'revenue of atlantis', true],
] as const)('a query for %s of "%s" tells a value: %s', async ([value, question, expected], { expect }) => {
  const query = await queryOf('revenue')
  const filters = [{ kind: 'members' as const, dimension: 'country', include: true, values: [value] }]
  expect(tellsValues({ ...query, filters }, question, lexicon)).toBe(expected)
})
