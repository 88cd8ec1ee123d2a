/** What a question gave: rows as asked, and everything needed to trace them. */
import type { Scalar } from './catalog.ts'
import type { KpiQuery } from './kpi-query.ts'
import type { Explained } from './live/explain/explain.ts'

/** A cell: JSON number, or string beyond 2^53; buckets of a day or more `YYYY-MM-DD`, shorter ones ISO 8601 with offset. */
export type Cell = Scalar | null

export type ColumnRole = 'time' | 'dimension' | 'measure' | 'previous' | 'change' | 'share' | 'bucket'

export interface ResultColumn {
  readonly name: string
  readonly role: ColumnRole
  /** `time`, `text`, `number`, `boolean`, `date` */
  readonly type: 'time' | 'text' | 'number' | 'boolean' | 'date'
  /** As in the catalog; `percent` is a fraction. Null for what has none. */
  readonly unit: string | null
  readonly label: string
  /** For measure, previous, change and share: index into `query.measures` (0 for a histogram's or a bucket count). */
  readonly measure?: number
}

export interface Answer {
  readonly query: KpiQuery
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** Rows beyond the limit were cut off. */
  readonly truncated: boolean
  /** Newest data of the views read, ISO 8601 with offset; null when a view has no time. */
  readonly asOf: string | null
  /** What is to be said of the events that feed the views; absent when there is nothing to say. */
  readonly events?: EventsBehind
  /** Oldest data of the views read, wall-clock time of their zone; absent where it is not known for the time asked by. */
  readonly since?: string
  /** Relations read, as `schema.name`. */
  readonly sources: readonly string[]
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** Clauses that belong to the sentence of understanding: where the data begins, for example. */
  readonly notes: readonly string[]
  /** Of a question for what moved a figure. */
  readonly explained?: Explained
  /** Hash of the policy it ran under. */
  readonly policy: string
}

export interface EventsBehind {
  /** How far counting is behind; 0: it keeps up. */
  readonly behindMs: number
  /** Late events corrected buckets from this one on, in the last minutes, ISO 8601; null: none did. */
  readonly lateFrom: string | null
}
