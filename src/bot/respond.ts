/** What is said in answer to a message: to a question, to a press on a reply, to "explain this number". */
import { alertSaid } from './alert-said.ts'
import type { Answering } from './answering.ts'
import type { Explained } from './explain.ts'
import { failedReply, failureCode } from './failed.ts'
import type { ChatMessage } from './message.ts'
import type { Pressed } from './presses.ts'
import { said as saying, type Response } from './response.ts'

interface Parts {
  readonly answering: Answering
  readonly pressed: Pressed
  /** Key of the alert in whose thread something is said; null: that is no such thread. */
  readonly alertAbove: (message: ChatMessage) => Promise<string | null>
  readonly explained: Explained
  /** Told of what nobody expected; the asker gets a sentence. */
  readonly onError: (error: unknown, message: ChatMessage) => void
}

/** Null: nothing is to be said. Never throws. */
export type Respond = (message: ChatMessage) => Promise<Response | null>

export function createRespond({ answering, pressed, alertAbove, explained, onError }: Parts): Respond {
  async function respond({ said, ...message }: ChatMessage): Promise<Response | null> {
    switch (said.kind) {
      case 'words': {
        const spoken = alertSaid(said.text)
        const alert = spoken?.number === null ? await alertAbove({ ...message, said }) : null
        if (spoken && alert !== null)
          return pressed({ ...message, said }, alert, { kind: 'alert', act: spoken.act, isSpoken: true })
        return answering({ ...message, said })
      }
      case 'query':
        return answering({ ...message, said })
      case 'press':
        return pressed({ ...message, said }, said.reply, said.press, said.feed)
      case 'explain':
        return explained({ ...message, said }, said.reply, said.text)
    }
  }

  return async (message) => {
    try {
      return await respond(message)
    } catch (error) {
      onError(error, message)
      return saying(failedReply(failureCode(error)), 'asker')
    }
  }
}

/** What is said of a message that cannot be answered whatever is tried. */
export function giveUp(message: ChatMessage): Response {
  const isForAll = message.said.kind !== 'press' && message.said.kind !== 'explain' && !message.isOverheard
  return saying(failedReply('internal'), isForAll ? message.audience : 'asker', message.replaces ?? null)
}
