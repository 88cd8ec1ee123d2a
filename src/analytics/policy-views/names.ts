/** How a policy's schema, login and views are called, and what its views show. Pure: text only. */
import type { ColumnType, Relation, Scalar } from '../catalog.ts'
import type { Policy, PolicyView, RowFilter } from '../policy.ts'

/** Where a policy's views live. */
export type ViewsMode =
  /** A schema and a login of its own for each policy, kept by the keeper. */
  | 'schemas'
  /** Temporary views made at the start of each transaction, for logins that may only read. */
  | 'temporary'
  /** Fenced subqueries, where temporary views are refused too. */
  | 'fenced'

/** One relation as a policy sees it; several catalog views over one relation share it. */
export interface PolicyRelation {
  readonly relation: Relation
  /** Name of the policy's view that stands for it. */
  readonly name: string
  readonly view: PolicyView
}

export function policyRelations(policy: Policy): readonly PolicyRelation[] {
  const found = new Map<string, PolicyRelation>()
  for (const [name, view] of policy.views) {
    const relation = policy.catalog.views.get(name)?.relation
    if (!relation) continue
    const key = JSON.stringify([relation.schema, relation.name])
    if (!found.has(key)) found.set(key, { relation, name, view })
  }
  return [...found.values()]
}

/** Schema and login have the same name: the policy's. */
export function policySchema(policy: Policy): string {
  return `tidings_policy_${policy.hash}`
}

/** What a policy sees of a relation, as a SELECT of trusted text. */
export function policySelect({ relation, view }: PolicyRelation): string {
  const columns = view.columns.map(quoteIdentifier).join(', ')
  const from = `${quoteIdentifier(relation.schema)}.${quoteIdentifier(relation.name)}`
  const filters = view.rowFilter.map(condition)
  return `SELECT ${columns} FROM ${from}${filters.length > 0 ? ` WHERE ${filters.join(' AND ')}` : ''}`
}

function condition({ column, type, values }: RowFilter): string {
  const literals = values.flatMap((value) => literal(value, type) ?? [])
  // A role that is given no value sees no row.
  return literals.length === 0 ? 'false' : `${quoteIdentifier(column)} IN (${literals.join(', ')})`
}

/** A value as a literal that the column's type takes; undefined when no row can have it. */
function literal(value: Scalar, type: ColumnType): string | undefined {
  if (type === 'number') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? String(number) : undefined
  }
  if (type === 'boolean') {
    const written = String(value).toLowerCase()
    return written === 'true' || written === 'false' ? written : undefined
  }
  return quoteLiteral(String(value))
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Right whatever `standard_conforming_strings` says. */
export function quoteLiteral(value: string): string {
  const quoted = value.replaceAll("'", "''")
  return value.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`
}
