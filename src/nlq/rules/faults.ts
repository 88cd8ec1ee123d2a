/** Why words about alerts make no rule yet. */
import type { WatchedGrain } from '../../analytics/live/rule.ts'
import type { ValueMatch } from '../value-index.ts'
import type { Against, Amount, SaidCondition } from './command.ts'

type SaidChange = Extract<SaidCondition, { kind: 'change' }>

export type Fault =
  /** Words that nothing accounts for: [from, to) in the text. */
  | { readonly kind: 'unknown'; readonly from: number; readonly to: number }
  | { readonly kind: 'no_kpi' }
  /** Its view has no time. */
  | { readonly kind: 'timeless'; readonly kpi: string }
  | { readonly kind: 'which_kpi' | 'two_kpis'; readonly kpis: readonly string[] }
  | { readonly kind: 'no_condition' }
  /** Held against a month, a year, an average. */
  | { readonly kind: 'against'; readonly said: string; readonly change: SaidChange | null }
  /** "Is below last week", "is too high": by how much? */
  | { readonly kind: 'how_much'; readonly direction: SaidChange['direction']; readonly against: Against }
  | { readonly kind: 'how_long' }
  /** "Crosses 500": from which side? */
  | { readonly kind: 'which_side'; readonly amount: Amount }
  /** A bound that is reached only exactly. */
  | { readonly kind: 'zero'; readonly amount: Amount }
  /** "Falls 20 % in an hour": against the hour before, or is it counted per hour? */
  | { readonly kind: 'rolling'; readonly grain: WatchedGrain }
  | { readonly kind: 'grain'; readonly said: string }
  /** Two grains, two severities … */
  | { readonly kind: 'twice'; readonly what: string }
  | { readonly kind: 'contradiction'; readonly said: string }
  /** Conditions joined by nothing, or by and as well as or. */
  | { readonly kind: 'joined' }
  /** "No orders for 30 minutes": none, or no data? */
  | { readonly kind: 'none_of'; readonly forMs: number | null }
  | { readonly kind: 'points_or_share'; readonly amount: Amount }
  | { readonly kind: 'needs_percent'; readonly amount: Amount }
  | { readonly kind: 'unit'; readonly amount: Amount }
  /** Two members of one dimension, or one beside each. */
  | { readonly kind: 'members'; readonly dimension: string }
  | { readonly kind: 'all_of'; readonly dimension: string }
  | { readonly kind: 'which_dimension'; readonly value: string; readonly dimensions: readonly string[] }
  | { readonly kind: 'excluded'; readonly said: string }
  | { readonly kind: 'times_of_day'; readonly said: string }
  | { readonly kind: 'volume_of'; readonly least: number }
  /** "Critical tickets": how serious the alert is, or which tickets? */
  | { readonly kind: 'severity_or_member'; readonly said: string; readonly values: readonly ValueMatch[] }
  | { readonly kind: 'whom'; readonly said: string }
  | { readonly kind: 'period'; readonly said: string }
  /** A change that changes nothing, or what cannot be changed. */
  | { readonly kind: 'no_change' | 'other_kpi' }
