/** What is said in answer to a message, and to whom. */
import type { Conversation, Undrawn } from './conversation.ts'
import type { Response } from './hear.ts'
import type { ChatMessage } from './message.ts'
import { plainReply } from './plain-reply.ts'
import { words } from './replies/en.ts'

interface Parts {
  readonly conversation: Conversation
}

export function createRespond({ conversation }: Parts): (message: ChatMessage) => Promise<Response> {
  return async function respond({ said, ...message }) {
    const replaces = message.replaces ?? null
    switch (said.kind) {
      case 'words':
      case 'query':
        return { reply: await conversation.answer({ ...message, said }), audience: message.audience, replaces }
      case 'press':
      case 'explain':
        return { reply: undrawn(words.failed.internal), audience: 'asker', replaces: null }
    }
  }
}

/** What is said of a message that cannot be answered whatever is tried. */
export function giveUp(message: ChatMessage): Response {
  return { reply: undrawn(words.failed.internal), audience: message.audience, replaces: message.replaces ?? null }
}

function undrawn(text: string): Undrawn {
  return { ...plainReply({ kind: 'failed', text, error: { code: 'internal', message: text } }), chart: null }
}
