/** The table of a view's windows: one row a grain, bucket and slice, a column for each number. Made from the catalog. */
import { createHash } from 'node:crypto'
import { sql, type RawBuilder } from 'kysely'
import type { Catalog, StreamMeasure } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import { measuresInto, streamsInto } from '../live-parts.ts'

/** PostgreSQL cuts longer names off, and two would become one. */
const LONGEST_NAME = 63

/** `tidings.window_VIEW`. */
export function windowTable(view: string): RawBuilder<unknown> {
  return sql.id('tidings', windowTableName(view))
}

function windowTableName(view: string): string {
  return nameFor('window', view)
}

/** The column of a measure. It names the aggregation: a measure that is merged in another way from now on begins anew. */
export function measureColumn({ aggregation, name }: Pick<StreamMeasure, 'aggregation' | 'name'>): string {
  return nameFor(aggregation === 'count_distinct' ? 'distinct' : aggregation, name)
}

/** The column with the sum of the squares of what a measure sums. */
export function squaresColumn({ name }: Pick<StreamMeasure, 'name'>): string {
  return nameFor('squares', name)
}

function nameFor(kind: string, name: string): string {
  const whole = `${kind}_${name}`
  if (Buffer.byteLength(whole) <= LONGEST_NAME) return whole
  return `${kind}_${createHash('sha256').update(name).digest('hex').slice(0, 40)}`
}

/** Makes the tables of the catalog's streams, or the columns they lack. Safe to call from several instances at once. */
export async function ensureWindowTables(store: Store, catalog: Catalog): Promise<void> {
  const views = [...catalog.views.keys()].filter((view) => streamsInto(view, catalog).length > 0).toSorted()
  if (views.length === 0) return
  await store.transaction().execute(async (transaction) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('tidings.windows', 0))`.execute(transaction)
    for (const view of views) {
      const table = windowTable(view)
      await sql`CREATE TABLE IF NOT EXISTS ${table} (
        grain text NOT NULL,
        bucket timestamptz NOT NULL,
        slice text NOT NULL,
        events bigint NOT NULL,
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        PRIMARY KEY (grain, bucket, slice)
      ) WITH (fillfactor = 70)`.execute(transaction)
      const known = await columnsIn(transaction, windowTableName(view))
      for (const measure of measuresInto(view, catalog))
        for (const [column, type] of columnsOf(measure))
          if (!known.has(column))
            await sql`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${sql.id(column)} ${sql.raw(type)}`.execute(
              transaction,
            )
    }
    // A view whose history nobody keeps shows all that is live.
    await sql`CREATE TABLE IF NOT EXISTS tidings.boundary (view text PRIMARY KEY, complete_to timestamptz NOT NULL)`.execute(
      transaction,
    )
    if (!(await columnsIn(transaction, 'boundary')).has('fed_until'))
      await sql`ALTER TABLE tidings.boundary ADD COLUMN IF NOT EXISTS fed_until timestamptz`.execute(transaction)
    await sql`INSERT INTO tidings.boundary (view, complete_to)
      SELECT unnest(${views}::text[]), '-infinity' ON CONFLICT (view) DO NOTHING`.execute(transaction)
  })
}

/** A table is altered only where it must be: that would wait for those who write to it, and they for us. */
async function columnsIn(transaction: Pick<Store, 'getExecutor'>, table: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`SELECT attname::text AS name FROM pg_attribute
    WHERE attrelid = to_regclass(${`tidings."${table}"`}) AND attnum > 0 AND NOT attisdropped`.execute(transaction)
  return new Set(rows.map(({ name }) => name))
}

/** The columns of a measure and their types. */
function columnsOf(measure: StreamMeasure): readonly (readonly [string, string])[] {
  const column = measureColumn(measure)
  if (measure.aggregation === 'count_distinct') return [[column, 'bytea']]
  const own = [column, 'double precision'] as const
  return measure.aggregation === 'sum' ? [own, [squaresColumn(measure), 'double precision']] : [own]
}
