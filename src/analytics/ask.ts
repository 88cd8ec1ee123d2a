/** KpiQuery → answer: compile, guard, run, finish; under one policy. */
import type { Answer, EventsBehind } from './answer.ts'
import type { AsOf } from './as-of.ts'
import { compile } from './compile/compile.ts'
import type { Guard } from './guard/guard.ts'
import type { Known } from './knowledge.ts'
import type { KpiQuery } from './kpi-query.ts'
import type { ReadFreshness } from './live/freshness.ts'
import type { Policy } from './policy.ts'
import type { Reader } from './run/reader.ts'

/** What asking led to. A lost database, a time-out and the like are thrown. */
export type Asked =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The query asks for what cannot be had: adding what does not add up, more buckets than a reply can hold. */
  | { readonly kind: 'cannot'; readonly because: string }
  /** The guard did not admit our own SQL: a fault of ours, and nothing was run. */
  | { readonly kind: 'refused'; readonly rule: string; readonly because: string; readonly sql: string }

export type Ask = (query: KpiQuery, policy: Policy, signal?: AbortSignal) => Promise<Asked>

interface Parts {
  readonly guard: Guard
  readonly reader: Reader
  /** Newest data of a policy's views, ISO 8601 with offset. */
  readonly asOf: AsOf
  /** What events say of a view that they feed. */
  readonly freshness?: ReadFreshness
  /** First and last moment each view has data for, under the policy. */
  readonly history: (policy: Policy) => Promise<Known['history']>
}

/** `as`: whether the rows are for a reply, or an export with its wider limits (guard/lists.ts). */
export function createAsk(
  { guard, reader, asOf, history, freshness }: Parts,
  as: 'compiled' | 'export' = 'compiled',
): Ask {
  return async function ask(query, policy, signal) {
    const known = await history(policy)
    const compiled = compile(query, policy.catalog, known)
    if (compiled.kind === 'cannot') return compiled
    // Leaves are more than any reply holds; what is made of them is a few rows.
    const verdict = await guard[query.shape.kind === 'drivers' ? 'export' : as](compiled.sql, policy)
    if (verdict.verdict === 'unsafe')
      return { kind: 'refused', rule: verdict.rule, because: verdict.because, sql: compiled.sql }
    const [result, newest, events] = await Promise.all([
      reader.run(verdict.query, compiled.parameters, signal ? { signal } : {}),
      asOf(policy, compiled.views),
      eventsBehind(compiled.views, freshness),
    ])
    return {
      kind: 'answered',
      answer: {
        query,
        columns: compiled.columns,
        rows: compiled.finish(result.rows),
        truncated: result.truncated,
        asOf: newest,
        ...(events === null ? {} : { events }),
        ...sinceOf(query, compiled.views, known),
        sources: compiled.relations,
        sql: compiled.sql,
        parameters: compiled.parameters,
        notes: compiled.notes,
        ...(compiled.explained ? { explained: compiled.explained(result.rows) } : {}),
        policy: policy.hash,
      },
    }
  }
}

/** When there began to be data for everything that was read; known of the views' own times only. */
function sinceOf(query: KpiQuery, views: readonly string[], known: Known['history']): { readonly since?: string } {
  if (query.time !== undefined && query.time !== 'time') return {}
  const starts = views.flatMap((view) => known.get(view)?.from ?? [])
  const [latest] = starts.toSorted().toReversed()
  return latest === undefined ? {} : { since: latest }
}

/** Less is not worth saying: batches of events take their time. */
const BEHIND_FROM_MS = 60_000

/** The most behind of the views; null: there is nothing to say. */
async function eventsBehind(views: readonly string[], freshness?: ReadFreshness): Promise<EventsBehind | null> {
  if (!freshness) return null
  const found = (await Promise.all(views.map((view) => freshness(view)))).filter((each) => each !== null)
  const behindMs = Math.max(0, ...found.map((each) => each.behindMs))
  const [lateFrom = null] = found.flatMap((each) => each.lateFrom ?? []).toSorted()
  if (behindMs < BEHIND_FROM_MS && lateFrom === null) return null
  return { behindMs: behindMs < BEHIND_FROM_MS ? 0 : behindMs, lateFrom }
}
