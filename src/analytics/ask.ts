/** KpiQuery → answer: compile, guard, run, finish; under one policy. */
import type { Answer } from './answer.ts'
import { compile } from './compile/compile.ts'
import type { Guard } from './guard/guard.ts'
import type { KpiQuery } from './kpi-query.ts'
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
  readonly asOf: (policy: Policy, views: readonly string[]) => Promise<string | null>
}

export function createAsk({ guard, reader, asOf }: Parts): Ask {
  return async function ask(query, policy, signal) {
    const compiled = compile(query, policy.catalog)
    if (compiled.kind === 'cannot') return compiled
    const verdict = await guard.compiled(compiled.sql, policy)
    if (verdict.verdict === 'unsafe')
      return { kind: 'refused', rule: verdict.rule, because: verdict.because, sql: compiled.sql }
    const [result, newest] = await Promise.all([
      reader.run(verdict.query, compiled.parameters, { kind: 'compiled', ...(signal ? { signal } : {}) }),
      asOf(policy, compiled.views),
    ])
    return {
      kind: 'answered',
      answer: {
        query,
        columns: compiled.columns,
        rows: compiled.finish(result.rows),
        truncated: result.truncated,
        asOf: newest,
        sources: compiled.relations,
        sql: compiled.sql,
        parameters: compiled.parameters,
        policy: policy.hash,
      },
    }
  }
}
