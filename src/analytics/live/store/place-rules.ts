/** The rules of a place, under the numbers by which people call them there. */
import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'
import { readRules, type KeptRule } from './rules.ts'

/** A rule and its number: the how many-eth it was that was made for the place. It stays when others end. */
export interface Numbered {
  readonly number: number
  readonly kept: KeptRule
}

/** Those in force, by number. */
export async function rulesOfPlace(store: Store, place: string): Promise<readonly Numbered[]> {
  const numbers = await numbersIn(store, place)
  return (await readRules(store)).flatMap((kept) => {
    const number = numbers.get(kept.rule.id)
    return number === undefined ? [] : [{ number, kept }]
  })
}

async function numbersIn(store: Store, place: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{
    id: string
  }>`SELECT id FROM tidings.rules WHERE rule -> 'tell' @> ${JSON.stringify([place])}::jsonb
    ORDER BY made_at, id`.execute(store)
  return new Map(rows.map(({ id }, index) => [id, index + 1]))
}
