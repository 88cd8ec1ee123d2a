/** Verified answers under one policy: the planner that knows them, what may be told of them, and the examples a model gets. */
import { viewsOfQuery } from '../analytics/kpi-query-meaning.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import type { Policy } from '../analytics/policy.ts'
import { hidesRows } from '../bot/rights.ts'
import type { VerifiedUnder } from '../bot/verified/verified-in-chat.ts'
import { wordsOf } from '../nlq/abbreviations.ts'
import type { IsVouched } from '../nlq/coverage.ts'
import type { Lexicon } from '../nlq/lexicon.ts'
import type { Mind } from '../nlq/mind.ts'
import type { Planner, Trial } from '../nlq/plan.ts'
import { createGrammarPlanner } from '../nlq/planners/grammar/planner.ts'
import type { Example } from '../nlq/planners/model/prompt.ts'
import { createVerifiedPlanner } from '../nlq/planners/verified/planner.ts'
import { isKnownWord } from '../nlq/spelling.ts'
import { findVerified, likeVerified } from '../nlq/verified/find.ts'
import { resolve, tellsValues } from '../nlq/verified/resolve.ts'
import type { Verified, VerifiedBook } from '../nlq/verified/verified.ts'
import { vouchable } from '../nlq/verified/vouchable.ts'

interface Parts {
  readonly policy: Policy
  /** Whether the policy sees all that there is. */
  readonly seesAll: boolean
  readonly book: VerifiedBook
  readonly hasChanged: (one: Verified, query: KpiQuery) => boolean
  readonly trial: Trial
}

export interface VerifiedHere {
  readonly planner: (lexicon: Lexicon) => Planner
  readonly isVouched: IsVouched
  /** Verified questions that are like this one, the nearest first: those that the asker may see. */
  readonly examples: (question: string, now: Date, lexicon: Lexicon) => Promise<readonly Example[]>
  readonly under: (mind: Pick<Mind, 'lexicon' | 'understand'>) => VerifiedUnder
}

const mostExamples = 3

export function verifiedUnder({ policy, seesAll, book, hasChanged, trial }: Parts): VerifiedHere {
  let last: readonly Verified[] = []
  const read = async () => (last = await book.read())

  async function unanswerable(query: KpiQuery, question: string, lexicon: Lexicon): Promise<string | null> {
    const views = viewsOfQuery(query, policy.catalog).map(({ name }) => name)
    if (hidesRows(policy, views) && tellsValues(query, question, lexicon))
      return 'it names values that are not known under these rights'
    const tried = await trial(query)
    return tried.ok ? null : tried.because
  }

  async function queryOf(one: Verified, now: Date, said: string, lexicon: Lexicon): Promise<KpiQuery | null> {
    const resolved = await resolve(one, now, lexicon, createGrammarPlanner(lexicon))
    return resolved.ok && (await unanswerable(resolved.query, said, lexicon)) === null ? resolved.query : null
  }

  /** To who does not see all, a question that they did not ask is told only where they know all of its words. */
  async function tellable(one: Verified, now: Date, lexicon: Lexicon): Promise<KpiQuery | null> {
    const isKnown = seesAll || wordsOf(one.question, lexicon).every((token) => isKnownWord(token, lexicon))
    return isKnown ? queryOf(one, now, '', lexicon) : null
  }

  return {
    planner: createVerifiedPlanner({ book: { read }, grammar: createGrammarPlanner, hasChanged, unanswerable }),
    isVouched: (question, name, lexicon) => findVerified(question, last, lexicon)?.id === name,
    async examples(question, now, lexicon) {
      const found: Example[] = []
      for (const one of likeVerified(question, await read(), lexicon)) {
        if (found.length === mostExamples) break
        const query = await tellable(one, now, lexicon)
        if (query && !hasChanged(one, query)) found.push({ question: one.question, query })
      }
      return found
    },
    under: ({ lexicon, understand }) => ({
      find: async (question) => findVerified(question, await read(), lexicon),
      async visible(now) {
        const seen: (Verified & { readonly hasChanged: boolean })[] = []
        for (const one of await read()) {
          const query = await tellable(one, now, lexicon)
          if (query) seen.push({ ...one, hasChanged: hasChanged(one, query) })
        }
        return seen
      },
      hasChanged,
      queryOf: (one, now) => queryOf(one, now, one.question, lexicon),
      vouchable: (thread, now) => vouchable(thread, now, lexicon, (question) => understand(question, 'free')),
    }),
  }
}
