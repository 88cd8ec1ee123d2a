/** Answers with a sentence or two of commentary, where somebody writes one that the cells show. */
import type { Conversation, Undrawn } from './conversation.ts'
import type { Question } from './message.ts'
import { words } from './replies/en.ts'

/** Null: there is nothing to be said. */
export type CommentOn = (reply: Undrawn, message: Question, signal?: AbortSignal) => Promise<string | null>

interface Parts {
  readonly commentOn: CommentOn
  /** An answer goes without a commentary rather than not at all. */
  readonly onError: (error: unknown, message: Question) => void
}

export function commented(conversation: Conversation, { commentOn, onError }: Parts): Conversation {
  return {
    ...conversation,
    async answer(message, signal) {
      const reply = await conversation.answer(message, signal)
      if (reply.result.kind !== 'answer') return reply
      try {
        const comment = await commentOn(reply, message, signal)
        if (comment === null) return reply
        const text = `${reply.result.text}\n${words.commentary(comment)}`
        return { ...reply, comment, result: { ...reply.result, text } }
      } catch (error) {
        onError(error, message)
        return reply
      }
    },
  }
}
