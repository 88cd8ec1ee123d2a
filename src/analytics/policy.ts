/**
 * A policy: whose rights a query runs under. Every role, and every pair role × channel role, is one policy; all of them
 * are known when the catalog loads. A policy carries the catalog reduced to what it may see, so whoever is handed a
 * policy cannot even name the rest.
 */
import type { Catalog, ColumnType, Scalar } from './catalog.ts'

/** What a policy sees of one cataloged view. */
export interface PolicyView {
  readonly view: string
  /** Columns it may name, in the order of the live relation; masked and hidden ones are not among them. */
  readonly columns: readonly string[]
  /** All of these must hold for every row: column is one of values. */
  readonly rowFilter: readonly RowFilter[]
  /** Columns that exist and are masked for it, so that a refusal can say so. */
  readonly masked: readonly string[]
}

export interface RowFilter {
  readonly column: string
  readonly type: ColumnType
  readonly values: readonly Scalar[]
}

export interface Policy {
  /** `owner`, a role's name, or `role × channel role`. */
  readonly name: string
  /** Of everything below; every cache key, database view and audit line carries it. Lower-case hex, 16 characters. */
  readonly hash: string
  /** Reduced to what this policy may see. */
  readonly catalog: Catalog
  readonly views: ReadonlyMap<string, PolicyView>
  /** Whether SQL that a model wrote may run under it; what it may read is the same. */
  readonly mayHaveSql: boolean
}
