/** Why a KPI is not where it usually is: the segments that moved it, and what else is known of that time. */
import type { Answer } from './answer.ts'
import type { Ask } from './ask.ts'
import type { Known } from './knowledge.ts'
import { holidaysIn } from './holidays.ts'
import { parseKpiQuery, type Filter, type KpiQuery, type Period, type Stretch } from './kpi-query.ts'
import type { Explained } from './live/explain/explain.ts'
import type { Circumstance, Explanation } from './live/incident.ts'
import { print, local } from './period.ts'
import type { Policy } from './policy.ts'
import { leafDimensions } from './why/leaf-dimensions.ts'
import { beside, besideQuery, type BesideAsked } from './why/beside.ts'
import { usualOf } from './why/usual.ts'

export interface WhyAsked {
  /** By its name in the catalog. */
  readonly kpi: string
  readonly period: Period
  /** What it is held against, on average; without it the same time of the four weeks before. */
  readonly against?: readonly Stretch[]
  readonly filters?: readonly Filter[]
  /** What part of the period there is yet, where it has only begun. */
  readonly elapsed?: number
}

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
    const { catalog } = policy
    const { period, filters = [], elapsed } = asked
    const kpi = catalog.kpis.get(asked.kpi)
    const view = kpi && catalog.views.get(kpi.view)
    if (!view) return { kind: 'cannot', because: `There is no KPI "${asked.kpi}".` }
    const { values } = await known(policy)
    const dimensions = leafDimensions(view, values.get(view.name) ?? new Map(), filters)
    if (dimensions.length === 0)
      return { kind: 'cannot', because: `${view.label} has no dimension with a few members to look for segments in.` }
    const against = asked.against ?? usualOf(period) ?? [before(period)]
    const parsed = parseKpiQuery(
      {
        measures: [{ kind: 'kpi', kpi: asked.kpi }],
        period,
        filters,
        shape: { kind: 'drivers', dimensions, against, ...(elapsed === undefined ? {} : { elapsed }) },
      } satisfies Partial<KpiQuery>,
      catalog,
    )
    if (!parsed.ok) return { kind: 'cannot', because: parsed.because }
    const found = await ask(parsed.query, policy, signal)
    if (found.kind !== 'answered') return { kind: 'cannot', because: found.because }
    const { answer } = found
    const { explained } = answer
    if (!explained) return { kind: 'cannot', because: `${kpi.label} has nothing to explain.` }
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

/** The stretch just before, as long. */
function before({ from, to }: Period): Stretch {
  const length = local(from).until(local(to), { largestUnit: 'day' })
  return { from: print(local(from).subtract(length)), to: from }
}
