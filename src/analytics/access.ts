/**
 * Rights: which policies there are and whose rights a question is asked under. Every role and every pair of a role and a
 * channel's role is one policy; its catalog is reduced to what it may see, so nothing built on it can name the rest.
 */
import { createHash } from 'node:crypto'
import {
  partsOf,
  type Access,
  type Catalog,
  type Dimension,
  type Kpi,
  type Role,
  type TimeColumn,
  type View,
} from './catalog.ts'
import type { Policy, PolicyView, RowFilter } from './policy.ts'

/** The local owner's policy: every cataloged view and column, unmasked. */
export function ownerPolicy(catalog: Catalog): Policy {
  return makePolicy('owner', catalog, [])
}

/** All policies of a catalog by name: the owner's, each role's, and each role's in a channel with a role of its own. */
export function policiesOf(catalog: Catalog): ReadonlyMap<string, Policy> {
  const { access } = catalog
  const found = new Map<string, Policy>()
  const add = (policy: Policy) => void found.set(policy.name, policy)
  add(ownerPolicy(catalog))
  for (const role of access.roles.values()) add(makePolicy(role.name, catalog, [role]))
  for (const channel of channelRoles(access)) {
    add(makePolicy(pairName('owner', channel.name), catalog, [channel]))
    for (const role of access.roles.values())
      if (role.name !== channel.name) add(makePolicy(pairName(role.name, channel.name), catalog, [role, channel]))
  }
  return found
}

/** Who asks: everything they are known by, whether they are the local owner, and whose rights they want instead. */
export interface Asker {
  /** Ids such as `slack:T01/U02` and vouched-for e-mail addresses. */
  readonly names: readonly string[]
  readonly isOwner: boolean
  /** `role:NAME` or a person's id or e-mail. */
  readonly actAs?: string
}

export type Chosen =
  | { readonly kind: 'policies'; readonly policies: readonly Policy[] }
  | { readonly kind: 'refused'; readonly because: string }

/**
 * The policies somebody may ask under in a place, in the order to try: roles are alternatives, never mixed. `channel` is
 * the place's id without its thread, null for a direct message.
 */
export function choosePolicies(
  catalog: Catalog,
  all: ReadonlyMap<string, Policy>,
  asker: Asker,
  channel: string | null,
): Chosen {
  const { access } = catalog
  const own = rolesOf(access, asker)
  const { actAs } = asker
  let roles = own
  if (actAs !== undefined) {
    const mayActAs = asker.isOwner || own.some((name) => access.roles.get(name)?.mayActAs)
    if (!mayActAs) return { kind: 'refused', because: 'You may not ask with the rights of others.' }
    const role = actAs.startsWith('role:') ? actAs.slice('role:'.length) : undefined
    if (role !== undefined && !access.roles.has(role))
      return { kind: 'refused', because: `There is no role "${role}".` }
    roles = role === undefined ? rolesOf(access, { names: [actAs], isOwner: false }) : [role]
  }
  const channelRole = channel === null ? null : (access.channels.get(channel) ?? access.defaultRole)
  return { kind: 'policies', policies: roles.flatMap((role) => all.get(policyName(role, channelRole)) ?? []) }
}

function rolesOf(access: Access, { names, isOwner }: Asker): readonly string[] {
  if (isOwner) return ['owner']
  const found = names.flatMap((name) => access.people.get(name) ?? [])
  return found.length > 0 ? [...new Set(found)] : [access.defaultRole]
}

/** The name of the policy of a role in a place; a role in a channel of the same role is just that role. */
function policyName(role: string, channelRole: string | null): string {
  return channelRole === null || channelRole === role ? role : pairName(role, channelRole)
}

function pairName(role: string, channelRole: string): string {
  return `${role} × ${channelRole}`
}

/** Roles that limit a channel: those written down, and the default role for all other channels. */
function channelRoles(access: Access): readonly Role[] {
  const names = new Set([...access.channels.values(), access.defaultRole])
  return [...names].flatMap((name) => access.roles.get(name) ?? [])
}

/** What all of the given roles allow; no role at all allows everything. */
function makePolicy(name: string, catalog: Catalog, roles: readonly Role[]): Policy {
  const rights = [...catalog.views.values()].map((view) => rightsOn(view, catalog, roles))
  const kpis = new Map([...catalog.kpis].filter(([, kpi]) => isAllowed(kpi, roles) && !needsMasked(kpi, rights)))
  const views = new Map<string, View>()
  const policyViews = new Map<string, PolicyView>()
  for (const { view, masked, hidden, rowFilter } of rights) {
    const kpisOfView = [...kpis.values()].filter((kpi) => kpi.view === view.name)
    // Whoever has no KPI of a view has no view; the owner sees all, also views that only have rows to count.
    if (kpisOfView.length === 0 && roles.length > 0) continue
    const dimensions = visibleDimensions(view, masked, hidden)
    const times = new Map([...view.times].filter(([, time]) => !masked.has(time.column)))
    const named = new Set([
      ...[...times.values()].map((time) => time.column),
      ...[...dimensions.values()].map((dimension) => dimension.column),
      ...kpisOfView.flatMap(columnsOf),
      ...(view.asOf !== null && !masked.has(view.asOf) ? [view.asOf] : []),
    ])
    views.set(view.name, reduced(view, dimensions, times, named, masked))
    const columns = [...view.columns.keys()].filter((column) => named.has(column))
    policyViews.set(view.name, { view: view.name, columns, rowFilter, masked: [...masked] })
  }
  shareRelations(views, policyViews)
  const rest = { kpis, views, access: noAccess(catalog.access), calendar: catalog.calendar, streams: new Map() }
  const hash = hashOf([catalog.hash, [...kpis.keys()], [...policyViews.values()]])
  const { timezone, weekStarts, fiscalYearStarts } = catalog
  return {
    name,
    hash,
    catalog: { hash, timezone, weekStarts, fiscalYearStarts, ...rest },
    views: policyViews,
    mayHaveSql: roles.every((role) => role.mayHaveSql),
  }
}

interface Rights {
  readonly view: View
  /** Columns. */
  readonly masked: ReadonlySet<string>
  /** Names of dimensions. */
  readonly hidden: ReadonlySet<string>
  readonly rowFilter: readonly RowFilter[]
}

/** Masks and row filters hold for a relation, whichever of the views over it a query goes through. */
function rightsOn(view: View, catalog: Catalog, roles: readonly Role[]): Rights {
  const masked = new Set<string>()
  const rowFilter: RowFilter[] = []
  for (const other of viewsOnSame(view, catalog)) {
    for (const dimension of other.dimensions.values()) {
      const path = `${other.name}.${dimension.name}`
      if (dimension.masked && roles.some((role) => !role.unmasked.includes(path))) masked.add(dimension.column)
    }
    for (const role of roles)
      for (const [dimensionName, values] of role.rows.get(other.name) ?? []) {
        const dimension = other.dimensions.get(dimensionName)
        // The catalog is bound: a filter on a dimension that is not there was a fault.
        if (!dimension) throw new Error(`role ${role.name} filters ${other.name} by an unknown dimension`)
        rowFilter.push({ column: dimension.column, type: dimension.type, values })
      }
  }
  const hidden = new Set(
    roles.flatMap((role) =>
      role.hide.filter((path) => path.startsWith(`${view.name}.`)).map((path) => path.slice(view.name.length + 1)),
    ),
  )
  return { view, masked, hidden, rowFilter: unique(rowFilter) }
}

function viewsOnSame({ relation }: View, catalog: Catalog): readonly View[] {
  return [...catalog.views.values()].filter(
    (other) => other.relation.schema === relation.schema && other.relation.name === relation.name,
  )
}

function isAllowed(kpi: Kpi, roles: readonly Role[]): boolean {
  return roles.every((role) => (role.kpis === 'all' || role.kpis.includes(kpi.name)) && !role.except.includes(kpi.name))
}

/** A KPI over a masked column would have to read it: it is not there for who sees it masked. */
function needsMasked(kpi: Kpi, rights: readonly Rights[]): boolean {
  const masked = rights.find(({ view }) => view.name === kpi.view)?.masked
  return columnsOf(kpi).some((column) => masked?.has(column))
}

function columnsOf(kpi: Kpi): readonly string[] {
  return partsOf(kpi.measure).flatMap((part) => [...(part.column === null ? [] : [part.column]), ...part.where.keys()])
}

function visibleDimensions(
  view: View,
  masked: ReadonlySet<string>,
  hidden: ReadonlySet<string>,
): Map<string, Dimension> {
  const seen = [...view.dimensions].filter(([name, dimension]) => !hidden.has(name) && !masked.has(dimension.column))
  const names = new Set(seen.map(([name]) => name))
  return new Map(
    seen.map(([name, dimension]) => {
      const within = dimension.within !== null && names.has(dimension.within) ? dimension.within : null
      return [name, { ...dimension, within, masked: false }]
    }),
  )
}

function reduced(
  view: View,
  dimensions: ReadonlyMap<string, Dimension>,
  times: ReadonlyMap<string, TimeColumn>,
  named: ReadonlySet<string>,
  masked: ReadonlySet<string>,
): View {
  return {
    ...view,
    dimensions,
    times,
    time: view.time && times.has('time') ? view.time : null,
    asOf: view.asOf !== null && !masked.has(view.asOf) ? view.asOf : null,
    live: null,
    columns: new Map([...view.columns].filter(([name]) => named.has(name))),
  }
}

/** Views over one relation share one database view: it shows what any of them shows. */
function shareRelations(views: ReadonlyMap<string, View>, policyViews: Map<string, PolicyView>): void {
  const byRelation = new Map<string, string[]>()
  for (const { name, relation } of views.values()) {
    const key = JSON.stringify([relation.schema, relation.name])
    byRelation.set(key, [...(byRelation.get(key) ?? []), name])
  }
  for (const names of byRelation.values()) {
    const columns = [...new Set(names.flatMap((name) => policyViews.get(name)!.columns))]
    for (const name of names) policyViews.set(name, { ...policyViews.get(name)!, columns })
  }
}

/** Nobody behind a policy needs to know which other roles there are. */
function noAccess({ defaultRole }: Access): Access {
  return { defaultRole, roles: new Map(), people: new Map(), channels: new Map() }
}

function unique(filters: readonly RowFilter[]): readonly RowFilter[] {
  return [...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values()]
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
}
