/** What a watch is given. */
import type { Catalog } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import type { Explanation, Members } from '../incident.ts'
import type { WatchedGrain } from '../rule.ts'
import type { Incident } from './incident-state.ts'

/** Values of a KPI's buckets by slice, the oldest first; buckets without rows are left out. */
export type HistoryOf = ReadonlyMap<
  string,
  readonly { readonly at: number; readonly value: number | null; readonly volume: number | null }[]
>

/** Reads closed buckets of a KPI's view; half-open. */
export type ReadHistory = (asked: {
  readonly kpi: string
  readonly dimensions: readonly string[]
  /** Of a dimension only these; of one that is not named, all. */
  readonly members?: Readonly<Record<string, readonly string[]>>
  readonly grain: WatchedGrain
  readonly from: number
  readonly to: number
}) => Promise<HistoryOf>

export interface WatchParts {
  readonly store: Store
  readonly catalog: Catalog
  readonly history: ReadHistory
  /** Why it happened; null: that cannot be said. */
  readonly explain: ((incident: Incident) => Promise<Explanation | null>) | null
  /** Whether something is on the calendar in that stretch of time by which these members move. */
  readonly isPlanned: (from: number, to: number, members: Members) => boolean
  /** Whether events are being listened for: what does not come was not sent. */
  readonly isHearing: () => boolean
  readonly now: () => number
  readonly log: WatchLog
}

export interface WatchLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
