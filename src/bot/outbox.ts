/** What waits to be said, as the bot sees it: replies, their new versions and their pictures, under keys. */
import {
  beginSending,
  endEntry,
  findEntry,
  findSent,
  hasSent,
  holdEntries,
  postpone,
  takeDue,
  writeEntry,
  type OutboxRow,
} from '../analytics/store/outbox.ts'
import { parsePerson, parsePlace, printPerson, printPlace, type Person, type Place } from '../analytics/place.ts'
import type { Store } from '../analytics/store/store.ts'
import type { Address, Lane } from './platform.ts'
import type { Picture, Reply } from './reply.ts'

/** What one entry is. `of` is the key of the reply that it changes. */
export type Parcel =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'edit'; readonly of: string; readonly reply: Reply }
  | { readonly kind: 'picture'; readonly of: string; readonly reply: Reply; readonly picture: Picture | null }

export interface Entry {
  readonly key: string
  readonly to: Address
  readonly parcel: Parcel
  /** Who hears of it when it can't be delivered; null: nobody. */
  readonly owner: Person | null
}

export interface Kept extends Entry {
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused'
  /** The platform's id of what was sent. */
  readonly messageId: string | null
  readonly attempts: number
  readonly writtenAt: Date
}

export interface Outbox {
  /** Writes an entry and ends the message that it answers, in one; false when the key is taken. */
  write(entry: Entry, answers: string | null): Promise<boolean>
  find(key: string): Promise<Kept | null>
  /** By the platform's own id of a message. */
  findSent(place: Place, messageId: string): Promise<Kept | null>
  /** Whether Tidings said anything in this place. */
  hasSent(place: Place): Promise<boolean>
  /** Takes a slot; how long to wait for it, in milliseconds. Null: somebody else has the entry. */
  begin(key: string, lane: Lane | null): Promise<number | null>
  end(key: string, end: { readonly message: string } | { readonly because: string }): Promise<void>
  postpone(
    key: string,
    how: { readonly because: string; readonly afterMs: number; readonly lane: string | null },
  ): Promise<void>
  takeDue(limit: number): Promise<readonly Kept[]>
  hold(keys: readonly string[]): Promise<void>
}

export function outboxInStore(store: Store): Outbox {
  return {
    write: (entry, answers) =>
      writeEntry(
        store,
        {
          key: entry.key,
          place: printPlace(entry.to.place),
          onlyFor: entry.to.onlyFor && printPerson(entry.to.onlyFor),
          handle: entry.to.handle,
          content: entry.parcel,
          owner: entry.owner && printPerson(entry.owner),
        },
        answers,
      ),
    async find(key) {
      return toKept(await findEntry(store, key))
    },
    async findSent(place, messageId) {
      return toKept(await findSent(store, printPlace(place), messageId))
    },
    hasSent: (place) => hasSent(store, printPlace(place)),
    begin: (key, lane) => beginSending(store, key, lane),
    end: (key, end) => endEntry(store, key, end),
    postpone: (key, how) => postpone(store, key, how),
    async takeDue(limit) {
      const rows = await takeDue(store, limit)
      return rows.flatMap((row) => toKept(row) ?? [])
    },
    hold: (keys) => holdEntries(store, keys),
  }
}

/** Null for what an older version wrote without its content. */
function toKept(row: OutboxRow | null): Kept | null {
  const place = row && parsePlace(row.place)
  if (!row?.content || !place) return null
  return {
    key: row.key,
    to: { place, onlyFor: row.onlyFor === null ? null : parsePerson(row.onlyFor), handle: row.handle },
    // Written by this program under a migration that it knows.
    parcel: row.content as Parcel,
    owner: row.owner === null ? null : parsePerson(row.owner),
    state: row.state,
    messageId: row.message,
    attempts: row.attempts,
    writtenAt: row.writtenAt,
  }
}

/** The last thousand, as long as the process lives: for when there is no store. Nothing is paced or tried again. */
export function outboxInMemory(): Outbox {
  const kept = new Map<string, Kept>()
  const change = (key: string, to: Partial<Kept>) => {
    const entry = kept.get(key)
    if (entry) kept.set(key, { ...entry, ...to })
  }
  return {
    async write(entry) {
      if (kept.has(entry.key)) return false
      kept.set(entry.key, { ...entry, state: 'waiting', messageId: null, attempts: 0, writtenAt: new Date() })
      const [oldest] = kept.keys()
      if (kept.size > 1000 && oldest !== undefined) kept.delete(oldest)
      return true
    },
    find: async (key) => kept.get(key) ?? null,
    findSent: async (place, messageId) =>
      [...kept.values()].find(
        (entry) => entry.messageId === messageId && printPlace(entry.to.place) === printPlace(place),
      ) ?? null,
    hasSent: async (place) => [...kept.values()].some((entry) => printPlace(entry.to.place) === printPlace(place)),
    async begin(key) {
      const entry = kept.get(key)
      change(key, { state: 'sending', attempts: (entry?.attempts ?? 0) + 1 })
      return 0
    },
    async end(key, end) {
      change(key, 'message' in end ? { state: 'sent', messageId: end.message } : { state: 'refused' })
    },
    async postpone(key) {
      change(key, { state: 'refused' })
    },
    takeDue: async () => [],
    hold: async () => {},
  }
}
