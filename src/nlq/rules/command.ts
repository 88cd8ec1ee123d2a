/** What was said of alerts, with every name looked up in the catalog that the asker sees. Plain JSON-able data. */
import type { Condition, Rule, WatchedSlice } from '../../analytics/live/rule.ts'

export type AlertCommand =
  | { readonly kind: 'make'; readonly draft: RuleDraft }
  /** "What alerts do we have", "which alerts are on revenue". */
  | { readonly kind: 'list'; readonly kpi: string | null }
  | { readonly kind: 'change'; readonly which: Which; readonly change: RuleChange }
  | { readonly kind: 'mute'; readonly which: Which; readonly until: MuteEnd }
  | { readonly kind: 'unmute'; readonly which: Which }
  | { readonly kind: 'end'; readonly which: Which }
  /** "How are the alerts doing". */
  | { readonly kind: 'fatigue' }

/** A rule by its number in the list of its place, by its name, by what it watches, or the one last spoken of. */
export type Which =
  | { readonly by: 'number'; readonly number: number }
  | { readonly by: 'name'; readonly id: string }
  /** `slice`: null where none was said, whatever slice the rule has. */
  | { readonly by: 'kpi'; readonly kpi: string; readonly slice: WatchedSlice | null }
  | { readonly by: 'it' }

/** A rule but for its name and who makes it. */
export interface RuleDraft extends Omit<Rule, 'id' | 'tell' | 'owner'> {
  readonly tell: Tell
}

/** Whom to tell: the place it was said in, the person who said it ("alert me"), or a channel as it was written (`#sales`, `<#C123|sales>`). */
export type Tell =
  | { readonly to: 'here' }
  | { readonly to: 'asker' }
  | { readonly to: 'channel'; readonly said: string }

/**
 * What becomes different in a rule; the rest stays. Amounts are as they were said: `changed` (change.ts) gives them the
 * meaning that they have for the KPI of the rule.
 */
export interface RuleChange {
  /** Parts that were said anew, each whole. */
  readonly parts: Partial<
    Pick<
      RuleDraft,
      | 'slice'
      | 'grain'
      | 'buckets'
      | 'minimumVolume'
      | 'minimumDurationMs'
      | 'coolDownMs'
      | 'quiet'
      | 'severity'
      | 'tell'
    >
  >
  readonly when: SaidCondition | null
  readonly minimumChange: Change | null
  /** "To 30 %": another number for the condition that the rule has. */
  readonly bar: Amount | null
}

/** A number as it was said, before it is known of which KPI. */
export interface Amount {
  /** Of a duration its seconds, of a percentage what stands before the sign: 30. */
  readonly value: number
  /** `%`, `points` (percentage points), `seconds`, `bytes`, `x` (times), `dollar` (of any country), a currency's code; null: a plain number. */
  readonly unit: string | null
  /** Milliseconds, where it may be a duration. */
  readonly ms: number | null
  /** Minutes after midnight, where it may be a time of day. */
  readonly clock: number | null
  readonly said: string
}

/** By how much: `isRelative` where a percentage was called one of the value itself, and no points. */
export interface Change {
  readonly by: Amount
  readonly isRelative: boolean
}

/** A condition of a rule, its amounts as said. */
export type SaidCondition =
  | Extract<Condition, { kind: 'anomaly' | 'silent' }>
  /** `orEqual`: the bound itself is beyond too. */
  | { readonly kind: 'bound'; readonly side: 'above' | 'below'; readonly orEqual: boolean; readonly than: Amount }
  | { readonly kind: 'outside' | 'between'; readonly low: Amount; readonly high: Amount }
  | (Change & {
      readonly kind: 'change'
      readonly against: Against
      readonly direction: 'up' | 'down' | 'either'
    })
  | { readonly kind: 'all' | 'any'; readonly of: readonly SaidCondition[] }

export type Against = Extract<Condition, { kind: 'change' }>['against']

/** When a mute ends: at a moment (ISO 8601, UTC), when things are normal again, or when somebody unmutes it. */
export type MuteEnd =
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'recovery' }
  | { readonly kind: 'unmuted' }
