/** The columns that relations have in the live database, for binding a catalog. */
import type { Column, ColumnType } from './catalog.ts'
import type { LiveColumns } from './catalog-file.ts'

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
