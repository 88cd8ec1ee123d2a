/** What somebody said, read under the rights that they have: which plan, and under which policy. */
import { printPerson } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Plan, Question, Turn } from '../nlq/plan.ts'
import { choose, viewNames } from './chosen.ts'
import type { Asked, Question as Asking } from './message.ts'
import { words } from './replies/en.ts'
import { hidesRows } from './rights.ts'
import { nextRound } from './rounds.ts'

/** Longer texts are no questions. */
export const longestQuestion = 2_000

/** What a planner made of the words, and which planner. */
export interface Understood {
  readonly plan: Plan
  readonly planner: string
  /** What people should know of how it was read: a sentence. */
  readonly notice: string | null
}

/** `message`: who waits for an answer; null: nobody does, and nothing is spent on it. */
interface Reading {
  readonly planner: string | undefined
  readonly message: Asking | null
  readonly signal: AbortSignal | undefined
}

interface Parts {
  readonly understand: (question: Question, policy: Policy, reading: Reading) => Promise<Understood>
  /** The names of two of these policies that only together would answer; null when no two would. */
  readonly togetherOnly: (question: Question, policies: readonly Policy[]) => Promise<readonly [string, string] | null>
  /** Whether what is read for nothing under any of somebody's roles goes before what a model guesses under the first. */
  readonly grammarFirst: boolean
}

/** What came of the words, and under whose rights. */
export type Considered =
  | {
      readonly kind: 'understood'
      readonly plan: Exclude<Plan, { kind: 'decline' }>
      readonly planner: string
      readonly policy: Policy
      readonly notice?: string | null
    }
  | (Declined & { readonly kind: 'decline'; readonly policy: Policy | null })

export interface Declined {
  readonly because: string
  readonly instead?: readonly string[]
  readonly planner?: string | null
  readonly notice?: string | null
  readonly isTalk?: true
  readonly isFinal?: true
}

/** `isWaitedFor`: somebody gets an answer; else it is only looked whether there would be one. */
interface How {
  readonly isWaitedFor: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * Under the first policy that has an answer, one that hides no rows of it before one that does; when none has, what the
 * first one said, or (where somebody waits) which two roles would do together.
 */
export type Consider = (
  message: Asking,
  policies: readonly Policy[],
  thread: readonly Turn[],
  how: How,
) => Promise<Considered>

export function createConsider({ understand, togetherOnly, grammarFirst }: Parts): Consider {
  /** An answer under any of the policies, else the first refusal. */
  async function under(policies: readonly Policy[], question: Question, reading: Reading): Promise<Considered | null> {
    let limited: Considered | null = null
    let refusal: Considered | null = null
    for (const policy of policies) {
      await nextRound()
      const { plan, planner, notice } = await understand(question, policy, reading)
      if (plan.kind === 'decline') refusal ??= { ...plan, policy, planner, notice }
      else if (plan.kind === 'query' && hidesRows(policy, viewNames(plan.query, policy)))
        limited ??= { kind: 'understood', plan, planner, policy, notice }
      else return { kind: 'understood', plan, planner, policy, notice }
    }
    return limited ?? refusal
  }

  return async function consider(message, policies, thread, { isWaitedFor, signal }) {
    const [first] = policies
    if (!first) return { kind: 'decline', because: words.noRights, instead: [], policy: null, planner: null }
    if (message.said.kind === 'query') return chosen(message.said, message.askedAt, policies, first)
    const { text, planner } = message.said
    if (text.length > longestQuestion) {
      const because = words.tooLong(text.length, longestQuestion)
      return { kind: 'decline', because, instead: [], policy: first, planner: null }
    }
    const question: Question = { text, now: message.askedAt, thread, asker: printPerson(message.author) }
    const reading: Reading = { planner, message: isWaitedFor ? message : null, signal }
    // What one role has no word for, another may have: that is no gap for a model to guess in.
    const isTwice = policies.length > 1 && grammarFirst && planner === undefined && isWaitedFor
    const found = await under(policies, question, isTwice ? { ...reading, planner: 'free' } : reading)
    if (found?.kind === 'understood') return found
    const both = isWaitedFor ? await togetherOnly(question, policies) : null
    if (both) return { kind: 'decline', because: words.together(both), instead: [], policy: first, planner: null }
    const last = isTwice ? await under(policies, question, reading) : found
    return last ?? { kind: 'decline', because: words.nothing, instead: [], policy: first, planner: null }
  }
}

/** A button's query is checked like anybody else's. */
function chosen(said: Asked & { kind: 'query' }, now: Date, policies: readonly Policy[], first: Policy): Considered {
  const found = choose(said.query, policies, now)
  if (found.kind === 'not admitted')
    return { kind: 'decline', because: found.because, policy: first, planner: 'button' }
  const { query, understood, policy } = found
  const plan = { kind: 'query', query, reading: [], understood, wish: said.wish ?? null } as const
  return { kind: 'understood', plan, planner: 'button', policy }
}
