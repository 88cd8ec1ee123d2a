/** What was said of alerts, with every name looked up in the catalog that the asker sees. Plain JSON-able data. */
import type { Rule, WatchedSlice } from '../../analytics/live/rule.ts'

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

/** What becomes different in a rule; the rest stays. */
export interface RuleChange {
  /** Parts that were said anew, each whole. */
  readonly parts: Partial<
    Pick<
      RuleDraft,
      | 'slice'
      | 'grain'
      | 'when'
      | 'buckets'
      | 'minimumChange'
      | 'minimumVolume'
      | 'minimumDurationMs'
      | 'coolDownMs'
      | 'quiet'
      | 'severity'
      | 'tell'
    >
  >
  /** "To 30 %": another number for the condition that the rule has. */
  readonly bar: Bar | null
}

/** A number as it was said: `points` are percentage points, and a percentage is given as said (30, not 0.3). */
export interface Bar {
  readonly value: number
  readonly unit: 'percent' | 'points' | 'seconds' | 'plain'
}

/** When a mute ends: at a moment (ISO 8601, UTC), when things are normal again, or when somebody unmutes it. */
export type MuteEnd =
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'recovery' }
  | { readonly kind: 'unmuted' }
