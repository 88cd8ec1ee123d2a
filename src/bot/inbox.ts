/** Each message is taken once, whoever delivers it again; and who spoke is remembered. */
import { printPerson, printPlace } from '../analytics/place.ts'
import type { Store } from '../analytics/store/store.ts'
import type { ChatMessage } from './message.ts'

export interface Inbox {
  /** False when the message was taken before. */
  take(message: ChatMessage): Promise<boolean>
  answered(message: ChatMessage): Promise<void>
}

/** Without a store each platform's own memory of message ids is all there is. */
export const noInbox: Inbox = {
  take: async () => true,
  answered: async () => {},
}

export function inboxInStore(store: Store): Inbox {
  return {
    async take(message) {
      const person = printPerson(message.author)
      const seen = { last_seen: new Date(), locale: message.locale ?? null }
      await store
        .insertInto('tidings.people')
        .values({ person, email: null, ...seen })
        .onConflict((conflict) => conflict.column('person').doUpdateSet(seen))
        .execute()
      const written = await store
        .insertInto('tidings.inbox')
        .values({ message: message.id, place: printPlace(message.place), state: 'taken', answered_at: null })
        .onConflict((conflict) => conflict.column('message').doNothing())
        .executeTakeFirst()
      return written.numInsertedOrUpdatedRows === 1n
    },
    async answered(message) {
      await store
        .updateTable('tidings.inbox')
        .set({ state: 'answered', answered_at: new Date() })
        .where('message', '=', message.id)
        .execute()
    },
  }
}
