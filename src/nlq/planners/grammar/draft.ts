/** A question half understood: what its items say, before view, period and defaults are settled. */
import type { Aggregation, Grain, Scalar } from '../../../analytics/catalog.ts'
import type { Axis, Bounds, Figure, Filter, KpiQuery, Period, TimePart } from '../../../analytics/kpi-query.ts'
import type { NumberUnit } from '../../numbers.ts'
import type { ChartKind } from '../../../analytics/chart-kinds.ts'
import type { Span } from '../../plan.ts'
import type { Ordering } from '../../words/en.ts'
import type { Against } from '../../comparing.ts'
import type { When } from '../../when.ts'
import { emptyLean, type Lean } from './lean.ts'

export type DraftMeasure =
  | { readonly kind: 'kpi'; readonly kpi: string; readonly aggregation?: Aggregation }
  | { readonly kind: 'records'; readonly view: string }
  | { readonly kind: 'dimension'; readonly dimension: string; readonly aggregation: Aggregation }
  | { readonly kind: 'ratio'; readonly of: string; readonly over: string }
  | { readonly kind: 'difference'; readonly of: string; readonly minus: string }

export interface DraftMembers {
  readonly dimension: string
  readonly include: boolean
  values: readonly Scalar[]
}

export interface DraftCondition {
  readonly bounds: Bounds
  readonly unit: NumberUnit | null
  /** Index into `measures`, or a numeric dimension. */
  target:
    | { readonly kind: 'measure'; readonly index: number }
    | { readonly kind: 'dimension'; readonly dimension: string }
    /** The number that a KPI is made of, of each record. */
    | { readonly kind: 'field'; readonly kpi: string }
    | null
  figure: Figure
  /** Right after what is counted ("patients over 65 by ward"): perhaps a number that each record carries. */
  readonly mayBeOfRecords: boolean
}

/** What the rows of an answer are, where they are no plain groups. */
export type Form =
  | {
      readonly kind: 'over'
      readonly aggregate: 'average' | 'median' | 'min' | 'max'
      readonly each:
        | { readonly kind: 'bucket'; readonly grain: Grain }
        | { readonly kind: 'member'; readonly dimension: string }
    }
  /** Not explicit: only where there is nothing that the words could go on from. */
  | { readonly kind: 'members'; readonly isExplicit: boolean }
  | { readonly kind: 'count_members'; readonly of: string }
  | { readonly kind: 'correlation' }
  /** Which segments moved the figure. */
  | { readonly kind: 'drivers' }
  /** The figures of each record, as points of a plot. */
  | { readonly kind: 'points'; readonly view: string; readonly kpis: readonly string[] }

export interface Draft {
  form: Form | null
  measures: DraftMeasure[]
  by: Axis[]
  grain: Grain | null
  /** Month over month. */
  step: Grain | null
  /** "over time", "trend": a grain, whichever suits. */
  wantsTrend: boolean
  time: string | null
  whens: When[]
  /** Side by side: "Q1, Q2 and Q3". */
  listed: When[]
  /** "In 2024 and 2025": one figure for both, or not; null when that is open. */
  together: boolean | null
  /** "The difference between September and October": its ends are set against each other. */
  setsEndsApart: boolean
  /** "excluding December" */
  without: When[]
  /** "The month before". */
  beforeUnit: Grain | null
  compare: Against | null
  wantsChange: { readonly rising: boolean; readonly falling: boolean; readonly relative: boolean } | null
  /** "Countries that …", "which countries …": what is said of them is a condition. */
  picksGroups: boolean
  members: DraftMembers[]
  filters: Filter[]
  conditions: DraftCondition[]
  share: boolean
  /** Dimensions whose filters hold for the whole as well; null when that is open. */
  shareWithin: readonly string[] | null
  /** `unfiltered`: of what each group has without the filters. */
  shareOf: 'unfiltered' | null
  /** "revenue and orders": side by side, not one of the other. */
  listsMeasures: boolean
  /** "Share of orders that …": the whole comes first; else it comes last, as in "refunds as a share of revenue". */
  isShareOfNext: boolean
  window:
    | { readonly kind: 'running_total' }
    | { readonly kind: 'moving_average'; readonly buckets: number | null }
    | null
  distribution: boolean
  /** How wide its ranges are to be, or how many of them. */
  bins: { readonly width: number; readonly unit: NumberUnit | null } | { readonly count: number } | null
  countBuckets: Grain | null
  ranking: { readonly rank: 'highest' | 'lowest' | 'best' | 'worst'; readonly count: number | null } | null
  /** The axis that is ranked: index into `by`, or the grain. */
  ranked: { readonly kind: 'axis'; readonly index: number } | { readonly kind: 'grain' } | null
  rankedIsPlural: boolean
  /** "By origin and destination, top ten": ten pairs. */
  ranksPairs: boolean
  /** "Which 3 regions …". */
  countAsked: number | null
  /** "The best product of each month": a ranking for every bucket. */
  ranksEachBucket: boolean
  /** Ordered by rank, none left out. */
  listsAll: boolean
  orderings: Ordering[]
  orderMeasure: number | null
  /** The dimension whose names the rows are sorted by. */
  orderDimension: string | null
  chart: ChartKind | null
  /** Rows sorted by what lies along an axis of the picture: names and times along x, figures along y. */
  orderAxis: 'x' | 'y' | null
  /** The dimensions wished for in colours and in panels. */
  colour: string | null
  panels: string | null
  /** Records are counted because nothing else was named: "how many" was said, or only something to split or pick by. */
  countsByDefault: 'asked' | 'implied' | null
  /** What is said of the turn before. */
  lean: Lean
  /** Nothing but names and joining words: no verb, no "how many". */
  isBare: boolean
  parts: { readonly part: TimePart; values: readonly number[]; readonly include: boolean }[]
  /** "When did it peak": the best bucket, of days unless said otherwise. */
  asksWhen: boolean
  /** From the turn before, when this is a follow-up and says nothing else. */
  kept: Kept | null
  spans: Span[]
  /** How well the items fit together; higher is better. */
  fit: number
  /** Why this reading cannot be: words for people. The first one counts. */
  fault: Fault | null
  /** Words that have no meaning here. */
  unknown: string[]
}

/** Parts of an earlier query that no word of a follow-up replaces. */
export interface Kept {
  readonly query: KpiQuery
  readonly period: Period | null
  readonly compare: KpiQuery['compare'] | null
  readonly order: KpiQuery['order']
  readonly limit: KpiQuery['limit'] | null
  readonly conditions: KpiQuery['conditions']
}

export type Fault =
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'no_measure' }
  /** The words may mean any of these. */
  | { readonly kind: 'which_measure'; readonly measures: readonly DraftMeasure[] }
  /** All of these are what it may mean. */
  | { readonly kind: 'which_draft'; readonly drafts: readonly Draft[] }
  /** Two periods: added up, or each by itself. */
  | { readonly kind: 'each_or_all'; readonly grain: Grain }
  /** A share of two filters: which one is the part was not clear. */
  | { readonly kind: 'which_part' }
  /** It would work for groups: which ones was not said. */
  | { readonly kind: 'no_group'; readonly because: string }
  /** One level further down, where the catalog has no hierarchy. */
  | { readonly kind: 'which_axis' }
  /** Why something is as it is. */
  | { readonly kind: 'cause' }
  /** `isNoReading`: the words do not go together so at all, which speaks for any way in which they do. */
  | { readonly kind: 'unsupported'; readonly because: string; readonly isNoReading?: boolean }
  /** A dimension whose values are never shown. */
  | { readonly kind: 'masked'; readonly label: string }

export function emptyDraft(): Draft {
  return {
    form: null,
    measures: [],
    by: [],
    grain: null,
    step: null,
    wantsTrend: false,
    time: null,
    whens: [],
    listed: [],
    without: [],
    together: null,
    setsEndsApart: false,
    beforeUnit: null,
    compare: null,
    wantsChange: null,
    picksGroups: false,
    members: [],
    filters: [],
    conditions: [],
    share: false,
    isShareOfNext: false,
    shareWithin: null,
    shareOf: null,
    listsMeasures: false,
    window: null,
    distribution: false,
    bins: null,
    countBuckets: null,
    ranking: null,
    ranked: null,
    rankedIsPlural: false,
    ranksPairs: false,
    countAsked: null,
    ranksEachBucket: false,
    listsAll: false,
    orderings: [],
    orderMeasure: null,
    orderDimension: null,
    chart: null,
    orderAxis: null,
    colour: null,
    panels: null,
    countsByDefault: null,
    lean: emptyLean(),
    isBare: false,
    parts: [],
    asksWhen: false,
    kept: null,
    spans: [],
    fit: 0,
    fault: null,
    unknown: [],
  }
}
