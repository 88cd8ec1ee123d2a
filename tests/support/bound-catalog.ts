/** Catalogs for tests, bound to columns that are given instead of read from a database. */
import { bindCatalog, readCatalog, type CatalogFile, type LiveColumns } from '../../src/analytics/catalog-file.ts'
import type { LiveTables } from '../../src/analytics/catalog-streams.ts'
import type { Catalog, Column, ColumnType } from '../../src/analytics/catalog.ts'
import { printFault } from '../../src/analytics/yaml-file.ts'

/** A right catalog as written; throws with its faults. */
export function writtenCatalog(text: string, file = 'catalog.yml'): CatalogFile {
  const read = readCatalog(text, file)
  if (!('written' in read)) throw new Error(read.map(printFault).join('\n'))
  return read
}

/** Bound to columns by `schema.name`, and to the tables that streams feed; throws with its faults. */
export function boundCatalog(catalog: string | CatalogFile, live: LiveColumns, tables?: LiveTables): Catalog {
  const bound = bindCatalog(typeof catalog === 'string' ? writtenCatalog(catalog) : catalog, live, tables)
  if (!('hash' in bound)) throw new Error(bound.map(printFault).join('\n'))
  return bound
}

const pgTypes: Partial<Record<ColumnType, string>> = { number: 'numeric', timestamptz: 'timestamp with time zone' }

/** Columns of one relation, by their types. */
export function columnsOf(types: Readonly<Record<string, ColumnType>>): ReadonlyMap<string, Column> {
  return new Map(
    Object.entries(types).map(([name, type]) => [name, { name, type, pgType: pgTypes[type] ?? type }] as const),
  )
}

/**
 * Views `kpi.<name>` by hour and region, each fed by a stream into `rollup.<name>`, with the same measures: numbers in
 * columns of their names.
 */
export function boundByRegion(text: string, views: readonly string[], measures: readonly string[]): Catalog {
  const numbers = Object.fromEntries(measures.map((measure) => [measure, 'number'] as const))
  const columns = columnsOf({ hour: 'timestamptz', region: 'text', ...numbers })
  const fed = [...columns].map(([name, column]) => [name, { ...column, isNullable: false, hasDefault: false }] as const)
  const table = { columns: new Map(fed), keys: [{ columns: ['hour', 'region'], nullsAreEqual: true }] }
  return boundCatalog(
    text,
    new Map(views.map((view) => [`kpi.${view}`, columns])),
    new Map(views.map((view) => [`rollup.${view}`, table])),
  )
}
