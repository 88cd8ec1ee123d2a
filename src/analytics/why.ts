/** Why a KPI is not where it usually is: the segments that moved it, and what else is known of that time. */
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import type { Known } from './knowledge.ts'
import { holidaysIn } from './holidays.ts'
import { parseKpiQuery, type Period } from './kpi-query.ts'
import type { Explained } from './live/explain/explain.ts'
import type { Circumstance, Explanation } from './live/incident.ts'
import type { Policy } from './policy.ts'
import { driversQuery, type WhyAsked } from './why/drivers-query.ts'
import { beside, besideQuery, type BesideAsked } from './why/beside.ts'

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
}

/** Two statements: the leaves of the KPI, and the other KPIs of its view. */
export function createWhy({ ask, known }: Parts): Why {
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
    const beside = await besideIt(
      { kpi: asked.kpi, period, filters, against, isPart: elapsed !== undefined },
      policy,
      signal,
    )
    return {
      kind: 'explained',
      explanation: explanationOf(explained, [...holidaysOf(period, policy), ...beside]),
      explained,
      answer,
    }
  }

  /** The same time before, and other KPIs of the view that left what is usual for them too; none when they cannot be had. */
  async function besideIt(
    asked: BesideAsked,
    policy: Policy,
    signal: AbortSignal | undefined,
  ): Promise<readonly Circumstance[]> {
    const together = besideQuery(asked, policy.catalog)
    const parsed = together && parseKpiQuery(together, policy.catalog)
    if (!parsed?.ok) return []
    const found = await ask(parsed.query, policy, signal)
    return found.kind === 'answered' ? beside(found.answer, asked) : []
  }
}

function holidaysOf(period: Period, { catalog }: Policy): readonly Circumstance[] {
  return holidaysIn(period, catalog.calendar.holidays).map(({ name, day }) => ({ kind: 'holiday', name, day }))
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
