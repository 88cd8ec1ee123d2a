/** Who may vouch for an answer: the owners of its KPIs, and whoever has a role that may. */
import type { Access, Catalog } from '../../analytics/catalog.ts'
import type { KpiQuery } from '../../analytics/kpi-query.ts'
import { kpisOf } from '../../analytics/measured.ts'
import { printPerson } from '../../analytics/place.ts'
import type { ChatMessage } from '../message.ts'
import { onlyForAuthor } from '../response.ts'
import type { RightsOf } from '../rights.ts'

/** Under the person's own rights, whatever role they try. `null`: for who may vouch for any answer. */
export function mayVerify(
  rightsOf: RightsOf,
  { actAs: _actAs, ...message }: Omit<ChatMessage, 'said'>,
  query: KpiQuery | null,
  { kpis, access }: Pick<Catalog, 'kpis'> & { readonly access: Access },
): boolean {
  const rights = rightsOf(onlyForAuthor(message))
  if (rights.kind === 'refused') return false
  const roles = rights.policies.map(({ name }) => name)
  if (roles.some((name) => name === 'owner' || access.roles.get(name)?.mayVerify)) return true
  if (query === null) return false
  const named = ownableIn(query)
  const own = new Set([...roles, printPerson(message.author), ...(message.email === undefined ? [] : [message.email])])
  return named !== null && named.every((name) => own.has(kpis.get(name)?.owner ?? ''))
}

/** Null where something is measured that is nobody's KPI. */
function ownableIn({ measures, filters, shape }: KpiQuery): readonly string[] | null {
  const named = measures.map(kpisOf)
  const isOwnable = (shape.kind === 'groups' || shape.kind === 'over') && named.length > 0
  if (!isOwnable || named.some((kpis) => kpis.length === 0)) return null
  const filtered = filters.flatMap((filter) =>
    filter.kind === 'range' && filter.field.kind === 'kpi' ? [filter.field.kpi] : [],
  )
  return [...named.flat(), ...filtered]
}
