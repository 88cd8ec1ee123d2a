/** Each message is taken once, whoever delivers it again, and is anybody's again when its taker falls silent. */
import { z } from 'zod'
import { printPerson, printPlace, type Place } from '../analytics/place.ts'
import {
  createTaking,
  endMessage,
  hasEarlier,
  hasTaken,
  holdMessages,
  retakeMessages,
  type Taken,
} from '../analytics/store/inbox.ts'
import type { Store } from '../analytics/store/store.ts'
import type { ChatMessage } from './message.ts'

/** How long what may take. */
export interface InboxTimes {
  /** A message is its taker's without a sign of life. */
  readonly heldForMs: number
  /** A message whose turn has come is tried to be written down while the server is away. */
  readonly writtenWithinMs: number
}

const usualTimes: InboxTimes = { heldForMs: 15_000, writtenWithinMs: 60_000 }

/** A message that somebody else took and did not answer. */
export interface Left extends Taken {
  readonly message: ChatMessage
  /** How often it was taken, this time included. */
  readonly attempts: number
  readonly takenAt: Date
}

export interface Inbox {
  /** Writes it down; null when it was taken before. */
  take(message: ChatMessage): Promise<Taken | null>
  /** Keeps messages with this process while it works on them. */
  hold(ids: readonly string[]): Promise<void>
  /** Messages of these platforms that nobody works on any more, oldest first. */
  retake(platforms: readonly string[], limit: number): Promise<readonly Left[]>
  /** Whether an earlier message of the conversation is still being answered. */
  hasEarlier(conversation: string, seq: number): Promise<boolean>
  answered(message: ChatMessage): Promise<void>
  /** Whether anything was taken in this place. */
  hasTaken(place: Place): Promise<boolean>
}

/** Without a store each platform's own memory of message ids is all there is. */
export const noInbox: Inbox = {
  take: async () => ({ seq: 0, isBehind: false }),
  hold: async () => {},
  retake: async () => [],
  hasEarlier: async () => false,
  answered: async () => {},
  hasTaken: async () => false,
}

// What JSON can't keep. The rest was written by this program under a migration that it knows.
const written = z.looseObject({ id: z.string(), askedAt: z.coerce.date() })

export function inboxInStore(store: Store, times: Partial<InboxTimes> = {}): Inbox {
  const { heldForMs, writtenWithinMs } = { ...usualTimes, ...times }
  const write = createTaking(store, writtenWithinMs)
  return {
    take(message) {
      const place = printPlace(message.place)
      const { id, replaces = null } = message
      return write({ message: id, place, conversation: conversationOf(message), content: message, replaces, heldForMs })
    },
    hold: (ids) => holdMessages(store, ids, heldForMs),
    async retake(platforms, limit) {
      const left: Left[] = []
      for (const { message: id, content, ...row } of await retakeMessages(store, { platforms, limit, heldForMs })) {
        const read = written.safeParse(content)
        if (read.success) left.push({ ...row, message: read.data as unknown as ChatMessage, isBehind: true })
        // Nobody can tell any more what it said.
        else await endMessage(store, id)
      }
      return left
    },
    hasEarlier: (conversation, seq) => hasEarlier(store, conversation, seq),
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
