/** A question half understood: what its items say, before view, period and defaults are settled. */
import type { Aggregation, Grain, Scalar } from '../../../analytics/catalog.ts'
import type { Axis, Bounds, Figure, Filter, TimePart } from '../../../analytics/kpi-query.ts'
import type { ChartKind, Span } from '../../plan.ts'
import type { When } from '../../calendar-phrases.ts'

export type DraftMeasure =
  | { readonly kind: 'kpi'; readonly kpi: string; readonly aggregation?: Aggregation }
  | { readonly kind: 'records'; readonly view: string }
  | { readonly kind: 'dimension'; readonly dimension: string; readonly aggregation: Aggregation }
  | { readonly kind: 'ratio'; readonly of: string; readonly over: string }

export interface DraftMembers {
  readonly dimension: string
  readonly include: boolean
  values: readonly Scalar[]
}

export interface DraftCondition {
  readonly bounds: Bounds
  readonly unit: 'percent' | 'currency' | 'seconds' | null
  /** Index into `measures`, or a numeric dimension. */
  target:
    | { readonly kind: 'measure'; readonly index: number }
    | { readonly kind: 'dimension'; readonly dimension: string }
    | null
  figure: Figure
}

export interface Draft {
  measures: DraftMeasure[]
  by: Axis[]
  grain: Grain | null
  /** "over time", "trend": a grain, whichever suits. */
  wantsTrend: boolean
  time: string | null
  whens: When[]
  compare: { readonly kind: 'previous' | 'year_ago' } | { readonly kind: 'when'; readonly when: When } | null
  wantsChange: { readonly falling: boolean; readonly relative: boolean } | null
  members: DraftMembers[]
  filters: Filter[]
  conditions: DraftCondition[]
  share: boolean
  window:
    | { readonly kind: 'running_total' }
    | { readonly kind: 'moving_average'; readonly buckets: number | null }
    | null
  distribution: boolean
  countBuckets: Grain | null
  ranking: { readonly rank: 'highest' | 'lowest' | 'best' | 'worst'; readonly count: number | null } | null
  /** The axis that is ranked: index into `by`, or the grain. */
  ranked: { readonly kind: 'axis'; readonly index: number } | { readonly kind: 'grain' } | null
  rankedIsPlural: boolean
  orderings: ('descending' | 'ascending' | 'name' | 'newest' | 'oldest')[]
  orderMeasure: number | null
  chart: ChartKind | null
  thread: 'same' | 'what_about' | 'only' | 'also' | 'instead' | 'back' | null
  parts: { readonly part: TimePart; readonly values: readonly number[]; readonly include: boolean }[]
  /** A quality that a dimension's own name stands for. */
  spans: Span[]
  /** How well the items fit together; higher is better. */
  fit: number
  /** Why this reading cannot be: words for people. The first one counts. */
  fault: Fault | null
}

export type Fault =
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'no_measure' }
  | { readonly kind: 'unsupported'; readonly because: string }

export function emptyDraft(): Draft {
  return {
    measures: [],
    by: [],
    grain: null,
    wantsTrend: false,
    time: null,
    whens: [],
    compare: null,
    wantsChange: null,
    members: [],
    filters: [],
    conditions: [],
    share: false,
    window: null,
    distribution: false,
    countBuckets: null,
    ranking: null,
    ranked: null,
    rankedIsPlural: false,
    orderings: [],
    orderMeasure: null,
    chart: null,
    thread: null,
    parts: [],
    spans: [],
    fit: 0,
    fault: null,
  }
}
