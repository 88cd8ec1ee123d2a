/** What is to be said and what was, under keys that are never sent twice, shared by all instances. */
import { sql } from 'kysely'
import { asJson } from './as-json.ts'
import { endingOf } from './inbox.ts'
import { fromNow, isDue, isOpen, SOON_MS } from './outbox-terms.ts'
import type { Store } from './store.ts'

export interface OutboxEntry {
  readonly key: string
  readonly place: string
  readonly onlyFor: string | null
  readonly handle: string | null
  /** JSON. */
  readonly content: object
  /** Who hears of it when it can't be delivered. */
  readonly owner: string | null
  readonly lane: string | null
  /** Key of the entry that must be out before. */
  readonly follows: string | null
}

export interface OutboxRow extends Omit<OutboxEntry, 'lane' | 'follows'> {
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused'
  /** The platform's id of what was sent. */
  readonly message: string | null
  readonly attempts: number
  readonly writtenAt: Date
  /** Its turn in its lane. */
  readonly seq: number
}

/** Whose an entry is, and for how long without a sign of life. */
export interface Holder {
  readonly id: string
  readonly forMs: number
}

/**
 * Writes an entry, held by its writer, and ends the message it answers, in one. Gives its turn; null when the key
 * is taken. Writing the same again is no harm, as after an answer of the server that was lost.
 */
export async function writeEntry(
  store: Store,
  entry: OutboxEntry,
  holder: Holder,
  answers: string | null,
): Promise<number | null> {
  // One statement is one transaction, at a quarter of its round trips.
  return insert(answers === null ? store : store.with('answered', (part) => endingOf(part, answers)), entry, holder)
}

/** Rung when entries were written that nobody holds. */
export const OUTBOX_CHANNEL = 'tidings_outbox'

/**
 * Writes entries that anybody may take after so long, in somebody's transaction. Those whose key is taken are there already.
 */
export async function writeWaiting(transaction: Store, entries: readonly OutboxEntry[], dueInMs = 0): Promise<void> {
  if (entries.length === 0) return
  await transaction
    .insertInto('tidings.outbox')
    .values(
      entries.map(({ onlyFor, content, ...rest }) => ({
        ...rest,
        only_for: onlyFor,
        content: asJson(content),
        reply: 'null',
        state: 'waiting' as const,
        message: null,
        because: null,
        held_by: null,
        held_until: null,
        due_at: fromNow(dueInMs),
        // It is as old as the time since it was due.
        written_at: fromNow(dueInMs),
      })),
    )
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  await sql`SELECT pg_notify(${OUTBOX_CHANNEL}, '')`.execute(transaction)
}

/** Makes entries due at once that nobody has tried yet; gives the keys of those. */
export async function hasten(transaction: Store, keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return []
  const rows = await transaction
    .updateTable('tidings.outbox')
    .set({ due_at: sql<Date>`now()` })
    .where('key', 'in', keys)
    .where('state', '=', 'waiting')
    .where('held_by', 'is', null)
    .where('attempts', '=', 0)
    .returning('key')
    .execute()
  await sql`SELECT pg_notify(${OUTBOX_CHANNEL}, '')`.execute(transaction)
  return rows.map(({ key }) => key)
}

async function insert(store: Pick<Store, 'insertInto'>, entry: OutboxEntry, holder: Holder): Promise<number | null> {
  const { onlyFor, content, ...rest } = entry
  const held = { held_by: holder.id, held_until: fromNow(holder.forMs) }
  const values = { ...rest, ...held, only_for: onlyFor, content: asJson(content), reply: 'null' }
  const written = await store
    .insertInto('tidings.outbox')
    .values({ ...values, state: 'waiting', message: null, because: null })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(held)
        .where('tidings.outbox.held_by', '=', holder.id)
        .where('tidings.outbox.state', '=', 'waiting'),
    )
    .returning('seq')
    .executeTakeFirst()
  return written ? Number(written.seq) : null
}

// A file that is out is kept where it went; the rest of a reply is looked up when something on it is pressed.
const withoutFile = sql`CASE WHEN content -> 'reply' -> 'file' ->> 'text' IS NULL THEN content
  ELSE content #- '{reply,file,text}' END`

/** By its key; null when there is none (any more). */
export async function findEntry(store: Store, key: string): Promise<OutboxRow | null> {
  const row = await store.selectFrom('tidings.outbox').select(columns).where('key', '=', key).executeTakeFirst()
  return row ? toRow(row) : null
}

/** How far an entry is, without what it says; null when there is none (any more). */
export async function entryState(store: Store, key: string): Promise<Pick<OutboxRow, 'state' | 'message'> | null> {
  const row = await store
    .selectFrom('tidings.outbox')
    .select(['state', 'message'])
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

/** By the platform's id of what was sent to a place; the newest that is no picture. Null when there is none. */
export async function findSent(store: Store, place: string, message: string): Promise<OutboxRow | null> {
  const row = await store
    .selectFrom('tidings.outbox')
    .select(columns)
    .where('place', '=', place)
    .where('message', '=', message)
    .where(sql<string>`content->>'kind'`, '<>', 'picture')
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
 * How an entry ended; its handle is forgotten. What was refused may leave a notice, held by the same holder, whose turn
 * is given. Null: no notice was written, or somebody ended the entry before.
 */
export async function endEntry(
  store: Store,
  key: string,
  end: { readonly message: string | null } | { readonly because: string; readonly notice: OutboxEntry | null },
  holder: Holder,
): Promise<number | null> {
  if (!('because' in end)) {
    await ending(store, key, { state: 'sent', message: end.message, because: null }, ['waiting', 'sending', 'refused'])
    return null
  }
  const { because, notice } = end
  return store.transaction().execute(async (transaction) => {
    const isEnded = await ending(transaction, key, { state: 'refused', because }, ['waiting', 'sending'])
    return isEnded && notice ? insert(transaction, notice, holder) : null
  })
}

async function ending(
  store: Pick<Store, 'updateTable'>,
  key: string,
  how: { readonly state: 'sent' | 'refused'; readonly message?: string | null; readonly because: string | null },
  from: readonly OutboxRow['state'][],
): Promise<boolean> {
  const ended = await store
    .updateTable('tidings.outbox')
    .set({ ...how, content: withoutFile, handle: null, held_by: null, held_until: null, ended_at: sql<Date>`now()` })
    .where('key', '=', key)
    .where('state', 'in', from)
    .executeTakeFirst()
  return ended.numUpdatedRows === 1n
}

/**
 * Puts an entry back, for anybody, until `afterMs`. With `mayBeOut` nobody knows whether it was sent, so that the
 * platform is asked before it is tried again.
 */
export async function postpone(
  store: Store,
  key: string,
  how: { readonly because: string; readonly afterMs: number; readonly mayBeOut: boolean },
  holder: Holder,
): Promise<void> {
  const { because, afterMs, mayBeOut } = how
  await store
    .updateTable('tidings.outbox')
    .set({
      state: mayBeOut ? 'sending' : 'waiting',
      because,
      due_at: fromNow(afterMs),
      held_by: null,
      held_until: null,
    })
    .where('key', '=', key)
    .where('held_by', '=', holder.id)
    .where('state', 'in', ['waiting', 'sending'])
    .execute()
}

/** Gives an entry back as it is, for anybody to send in its turn. */
export async function releaseEntry(store: Store, key: string, holder: Holder): Promise<void> {
  await store
    .updateTable('tidings.outbox')
    .set({ held_by: null, held_until: null })
    .where('key', '=', key)
    .where('held_by', '=', holder.id)
    .where('state', 'in', ['waiting', 'sending'])
    .execute()
}

/** Gives its words to an entry that was written without; false when it is not the holder's to send any more. */
export async function fillEntry(
  store: Store,
  key: string,
  { content, lane }: Pick<OutboxEntry, 'content' | 'lane'>,
  holder: Holder,
): Promise<boolean> {
  const filled = await store
    .updateTable('tidings.outbox')
    .set({ content: asJson(content), lane })
    .where('key', '=', key)
    .where('held_by', '=', holder.id)
    .where('state', 'in', ['waiting', 'sending'])
    .executeTakeFirst()
  return filled.numUpdatedRows === 1n
}

/** Of one lane at a time, so that one that is full does not keep the others waiting. */
const mostOfOneLane = 10

/**
 * Takes what is due and nobody holds, of the platforms given, oldest first; each is the holder's from then on, in the
 * state it was left in. Lanes that have no slot soon are left alone.
 */
export async function takeDue(
  store: Store,
  { platforms, limit }: { readonly platforms: readonly string[]; readonly limit: number },
  holder: Holder,
): Promise<readonly OutboxRow[]> {
  const isOurs = sql`${isOpen('o')} AND ${isDue('o')} AND o.content IS NOT NULL
    AND split_part(o.place, ':', 1) = ANY (${platforms})`
  const { rows } = await sql<RawRow>`
    WITH waiting AS (
      SELECT DISTINCT o.lane FROM tidings.outbox o WHERE ${isOpen('o')} AND o.lane IS NOT NULL
    ), due AS (
      SELECT foremost.key FROM waiting LEFT JOIN tidings.lanes l ON l.lane = waiting.lane CROSS JOIN LATERAL (
        SELECT o.key FROM tidings.outbox o WHERE o.lane = waiting.lane AND ${isOurs}
        ORDER BY o.seq LIMIT ${mostOfOneLane}
      ) AS foremost
      WHERE l.lane IS NULL OR l.next_at <= ${fromNow(SOON_MS)}
      UNION ALL
      SELECT o.key FROM tidings.outbox o WHERE o.lane IS NULL AND ${isOurs}
    ), mine AS (
      SELECT o.key FROM tidings.outbox o
      WHERE o.key IN (SELECT key FROM due) AND ${isOpen('o')} AND (o.held_until IS NULL OR o.held_until < now())
      ORDER BY o.seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE tidings.outbox SET held_by = ${holder.id}, held_until = ${fromNow(holder.forMs)}
    WHERE key IN (SELECT key FROM mine) RETURNING ${sql.join(columns.map((column) => sql.ref(column)))}`.execute(store)
  return rows.map(toRow).toSorted((one, other) => one.seq - other.seq)
}

/** Keeps entries with their holder. */
export async function holdEntries(store: Store, keys: readonly string[], holder: Holder): Promise<void> {
  await store
    .updateTable('tidings.outbox')
    .set({ held_until: sql<Date>`greatest(held_until, ${fromNow(holder.forMs)})` })
    .where('key', 'in', keys)
    .where('held_by', '=', holder.id)
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
  'seq',
] as const

interface RawRow {
  readonly key: string
  readonly place: string
  readonly state: OutboxRow['state']
  readonly only_for: string | null
  readonly handle: string | null
  readonly content: unknown
  readonly owner: string | null
  readonly message: string | null
  readonly attempts: number
  readonly written_at: Date
  readonly seq: string
}

function toRow({ only_for, written_at, content, seq, ...row }: RawRow): OutboxRow {
  const { key, place, state, handle, owner, message, attempts } = row
  const same = { key, place, state, handle, owner, message, attempts }
  return { ...same, onlyFor: only_for, content: content as object, writtenAt: written_at, seq: Number(seq) }
}
