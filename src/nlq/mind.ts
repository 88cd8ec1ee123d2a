/** What is known of one policy's data, and the planners that read questions with it. */
import { LRUCache } from 'lru-cache'
import type { Catalog } from '../analytics/catalog.ts'
import { parseKpiQuery } from '../analytics/kpi-query.ts'
import type { IsVouched } from './coverage.ts'
import { buildLexicon, type Lexicon } from './lexicon.ts'
import { forWords } from './masks.ts'
import { createUnderstand, type Planning, type Understand, type Understood } from './order.ts'
import type { Aside, Choice, Knowledge, Plan, Planner, Question, Trial, Turn } from './plan.ts'
import { suggestQuestions } from './suggest.ts'

/** Reads questions. */
export interface Mind {
  understand(question: Question, planner?: string, aside?: Aside): Promise<Understood>
  /** Questions that work on this catalog. */
  suggestions(now: Date): Promise<readonly string[]>
  readonly lexicon: Lexicon
}

export interface Manner {
  readonly planning: Planning
  /** Whether a query has an answer; what two readings are compared by. */
  readonly trial: Trial
  readonly isVouched?: IsVouched
}

/** Without a compiler at hand: a query is itself. */
const byItself: Manner = {
  planning: 'grammar_first',
  trial: async (query) => ({ ok: true, canonical: JSON.stringify(query) }),
}

/** Builds the lexicon once and the planners on it. */
export function createMind(
  known: Knowledge,
  planners: readonly ((lexicon: Lexicon) => Planner)[],
  manner: Manner = byItself,
): Mind {
  const knowledge = { ...known, catalog: forWords(known.catalog) }
  const lexicon = buildLexicon(knowledge)
  const built = planners.map((build) => build(lexicon))
  const understand = createUnderstand({ ...manner, planners: built, lexicon })
  /** For what nobody waits for: no planner that costs anything. */
  const freely = createUnderstand({ ...manner, planners: built, lexicon, planning: 'grammar_only' })
  const offered = new LRUCache<string, readonly Choice[]>({ max: 500 })
  /** By day, for a year of asking about the past. */
  const suggested = new LRUCache<string, Promise<readonly string[]>>({ max: 366 })
  function suggestions(now: Date): Promise<readonly string[]> {
    const day = now.toISOString().slice(0, 10)
    const found = suggested.get(day) ?? suggestQuestions(knowledge.catalog, freely, now)
    suggested.set(day, found)
    return found
  }
  return {
    lexicon,
    suggestions,
    async understand(question, planner, aside) {
      const turns = question.thread.map((turn) => underCatalog(turn, knowledge.catalog))
      const thread = await withChoices(turns, question.now, freely, offered)
      const understood = await understand({ ...question, thread }, planner, aside)
      const { plan, use } = understood
      if (plan.kind === 'clarify' && use !== null) offered.set(keyOf([...turns, question]), plan.choices)
      if (plan.kind !== 'decline' || plan.instead.length > 0) return understood
      return { ...understood, plan: { ...plan, instead: (await suggestions(question.now)).slice(0, 3) } }
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

/**
 * The thread, with what the last turn left open: turns are kept as words. What a model offered is known for a while only: it
 * is not asked again.
 */
async function withChoices(
  thread: readonly Turn[],
  now: Date,
  freely: Understand,
  offered: LRUCache<string, readonly Choice[]>,
  depth = mostOpenTurns,
): Promise<readonly Turn[]> {
  const last = thread.at(-1)
  if (!last || last.query !== null || depth === 0) return thread
  const earlier = await withChoices(thread.slice(0, -1), now, freely, offered, depth - 1)
  const known = offered.get(keyOf(thread))
  if (known) return [...earlier, { ...last, choices: known }]
  const { plan } = await freely({ text: last.text, now, thread: earlier })
  return [...earlier, { ...last, ...leftOpen(plan) }]
}

/** What the next turn may lean on: choices, sentences, the alert that was spoken of. */
function leftOpen(plan: Plan): Pick<Turn, 'choices' | 'sentences' | 'alerts'> {
  if (plan.kind === 'clarify') return plan.sentences ? { sentences: plan.sentences } : { choices: plan.choices }
  return plan.kind === 'command' && plan.name === 'alerts' ? { alerts: plan.alerts } : {}
}

/** A question with those before it. */
function keyOf(turns: readonly { readonly text: string }[]): string {
  return JSON.stringify(turns.slice(-mostOpenTurns).map(({ text }) => text))
}
