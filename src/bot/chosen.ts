/** A query that somebody chose instead of saying it: a button's, or that of a reply they ask about. */
import { describe } from '../analytics/describe.ts'
import { viewsOfQuery } from '../analytics/kpi-query-meaning.ts'
import { parseKpiQuery, type KpiQuery } from '../analytics/kpi-query.ts'
import type { Policy } from '../analytics/policy.ts'
import { hidesRows } from './rights.ts'
import { words } from './replies/en.ts'

export type Chosen =
  | { readonly kind: 'admitted'; readonly query: KpiQuery; readonly understood: string; readonly policy: Policy }
  | { readonly kind: 'not admitted'; readonly because: string }

/** Under the first policy that admits it, one that hides no rows of it before one that does; said as seen from now. */
export function choose(query: unknown, policies: readonly Policy[], now: Date): Chosen {
  let limited: Chosen | null = null
  let because: string = policies.length === 0 ? words.noRights : words.nothing
  for (const policy of policies) {
    const parsed = parseKpiQuery(query, policy.catalog)
    if (!parsed.ok) {
      because = parsed.because
      continue
    }
    const understood = describe(parsed.query, policy.catalog, 'en', now)
    const found: Chosen = { kind: 'admitted', query: parsed.query, understood, policy }
    if (!hidesRows(policy, viewNames(parsed.query, policy))) return found
    limited ??= found
  }
  return limited ?? { kind: 'not admitted', because }
}

/** The views that a query reads under a policy. */
export function viewNames(query: KpiQuery, policy: Policy): readonly string[] {
  return viewsOfQuery(query, policy.catalog).map((view) => view.name)
}
