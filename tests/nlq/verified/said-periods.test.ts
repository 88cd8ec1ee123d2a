import { expect, test } from 'vitest'
import type { KpiQuery } from '../../../src/analytics/kpi-query.ts'
import { buildLexicon } from '../../../src/nlq/lexicon.ts'
import { inWords, queryAt } from '../../../src/nlq/verified/said-periods.ts'
import { now, shop } from '../catalogs.ts'
import { mindOf, planOf } from '../ask-in-tests.ts'

const lexicon = buildLexicon(shop)
const mind = mindOf(shop)
const later = new Date('2027-03-10T09:00:00Z')

async function queryOf(text: string): Promise<KpiQuery> {
  const plan = await planOf(mind, text)
  if (plan.kind !== 'query') throw new Error(`"${text}" is ${plan.kind}`)
  return plan.query
}

test.for([
  ['revenue last week', '2027-03-01', '2027-03-08'],
  ['revenue this month by region', '2027-03-01', '2027-04-01'],
  ['orders yesterday compared with the day before', '2027-03-09', '2027-03-10'],
  ['revenue in the last 30 days vs previous 30 days', '2027-02-08', '2027-03-10'],
  ['revenue in 2025', '2025-01-01', '2026-01-01'],
  ['revenue last quarter vs the same quarter last year', '2026-10-01', '2027-01-01'],
  ['revenue in October vs September', '2026-10-01', '2026-11-01'],
] as const)('the periods of "%s" are kept in words and read anew', async ([text, from, to], { expect }) => {
  const query = await queryOf(text)
  const kept = inWords(query, text, now, lexicon)
  expect(kept).not.toBeNull()
  const again = queryAt(kept!, later, lexicon)
  expect(again).toMatchObject({ ok: true, query: { period: { from, to } } })
})

test('a period that the question does not say is not kept', async () => {
  expect(inWords(await queryOf('revenue last week'), 'revenue', now, lexicon)).toBeNull()
})

test('what has no period has none later', async () => {
  const query = await queryOf('revenue by region')
  expect(queryAt(inWords(query, 'revenue by region', now, lexicon)!, later, lexicon)).toEqual({ ok: true, query })
})

test.for([
  ['a period for what has no time', { measures: [{ kind: 'kpi', kpi: 'none' }], period: 'last week' }],
  ['a comparison with nothing', { measures: [{ kind: 'kpi', kpi: 'revenue' }], compare: { kind: 'previous' } }],
  ['words that are no period', { measures: [{ kind: 'kpi', kpi: 'revenue' }], period: 'whenever' }],
  ['no measure', { measures: [], period: 'last week' }],
] as const)('%s is refused in words', ([, query], { expect }) => {
  const asked = queryAt({ ...query, measures: [...query.measures] }, now, lexicon)
  expect(asked).toMatchObject({ ok: false, because: expect.any(String) })
})

test('a name that is gone is what is wrong, and not the period', () => {
  const measures = [{ kind: 'kpi', kpi: 'revenu' }]
  expect(queryAt({ measures, period: 'last week', compare: { kind: 'previous' } }, now, lexicon)).toEqual({
    ok: false,
    because: expect.stringContaining('There is no KPI "revenu"; did you mean "revenue"?') as string,
  })
})
