/** What was said so far in a thread: turns as words and KpiQueries, never rows. */
import { sql } from 'kysely'
import { z } from 'zod'
import { printPerson, printPlace, type Person, type Place } from '../analytics/place.ts'
import type { Store } from '../analytics/store/store.ts'
import { CHART_KINDS } from '../analytics/chart-kinds.ts'
import type { Turn } from '../nlq/plan.ts'

/** Older turns change nothing any more; more of them would only cost. */
const remembered = 12

export interface Threads {
  /** The last turns, oldest first. */
  turns(place: Place): Promise<readonly Turn[]>
  remember(place: Place, person: Person, turn: Turn): Promise<void>
}

/** Threads that live as long as the process: for when there is no store. */
export function threadsInMemory(): Threads {
  const threads = new Map<string, Turn[]>()
  return {
    async turns(place) {
      return threads.get(printPlace(place)) ?? []
    },
    async remember(place, _person, turn) {
      const key = printPlace(place)
      const turns = threads.get(key) ?? []
      threads.set(key, [...turns, turn].slice(-remembered))
    },
  }
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
    async turns(place) {
      const rows = await store
        .selectFrom('tidings.threads')
        .select(['words', 'query', 'wish'])
        .where('place', '=', printPlace(place))
        .where('asked_at', '>', sql<Date>`now() - interval '90 days'`)
        .orderBy('turn', 'desc')
        .limit(remembered)
        .execute()
      return rows.toReversed().map((row) => ({
        text: row.words,
        query: row.query as Turn['query'],
        wish: wishShape.catch(null).parse(row.wish),
      }))
    },
    async remember(place, person, turn) {
      await store
        .insertInto('tidings.threads')
        .values({
          place: printPlace(place),
          person: printPerson(person),
          // Not the question's own clock: what is kept for 90 days is kept by this machine's.
          asked_at: new Date(),
          words: turn.text,
          query: turn.query && JSON.stringify(turn.query),
          wish: turn.wish && JSON.stringify(turn.wish),
        })
        .execute()
    },
  }
}
