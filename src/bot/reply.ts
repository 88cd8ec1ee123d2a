/** One reply to one message, before any platform gives it its own shape. */
import type { ChartKind } from '../analytics/chart-kinds.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import type { Phase } from '../analytics/live/incident.ts'
import type { Severity } from '../analytics/live/rule.ts'
import type { Confidence, Mark } from '../nlq/plan.ts'
import type { AskResult } from './ask-result.ts'
import type { AlertAct } from './message.ts'

export interface Reply {
  readonly result: AskResult
  /** The number or the finding, first thing to read; one line. */
  readonly headline: string
  /** The rows as a person reads them: dates, units and thousands; the same order and columns as `result.rows`. */
  readonly table: readonly (readonly string[])[]
  /** One line: source, period and zone, data as of when, rows, cut off or not. Null when nothing was read. */
  readonly provenance: string | null
  /** Null when the answer needs none or drawing failed; then `pictureMissing` says why. */
  readonly picture: Picture | null
  readonly pictureMissing: string | null
  readonly ways: readonly WayOn[]
  /** Kinds of chart that would suit the rows, the present one first; none where no other would. */
  readonly chartKinds: readonly ChartKind[]
  /** A file that comes with it. */
  readonly file: ReplyFile | null
  /** How sure the planner was of what it understood; null where there was nothing to be sure of. */
  readonly confidence: Confidence | null
  /** What stands in `result.understood` and is not to be read past. */
  readonly marks?: readonly Mark[]
  /** A model's commentary, without the label under which it stands in `result.text`. */
  readonly comment?: string
  /** Who asked may vouch for it: where only they see it, it can be offered. */
  readonly isTheirsToVerify?: true
  /** It answers a greeting, thanks and the like: there is nothing in it to be judged. */
  readonly isTalk?: true
  /** It declines what is no question about figures, whoever reads it. */
  readonly isFinal?: true
  /** Set when the reply tells of an incident: then `headline`, these lines and the buttons of alerts are shown. */
  readonly alert?: AlertShown
}

/** An incident as it is shown. The way under it opens its chart. */
export interface AlertShown {
  readonly incident: string
  readonly phase: Phase
  /** Null: neither way is better. */
  readonly isBad: boolean | null
  readonly severity: Severity
  /** How grave it is and where it stands, in a word or two. */
  readonly kind: string
  /** What people did with it: who is on it, until when it is snoozed. A line each. */
  readonly state: readonly string[]
  /** Under the headline, a line each: which bucket, what explains it, what else is known. */
  readonly lines: readonly string[]
  /** Rule and how current the data is. */
  readonly small: string
  /** What can be done with it now. */
  readonly offers: readonly Offer[]
}

/** Something that can be done with an alert: at hand, one of the snoozes, or behind a menu. */
export interface Offer {
  readonly act: AlertAct
  readonly label: string
  readonly group: 'first' | 'snooze' | 'more'
}

export interface Picture {
  /** Unguessable; `GET /charts/:id.png` serves it until it expires. */
  readonly id: string
  readonly altText: string
  readonly width: number
  readonly height: number
}

/** Text that is too long for a message. */
export interface ReplyFile {
  readonly name: string
  readonly type: 'text/csv' | 'text/plain'
  readonly text: string
}

/** A button under an answer or a question worth asking next. */
export type WayOn =
  | {
      readonly kind: 'query'
      readonly group: 'breakdown' | 'compare' | 'choice' | 'next'
      readonly label: string
      readonly query: KpiQuery
    }
  | { readonly kind: 'words'; readonly label: string; readonly text: string }
