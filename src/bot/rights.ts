/** Who asks, where, and therefore under which policies: the asker's roles and the channel's must both hold. */
import { choosePolicies, type Chosen } from '../analytics/access.ts'
import type { Catalog } from '../analytics/catalog.ts'
import { localOwner, printPerson, printPlace, type Person, type Place } from '../analytics/place.ts'
import type { Policy } from '../analytics/policy.ts'
import type { ChatMessage } from './message.ts'

interface Parts {
  readonly catalog: Catalog
  readonly policies: ReadonlyMap<string, Policy>
  /** Whether the person at this machine sees all: on the command line and in the demo, never in production. */
  readonly hasLocalOwner: boolean
}

export type RightsOf = (message: Pick<ChatMessage, 'author' | 'place' | 'actAs'>) => Chosen

/** The policies a message may be answered under, in the order to try. */
export function createRightsOf({ catalog, policies, hasLocalOwner }: Parts): RightsOf {
  return ({ author, place, actAs }) => {
    const asker = {
      names: namesOf(author),
      isOwner: hasLocalOwner && isLocalOwner(author),
      ...(actAs === undefined ? {} : { actAs }),
    }
    return choosePolicies(catalog, policies, asker, channelOf(place))
  }
}

/** On the web a person is who the token or the proxy says: an e-mail address as the catalog writes it. */
function namesOf(person: Person): readonly string[] {
  return person.platform === 'web' ? [printPerson(person), person.user] : [printPerson(person)]
}

function isLocalOwner(person: Person): boolean {
  return printPerson(person) === printPerson(localOwner)
}

/** What is said in a terminal or on the web page is for the asker alone. */
function channelOf(place: Place): string | null {
  return place.platform === 'web' || place.platform === 'terminal' ? null : printPlace({ ...place, thread: null })
}

/** Whether a policy hides rows of any of these views. */
export function hidesRows(policy: Policy, views: readonly string[]): boolean {
  return views.some((view) => (policy.views.get(view)?.rowFilter.length ?? 0) > 0)
}

/** Roles that somebody may try: all of them for the local owner and for who may act as others. */
export function rolesToTry(
  asker: Person,
  catalog: Catalog,
  rightsOf: RightsOf,
): readonly { name: string; label: string }[] {
  const place = { platform: 'web', workspace: 'local', conversation: 'roles', thread: null }
  const roles = [...catalog.access.roles.keys()]
  const [first] = roles
  if (first === undefined) return []
  const tried = rightsOf({ author: asker, place, actAs: `role:${first}` })
  return tried.kind === 'refused' ? [] : roles.map((role) => ({ name: `role:${role}`, label: role }))
}
