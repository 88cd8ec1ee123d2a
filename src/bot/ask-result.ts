/** The JSON of `tidings ask --json` and `POST /api/ask`: a public contract that others script against (docs/cli.md). */
import type { Cell, ResultColumn } from '../analytics/answer.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import type { Spec } from '../charts/spec.ts'

export interface AskResult {
  readonly id: string | number | null
  readonly kind: 'answer' | 'clarify' | 'decline' | 'command' | 'failed'
  readonly understood: string | null
  readonly planner: string | null
  readonly query: KpiQuery | null
  readonly sql: string | null
  readonly parameters: readonly unknown[]
  readonly columns: readonly Omit<ResultColumn, 'measure'>[]
  readonly rows: readonly (readonly Cell[])[]
  readonly truncated: boolean
  readonly asOf: string | null
  readonly sources: readonly string[]
  readonly chart: { readonly kind: string; readonly spec: Spec; readonly altText: string } | null
  /** The reply's words, complete without the picture. */
  readonly text: string
  readonly choices: readonly { readonly label: string; readonly query: KpiQuery }[]
  readonly because: string | null
  readonly command?: { readonly name: string; readonly arguments: Readonly<Record<string, string>> }
  readonly error?: { readonly code: string; readonly message: string }
  readonly elapsedMs: number
}

/** The statement that the rows of an answer are of, where it is unverified SQL; null: they are of a KpiQuery, or there are none. */
export function unverifiedSql({ kind, query, sql }: Pick<AskResult, 'kind' | 'query' | 'sql'>): string | null {
  return kind === 'answer' && query === null ? sql : null
}
