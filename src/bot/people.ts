/** Who speaks: each person is remembered, with what their platform says of them, asked again once a day. */
import { LRUCache } from 'lru-cache'
import { printPerson } from '../analytics/place.ts'
import { findPerson, keepPerson } from '../analytics/store/people.ts'
import type { Store } from '../analytics/store/store.ts'
import type { ChatMessage } from './message.ts'
import type { Platform, Profile } from './platform.ts'

const freshForMs = 24 * 3_600_000
/** After the platform could not be asked. */
const retriedAfterMs = 60_000

/** Fills in what is known of a message's author. */
export type Known = (message: ChatMessage) => Promise<ChatMessage>

export function createKnown(
  platformOf: (name: string) => Platform | undefined,
  store: Store | null,
  onError: (error: unknown) => void,
): Known {
  const profiles = new LRUCache<string, Profile>({ max: 10_000, ttl: freshForMs })

  async function profileOf(message: ChatMessage): Promise<Profile> {
    const name = printPerson(message.author)
    const cached = profiles.get(name)
    if (cached) return cached
    const kept = store && (await findPerson(store, name))
    const isFresh = kept?.profileAt && Date.now() - kept.profileAt.getTime() < freshForMs
    const platform = platformOf(message.place.platform)
    let profile: Profile = { locale: message.locale ?? kept?.locale ?? null, email: isFresh ? kept.email : null }
    let keptForMs = freshForMs
    if (!isFresh && platform?.profile) {
      try {
        profile = await platform.profile(message.author)
      } catch (error) {
        onError(error)
        keptForMs = retriedAfterMs
      }
    }
    if (store) await keepPerson(store, { person: name, ...profile, isNew: !isFresh && keptForMs === freshForMs })
    profiles.set(name, profile, { ttl: keptForMs })
    return profile
  }

  return async (message) => {
    const { locale, email } = await profileOf(message)
    return { ...message, ...(locale !== null && { locale }), ...(email !== null && { email }) }
  }
}
