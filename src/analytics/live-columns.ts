/** The columns that relations have in the live database, for binding a catalog. */
import type { Column, ColumnType } from './catalog.ts'
import type { LiveColumns } from './catalog-file.ts'
import type { LiveTable, LiveTables } from './catalog-streams.ts'

/** The part of a connection that is needed to ask trusted questions. */
export interface Asking {
  query(text: string, values: readonly unknown[]): Promise<{ rows: unknown[] }>
}

const COLUMNS = `
  SELECT n.nspname || '.' || c.relname AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS "pgType",
         CASE WHEN t.typtype = 'd' THEN b.typname ELSE t.typname END AS base,
         CASE WHEN t.typtype = 'd' THEN b.typcategory ELSE t.typcategory END AS category
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_type b ON b.oid = t.typbasetype
  WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname || '.' || c.relname = ANY ($1::text[])
  ORDER BY relation, a.attnum`

/** Looks up `schema.name`s; a relation that is not there, or is no view or table of any kind, is absent. */
export async function readLiveColumns(client: Asking, relations: readonly string[]): Promise<LiveColumns> {
  const { rows } = await client.query(COLUMNS, [relations])
  const found = new Map<string, Map<string, Column>>()
  for (const row of rows as { relation: string; name: string; pgType: string; base: string; category: string }[]) {
    const columns = found.get(row.relation) ?? new Map<string, Column>()
    columns.set(row.name, { name: row.name, pgType: row.pgType, type: columnType(row.base, row.category) })
    found.set(row.relation, columns)
  }
  return found
}

const TABLES = `
  SELECT n.nspname || '.' || c.relname AS relation, a.attname AS name,
         NOT (a.attnotnull OR t.typnotnull) AS "isNullable",
         a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL AS "hasDefault"
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname = ANY ($1::text[])`

// A partial index, one over an expression, or one that is not there yet finds no row again.
const KEYS = `
  SELECT n.nspname || '.' || c.relname AS relation, i.indnullsnotdistinct AS "nullsAreEqual",
         ARRAY (SELECT a.attname::text FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])) AS columns
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
    AND n.nspname || '.' || c.relname = ANY ($1::text[])`

/** What the tables are like that streams are merged into; what is no table is absent. */
export async function readLiveTables(client: Asking, relations: readonly string[]): Promise<LiveTables> {
  if (relations.length === 0) return new Map()
  const columnsOf = await readLiveColumns(client, relations)
  const columns = await client.query(TABLES, [relations])
  const keys = await client.query(KEYS, [relations])
  const found = new Map<string, MutableTable>()
  for (const { relation, name, isNullable, hasDefault } of columns.rows as ColumnRow[]) {
    const column = columnsOf.get(relation)?.get(name)
    if (!column) continue
    const table: MutableTable = found.get(relation) ?? { columns: new Map(), keys: [] }
    table.columns.set(name, { ...column, isNullable, hasDefault })
    found.set(relation, table)
  }
  for (const { relation, ...key } of keys.rows as (Key & { readonly relation: string })[])
    found.get(relation)?.keys.push(key)
  return found
}

type Key = LiveTable['keys'][number]

interface MutableTable {
  readonly columns: Map<string, NonNullable<ReturnType<LiveTable['columns']['get']>>>
  readonly keys: Key[]
}

interface ColumnRow {
  readonly relation: string
  readonly name: string
  readonly isNullable: boolean
  readonly hasDefault: boolean
}

/** `schema.name` of what there is to read, for hints; the first few thousand. */
export async function relationNames(client: Asking): Promise<readonly string[]> {
  const { rows } = await client.query(
    `SELECT n.nspname || '.' || c.relname AS name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition
       AND n.nspname !~ '^(pg_|information_schema$)'
     ORDER BY name LIMIT 5000`,
    [],
  )
  return (rows as { name: string }[]).map(({ name }) => name)
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'number',
}

/** Strings (category S) and enums (E) are text; what we cannot count, compare or cut by is `other`. */
function columnType(base: string, category: string): ColumnType {
  return TYPES[base] ?? (category === 'S' || category === 'E' ? 'text' : 'other')
}
