import { expect, test } from 'vitest'
import { parseKpiQuery } from '../../src/analytics/kpi-query.ts'
import { buildLexicon } from '../../src/nlq/lexicon.ts'
import { createUnderstand, type Planning } from '../../src/nlq/order.ts'
import type { Plan, Planner, Span } from '../../src/nlq/plan.ts'
import { now, shop } from './catalogs.ts'

const lexicon = buildLexicon(shop)
const text = 'turnover'
const span: Span = { from: 0, to: text.length, as: 'measure', means: 'revenue' }
const parsed = parseKpiQuery({ measures: [{ kind: 'kpi', kpi: 'revenue' }] }, shop.catalog)
if (!parsed.ok) throw new Error(parsed.because)
const { query } = parsed

const says = (name: string, plan: Plan, ...costs: readonly true[]): Planner => ({
  name,
  ...(costs.length > 0 && { costs: true as const }),
  plan: async () => plan,
})
const sure = says('grammar', { kind: 'query', query, reading: [span], understood: 'Revenue', wish: null })
const unsure = says('grammar', { kind: 'decline', because: 'no', instead: [] })
const guess = (ask: string) =>
  says(
    'model',
    { kind: 'clarify', ask, choices: [{ label: 'Revenue', query }], reading: [{ ...span, isGuess: true }] },
    true,
  )

function plannerOf(planners: readonly Planner[], planning: Planning): Promise<string> {
  const trial = async () => ({ ok: true, canonical: '' }) as const
  const understand = createUnderstand({ planners, lexicon, planning, trial })
  return understand({ text, now, thread: [] }).then(({ plan, planner }) => `${planner} ${plan.kind}`)
}

test.for(['grammar_first', 'model_first', 'both'] as const)(
  'what has to be said yes to comes after what is understood, %s',
  async (planning, { expect }) => {
    const told = guess('taking "turnover" as Revenue?')
    expect(await plannerOf([sure, told], planning)).toBe('grammar query')
    expect(await plannerOf([unsure, told], planning)).toBe('model clarify')
  },
)

test('a question back that hides what it took words for is none', async () => {
  expect(await plannerOf([unsure, guess('Is that what you mean?')], 'grammar_first')).toBe('grammar decline')
})
