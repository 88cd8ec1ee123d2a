/** What is known under each policy, and the planners built on it. */
import { LRUCache } from 'lru-cache'
import type { Ground } from '../analytics/ground.ts'
import { readKnown, type Known } from '../analytics/knowledge.ts'
import { goingOn } from '../analytics/live/going-on.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Store } from '../analytics/store/store.ts'
import { mergeKnowledge, pairsOf } from '../bot/together.ts'
import { compile } from '../analytics/compile/compile.ts'
import { createMind, type Mind } from '../nlq/mind.ts'
import type { IsVouched } from '../nlq/coverage.ts'
import type { Planning } from '../nlq/order.ts'
import type { Knowledge, Question, Trial } from '../nlq/plan.ts'
import { createGrammarPlanner } from '../nlq/planners/grammar/planner.ts'
import { findVerified } from '../nlq/verified/find.ts'
import { tellsValues } from '../nlq/verified/resolve.ts'
import type { Verified, VerifiedBook } from '../nlq/verified/verified.ts'
import { createVerifiedPlanner } from '../nlq/planners/verified/planner.ts'
import { viewNames } from '../bot/chosen.ts'
import { hidesRows } from '../bot/rights.ts'
import type { Model } from './model.ts'

/** Of how many policies it is kept in memory. */
const mostInUse = 50

interface Parts extends Pick<Ground, 'policies' | 'guard' | 'reader'> {
  readonly store: Store | null
  /** Whether events bring the present, so that what is going on now counts as known. */
  readonly isLive: () => boolean
  /** Null: questions are read without one. */
  readonly model: Model | null
  readonly verified: VerifiedBook
}

export interface Minds {
  readonly planning: Planning
  readonly of: (policy: Policy) => Promise<Mind>
  readonly knowledge: (policy: Policy) => Promise<Knowledge>
  readonly history: (policy: Policy) => Promise<Known['history']>
  /** Questions that work at a moment. */
  readonly suggestions: (policy: Policy, now: Date) => Promise<readonly string[]>
  /** The names of two policies that only together would have answered; null: no two would. */
  readonly togetherOnly: (
    question: Question,
    candidates: readonly Policy[],
  ) => Promise<readonly [string, string] | null>
  /** Reads the views again, for each policy in use. */
  readonly readAgain: () => Promise<void>
}

export function createMinds({ policies, guard, reader, store, isLive, model, verified }: Parts): Minds {
  type Knowing = Mind & { readonly knowledge: Knowledge }
  const inUse = new LRUCache<string, Knowing>({
    max: mostInUse,
    fetchMethod: (_hash, _stale, { context }) => read(context as Policy),
  })

  const planning = model?.planning ?? 'grammar_only'

  async function read(policy: Policy, fresh = false): Promise<Knowing> {
    const known = await readKnown(policy, { guard, reader, store }, fresh)
    const knowledge = { catalog: policy.catalog, ...known }
    const history = isLive() ? goingOn(known.history, policy.catalog, new Date()) : known.history
    const trial: Trial = async (query) => {
      const compiled = compile(query, policy.catalog, history)
      if (compiled.kind === 'cannot') return { ok: false, because: compiled.because }
      const verdict = await guard.compiled(compiled.sql, policy)
      if (verdict.verdict === 'unsafe') return { ok: false, because: verdict.because }
      return { ok: true, canonical: JSON.stringify([compiled.sql, compiled.parameters]) }
    }
    let all: readonly Verified[] = []
    const book: VerifiedBook = { read: async () => (all = await verified.read()) }
    const vouched = createVerifiedPlanner({
      book,
      grammar: createGrammarPlanner,
      async unanswerable(query, question, lexicon) {
        if (hidesRows(policy, viewNames(query, policy)) && tellsValues(query, question, lexicon))
          return 'it names values that are not known under these rights'
        const tried = await trial(query)
        return tried.ok ? null : tried.because
      },
    })
    const planners = [vouched, createGrammarPlanner, ...(model ? [model.planner(trial)] : [])]
    const isVouched: IsVouched = (question, name, lexicon) => findVerified(question, all, lexicon)?.id === name
    return { knowledge, ...createMind({ ...knowledge, history }, planners, { planning, trial, isVouched }) }
  }

  async function of(policy: Policy): Promise<Knowing> {
    const found = await inUse.fetch(policy.hash, { context: policy })
    if (!found) throw new Error(`nothing is known under policy ${policy.name}`)
    return found
  }

  return {
    planning,
    of,
    knowledge: async (policy) => (await of(policy)).knowledge,
    history: async (policy) => (await of(policy)).knowledge.history,
    suggestions: async (policy, now) => (await of(policy)).suggestions(now),
    async togetherOnly(question, candidates) {
      for (const [one, other] of pairsOf(candidates)) {
        const [first, second] = [await of(one), await of(other)]
        const both = createMind(mergeKnowledge(first.knowledge, second.knowledge), [createGrammarPlanner])
        if ((await both.understand(question)).plan.kind === 'query') return [one.name, other.name]
      }
      return null
    },
    async readAgain() {
      for (const policy of policies.values())
        if (inUse.has(policy.hash)) inUse.set(policy.hash, await read(policy, true))
    },
  }
}
