/** Who asks, where, and therefore under which policies: the asker's roles and the channel's must both hold. */
import type { Access } from '../analytics/catalog.ts'
import {
  localOwner,
  parsePerson,
  printPerson,
  printPlace,
  webPerson,
  type Person,
  type Place,
} from '../analytics/place.ts'
import { policyName } from '../analytics/access.ts'
import type { Policy } from '../analytics/policy.ts'
import type { ChatMessage } from './message.ts'
import { words } from './replies/en.ts'

export type Rights =
  | { readonly kind: 'policies'; readonly policies: readonly Policy[] }
  | { readonly kind: 'refused'; readonly because: string }

interface Parts {
  readonly access: Access
  readonly policies: ReadonlyMap<string, Policy>
  /** Whether the person at this machine sees all: on the command line and in the demo, never in production. */
  readonly hasLocalOwner: boolean
}

/** Policies in the order to try: those without row filters before those with, else as the person's roles are written. */
export function createRightsOf({ access, policies, hasLocalOwner }: Parts) {
  return function rightsOf(message: Pick<ChatMessage, 'author' | 'place' | 'actAs'>): Rights {
    const own = hasLocalOwner && printPerson(message.author) === printPerson(localOwner)
    const authorRoles = own ? ['owner'] : rolesOf(access, message.author)
    if (message.actAs === undefined) return under(authorRoles, message.place)
    const mayActAs = own || authorRoles.some((role) => access.roles.get(role)?.mayActAs)
    if (!mayActAs) return { kind: 'refused', because: words.actAsRefused }
    const role = /^role:(.+)$/.exec(message.actAs)?.[1]
    if (role === undefined)
      return under(rolesOf(access, parsePerson(message.actAs) ?? webPerson(message.actAs)), message.place)
    if (role === 'owner' && own) return under(['owner'], message.place)
    if (!access.roles.has(role)) return { kind: 'refused', because: words.noSuchRole(role, [...access.roles.keys()]) }
    return under([role], message.place)
  }

  function under(roles: readonly string[], place: Place): Rights {
    const channelRole = channelRoleOf(place)
    const found = roles.flatMap((role) => policies.get(policyName(role, channelRole)) ?? [])
    const filters = (policy: Policy) => [...policy.views.values()].some((view) => view.rowFilter.length > 0)
    const ordered = [...found.filter((policy) => !filters(policy)), ...found.filter(filters)]
    return ordered.length > 0 ? { kind: 'policies', policies: ordered } : { kind: 'refused', because: words.noRights }
  }

  /** What is said in a terminal, on the web page or in a direct message is for the asker alone. */
  function channelRoleOf(place: Place): string | null {
    if (place.platform === 'web' || place.platform === 'terminal') return null
    return access.channels.get(printPlace({ ...place, thread: null })) ?? access.defaultRole
  }
}

/** A person's roles in the order written; the default role is for people without an entry only. */
export function rolesOf(access: Access, person: Person): readonly string[] {
  const named = access.people.get(printPerson(person))
  // On the web a person is who the token or the proxy says: an e-mail address as the catalog writes it.
  const byEmail = person.platform === 'web' ? access.people.get(person.user) : undefined
  return named ?? byEmail ?? [access.defaultRole]
}
