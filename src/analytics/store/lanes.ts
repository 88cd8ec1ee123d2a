/** Lanes: streams of entries that a platform limits, paced for all instances together. */
import { sql } from 'kysely'
import type { Holder } from './outbox.ts'
import { fromNow, isDue, isOpen, SOON_MS } from './outbox-terms.ts'
import type { Store } from './store.ts'

/** One entry each `gapMs`, and `burst` more at once after a rest. */
export interface Pace {
  readonly name: string
  readonly gapMs: number
  readonly burst: number
}

export type Turn =
  /** It is marked as being sent and has its slot, `waitMs` from now. */
  | { readonly kind: 'now'; readonly waitMs: number }
  /** An earlier entry goes first; whether somebody is about to send that one. */
  | { readonly kind: 'behind'; readonly isHeld: boolean }
  /** Its lane has no slot soon. */
  | { readonly kind: 'full' }
  /** Somebody else has it or ended it. */
  | { readonly kind: 'gone' }

/**
 * Marks an entry as being sent, if it is its holder's and its turn, and takes a slot of its lane. The pacing is the
 * generic cell rate algorithm (ITU-T I.371), with the lane's row as its one clock.
 */
export async function beginSending(store: Store, key: string, lane: Pace | null, holder: Holder): Promise<Turn> {
  if (lane === null) {
    const marked = await sql`UPDATE tidings.outbox o
      SET state = 'sending', attempts = attempts + 1, held_until = ${fromNow(holder.forMs)}
      WHERE key = ${key} AND held_by = ${holder.id} AND ${isOpen('o')}`.execute(store)
    return marked.numAffectedRows === 1n ? { kind: 'now', waitMs: 0 } : { kind: 'gone' }
  }
  const gap = sql`make_interval(secs => ${lane.gapMs / 1000}::float8)`
  const atOnce = sql`make_interval(secs => ${(lane.gapMs * lane.burst) / 1000}::float8)`
  const after = sql`greatest(l.free_at, clock_timestamp()) + ${gap}`
  const { rows } = await sql<{ is_there: boolean; earlier_is_held: boolean | null; wait_ms: number | null }>`
    WITH entry AS (
      SELECT o.key, o.seq, o.place FROM tidings.outbox o
      WHERE o.key = ${key} AND o.held_by = ${holder.id} AND ${isOpen('o')} FOR UPDATE
    ), earlier AS (
      SELECT coalesce(o.held_until > now(), false) AS is_held FROM entry, tidings.outbox o
      WHERE o.lane = ${lane.name} AND o.seq < entry.seq AND ${isOpen('o')} AND ${isDue('o')}
        -- In one place all wait for one another; elsewhere for those alone that nobody has in hand, since they wait longer.
        AND (o.place = entry.place OR o.held_until IS NULL OR o.held_until < now())
      ORDER BY o.seq LIMIT 1
    ), slot AS (
      INSERT INTO tidings.lanes AS l (lane, free_at, next_at)
      SELECT ${lane.name}, clock_timestamp() + ${gap}, clock_timestamp() + ${gap} - ${atOnce} FROM entry
      WHERE NOT EXISTS (SELECT FROM earlier)
      ON CONFLICT (lane) DO UPDATE SET free_at = ${after}, next_at = ${after} - ${atOnce}
      WHERE l.next_at <= clock_timestamp() + ${sql.lit(`${SOON_MS} ms`)}::interval
      RETURNING next_at - ${gap} AS at
    ), marked AS (
      UPDATE tidings.outbox o SET state = 'sending', attempts = attempts + 1, lane = ${lane.name},
        held_until = greatest(slot.at, now()) + ${sql.lit(`${holder.forMs} ms`)}::interval
      FROM slot WHERE o.key = ${key}
    )
    SELECT EXISTS (SELECT FROM entry) AS is_there, (SELECT is_held FROM earlier) AS earlier_is_held,
      (SELECT greatest(0, extract(epoch FROM at - clock_timestamp()) * 1000)::float8 FROM slot) AS wait_ms`.execute(
    store,
  )
  const found = rows[0]
  if (!found?.is_there) return { kind: 'gone' }
  if (found.wait_ms !== null) return { kind: 'now', waitMs: found.wait_ms }
  return found.earlier_is_held === null ? { kind: 'full' } : { kind: 'behind', isHeld: found.earlier_is_held }
}

/** Nothing goes to a lane for so long; afterwards one at a time, without a burst. */
export async function closeLane(store: Store, lane: Pace, forMs: number): Promise<void> {
  const next = fromNow(forMs)
  const free = fromNow(forMs + lane.gapMs * lane.burst)
  await store
    .insertInto('tidings.lanes')
    .values({ lane: lane.name, free_at: free, next_at: next })
    .onConflict((conflict) =>
      conflict.column('lane').doUpdateSet({
        free_at: sql<Date>`greatest(${sql.ref('tidings.lanes.free_at')}, ${free})`,
        next_at: sql<Date>`greatest(${sql.ref('tidings.lanes.next_at')}, ${next})`,
      }),
    )
    .execute()
}
