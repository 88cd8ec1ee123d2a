/** What waits to be said, as the bot sees it: replies, their new versions and their pictures, under keys. */
import { randomUUID } from 'node:crypto'
import { beginSending, closeLane, type Turn } from '../analytics/store/lanes.ts'
import {
  endEntry,
  entryState,
  fillEntry,
  findEntry,
  findSent,
  hasSent,
  holdEntries,
  postpone,
  releaseEntry,
  takeDue,
  writeEntry,
  type OutboxEntry,
  type OutboxRow,
} from '../analytics/store/outbox.ts'
import type { AlertParcel, HeldParcel } from '../analytics/live/incident.ts'
import { parsePerson, parsePlace, printPerson, printPlace, type Person, type Place } from '../analytics/place.ts'
import { patiently } from '../analytics/store/patiently.ts'
import type { Store } from '../analytics/store/store.ts'
import type { Address, Lane } from './platform.ts'
import type { Picture, Reply } from './reply.ts'

/** How long an entry is its taker's without a sign of life. */
const usuallyHeldForMs = 15_000
/** How long an answer of the server is waited for while it is away. */
const triedForMs = 60_000

/** What one entry is. `of` is the key of the reply that it changes. */
export type Parcel =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'edit'; readonly of: string; readonly reply: Reply }
  | { readonly kind: 'picture'; readonly of: string; readonly reply: Reply; readonly picture: Picture | null }

/** Something of which only the subject is written down; it becomes a parcel with words when its turn comes. */
export type Unsaid = AlertParcel | HeldParcel

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
  /** Its turn in its lane. */
  readonly seq: number
}

/** What waits in the outbox, said or unsaid. */
export type Waiting = Omit<Kept, 'parcel'> & { readonly parcel: Parcel | Unsaid }

/** An entry and the name of its lane. */
export interface Laned {
  readonly entry: Entry
  readonly lane: string | null
}

export interface Outbox {
  /** Writes an entry, held here, and ends the message that it answers, in one. Gives its turn; null when the key is taken. */
  write(laned: Laned, answers: string | null): Promise<number | null>
  /** What was said, or is to be; null also for what is not said yet. */
  find(key: string): Promise<Kept | null>
  /** How far an entry is, said or not. */
  standing(key: string): Promise<Pick<Waiting, 'state' | 'messageId'> | null>
  /** Gives words to what was unsaid, as long as it is held here; false: somebody else has it. */
  say(key: string, laned: Laned): Promise<boolean>
  /** By the platform's own id of a message. */
  findSent(place: Place, messageId: string): Promise<Kept | null>
  /** Whether Tidings said anything in this place. */
  hasSent(place: Place): Promise<boolean>
  /** Marks it as being sent for at most so long, in its turn and in a slot of its lane. */
  begin(key: string, lane: Lane | null, forMs: number): Promise<Turn>
  sent(key: string, messageId: string | null): Promise<void>
  /** Ends it for good and writes the notice, held here, in one. Gives the turn of the notice; null: there is none to send. */
  refused(key: string, because: string, notice: Laned | null): Promise<number | null>
  /** Puts it back until later; `mayBeOut`: the platform is asked before it is sent again. */
  postpone(
    key: string,
    how: { readonly because: string; readonly afterMs: number; readonly mayBeOut: boolean },
  ): Promise<void>
  /** Gives it back as it is, for any instance to take. */
  release(key: string): Promise<void>
  /** Nothing goes to the lane for so long. */
  closeLane(lane: Lane, forMs: number): Promise<void>
  /** Takes what these platforms are due and nobody holds. */
  takeDue(platforms: readonly string[], limit: number): Promise<readonly Waiting[]>
  hold(keys: readonly string[]): Promise<void>
}

export function outboxInStore(store: Store, heldForMs = usuallyHeldForMs): Outbox {
  const us = { id: randomUUID(), forMs: heldForMs }
  const lasting = <Result>(work: () => Promise<Result>) => patiently(work, triedForMs)
  return {
    write: (laned, answers) => lasting(() => writeEntry(store, toRow(laned), us, answers)),
    find: async (key) => asSaid(toWaiting(await lasting(() => findEntry(store, key)))),
    async standing(key) {
      const row = await lasting(() => entryState(store, key))
      return row && { state: row.state, messageId: row.message }
    },
    say: (key, laned) => lasting(() => fillEntry(store, key, toRow(laned), us)),
    findSent: async (place, messageId) => asSaid(toWaiting(await findSent(store, printPlace(place), messageId))),
    hasSent: (place) => hasSent(store, printPlace(place)),
    begin: (key, lane, forMs) => lasting(() => beginSending(store, key, lane, { ...us, forMs })),
    async sent(key, messageId) {
      await lasting(() => endEntry(store, key, { message: messageId }, us))
    },
    refused: (key, because, notice) =>
      lasting(() => endEntry(store, key, { because, notice: notice && toRow(notice) }, us)),
    postpone: (key, how) => lasting(() => postpone(store, key, how, us)),
    release: (key) => lasting(() => releaseEntry(store, key, us)),
    closeLane: (lane, forMs) => lasting(() => closeLane(store, lane, forMs)),
    async takeDue(platforms, limit) {
      const rows = await takeDue(store, { platforms, limit }, us)
      return rows.flatMap((row) => toWaiting(row) ?? [])
    },
    hold: (keys) => holdEntries(store, keys, us),
  }
}

function toRow({ entry, lane }: Laned): OutboxEntry {
  return {
    key: entry.key,
    place: printPlace(entry.to.place),
    onlyFor: entry.to.onlyFor && printPerson(entry.to.onlyFor),
    handle: entry.to.handle,
    content: entry.parcel,
    owner: entry.owner && printPerson(entry.owner),
    lane,
    follows: entry.parcel.kind === 'reply' ? null : entry.parcel.of,
  }
}

/** Null for what an older version wrote without its content. */
function toWaiting(row: OutboxRow | null): Waiting | null {
  const place = row && parsePlace(row.place)
  if (!row?.content || !place) return null
  return {
    key: row.key,
    to: { place, onlyFor: row.onlyFor === null ? null : parsePerson(row.onlyFor), handle: row.handle },
    // Written by this program under a migration that it knows.
    parcel: row.content as Parcel | Unsaid,
    owner: row.owner === null ? null : parsePerson(row.owner),
    state: row.state,
    messageId: row.message,
    attempts: row.attempts,
    writtenAt: row.writtenAt,
    seq: row.seq,
  }
}

/** Null for what is not said yet. */
function asSaid(waiting: Waiting | null): Kept | null {
  if (waiting === null || waiting.parcel.kind === 'alert') return null
  return { ...waiting, parcel: waiting.parcel }
}

/** The last thousand, as long as the process lives: for when there is no store. Nothing is paced or tried again. */
export function outboxInMemory(): Outbox {
  const kept = new Map<string, Kept>()
  const change = (key: string, to: Partial<Kept>) => {
    const entry = kept.get(key)
    if (entry) kept.set(key, { ...entry, ...to })
  }
  return {
    async write({ entry }) {
      if (kept.has(entry.key)) return null
      const writtenAt = new Date()
      kept.set(entry.key, { ...entry, state: 'waiting', messageId: null, attempts: 0, writtenAt, seq: 0 })
      const [oldest] = kept.keys()
      if (kept.size > 1000 && oldest !== undefined) kept.delete(oldest)
      return 0
    },
    find: async (key) => kept.get(key) ?? null,
    standing: async (key) => kept.get(key) ?? null,
    say: async () => false,
    findSent: async (place, messageId) =>
      [...kept.values()].find(
        (entry) => entry.messageId === messageId && printPlace(entry.to.place) === printPlace(place),
      ) ?? null,
    hasSent: async (place) => [...kept.values()].some((entry) => printPlace(entry.to.place) === printPlace(place)),
    async begin(key) {
      const entry = kept.get(key)
      change(key, { state: 'sending', attempts: (entry?.attempts ?? 0) + 1 })
      return { kind: 'now', waitMs: 0 }
    },
    sent: async (key, messageId) => change(key, { state: 'sent', messageId }),
    async refused(key) {
      change(key, { state: 'refused' })
      return null
    },
    postpone: async (key) => change(key, { state: 'refused' }),
    release: async (key) => change(key, { state: 'refused' }),
    closeLane: async () => {},
    takeDue: async () => [],
    hold: async () => {},
  }
}
