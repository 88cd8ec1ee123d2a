/** What models cost, by day and person, for all instances together. */
import { sql } from 'kysely'
import type { Store } from './store.ts'

export interface Spending {
  /** YYYY-MM-DD */
  readonly day: string
  /** '' is nobody's in particular. */
  readonly person: string
}

/** In the currency of the configured prices; a cost below zero gives back what was set aside. */
export interface Spent {
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
}

/** In the currency of the configured prices; null: none. */
export interface Limits {
  readonly perDay: number | null
  readonly perPerson: number | null
}

/** Adds a cost, unless a limit is reached already: then whose. One at a time, over all instances. */
export function reserveSpending(
  store: Store,
  { day, person }: Spending,
  cost: number,
  { perDay, perPerson }: Limits,
): Promise<'day' | 'person' | null> {
  return store.transaction().execute(async (work) => {
    // Its own statement: the next one sees what was written before the lock was free.
    await sql`SELECT pg_advisory_xact_lock(hashtext('tidings.model_spending'))`.execute(work)
    const { rows } = await sql<{ readonly all: number; readonly own: number }>`SELECT
        coalesce(sum(cost), 0) AS "all", coalesce(sum(cost) FILTER (WHERE person = ${person}), 0) AS own
      FROM tidings.model_spending WHERE day = ${day}::date`.execute(work)
    const { all, own } = rows[0]!
    if (perDay !== null && all >= perDay) return 'day'
    if (perPerson !== null && own >= perPerson) return 'person'
    await addSpending(work, { day, person }, { tokensIn: 0, tokensOut: 0, cost })
    return null
  })
}

export async function addSpending(
  store: Store,
  { day, person }: Spending,
  { tokensIn, tokensOut, cost }: Spent,
): Promise<void> {
  await sql`INSERT INTO tidings.model_spending AS s (day, person, tokens_in, tokens_out, cost)
    VALUES (${day}::date, ${person}, ${tokensIn}, ${tokensOut}, ${cost})
    ON CONFLICT (day, person) DO UPDATE SET tokens_in = s.tokens_in + excluded.tokens_in,
      tokens_out = s.tokens_out + excluded.tokens_out, cost = s.cost + excluded.cost`.execute(store)
}
