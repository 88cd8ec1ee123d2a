/** Why a KPI is not where it usually is: the segments that moved it, and what else is known of that time. */
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import type { Known } from './knowledge.ts'
import type { Explained } from './live/explain/explain.ts'
import type { Circumstance, Explanation } from './live/incident.ts'
import type { Policy } from './policy.ts'
import type { ContextOf } from './why/context.ts'
import { driversQuery, type WhyAsked } from './why/drivers-query.ts'

export type WhyAnswered =
  | {
      readonly kind: 'explained'
      /** As incidents keep it. */
      readonly explanation: Explanation
      readonly explained: Explained
      /** The rows behind it, with SQL, sources and how current they are. */
      readonly answer: Answer
    }
  /** A sentence for people: it does not add up, has no dimensions, or there is nothing before it. */
  | { readonly kind: 'cannot'; readonly because: string }

/** Under the policy of whoever will see it; a lost database, a time-out and the like are thrown. */
export type Why = (asked: WhyAsked, policy: Policy, signal?: AbortSignal) => Promise<WhyAnswered>

interface Parts {
  readonly ask: Ask
  /** What is known under a policy: members of dimensions, how far the data goes. */
  readonly known: (policy: Policy) => Promise<Pick<Known, 'values'>>
  readonly contextOf: ContextOf
}

/** Two statements: the leaves of the KPI, and the other KPIs of its view. */
export function createWhy({ ask, known, contextOf }: Parts): Why {
  return async function why(asked, policy, signal) {
    const { period, filters = [], elapsed } = asked
    const looked = driversQuery(asked, policy.catalog, (await known(policy)).values)
    if (looked.kind === 'cannot') return looked
    const { query, against } = looked
    const found = await ask(query, policy, signal)
    if (found.kind !== 'answered') return { kind: 'cannot', because: found.because }
    const { answer } = found
    const { explained } = answer
    if (!explained)
      return { kind: 'cannot', because: `${policy.catalog.kpis.get(asked.kpi)?.label} has nothing to explain.` }
    const context = await contextOf(
      { kpi: asked.kpi, period, filters, against, elapsed: elapsed ?? null },
      policy,
      signal,
    )
    return {
      kind: 'explained',
      explanation: explanationOf(explained, context),
      explained,
      answer,
    }
  }
}

function explanationOf(explained: Explained, circumstances: readonly Circumstance[]): Explanation {
  const { drivers, isBroad, effects } = explained
  return {
    drivers: drivers.map(({ members, actual, expected, share }) => ({ members, value: actual, expected, share })),
    isBroad,
    effects,
    circumstances,
  }
}
