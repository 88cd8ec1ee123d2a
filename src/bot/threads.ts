/** What was said so far in a thread: turns as words and KpiQueries, never rows. */
import { sql } from 'kysely'
import { z } from 'zod'
import { printPerson, printPlace, type Place } from '../analytics/place.ts'
import type { Store } from '../analytics/store/store.ts'
import { CHART_KINDS } from '../analytics/chart-kinds.ts'
import type { Turn } from '../nlq/plan.ts'
import { conversationOf } from './inbox.ts'
import type { ChatMessage } from './message.ts'

/** Older turns change nothing any more; more of them would only cost. */
const remembered = 12

/** Whose turns: the conversation, and the message that is being answered, whose own earlier turn does not count. */
type Of = Pick<ChatMessage, 'id' | 'place' | 'author' | 'isWhispered' | 'replaces'>

export interface Threads {
  /** The last turns that the author has before them, oldest first: what all saw, and what they alone saw. */
  turns(of: Of): Promise<readonly Turn[]>
  /** Whether the last turn that the author has before them is one that they alone saw. */
  endsAlone(of: Of): Promise<boolean>
  /** In the place of the turn that the message, or the one it replaces, had before. */
  remember(of: Of, turn: Turn): Promise<void>
  /** The turn of this message goes on in a thread: its answer was shown to all at the top of a place. */
  goOnIn(thread: Place, message: string): Promise<void>
  /** Whether anything was asked there. */
  has(place: Place): Promise<boolean>
}

/** What a question may lean on: what was said since SQL last answered one, which is nothing that can be kept, added to or taken away. */
export function sinceSql(turns: readonly Turn[]): readonly Turn[] {
  return turns.slice(turns.findLastIndex(({ sql }) => sql !== undefined) + 1)
}

/** Threads that live as long as the process: for when there is no store. */
export function threadsInMemory(): Threads {
  const threads = new Map<string, readonly (Turn & { readonly message: string; readonly at: number })[]>()
  let said = 0
  const others = (place: string, of: Of) =>
    (threads.get(place) ?? []).filter(({ message }) => !own(of).includes(message))
  const before = (of: Of) =>
    seenBy(of)
      .flatMap((place) => others(place, of))
      .toSorted((one, other) => one.at - other.at)
  return {
    turns: async (of) => before(of).slice(-remembered),
    async endsAlone(of) {
      const last = before({ ...of, isWhispered: true }).at(-1)
      return last !== undefined && others(aloneOf(of), of).includes(last)
    },
    async remember(of, turn) {
      const place = conversationOf(of)
      threads.set(place, [...others(place, of), { ...turn, message: of.id, at: said++ }].slice(-remembered))
    },
    async goOnIn(thread, message) {
      for (const [place, turns] of threads) {
        const moved = turns.filter((turn) => turn.message === message)
        if (moved.length === 0) continue
        threads.set(
          place,
          turns.filter((turn) => turn.message !== message),
        )
        threads.set(printPlace(thread), [...(threads.get(printPlace(thread)) ?? []), ...moved])
        return
      }
    },
    has: async (place) => (threads.get(printPlace(place)) ?? []).length > 0,
  }
}

function aloneOf(of: Of): string {
  return conversationOf({ ...of, isWhispered: true })
}

/** The conversations that a message can follow: that of the place, and where only its author sees the reply, theirs too. */
function seenBy(of: Of): string[] {
  return of.isWhispered ? [printPlace(of.place), aloneOf(of)] : [printPlace(of.place)]
}

function own({ id, replaces }: Of): string[] {
  return replaces === undefined ? [id] : [id, replaces]
}

const wishShape = z
  .object({
    kind: z.enum(CHART_KINDS).exactOptional(),
    colour: z.string().exactOptional(),
    panels: z.string().exactOptional(),
  })
  .nullable()

/** Threads in schema `tidings`, shared by instances. A stored query is checked again by who uses it. */
export function threadsInStore(store: Store): Threads {
  return {
    async turns(of) {
      const rows = await store
        .selectFrom('tidings.threads')
        .select(['words', 'query', 'wish', 'sql'])
        .where('place', 'in', seenBy(of))
        .where((where) => where.or([where('message', 'is', null), where('message', 'not in', own(of))]))
        .where('asked_at', '>', sql<Date>`now() - interval '90 days'`)
        .orderBy('turn', 'desc')
        .limit(remembered)
        .execute()
      return rows.toReversed().map((row) => ({
        text: row.words,
        query: row.query as Turn['query'],
        wish: wishShape.catch(null).parse(row.wish),
        ...(row.sql !== null && { sql: row.sql }),
      }))
    },
    async endsAlone(of) {
      const last = await store
        .selectFrom('tidings.threads')
        .select('place')
        .where('place', 'in', seenBy({ ...of, isWhispered: true }))
        .orderBy('turn', 'desc')
        .limit(1)
        .executeTakeFirst()
      return last?.place === aloneOf(of)
    },
    async goOnIn(thread, message) {
      await store
        .updateTable('tidings.threads')
        .set({ place: printPlace(thread) })
        .where('message', '=', message)
        .execute()
    },
    async has(place) {
      const row = await store
        .selectFrom('tidings.threads')
        .select('turn')
        .where('place', '=', printPlace(place))
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    async remember(of, turn) {
      await store
        .with('forgotten', (part) => part.deleteFrom('tidings.threads').where('message', 'in', own(of)))
        .insertInto('tidings.threads')
        .values({
          place: conversationOf(of),
          person: printPerson(of.author),
          message: of.id,
          // Not the question's own clock: what is kept for 90 days is kept by this machine's.
          asked_at: new Date(),
          words: turn.text,
          query: turn.query && JSON.stringify(turn.query),
          wish: turn.wish && JSON.stringify(turn.wish),
          sql: turn.sql ?? null,
        })
        .execute()
    },
  }
}
