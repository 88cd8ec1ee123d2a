/** The statements that open the transaction of every query; trusted text, one round trip. */
import type { SafeQuery } from '../guard/guard.ts'
import { LIMITS } from '../guard/lists.ts'
import { policySelect, quoteIdentifier, quoteLiteral } from '../policy-views/names.ts'

/** What must hold while a query runs, whatever the login or the server has as a default. */
export function preamble(query: SafeQuery): string {
  const settings = [
    ['statement_timeout', String(LIMITS[query.kind].timeoutMs)],
    // Unqualified functions, operators and types are PostgreSQL's own; relations are always qualified.
    ['search_path', 'pg_catalog, pg_temp'],
    ['standard_conforming_strings', 'on'],
    ['client_encoding', 'UTF8'],
    ['timezone', query.policy.catalog.timezone],
    ['datestyle', 'ISO, MDY'],
    ['intervalstyle', 'iso_8601'],
  ].map(([name, value]) => `SET LOCAL ${name} = ${name === 'search_path' ? value : quoteLiteral(value!)}`)
  if (query.mode !== 'temporary') return ['BEGIN READ ONLY', ...settings].join('; ')
  const views = query.reads.map(
    (relation) =>
      `CREATE TEMPORARY VIEW pg_temp.${quoteIdentifier(relation.name)} WITH (security_barrier = true) AS ${policySelect(relation)}`,
  )
  return ['BEGIN READ WRITE', ...settings, ...views, 'SET TRANSACTION READ ONLY'].join('; ')
}
