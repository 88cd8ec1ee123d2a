/** What is known of one policy's data, and the planners that read questions with it. */
import type { Catalog } from '../analytics/catalog.ts'
import { parseKpiQuery } from '../analytics/kpi-query.ts'
import { checkCoverage } from './coverage.ts'
import { buildLexicon, type Lexicon } from './lexicon.ts'
import { forWords } from './masks.ts'
import type { Knowledge, Plan, Planner, Question, Turn } from './plan.ts'
import { suggestQuestions } from './suggest.ts'

/** What a question led to, and whose plan it is. */
interface Understood {
  readonly plan: Plan
  readonly planner: string
}

/** Reads questions; the first planner that is sure wins. */
export interface Mind {
  understand(question: Question, planner?: string): Promise<Understood>
  /** Questions that work on this catalog. */
  suggestions(): Promise<readonly string[]>
}

/** Builds the lexicon once and the planners on it. */
export function createMind(known: Knowledge, planners: readonly ((lexicon: Lexicon) => Planner)[]): Mind {
  const knowledge = { ...known, catalog: forWords(known.catalog) }
  const lexicon = buildLexicon(knowledge)
  const built = planners.map((build) => build(lexicon))
  const understand = createPlan(built, lexicon)
  let suggested: Promise<readonly string[]> | null = null
  const suggestions = () => (suggested ??= suggestQuestions(knowledge.catalog, understand))
  return {
    suggestions,
    async understand(question, planner) {
      const turns = question.thread.map((turn) => underCatalog(turn, knowledge.catalog))
      const thread = await withChoices(turns, question.now, understand)
      const understood = await understand({ ...question, thread }, planner)
      const { plan } = understood
      if (plan.kind !== 'decline' || plan.instead.length > 0) return understood
      return { ...understood, plan: { ...plan, instead: (await suggestions()).slice(0, 3) } }
    },
  }
}

/** A turn comes from the store, where the catalog and the rights were others: a query that is not admitted is no longer there. */
function underCatalog(turn: Turn, catalog: Catalog): Turn {
  const parsed = turn.query === null ? null : parseKpiQuery(turn.query, catalog)
  return { ...turn, query: parsed?.ok ? parsed.query : null }
}

/** More questions in a row that were all asked back about are not gone through again. */
const mostOpenTurns = 3

/** The thread, with what the last turn left open: turns are kept as words. */
async function withChoices(
  thread: readonly Turn[],
  now: Date,
  understand: (question: Question) => Promise<Understood>,
  depth = mostOpenTurns,
): Promise<readonly Turn[]> {
  const last = thread.at(-1)
  if (!last || last.query !== null || depth === 0) return thread
  const earlier = await withChoices(thread.slice(0, -1), now, understand, depth - 1)
  const { plan } = await understand({ text: last.text, now, thread: earlier })
  return [...earlier, { ...last, ...leftOpen(plan) }]
}

/** What the next turn may lean on: choices, sentences, the alert that was spoken of. */
function leftOpen(plan: Plan): Pick<Turn, 'choices' | 'sentences' | 'alerts'> {
  if (plan.kind === 'clarify') return plan.sentences ? { sentences: plan.sentences } : { choices: plan.choices }
  return plan.kind === 'command' && plan.name === 'alerts' ? { alerts: plan.alerts } : {}
}

/** The first planner with a query, a question back or a command; coverage is enforced on each. When none is sure, the first refusal. */
function createPlan(planners: readonly Planner[], lexicon: Lexicon) {
  return async function plan(question: Question, only?: string): Promise<Understood> {
    let refusal: Understood | null = null
    for (const planner of planners) {
      if (only !== undefined && only !== 'auto' && planner.name !== only) continue
      const made = await planner.plan(question)
      if (!made) continue
      const fault = checkCoverage(question, made, lexicon)
      if (fault === null && made.kind !== 'decline') return { plan: made, planner: planner.name }
      refusal ??= { plan: fault === null ? made : notSure(fault), planner: planner.name }
    }
    return (
      refusal ?? {
        plan: { kind: 'decline', because: 'No planner of that name reads questions here.', instead: [] },
        planner: only ?? 'none',
      }
    )
  }
}

function notSure(fault: string): Plan {
  const what = fault.endsWith('is not accounted for')
    ? `I am not sure what ${fault.split(' is not')[0]} is to mean here`
    : 'I am not sure that I understood all of that'
  return { kind: 'decline', because: `${what}, so I would rather not answer. Put it in other words.`, instead: [] }
}
