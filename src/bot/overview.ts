/** What somebody sees of Tidings before asking anything: questions that work, the KPIs and how they stand. */

export interface Overview {
  /** What the person is called; null when nobody told us. */
  readonly name: string | null
  /** Questions that work here, the best first. */
  readonly questions: readonly string[]
  /** By view, in the catalog's order; under the person's rights. */
  readonly groups: readonly KpiGroup[]
  /** What this person follows, a line each. */
  readonly follows: readonly string[]
  /** How to ask, a line each. */
  readonly help: readonly string[]
}

export interface KpiGroup {
  readonly label: string
  readonly kpis: readonly KpiState[]
}

export interface KpiState {
  readonly label: string
  readonly definition: string | null
  readonly owner: string | null
  /** The question that this figure answers, to be asked again. */
  readonly question: string
  /** Null when there is none, or it was not known in time. */
  readonly now: KpiNow | null
}

export interface KpiNow {
  /** As a person reads it: `€1.2M`. */
  readonly value: string
  /** What it is the value of: `last week`. */
  readonly period: string
  readonly change: KpiChange | null
  /** The last buckets, the newest last; empty when there is no course to show. */
  readonly spark: readonly number[]
}

export interface KpiChange {
  /** `+4.2% on the week before` */
  readonly words: string
  readonly direction: 'up' | 'down' | 'flat'
  /** By the catalog's `good_when`; null where neither is better. */
  readonly isGood: boolean | null
}
