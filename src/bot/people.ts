/** Who speaks: each person is remembered, with what their platform says of them, asked again once a day. */
import { LRUCache } from 'lru-cache'
import { localOwner, parsePerson, printPerson, type Person } from '../analytics/place.ts'
import { findPerson, keepPerson } from '../analytics/store/people.ts'
import type { Store } from '../analytics/store/store.ts'
import type { ChatMessage } from './message.ts'
import type { Platform, Profile } from './platform.ts'
import { sentences } from './replies/en-alerts.ts'

const freshForMs = 24 * 3_600_000
/** After the platform could not be asked. */
const retriedAfterMs = 60_000

export interface People {
  /** What is known of somebody; never rejects for what their platform may answer. */
  profile(person: Person): Promise<Profile>
  /** What people, as printed, are called: by their platform, else by the name of their account there. */
  names(people: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** The message with what is known of its author filled in; what it says itself stays. */
  known(message: ChatMessage): Promise<ChatMessage>
}

export function createPeople(
  platformOf: (name: string) => Platform | undefined,
  store: Store | null,
  onError: (error: unknown) => void,
): People {
  const profiles = new LRUCache<string, Profile>({ max: 10_000, ttl: freshForMs })

  async function profile(person: Person, locale: string | null = null): Promise<Profile> {
    const id = printPerson(person)
    const cached = profiles.get(id)
    if (cached) return cached
    const kept = store && (await findPerson(store, id))
    const isFresh = kept?.profileAt && Date.now() - kept.profileAt.getTime() < freshForMs
    const platform = platformOf(person.platform)
    const email = isFresh ? kept.email : null
    let found: Profile = { locale: locale ?? kept?.locale ?? null, email, name: kept?.name ?? null }
    let keptForMs = freshForMs
    if (!isFresh && platform?.profile) {
      try {
        found = await platform.profile(person)
      } catch (error) {
        onError(error)
        keptForMs = retriedAfterMs
      }
    }
    // When somebody was last seen is kept to the day.
    const isKept = isFresh && kept.locale === found.locale
    if (store && !isKept) await keepPerson(store, { person: id, ...found, isNew: !isFresh && keptForMs === freshForMs })
    profiles.set(id, found, { ttl: keptForMs })
    return found
  }

  async function nameOf(printed: string): Promise<string> {
    const person = parsePerson(printed)
    if (!person) return printed
    if (printed === printPerson(localOwner)) return sentences.localOwner
    return (await profile(person)).name ?? person.user
  }

  return {
    profile,
    async names(people) {
      return new Map(await Promise.all(people.map(async (each) => [each, await nameOf(each)] as const)))
    },
    async known(message) {
      const { locale, email, name = null } = await profile(message.author, message.locale)
      return {
        ...(locale !== null && { locale }),
        ...(email !== null && { email }),
        ...(name !== null && { name }),
        ...message,
      }
    },
  }
}
