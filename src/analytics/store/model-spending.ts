/** What models cost, by day and person, for all instances together. */
import { sql } from 'kysely'
import type { Store } from './store.ts'

export interface Spending {
  readonly day: string
  /** '' is nobody's in particular. */
  readonly person: string
}

/** In the currency of the configured prices: the whole day's, and this person's part of it. */
export interface Spent {
  readonly all: number
  readonly person: number
}

export async function readSpending(store: Store, { day, person }: Spending): Promise<Spent> {
  const { rows } = await sql<Spent>`SELECT coalesce(sum(cost), 0) AS "all",
      coalesce(sum(cost) FILTER (WHERE person = ${person}), 0) AS person
    FROM tidings.model_spending WHERE day = ${day}::date`.execute(store)
  return rows[0]!
}

export async function addSpending(
  store: Store,
  { day, person }: Spending,
  { tokensIn, tokensOut, cost }: { readonly tokensIn: number; readonly tokensOut: number; readonly cost: number },
): Promise<void> {
  await sql`INSERT INTO tidings.model_spending AS s (day, person, tokens_in, tokens_out, cost)
    VALUES (${day}::date, ${person}, ${tokensIn}, ${tokensOut}, ${cost})
    ON CONFLICT (day, person) DO UPDATE SET tokens_in = s.tokens_in + excluded.tokens_in,
      tokens_out = s.tokens_out + excluded.tokens_out, cost = s.cost + excluded.cost`.execute(store)
}
