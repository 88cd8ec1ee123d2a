/** What a chat platform is to the house: it hands messages in and takes replies out. */
import type { Place } from '../analytics/place.ts'
import type { ChatMessage } from './message.ts'
import type { Reply } from './reply.ts'

export interface Platform {
  /** First part of its places: `web`, `terminal`, `slack`, `teams`. */
  readonly name: string
  start(hear: (message: ChatMessage) => Promise<void>): Promise<void>
  /** Shows a reply once per key: a key already known is refused, not shown again. */
  send(place: Place, reply: Reply, key: string): Promise<Receipt>
  /** Null when it works; else what is wrong, in one line. */
  health(): Promise<string | null>
  stop(): Promise<void>
}

export type Receipt =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: 'already_sent' }
  | { readonly kind: 'refused'; readonly because: string }
