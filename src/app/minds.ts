/** What is known under each policy, and the planners built on it. */
import { LRUCache } from 'lru-cache'
import { hasChanged } from '../analytics/definitions.ts'
import type { Ground } from '../analytics/ground.ts'
import { readKnown, type Known } from '../analytics/knowledge.ts'
import { goingOn } from '../analytics/live/going-on.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Store } from '../analytics/store/store.ts'
import { mergeKnowledge, pairsOf } from '../bot/together.ts'
import { compile } from '../analytics/compile/compile.ts'
import { createMind, type Mind } from '../nlq/mind.ts'
import type { Planning } from '../nlq/order.ts'
import type { Knowledge, Question, Trial } from '../nlq/plan.ts'
import { createGrammarPlanner } from '../nlq/planners/grammar/planner.ts'
import type { VerifiedBook } from '../nlq/verified/verified.ts'
import type { VerifiedUnder } from '../bot/verified/verified-in-chat.ts'
import { verifiedUnder } from './verified-under.ts'
import type { Definitions } from './verified.ts'
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
  /** Of what was verified before. */
  readonly definitions: Definitions
}

export interface Minds {
  readonly planning: Planning
  readonly of: (policy: Policy) => Promise<Mind & { readonly verified: VerifiedUnder }>
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

export function createMinds({ policies, guard, reader, store, isLive, model, verified, definitions }: Parts): Minds {
  type Knowing = Mind & { readonly knowledge: Knowledge; readonly verified: VerifiedUnder }
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
    const here = verifiedUnder({
      policy,
      seesAll: seesAll(policy, policies.get('owner')),
      book: verified,
      hasChanged: ({ definitions: kept }, query) => hasChanged(kept, definitions(query)),
      trial,
    })
    const { planner: vouched, isVouched, examples } = here
    const planners = [vouched, createGrammarPlanner, ...(model ? [model.planner(trial, examples)] : [])]
    const mind = createMind({ ...knowledge, history }, planners, { planning, trial, isVouched })
    return { ...mind, knowledge, verified: here.under(mind) }
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

/** Whether a policy hides nothing: no KPI, dimension or row, and nothing is masked. */
function seesAll(policy: Policy, owner: Policy | undefined): boolean {
  if (!owner) return false
  const sees = ({ catalog }: Policy) =>
    [...catalog.views.values()].reduce((count, { dimensions }) => count + dimensions.size, catalog.kpis.size)
  const isWhole = [...policy.views.values()].every(({ rowFilter, masked }) => rowFilter.length + masked.length === 0)
  return isWhole && sees(policy) === sees(owner)
}
