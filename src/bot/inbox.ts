/** Each message is taken once, whoever delivers it again, and is anybody's again when its taker falls silent. */
import { z } from 'zod'
import { printPerson, printPlace, type Place } from '../analytics/place.ts'
import {
  endMessage,
  hasEarlier,
  hasTaken,
  holdMessages,
  retakeMessages,
  takeMessage,
} from '../analytics/store/inbox.ts'
import type { Store } from '../analytics/store/store.ts'
import type { ChatMessage } from './message.ts'

export interface Inbox {
  /** Writes it down; false when it was taken before. */
  take(message: ChatMessage): Promise<boolean>
  /** Keeps messages with this process while it works on them. */
  hold(ids: readonly string[]): Promise<void>
  /** Messages that nobody works on any more, oldest first, with how often they were taken. */
  retake(limit: number): Promise<readonly { readonly message: ChatMessage; readonly attempts: number }[]>
  /** Whether an earlier message in the same place is still being answered. */
  hasEarlier(message: ChatMessage): Promise<boolean>
  answered(message: ChatMessage): Promise<void>
  /** Whether anything was taken in this place. */
  hasTaken(place: Place): Promise<boolean>
}

/** Without a store each platform's own memory of message ids is all there is. */
export const noInbox: Inbox = {
  take: async () => true,
  hold: async () => {},
  retake: async () => [],
  hasEarlier: async () => false,
  answered: async () => {},
  hasTaken: async () => false,
}

// What JSON can't keep. The rest was written by this program under a migration that it knows.
const written = z.looseObject({ id: z.string(), askedAt: z.coerce.date() })

export function inboxInStore(store: Store): Inbox {
  return {
    take: (message) => takeMessage(store, { message: message.id, place: printPlace(message.place), content: message }),
    hold: (ids) => holdMessages(store, ids),
    async retake(limit) {
      const rows = await retakeMessages(store, limit)
      const found: { message: ChatMessage; attempts: number }[] = []
      for (const { message: id, content, attempts } of rows) {
        const read = written.safeParse(content)
        if (read.success) found.push({ message: read.data as unknown as ChatMessage, attempts })
        // Nobody can tell any more what it said.
        else await endMessage(store, id)
      }
      return found
    },
    hasEarlier: (message) => hasEarlier(store, message.id),
    answered: (message) => endMessage(store, message.id),
    hasTaken: (place) => hasTaken(store, printPlace(place)),
  }
}

/** Who sees what is said in an answer to this message: the name of the conversation that its turns belong to. */
export function conversationOf({
  place,
  author,
  isWhispered,
}: Pick<ChatMessage, 'place' | 'author' | 'isWhispered'>): string {
  return isWhispered ? `${printPlace(place)} ${printPerson(author)}` : printPlace(place)
}
