/** What is said in answer to a message, and to whom. */
import type { Undrawn } from './conversation.ts'
import type { ChatMessage } from './message.ts'
import { plainReply } from './plain-reply.ts'
import type { Reply } from './reply.ts'

export interface Response {
  readonly reply: Undrawn
  /** Who sees it: all in the place, or the asker alone. */
  readonly audience: 'everyone' | 'asker'
  /** Key of the reply that this one takes the place of. */
  readonly replaces: string | null
  /** Key of this reply instead of the message's id: said once, however many messages ask for it. */
  readonly key?: string
}

export function said(reply: Reply | Undrawn, audience: Response['audience'], replaces: string | null = null): Response {
  return { reply: 'chart' in reply ? reply : { ...reply, chart: null }, audience, replaces }
}

/** Words that are nobody else's business. */
export function toAskerAlone(text: string): Response {
  return said(plainReply({ kind: 'command', text }), 'asker')
}

/** The same message where the asker alone sees what is said, asked under no other rights than their own. */
export function onlyForAuthor<M extends Omit<ChatMessage, 'said'>>(message: M): M {
  return { ...message, audience: 'asker', isWhispered: true }
}
