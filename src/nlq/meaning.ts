/** Everything a run of words can mean to the grammar planner, before it is known what it does in the question. */
import type { Aggregation, Grain, Scalar } from '../analytics/catalog.ts'
import type { AxisPart, Bounds, TimePart } from '../analytics/kpi-query.ts'
import type { Named } from './named.ts'
import type { Ordering } from './words/en.ts'
import type { Subject } from './words/en-everyday.ts'
import type { NumberUnit } from './numbers.ts'
import type { ChartKind } from '../analytics/chart-kinds.ts'
import type { ShiftMatch } from './calendar-shifts.ts'
import type { When } from './when.ts'

export type Cue =
  | 'by'
  | 'per'
  | 'wise'
  | 'versus'
  | 'compare'
  | 'difference'
  | 'and'
  | 'with'
  | 'not'
  | 'which'
  | 'count'
  | 'distinct'
  | 'share'
  | 'running'
  | 'moving'
  | 'distribution'
  | 'peak'
  | 'trend'
  | 'relation'
  | 'sort'
  | 'between'

/** How a follow-up leans on the turn before. */
export type ThreadHow =
  | 'same'
  | 'same_period'
  | 'what_about'
  | 'meant'
  | 'which'
  | 'only'
  | 'also'
  | 'without'
  | 'instead'
  | 'instead_of'
  | 'back'
  | 'it'
  | 'why'
  | 'others'
  | 'further'
  | 'flip'
  | 'all'

/** Parts of a query by what people call them: "remove the filter". */
export type QueryPart = 'filters' | 'breakdown' | 'period' | 'comparison' | 'order' | 'limit' | 'share'

export type Meaning =
  | Named
  | { readonly kind: 'value'; readonly dimension: string; readonly value: Scalar }
  /** All values that hold these words: too many to be one of them. */
  | { readonly kind: 'holding'; readonly dimension: string; readonly text: string }
  | { readonly kind: 'when'; readonly when: When }
  | { readonly kind: 'grain'; readonly grain: Grain; readonly isAdverb: boolean; readonly isFiscal?: boolean }
  | { readonly kind: 'part'; readonly part: AxisPart }
  | {
      readonly kind: 'part_values'
      readonly part: TimePart
      readonly values: readonly number[]
      /** "Every Monday": one by one. */
      readonly each?: Grain
    }
  | { readonly kind: 'aggregation'; readonly aggregation: Aggregation }
  | { readonly kind: 'number'; readonly value: number; readonly unit: NumberUnit | null }
  | { readonly kind: 'bound'; readonly op: Bounds['op']; readonly subject: Subject | null }
  | { readonly kind: 'bound_after'; readonly op: Bounds['op'] }
  | {
      readonly kind: 'ranking'
      readonly rank: 'highest' | 'lowest' | 'best' | 'worst'
      /** What it is about, when the word says so: the cheapest is so by price. */
      readonly subject: Subject | null
    }
  /** More, better, cheaper: of two things set against each other. */
  | { readonly kind: 'comparative'; readonly subject: Subject | null }
  /** "In euros". */
  | { readonly kind: 'currency'; readonly code: string }
  | { readonly kind: 'everyday'; readonly subject: Subject; readonly isVerb: boolean }
  | { readonly kind: 'change'; readonly rising: boolean; readonly falling: boolean; readonly relative: boolean }
  | { readonly kind: 'before'; readonly how: 'previous' | 'year_ago' }
  | { readonly kind: 'holidays' }
  | ({ readonly kind: 'shift' } & Omit<ShiftMatch, 'to'>)
  | { readonly kind: 'step'; readonly grain: Grain }
  | { readonly kind: 'ordering'; readonly order: Ordering }
  | { readonly kind: 'chart'; readonly chart: ChartKind }
  | { readonly kind: 'bins'; readonly isBefore: boolean }
  | { readonly kind: 'plot_axis'; readonly axis: 'x' | 'y' }
  | { readonly kind: 'channel'; readonly channel: 'colour' | 'panels' }
  | { readonly kind: 'text_test'; readonly test: 'contains' | 'starts_with' | 'ends_with' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thread'; readonly how: ThreadHow }
  | { readonly kind: 'query_part'; readonly part: QueryPart }
  | { readonly kind: 'cue'; readonly cue: Cue }
  | { readonly kind: 'filler' }
  | { readonly kind: 'unknown' }

/** A run of tokens [from, to) taken as one meaning. */
export interface Item {
  readonly from: number
  readonly to: number
  readonly meaning: Meaning
  /** 1 as written; less for inflections, parts of names, slips. */
  readonly fit: number
}
