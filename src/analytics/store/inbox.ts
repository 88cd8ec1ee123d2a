/** Messages that were taken and not yet answered, shared by all instances. */
import { sql } from 'kysely'
import type { Store } from './store.ts'

/** How long a message is its taker's without a sign of life. */
export const HELD_FOR_SEC = 15

const held = sql<Date>`now() + make_interval(secs => ${HELD_FOR_SEC})`

export interface Retaken {
  readonly message: string
  /** As it was written. Null: written by a version that kept none. */
  readonly content: unknown
  /** How often it was taken, this time included. */
  readonly attempts: number
}

/** Writes a message under its id; false when it is there already. */
export async function takeMessage(
  store: Store,
  { message, place, content }: { message: string; place: string; content: object },
): Promise<boolean> {
  const written = await store
    .insertInto('tidings.inbox')
    .values({ message, place, state: 'taken', content: JSON.stringify(content), held_until: held, answered_at: null })
    .onConflict((conflict) => conflict.column('message').doNothing())
    .executeTakeFirst()
  return written.numInsertedOrUpdatedRows === 1n
}

/** Keeps messages with whoever works on them. */
export async function holdMessages(store: Store, messages: readonly string[]): Promise<void> {
  await store
    .updateTable('tidings.inbox')
    .set({ held_until: held })
    .where('message', 'in', messages)
    .where('state', '=', 'taken')
    .execute()
}

/** Takes over what nobody works on any more, oldest first. */
export async function retakeMessages(store: Store, limit: number): Promise<readonly Retaken[]> {
  const rows = await store
    .updateTable('tidings.inbox')
    .set({ held_until: held, attempts: sql`attempts + 1` })
    .where('message', 'in', (query) =>
      query
        .selectFrom('tidings.inbox')
        .select('message')
        .where('state', '=', 'taken')
        .where('held_until', '<', sql<Date>`now()`)
        .orderBy('seq')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['message', 'content', 'attempts', 'seq'])
    .execute()
  return rows.toSorted((one, other) => Number(BigInt(one.seq) - BigInt(other.seq)))
}

/** Whether an earlier message of the same place is still being answered, here or by another instance. */
export async function hasEarlier(store: Store, message: string): Promise<boolean> {
  const found = await store
    .selectFrom('tidings.inbox as mine')
    .innerJoin('tidings.inbox as earlier', 'earlier.place', 'mine.place')
    .select('earlier.message')
    .where('mine.message', '=', message)
    .where('earlier.state', '=', 'taken')
    .whereRef('earlier.seq', '<', 'mine.seq')
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
export async function endMessage(store: Pick<Store, 'updateTable'>, message: string): Promise<void> {
  await store
    .updateTable('tidings.inbox')
    .set({ state: 'answered', answered_at: new Date(), content: null })
    .where('message', '=', message)
    .execute()
}
