/** What is to be said and what was, under keys that are never sent twice, shared by all instances. */
import { sql } from 'kysely'
import { endMessage } from './inbox.ts'
import type { Store } from './store.ts'

/** How long an entry is its sender's without a sign of life. */
const heldForSec = 30
const held = sql<Date>`now() + make_interval(secs => ${heldForSec})`

export interface OutboxEntry {
  readonly key: string
  readonly place: string
  readonly onlyFor: string | null
  readonly handle: string | null
  /** JSON. */
  readonly content: object
  /** Who hears of it when it can't be delivered. */
  readonly owner: string | null
}

export interface OutboxRow extends OutboxEntry {
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused'
  /** The platform's id of what was sent. */
  readonly message: string | null
  readonly attempts: number
  readonly writtenAt: Date
}

/** Writes an entry, held by its writer, and ends the message it answers, in one; false when the key is taken. */
export async function writeEntry(store: Store, entry: OutboxEntry, answers: string | null): Promise<boolean> {
  return store.transaction().execute(async (transaction) => {
    const { key, place, onlyFor, handle, owner, content } = entry
    const values = { key, place, only_for: onlyFor, handle, owner, content: JSON.stringify(content) }
    const written = await transaction
      .insertInto('tidings.outbox')
      .values({ ...values, state: 'waiting', reply: 'null', message: null, because: null, held_until: held })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst()
    if (answers !== null) await endMessage(transaction, answers)
    return written.numInsertedOrUpdatedRows === 1n
  })
}

/** By its key; null when there is none (any more). */
export async function findEntry(store: Store, key: string): Promise<OutboxRow | null> {
  const row = await store.selectFrom('tidings.outbox').select(columns).where('key', '=', key).executeTakeFirst()
  return row ? toRow(row) : null
}

/** By the platform's id of what was sent to a place; the newest. Null when there is none. */
export async function findSent(store: Store, place: string, message: string): Promise<OutboxRow | null> {
  const row = await store
    .selectFrom('tidings.outbox')
    .select(columns)
    .where('place', '=', place)
    .where('message', '=', message)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toRow(row) : null
}

/** Whether anything was sent to a place. */
export async function hasSent(store: Store, place: string): Promise<boolean> {
  const row = await store
    .selectFrom('tidings.outbox')
    .select('key')
    .where('place', '=', place)
    .where('message', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Marks an entry as being sent and takes a slot of its lane: one each `gapMs`, and `burst` more after a rest. Gives how
 * long to wait for the slot, in milliseconds; null when somebody else ended or holds the entry. The source of the pacing
 * is the generic cell rate algorithm (ITU-T I.371), with the lane's row as its one clock.
 */
export async function beginSending(
  store: Store,
  key: string,
  lane: { readonly name: string; readonly gapMs: number; readonly burst: number } | null,
): Promise<number | null> {
  if (lane === null) {
    const marked = await sql`UPDATE tidings.outbox SET state = 'sending', attempts = attempts + 1, held_until = ${held}
      WHERE key = ${key} AND state IN ('waiting', 'sending')`.execute(store)
    return marked.numAffectedRows === 1n ? 0 : null
  }
  const gap = sql`make_interval(secs => ${lane.gapMs / 1000}::float8)`
  const { rows } = await sql<{ wait_ms: number }>`
    WITH entry AS (
      UPDATE tidings.outbox SET state = 'sending', attempts = attempts + 1, held_until = ${held}, lane = ${lane.name}
      WHERE key = ${key} AND state IN ('waiting', 'sending') RETURNING key
    ), slot AS (
      INSERT INTO tidings.lanes AS l (lane, free_at) SELECT ${lane.name}, clock_timestamp() + ${gap} FROM entry
      ON CONFLICT (lane) DO UPDATE SET free_at = greatest(l.free_at, clock_timestamp()) + ${gap} RETURNING free_at
    )
    SELECT greatest(0, extract(epoch FROM free_at - ${gap} * ${lane.burst + 1} - clock_timestamp()) * 1000)::float8
      AS wait_ms FROM slot`.execute(store)
  return rows[0]?.wait_ms ?? null
}

/** How an entry ended. Its handle and words that were not sent are forgotten with the rest by the housekeeping. */
export async function endEntry(
  store: Store,
  key: string,
  end: { readonly message: string } | { readonly because: string },
): Promise<void> {
  const isSent = 'message' in end
  await store
    .updateTable('tidings.outbox')
    .set({
      state: isSent ? 'sent' : 'refused',
      message: isSent ? end.message : null,
      because: isSent ? null : end.because,
      held_until: null,
      ended_at: new Date(),
    })
    .where('key', '=', key)
    .execute()
}

/** Puts an entry back until `afterMs`; with `lane`, nothing goes to that lane before either. */
export async function postpone(
  store: Store,
  key: string,
  { because, afterMs, lane }: { readonly because: string; readonly afterMs: number; readonly lane: string | null },
): Promise<void> {
  const until = sql<Date>`now() + make_interval(secs => ${afterMs / 1000}::float8)`
  await store
    .updateTable('tidings.outbox')
    .set({ state: 'waiting', because, due_at: until, held_until: null })
    .where('key', '=', key)
    .execute()
  if (lane === null) return
  await store
    .updateTable('tidings.lanes')
    .set({ free_at: sql<Date>`greatest(free_at, ${until})` })
    .where('lane', '=', lane)
    .execute()
}

/** Takes what is due and nobody holds, oldest first; each is the caller's from then on, in the state it was left in. */
export async function takeDue(store: Store, limit: number): Promise<readonly OutboxRow[]> {
  const rows = await store
    .updateTable('tidings.outbox')
    .set({ held_until: held })
    .where('key', 'in', (query) =>
      query
        .selectFrom('tidings.outbox')
        .select('key')
        .where('state', 'in', ['waiting', 'sending'])
        .where('content', 'is not', null)
        .where('due_at', '<=', sql<Date>`now()`)
        .where((where) => where.or([where('held_until', 'is', null), where('held_until', '<', sql<Date>`now()`)]))
        .orderBy('seq')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning([...columns, 'seq'])
    .execute()
  return rows.toSorted((one, other) => Number(BigInt(one.seq) - BigInt(other.seq))).map(toRow)
}

/** Keeps entries with whoever is about to send them. */
export async function holdEntries(store: Store, keys: readonly string[]): Promise<void> {
  await store
    .updateTable('tidings.outbox')
    .set({ held_until: held })
    .where('key', 'in', keys)
    .where('state', 'in', ['waiting', 'sending'])
    .execute()
}

const columns = [
  'key',
  'place',
  'state',
  'only_for',
  'handle',
  'content',
  'owner',
  'message',
  'attempts',
  'written_at',
] as const

function toRow(row: {
  key: string
  place: string
  state: OutboxRow['state']
  only_for: string | null
  handle: string | null
  content: unknown
  owner: string | null
  message: string | null
  attempts: number
  written_at: Date
}): OutboxRow {
  return {
    key: row.key,
    place: row.place,
    state: row.state,
    onlyFor: row.only_for,
    handle: row.handle,
    content: row.content as object,
    owner: row.owner,
    message: row.message,
    attempts: row.attempts,
    writtenAt: row.written_at,
  }
}
