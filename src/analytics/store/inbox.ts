/** Messages that were taken and not yet answered, shared by all instances. */
import { sql } from 'kysely'
import { asJson } from './as-json.ts'
import { patiently } from './patiently.ts'
import type { Store } from './store.ts'
import { together } from './together.ts'

export interface Taken {
  /** Its turn: messages of a conversation are answered in this order. */
  readonly seq: number
  /** Whether an earlier message of its conversation was not answered yet. */
  readonly isBehind: boolean
}

export interface Retaken {
  readonly message: string
  /** As it was written. Null: written by a version that kept none. */
  readonly content: unknown
  /** How often it was taken, this time included. */
  readonly attempts: number
  readonly seq: number
  readonly takenAt: Date
}

/** A message as it is written down. */
export interface Given {
  readonly message: string
  readonly place: string
  readonly conversation: string
  readonly content: object
  /** The message that it is a new wording of; coming later, that one counts as answered. */
  readonly replaces: string | null
  readonly heldForMs: number
}

/** As many messages as one statement holds. */
const mostAtOnce = 200

/**
 * What writes a message under its id, after which it is the caller's for `heldForMs`; null when it is there already. The
 * same id is not handed in again before it is written. Messages of a conversation are written in the order in which they
 * come, also when the server is away in between, for which each statement waits as long as `withinMs`.
 */
export function createTaking(store: Store, withinMs: number): (given: Given) => Promise<Taken | null> {
  return together({
    most: mostAtOnce,
    // One more can be on its way while the server makes the one before it last.
    atOnce: 2,
    line: ({ conversation }) => conversation,
    async write(messages: readonly Given[]) {
      const rows = await patiently(() => insert(store, messages), withinMs)
      const taken = rows.filter(({ state }) => state === 'taken')
      const found = new Map(taken.map((row) => [row.message, row]))
      return messages.map(({ message }) => {
        const row = found.get(message)
        return row ? { seq: Number(row.seq), isBehind: row.isBehind } : null
      })
    },
  })
}

function insert(store: Store, messages: readonly Given[]) {
  return store
    .insertInto('tidings.inbox')
    .values(messages.flatMap(rowsOf))
    .onConflict((conflict) => conflict.column('message').doNothing())
    .returning((row) => [
      'message',
      'state',
      'seq',
      // Those of the same statement are not seen: all of them are the same process', which keeps their order itself.
      row
        .exists(
          row
            .selectFrom('tidings.inbox as earlier')
            .select('earlier.message')
            .whereRef('earlier.conversation', '=', 'tidings.inbox.conversation')
            .where('earlier.state', '=', 'taken'),
        )
        .$castTo<boolean>()
        .as('isBehind'),
    ])
    .execute()
}

function rowsOf({ content, replaces, heldForMs, ...names }: Given) {
  const held_until = inMs(heldForMs)
  const own = { ...names, state: 'taken' as const, content: asJson(content), held_until, answered_at: null }
  if (replaces === null) return [own]
  const replaced = { ...names, message: replaces, state: 'answered' as const, content: null }
  return [{ ...replaced, held_until, answered_at: new Date() }, own]
}

/** Keeps messages with whoever works on them. */
export async function holdMessages(store: Store, messages: readonly string[], heldForMs: number): Promise<void> {
  await store
    .updateTable('tidings.inbox')
    .set({ held_until: inMs(heldForMs) })
    .where('message', 'in', messages)
    .where('state', '=', 'taken')
    .execute()
}

/** Takes over what nobody works on any more, of the platforms given, oldest first. */
export async function retakeMessages(
  store: Store,
  {
    platforms,
    limit,
    heldForMs,
  }: { readonly platforms: readonly string[]; readonly limit: number; readonly heldForMs: number },
): Promise<readonly Retaken[]> {
  const rows = await store
    .updateTable('tidings.inbox')
    .set({ held_until: inMs(heldForMs), attempts: sql`attempts + 1` })
    .where('message', 'in', (query) =>
      query
        .selectFrom('tidings.inbox')
        .select('message')
        .where('state', '=', 'taken')
        .where('held_until', '<', sql<Date>`now()`)
        .where(sql<string>`split_part(place, ':', 1)`, 'in', platforms)
        .orderBy('seq')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['message', 'content', 'attempts', 'seq', 'taken_at'])
    .execute()
  return rows
    .map(({ seq, taken_at, ...row }) => ({ ...row, seq: Number(seq), takenAt: taken_at }))
    .toSorted((one, other) => one.seq - other.seq)
}

/** Whether the words that answer an earlier message of the conversation are not in the outbox yet. */
export async function hasEarlier(store: Store, conversation: string, seq: number): Promise<boolean> {
  const found = await store
    .selectFrom('tidings.inbox')
    .select('message')
    .where('conversation', '=', conversation)
    .where('state', '=', 'taken')
    .where('seq', '<', String(seq))
    .where((row) =>
      row.not(row.exists(row.selectFrom('tidings.outbox').select('key').whereRef('key', '=', 'tidings.inbox.message'))),
    )
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Whether anything was taken in a place. */
export async function hasTaken(store: Store, place: string): Promise<boolean> {
  const found = await store
    .selectFrom('tidings.inbox')
    .select('message')
    .where('place', '=', place)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Ends it; what it said is forgotten. */
export async function endMessage(store: Store, message: string): Promise<void> {
  await endingOf(store, message).execute()
}

/** The same, to be part of another statement. */
export function endingOf(store: Pick<Store, 'updateTable'>, message: string) {
  return store
    .updateTable('tidings.inbox')
    .set({ state: 'answered', answered_at: new Date(), content: null })
    .where('message', '=', message)
}

function inMs(ms: number) {
  return sql<Date>`now() + make_interval(secs => ${ms / 1000}::float8)`
}
