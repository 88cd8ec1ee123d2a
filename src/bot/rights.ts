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

export type RightsOf = (message: Pick<ChatMessage, 'author' | 'place' | 'audience' | 'email' | 'actAs'>) => Chosen

/** The policies a message may be answered under, in the order to try. */
export function createRightsOf({ catalog, policies, hasLocalOwner }: Parts): RightsOf {
  return ({ author, place, audience, email, actAs }) => {
    const asker = {
      names: namesOf(author, email),
      isOwner: hasLocalOwner && isLocalOwner(author),
      ...(actAs === undefined ? {} : { actAs }),
    }
    return choosePolicies(
      catalog,
      policies,
      asker,
      audience === 'everyone' ? printPlace({ ...place, thread: null }) : null,
    )
  }
}

/** On the web a person is who the token or the proxy says: an e-mail address as the catalog writes it. */
function namesOf(person: Person, email: string | undefined): readonly string[] {
  const own = person.platform === 'web' ? [printPerson(person), person.user] : [printPerson(person)]
  return email === undefined ? own : [...own, email]
}

function isLocalOwner(person: Person): boolean {
  return printPerson(person) === printPerson(localOwner)
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
  const tried = rightsOf({ author: asker, place, audience: 'asker', actAs: `role:${first}` })
  return tried.kind === 'refused' ? [] : roles.map((role) => ({ name: `role:${role}`, label: role }))
}

/**
 * Whether somebody sees as much as all who are in a place may: every KPI, without rows hidden from them alone. What is told
 * to the place is then not beyond their own rights.
 */
export function seesAllOf(rightsOf: RightsOf, asker: Person, place: Place): boolean {
  const here = rightsOf({ author: asker, place, audience: 'everyone' })
  const nobody = { ...asker, user: 'nobody' }
  const all = rightsOf({ author: nobody, place, audience: 'everyone' })
  if (here.kind === 'refused' || all.kind === 'refused') return false
  const [common] = all.policies
  if (!common) return false
  return here.policies.some(
    (policy) =>
      [...common.catalog.kpis.keys()].every((kpi) => policy.catalog.kpis.has(kpi)) &&
      [...policy.views.values()].every(
        ({ view, rowFilter }) => rowFilter.length <= (common.views.get(view)?.rowFilter.length ?? 0),
      ),
  )
}

interface PlaceParts {
  readonly catalog: Catalog
  readonly policies: ReadonlyMap<string, Policy>
  readonly rightsOf: RightsOf
}

/**
 * Whose rights limit what is told in a place without anybody asking: those of the place's role or else of everybody; in a
 * place where somebody is alone, that person's own. Null: nothing may be told.
 */
export function policyOfPlace(
  { catalog, policies, rightsOf }: PlaceParts,
  place: Place,
  alone: Person | null,
): Policy | null {
  if (alone !== null) {
    const chosen = rightsOf({ author: alone, place, audience: 'asker' })
    return chosen.kind === 'policies' ? (chosen.policies[0] ?? null) : null
  }
  const { access } = catalog
  return policies.get(access.channels.get(printPlace({ ...place, thread: null })) ?? access.defaultRole) ?? null
}
