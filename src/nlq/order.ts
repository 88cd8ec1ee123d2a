/** Who reads a question first, and what becomes of two readings. */
import { checkCoverage, type IsVouched } from './coverage.ts'
import type { Lexicon } from './lexicon.ts'
import type { ModelUse } from './model-use.ts'
import type { Aside, Choice, Plan, Planner, Question, Trial } from './plan.ts'

/** `grammar_first`: what it is sure of costs nothing; the model reads the rest. `both`: where they differ, the person chooses. */
export const PLANNINGS = ['grammar_only', 'grammar_first', 'model_first', 'both'] as const
export type Planning = (typeof PLANNINGS)[number]

/** What a question led to, and whose plan it is. */
export interface Understood {
  readonly plan: Plan
  readonly planner: string
  /** Null where no model was asked. */
  readonly use: ModelUse | null
}

/** `only`: the planner of that name, `free` those that cost nothing; absent or `auto`: as planned. */
export type Understand = (question: Question, only?: string, aside?: Aside) => Promise<Understood>

interface Parts {
  readonly planners: readonly Planner[]
  readonly lexicon: Lexicon
  readonly planning: Planning
  readonly trial: Trial
  readonly isVouched?: IsVouched
}

/** Coverage is enforced on every plan, whoever made it. */
export function createUnderstand({ planners, lexicon, planning, trial, isVouched }: Parts): Understand {
  const free = planners.filter((planner) => !planner.costs)
  const costly = planning === 'grammar_only' ? [] : planners.filter((planner) => planner.costs)

  /** The first of these planners with a query, a question back or a command; when none is sure, the first refusal. */
  async function firstOf(asked: readonly Planner[], question: Question, aside?: Aside): Promise<Understood | null> {
    let refusal: Understood | null = null
    let use: ModelUse | null = null
    const noted: Aside = {
      ...aside,
      onUse(one) {
        use = one
        aside?.onUse?.(one)
      },
    }
    for (const planner of asked) {
      const made = await planner.plan(question, noted)
      if (!made) continue
      const fault = checkCoverage(question, made, lexicon, isVouched)
      if (fault === null && made.kind !== 'decline') return { plan: made, planner: planner.name, use }
      refusal ??= { plan: fault === null ? made : notSure(fault), planner: planner.name, use }
    }
    return refusal ?? (use && { plan: none, planner: asked[0]?.name ?? 'none', use })
  }

  return async function understand(question, only, aside) {
    if (only !== undefined && only !== 'auto')
      return (
        (await firstOf(only === 'free' ? free : planners.filter(({ name }) => name === only), question, aside)) ?? {
          plan: noPlanner,
          planner: only,
          use: null,
        }
      )
    const own = (await firstOf(free, question, aside)) ?? { plan: noPlanner, planner: 'none', use: null }
    if (costly.length === 0 || isSettled(own.plan) || (planning === 'grammar_first' && own.plan.kind !== 'decline'))
      return own
    const other = await firstOf(costly, question, aside)
    if (!other || other.plan.kind === 'decline') return { ...own, use: other?.use ?? null }
    if (own.plan.kind === 'decline') return other
    // What a person has to say yes to is less than what is understood.
    if (isGuess(other.plan)) return { ...own, use: other.use }
    if (planning === 'model_first') return other
    return agreed(own, other, trial)
  }
}

/** Commands, choices, verified answers and what is no question about figures are nothing to be read twice. */
function isSettled(plan: Plan): boolean {
  switch (plan.kind) {
    case 'command':
      return true
    case 'decline':
      return plan.isFinal === true
    case 'query':
    case 'clarify':
      return plan.reading[0]?.as === 'choice' || plan.reading[0]?.as === 'verified'
  }
}

function isGuess(plan: Plan): boolean {
  return plan.kind === 'clarify' && plan.reading.some((span) => span.isGuess)
}

/** One answer where both read the same, else both to choose from. */
async function agreed(own: Understood, other: Understood, trial: Trial): Promise<Understood> {
  const { plan } = own
  const { plan: second, use } = other
  if (plan.kind !== 'query' || second.kind !== 'query') return { ...(plan.kind === 'clarify' ? own : other), use }
  const [one, two] = [await trial(plan.query), await trial(second.query)]
  if (one.ok && two.ok && one.canonical === two.canonical) {
    const marks = [...(plan.marks ?? []), { kind: 'confirmed', text: confirmed } as const]
    return { plan: { ...plan, understood: `${plan.understood}, ${confirmed}`, marks }, planner: own.planner, use }
  }
  // What cannot be answered is no second reading of what can.
  if (!two.ok) return { ...own, use }
  if (!one.ok) return other
  const choices: readonly Choice[] = [plan, second].map(({ understood, query }) => ({ label: understood, query }))
  const ask = 'I read this in two ways. Which do you mean?'
  return { plan: { kind: 'clarify', ask, choices, reading: plan.reading }, planner: 'both', use }
}

const confirmed = 'confirmed by a second reading'

const noPlanner: Plan = {
  kind: 'decline',
  because: 'No planner of that name reads questions here.',
  instead: [],
}

const none: Plan = { kind: 'decline', because: 'The model could not be asked just now.', instead: [] }

function notSure(fault: string): Plan {
  const what = fault.endsWith('is not accounted for')
    ? `I am not sure what ${fault.split(' is not')[0]} is to mean here`
    : 'I am not sure that I understood all of that'
  return { kind: 'decline', because: `${what}, so I would rather not answer. Put it in other words.`, instead: [] }
}
