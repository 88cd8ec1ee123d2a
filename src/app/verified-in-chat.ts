/** Verifying in chat put together: kept in the store, in force here at once. */
import type { Catalog } from '../analytics/catalog.ts'
import type { Store } from '../analytics/store/store.ts'
import { keepVerified, revokeVerified } from '../analytics/store/verified.ts'
import type { People } from '../bot/people.ts'
import type { RightsOf } from '../bot/rights.ts'
import { createVerifiedInChat, type VerifiedInChat } from '../bot/verified/verified-in-chat.ts'
import type { Minds } from './minds.ts'
import { keptId, type Definitions, type OpenBook } from './verified.ts'

interface Parts {
  readonly catalog: Catalog
  readonly rightsOf: RightsOf
  readonly minds: Minds
  readonly store: Store | null
  readonly verified: OpenBook
  readonly definitions: Definitions
  readonly people: People
}

export function openVerifiedInChat({
  catalog,
  rightsOf,
  minds,
  store,
  verified,
  definitions,
  people,
}: Parts): VerifiedInChat {
  return createVerifiedInChat({
    catalog,
    rightsOf,
    under: async (policy) => (await minds.of(policy)).verified,
    nameOf: async (person) => (await people.names([person])).get(person) ?? person,
    keep:
      store &&
      (async ({ answered, ...one }, insteadOf) => {
        await keepVerified(store, { ...one, definitions: definitions(answered) }, insteadOf ? keptId(insteadOf) : [])
        verified.changed()
      }),
    async revoke(one, person) {
      if (store) for (const id of keptId(one)) await revokeVerified(store, id, person)
      verified.changed()
    },
  })
}
