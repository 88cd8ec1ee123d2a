/** Which columns a name can mean where it stands: the levels of a statement, their FROM items and the CTEs in sight. */
import { refuse } from './refused.ts'

/** A column of a FROM item or of a derived table. `growth`: see MAX_GROWTH. */
export interface ScopeColumn {
  readonly name: string
  readonly growth: number
}

/** A relation as a policy sees it. */
export interface VisibleRelation {
  readonly schema: string
  readonly name: string
  /** Name of the catalog's view that stands for it. */
  readonly view: string
  readonly columns: readonly string[]
  /** Columns that exist and are masked for this policy. */
  readonly masked: ReadonlySet<string>
}

/** One leaf of a FROM clause. */
export interface Item {
  readonly alias: string
  readonly columns: readonly ScopeColumn[]
  readonly relation: VisibleRelation | null
  /** May have as many rows as a view: joining two of these needs a condition. */
  readonly isWide: boolean
}

/** The items that names in one query level may mean; `parent` is the query around it. */
export interface Level {
  readonly items: readonly Item[]
  readonly parent: Level | null
}

/** What a SELECT gives to the query around it. */
export interface Derived {
  readonly columns: readonly ScopeColumn[]
  readonly isWide: boolean
}

export interface Ctes {
  readonly name: string
  readonly derived: Derived
  readonly before: Ctes | null
}

export function findCte(ctes: Ctes | null, name: string): Derived | undefined {
  for (let each = ctes; each; each = each.before) if (each.name === name) return each.derived
  return undefined
}

/** Resolves `column` or `alias.column` as PostgreSQL does, nearest level first; refuses what is no visible column. */
export function resolve(
  level: Level | null,
  parts: readonly string[],
): { readonly items: readonly Item[]; readonly growth: number } {
  if (parts.length === 2) return resolveQualified(level, parts[0]!, parts[1]!)
  const name = parts[0]!
  for (let each = level; each; each = each.parent) {
    const items = each.items.filter((item) => item.columns.some((column) => column.name === name))
    if (items.length > 0) return { items, growth: growthOf(items, name) }
  }
  return refuseName(level, name)
}

function resolveQualified(level: Level | null, alias: string, name: string) {
  for (let each = level; each; each = each.parent) {
    const item = each.items.find((candidate) => candidate.alias === alias)
    if (!item) continue
    if (item.columns.some((column) => column.name === name)) return { items: [item], growth: growthOf([item], name) }
    if (item.relation?.masked.has(name)) return refuseMasked(name)
    return refuse('column', `There is no column "${alias}.${name}".`)
  }
  return refuse('column', `There is no column "${alias}.${name}".`)
}

function refuseName(level: Level | null, name: string): never {
  for (let each = level; each; each = each.parent) {
    if (each.items.some((item) => item.relation?.masked.has(name))) return refuseMasked(name)
    if (each.items.some((item) => item.alias === name))
      return refuse('whole-row', `"${name}" would be a whole row; name its columns.`)
  }
  return refuse('column', `There is no column "${name}".`)
}

function refuseMasked(name: string): never {
  return refuse('masked-column', `The column "${name}" is masked.`)
}

function growthOf(items: readonly Item[], name: string): number {
  return Math.max(
    0,
    ...items.flatMap((item) => item.columns.filter((column) => column.name === name)).map((column) => column.growth),
  )
}
