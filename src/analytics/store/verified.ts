/** Questions that somebody vouched for in chat. */
import { sql } from 'kysely'
import type { Store } from './store.ts'

export interface KeptVerified {
  readonly id: string
  readonly question: string
  /** As it was kept; who uses it parses it. */
  readonly query: unknown
  /** `slack:T01/U02`, and what they are called. */
  readonly person: string
  readonly name: string
  /** Fingerprint of the definitions that the query leans on (definitions.ts); null: not known. */
  readonly definitions: string | null
  readonly at: Date
}

/** Those in force, oldest first; none where the table is not there yet. */
export async function readKeptVerified(store: Store): Promise<readonly KeptVerified[]> {
  const { rows } = await sql<{ there: boolean }>`SELECT to_regclass('tidings.verified') IS NOT NULL AS there`.execute(
    store,
  )
  if (!rows[0]?.there) return []
  return (
    store
      .selectFrom('tidings.verified')
      .select(['id', 'question', 'query', 'by_person as person', 'by_name as name', 'at'])
      // `tidings check` may read a store whose migrations are still to run: a column that is not there yet is null.
      .select(sql<string | null>`to_jsonb(verified) ->> 'definitions'`.as('definitions'))
      .where('revoked_at', 'is', null)
      .orderBy('id')
      .execute()
  )
}

/** Keeps one in the place of others, in one. */
export async function keepVerified(
  store: Store,
  one: Omit<KeptVerified, 'id' | 'at'>,
  insteadOf: readonly string[],
): Promise<void> {
  await store.transaction().execute(async (within) => {
    for (const id of insteadOf) await revokeVerified(within, id, one.person)
    await within
      .insertInto('tidings.verified')
      .values({
        question: one.question,
        query: JSON.stringify(one.query),
        by_person: one.person,
        by_name: one.name,
        definitions: one.definitions,
      })
      .execute()
  })
}

/** Whether it was in force. */
export async function revokeVerified(store: Store, id: string, person: string): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('tidings.verified')
    .set({ revoked_by: person, revoked_at: new Date() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
