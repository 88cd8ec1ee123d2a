/** What waits: messages to be answered and entries to be sent. */
import { sql } from 'kysely'
import { isDue, isOpen } from './outbox-terms.ts'
import type { Store } from './store.ts'
import { messageOf } from '../message-of.ts'

export interface Backlog {
  readonly unanswered: number
  /** 0 when nothing waits. */
  readonly oldestUnansweredSec: number
  readonly unsent: number
  readonly oldestUnsentSec: number
  /** What anybody could have taken for so long that it seems that nobody does. */
  readonly abandoned: number
}

/** Longer than any pause between two sweeps, and than a restart. */
const abandonedAfter = sql`interval '2 minutes'`

/** Of the platforms given. */
export async function readBacklog(store: Store, platforms: readonly string[]): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    WITH messages AS (
      SELECT count(*)::int AS unanswered, coalesce(extract(epoch FROM now() - min(i.taken_at)), 0)::float8 AS oldest,
        count(*) FILTER (WHERE i.held_until < now() - ${abandonedAfter})::int AS abandoned
      FROM tidings.inbox i WHERE i.state = 'taken' AND split_part(i.place, ':', 1) = ANY (${platforms})
    ), entries AS (
      SELECT count(*)::int AS unsent, greatest(0, coalesce(extract(epoch FROM now() - min(o.written_at)), 0))::float8 AS oldest,
        count(*) FILTER (WHERE ${isDue('o')} AND o.content IS NOT NULL
          AND greatest(o.due_at, o.held_until, l.next_at, o.written_at) < now() - ${abandonedAfter}
          -- One that waits for earlier ones of its lane is not abandoned while those go out.
          AND NOT EXISTS (SELECT FROM tidings.outbox earlier WHERE earlier.lane = o.lane AND earlier.seq < o.seq
            AND ${isOpen('earlier')}))::int AS abandoned
      FROM tidings.outbox o LEFT JOIN tidings.lanes l ON l.lane = o.lane
      WHERE ${isOpen('o')} AND split_part(o.place, ':', 1) = ANY (${platforms})
    )
    SELECT unanswered, messages.oldest AS "oldestUnansweredSec", unsent, entries.oldest AS "oldestUnsentSec",
      messages.abandoned + entries.abandoned AS abandoned
    FROM messages, entries`.execute(store)
  return rows[0]!
}

/** Null while somebody takes what waits, else what is wrong. */
export async function backlogHealth(store: Store, platforms: readonly string[]): Promise<string | null> {
  try {
    const { abandoned } = await readBacklog(store, platforms)
    return abandoned === 0 ? null : `${abandoned} messages wait and nobody takes them`
  } catch (error) {
    return messageOf(error)
  }
}
