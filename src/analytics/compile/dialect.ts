/** Kysely as a pure writer of PostgreSQL: no driver, no connection. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely'
import type { ColumnType } from '../catalog.ts'

/** A piece of SQL with its parameters. */
export type Fragment = RawBuilder<unknown>

const writer = new Kysely<object>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** The text and the parameters of a finished statement. */
export function write(fragment: Fragment): { readonly sql: string; readonly parameters: readonly unknown[] } {
  const { sql: text, parameters } = fragment.compile(writer)
  return { sql: text, parameters }
}

export function list(fragments: readonly Fragment[]): Fragment {
  return sql.join(fragments, sql`, `)
}

export function all(conditions: readonly Fragment[]): Fragment {
  return sql.join(conditions, sql`\n  and `)
}

/** `where …`, or nothing. */
export function where(conditions: readonly Fragment[]): Fragment {
  return conditions.length === 0 ? sql`` : sql`\nwhere ${all(conditions)}`
}

const columnNames = new WeakMap<Fragment, string>()

/** A column of an earlier step. */
export function columnNamed(name: string): Fragment {
  const column = sql.id(name)
  columnNames.set(column, name)
  return column
}

/** `fragment as alias`; a column that keeps its name stays as it is. */
export function as(fragment: Fragment, alias: string): Fragment {
  return columnNames.get(fragment) === alias ? fragment : sql`${fragment} as ${sql.id(alias)}`
}

/** A number, exact and of a type of its own, so that it is never read as the type of what it is compared with. */
export function exact(value: number): Fragment {
  return sql`cast(${value} as numeric)`
}

/** The SQL type that figures of a column have once they are aggregated. */
export type FigureType = 'numeric' | 'float8' | 'date' | 'timestamp' | 'timestamptz'

export function isFloat(pgType: string): boolean {
  return pgType === 'real' || pgType === 'double precision'
}

export function isInteger(pgType: string): boolean {
  return pgType === 'integer' || pgType === 'bigint' || pgType === 'smallint'
}

export function figureTypeOf(column: { readonly type: ColumnType; readonly pgType: string }): FigureType {
  if (column.type === 'date' || column.type === 'timestamp' || column.type === 'timestamptz') return column.type
  return isFloat(column.pgType) ? 'float8' : 'numeric'
}
