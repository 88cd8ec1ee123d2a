/** Roles are alternatives, never mixed: a question that only two of somebody's roles together would answer names both. */
import type { Catalog, View } from '../analytics/catalog.ts'
import type { Policy } from '../analytics/policy.ts'
import type { Knowledge } from '../nlq/plan.ts'

/** The pairs of policies, in the order to try. */
export function pairsOf(policies: readonly Policy[]): readonly (readonly [Policy, Policy])[] {
  return policies.flatMap((first, index) => policies.slice(index + 1).map((second) => [first, second] as const))
}

/** What two policies know together; only to find out whether both would do, never to ask with. */
export function mergeKnowledge(one: Knowledge, other: Knowledge): Knowledge {
  const views = merged(one.catalog.views, other.catalog.views, mergeViews)
  const catalog: Catalog = {
    ...one.catalog,
    hash: `${one.catalog.hash} ${other.catalog.hash}`,
    views,
    kpis: merged(one.catalog.kpis, other.catalog.kpis, (first) => first),
  }
  const values = merged(one.values, other.values, (first, second) =>
    merged(first, second, (mine, theirs) => [...new Set([...mine, ...theirs])]),
  )
  return {
    catalog,
    values,
    history: merged(one.history, other.history, (first) => first),
    empties: merged(one.empties, other.empties, (first, second) => new Set([...first, ...second])),
  }
}

function mergeViews(one: View, other: View): View {
  return {
    ...one,
    times: merged(one.times, other.times, (first) => first),
    dimensions: merged(one.dimensions, other.dimensions, (first) => first),
    columns: merged(one.columns, other.columns, (first) => first),
  }
}

function merged<Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
  both: (first: Value, second: Value) => Value,
): ReadonlyMap<string, Value> {
  const all = new Map(one)
  for (const [key, value] of other) {
    const known = all.get(key)
    all.set(key, known === undefined ? value : both(known, value))
  }
  return all
}
