import { expect, test } from 'vitest'
import type { Plan, Turn } from '../../../src/nlq/plan.ts'
import { createMind, type Mind } from '../../../src/nlq/mind.ts'
import { createGrammarPlanner } from '../../../src/nlq/planners/grammar/planner.ts'
import { createVerifiedPlanner } from '../../../src/nlq/planners/verified/planner.ts'
import { findVerified } from '../../../src/nlq/verified/find.ts'
import type { Verified, VerifiedQuery } from '../../../src/nlq/verified/verified.ts'
import { checkCoverage } from '../../../src/nlq/coverage.ts'
import { buildLexicon } from '../../../src/nlq/lexicon.ts'
import { now, shop } from '../catalogs.ts'
import { inShort } from '../ask-in-tests.ts'

const revenue = { kind: 'kpi', kpi: 'revenue' }

function verified(question: string, query: VerifiedQuery): Verified {
  return { id: 'one', question, query, by: 'Ada', on: '2026-11-03', definitions: null }
}

function mindWith(all: readonly Verified[]): Mind {
  const planner = createVerifiedPlanner({
    book: { read: async () => all },
    grammar: createGrammarPlanner,
    hasChanged: ({ definitions }, query) => definitions === `not ${query.measures.length}`,
    unanswerable: async (query) => (query.measures.length > 3 ? 'too much' : null),
  })
  return createMind(shop, [planner, createGrammarPlanner], {
    planning: 'grammar_first',
    trial: async (query) => ({ ok: true, canonical: JSON.stringify(query) }),
    isVouched: (question, name, lexicon) => findVerified(question, all, lexicon)?.id === name,
  })
}

async function asked(all: readonly Verified[], text: string, at = now, thread: readonly Turn[] = []) {
  return mindWith(all).understand({ text, now: at, thread })
}

const takings = verified('our takings in Europe last week', {
  measures: [revenue],
  filters: [{ kind: 'members', dimension: 'region', include: true, values: ['EMEA'] }],
  period: 'last week',
  compare: { kind: 'previous' },
})

test('a question that somebody vouched for takes its query, and says who and when', async () => {
  const { plan, planner } = await asked([takings], 'Please show our takings in EMEA last week!')
  expect(planner).toBe('verified')
  expect(inShort(plan)).toBe(
    'revenue where region=EMEA from 2026-11-09 to 2026-11-16 vs previous 2026-11-02 to 2026-11-09',
  )
  expect((plan as Plan & { kind: 'query' }).understood).toMatch(/, verified by Ada, 3 Nov 2026$/)
})

test('last week is another week a month later', async () => {
  const { plan } = await asked([takings], 'our takings in Europe last week', new Date('2026-12-21T12:00:00Z'))
  expect(inShort(plan)).toContain('from 2026-12-14 to 2026-12-21 vs previous 2026-12-07 to 2026-12-14')
})

test.for([
  'our takings in Europe this week',
  'our takings in APAC last week',
  'our takings not in Europe last week',
  'our takings in Europe in the last 2 weeks',
  'our losses in Europe last week',
] as const)('"%s" is another question', (text, { expect }) => {
  expect(findVerified(text, [takings], buildLexicon(shop))).toBeNull()
})

test('a sentence is read anew each time; what it says of pictures holds', async () => {
  const how = verified('how are we doing', 'turnover by market this month as a bar chart')
  const { plan } = await asked([how], 'How are we doing?')
  expect(inShort(plan)).toBe('revenue by region from 2026-11-01 to 2026-12-01 so far as bar')
})

test.for([
  ['the catalog has no such KPI', { measures: [{ kind: 'kpi', kpi: 'margin' }] }],
  ['the sentence says nothing', 'unicorns by rainbow'],
  ['no period of that name', { measures: [revenue], period: 'in a while' }],
  ['it would not be answered', { measures: [revenue, revenue, revenue, revenue] }],
] as const)('where %s the others read it, as if there were none', async ([, query], { expect }) => {
  const { planner, plan } = await asked([verified('revenue by region', query as VerifiedQuery)], 'revenue by region')
  expect(planner).toBe('grammar')
  expect(inShort(plan)).toContain('revenue by region')
})

test('where a definition has changed since, the others read it', async () => {
  const changed = { ...verified('revenue by region', { measures: [revenue] }), definitions: 'not 1' }
  expect((await asked([changed], 'revenue by region')).planner).toBe('grammar')
  expect((await asked([{ ...changed, definitions: '1' }], 'revenue by region')).planner).toBe('verified')
})

test('what leans on the turn before is read with it', async () => {
  const all = [verified('by region', { measures: [revenue], by: [{ kind: 'dimension', dimension: 'region' }] })]
  const before = (await asked([], 'orders last week')).plan as Plan & { kind: 'query' }
  const thread = [{ text: 'orders last week', query: before.query, wish: null }]
  expect((await asked(all, 'by region', now, thread)).planner).toBe('grammar')
  expect((await asked(all, 'by region')).planner).toBe('verified')
})

test('nobody else may claim that a question is verified', () => {
  const plan: Plan = {
    kind: 'query',
    query: { measures: [], by: [], filters: [], conditions: [], order: [], shape: { kind: 'groups' } },
    reading: [{ from: 0, to: 7, as: 'verified', means: 'one' }],
    understood: '',
    wish: null,
  }
  const lexicon = buildLexicon(shop)
  expect(checkCoverage({ text: 'revenue', now, thread: [] }, plan, lexicon)).toBe('nobody vouched for that question')
})
