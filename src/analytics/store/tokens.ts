/** Bearer tokens for the web chat: shown once, stored as a hash, revocable. */
import { createHash, randomBytes } from 'node:crypto'
import type { Store } from './store.ts'

/** Makes a token for a person and gives it; only its hash is kept. */
export async function createToken(store: Store, person: string): Promise<string> {
  const token = `tid_${randomBytes(32).toString('base64url')}`
  await store
    .insertInto('tidings.tokens')
    .values({ hash: hashOf(token), person, revoked_at: null })
    .execute()
  return token
}

/** Whose token it is; null when it is unknown or revoked. */
export async function personOfToken(store: Store, token: string): Promise<string | null> {
  const row = await store
    .selectFrom('tidings.tokens')
    .select('person')
    .where('hash', '=', hashOf(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row?.person ?? null
}

/** Revokes all tokens of a person and gives how many were valid. */
export async function revokeTokens(store: Store, person: string): Promise<number> {
  const { numUpdatedRows } = await store
    .updateTable('tidings.tokens')
    .set({ revoked_at: new Date() })
    .where('person', '=', person)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Who has a valid token, and since when. */
export async function listTokens(store: Store): Promise<readonly { person: string; createdAt: Date }[]> {
  const rows = await store
    .selectFrom('tidings.tokens')
    .select(['person', 'created_at'])
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({ person: row.person, createdAt: row.created_at }))
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
