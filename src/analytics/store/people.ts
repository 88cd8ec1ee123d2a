/** People of chat platforms, as they were last seen. */
import type { Store } from './store.ts'

/** Null when nobody of that name (`slack:T01/U02`) was seen. */
export async function findPerson(
  store: Store,
  person: string,
): Promise<{ email: string | null; locale: string | null; name: string | null; profileAt: Date | null } | null> {
  const row = await store
    .selectFrom('tidings.people')
    .select(['email', 'locale', 'name', 'profile_at'])
    .where('person', '=', person)
    .executeTakeFirst()
  return row ? { email: row.email, locale: row.locale, name: row.name, profileAt: row.profile_at } : null
}

/** Remembers a person; `isNew` says that the platform was just asked about them. */
export async function keepPerson(
  store: Store,
  {
    person,
    email,
    locale,
    name = null,
    isNew,
  }: {
    readonly person: string
    readonly email: string | null
    readonly locale: string | null
    readonly name?: string | null
    readonly isNew: boolean
  },
): Promise<void> {
  const now = new Date()
  const seen = { last_seen: now, email, locale, name, ...(isNew && { profile_at: now }) }
  await store
    .insertInto('tidings.people')
    .values({ person, ...seen })
    .onConflict((conflict) => conflict.column('person').doUpdateSet(seen))
    .execute()
}
