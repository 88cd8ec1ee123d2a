/** What people say, as every platform hands it in. */
import type { ChartKind, ChartWish } from '../analytics/chart-kinds.ts'
import type { KpiQuery } from '../analytics/kpi-query.ts'
import type { Person, Place } from '../analytics/place.ts'

/** Plain data: it is kept in the inbox as JSON, and any instance can go on with it. */
export interface ChatMessage {
  /** Made of the platform's own id of the message or click; the same id is answered once. At most 300 characters. */
  readonly id: string
  readonly place: Place
  readonly author: Person
  readonly askedAt: Date
  readonly said: Said
  /** Who will see the reply: all who are in the place, or the asker alone (direct messages, slash commands, the web). */
  readonly audience: 'everyone' | 'asker'
  /** In what form an `asker` in a place with others is told: the platform shows it to nobody else and keeps no history. */
  readonly isWhispered?: true
  /** Said in a thread that Tidings takes part in, without naming it. */
  readonly isOverheard?: true
  /** The platform's own short-lived way to answer this very message; opaque to everybody else. A secret. */
  readonly handle?: string
  /** The id of an earlier message that this is a new wording of: its answer is replaced in place. */
  readonly replaces?: string
  /** Whose rights instead of the author's, where the author may act as others. */
  readonly actAs?: string
  /** BCP 47; for numbers and dates in words. */
  readonly locale?: string
  /** The author's e-mail address, where the platform vouches for it. */
  readonly email?: string
  /** What the author is called. */
  readonly name?: string
}

export type Said =
  | Asked
  /** `feed`: where that reply stands, when it is another place, which the platform lets the presser read. */
  | { readonly kind: 'press'; readonly reply: string; readonly press: Press; readonly feed?: Place }
  /** "Explain this number", of a message somebody pointed at; `reply` is the key of ours, when it is one of ours. */
  | { readonly kind: 'explain'; readonly reply: string | null; readonly text: string }

/** Words, or a choice that carries a whole query (checked anew under the chooser's rights). */
export type Asked =
  | { readonly kind: 'words'; readonly text: string; readonly planner?: string }
  | { readonly kind: 'query'; readonly query: KpiQuery; readonly label: string; readonly wish?: ChartWish }

/** A message that asks something. */
export type Question = Omit<ChatMessage, 'said'> & { readonly said: Asked }

/** What was pressed on a reply, which is named by its key. Only names and positions: what they stand for is looked up. */
export type Press =
  /** `ways[index]` of the reply. */
  | { readonly kind: 'way'; readonly index: number }
  | { readonly kind: 'sql' }
  | { readonly kind: 'csv' }
  | { readonly kind: 'chart'; readonly chart: ChartKind }
  /** The answer was right. */
  | { readonly kind: 'good' }
  /** It is to be vouched for, or why not is to be said. */
  | { readonly kind: 'verify' }
  /** Show to all in the place what only the asker saw. */
  | { readonly kind: 'share' }
  /** Something done with an alert; `isSpoken`: in words, where the alert itself may be out of sight. */
  | { readonly kind: 'alert'; readonly act: AlertAct; readonly isSpoken?: true }

export const ALERT_ACTS = [
  'acknowledge',
  'snooze_1h',
  'snooze_tomorrow',
  'snooze_recovers',
  'unsnooze',
  'mute',
  'unmute',
  'useful',
  'not_useful',
  'take_back',
  'why',
  'open',
] as const
export type AlertAct = (typeof ALERT_ACTS)[number]
