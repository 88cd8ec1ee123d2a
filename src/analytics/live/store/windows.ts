/** Windows as they are now: what events make of a view, by grain, bucket and slice. */
import { sql } from 'kysely'
import type { Catalog } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import { countDistinct } from '../distinct.ts'
import { measuresInto, streamsInto, type LivePart, type LiveParts } from '../live-parts.ts'
import type { WatchedGrain } from '../rule.ts'
import { measureColumn, squaresColumn, windowTable } from './window-tables.ts'

export interface Window {
  readonly bucket: Date
  /** As `sliceKey` makes it; `{}` is the whole. */
  readonly slice: string
  readonly events: number
  /** Event time of the first and the newest event. */
  readonly firstAt: Date
  readonly lastAt: Date
  /** By measure; null where no event had a value. A distinct count is estimated (see distinct.ts). */
  readonly values: Readonly<Record<string, number | null>>
  /** Of each sum the sum of the squares of what was summed. */
  readonly squares: Readonly<Record<string, number>>
}

export interface WindowsAsked {
  readonly view: string
  readonly grain: WatchedGrain
  /** Null: all. */
  readonly slices: readonly string[] | null
  /** Half-open, by the beginnings of buckets. */
  readonly from: Date
  readonly to: Date
}

/** Ordered by slice and bucket. A bucket without events has no row; a view that no stream feeds has none at all. */
export async function readWindows(
  store: Pick<Store, 'getExecutor'>,
  catalog: Catalog,
  { view, grain, slices, from, to }: WindowsAsked,
): Promise<readonly Window[]> {
  if (streamsInto(view, catalog).length === 0) return []
  const measures = measuresInto(view, catalog)
  const columns = measures.flatMap((measure) =>
    measure.aggregation === 'sum' ? [measureColumn(measure), squaresColumn(measure)] : [measureColumn(measure)],
  )
  const names = ['bucket', 'slice', 'first_at', 'last_at', ...columns].map((name) => sql.id(name))
  const { rows } = await sql<Row>`SELECT events::float8 AS events, ${sql.join(names)} FROM ${windowTable(view)}
    WHERE grain = ${grain} AND bucket >= ${from} AND bucket < ${to}
      ${slices === null ? sql`` : sql`AND slice = ANY (${slices}::text[])`}
    ORDER BY slice, bucket`.execute(store)
  return rows.map((row) => ({
    bucket: row.bucket,
    slice: row.slice,
    events: row.events,
    firstAt: row.first_at,
    lastAt: row.last_at,
    values: Object.fromEntries(measures.map((measure) => [measure.name, numberOf(row[measureColumn(measure)])])),
    squares: Object.fromEntries(
      measures
        .filter(({ aggregation }) => aggregation === 'sum')
        .map((measure) => [measure.name, numberOf(row[squaresColumn(measure)]) ?? 0]),
    ),
  }))
}

/** When the first window of a grain that is still there begins, epoch milliseconds; null: there is none. */
export async function firstWindow(
  store: Pick<Store, 'getExecutor'>,
  catalog: Catalog,
  view: string,
  grain: WatchedGrain,
): Promise<number | null> {
  if (streamsInto(view, catalog).length === 0) return null
  const { rows } = await sql<{ first: Date | null }>`SELECT min(bucket) AS first FROM ${windowTable(view)}
    WHERE grain = ${grain}`.execute(store)
  return rows[0]?.first?.getTime() ?? null
}

interface Row extends Readonly<Record<string, unknown>> {
  readonly bucket: Date
  readonly slice: string
  readonly events: number
  readonly first_at: Date
  readonly last_at: Date
}

function numberOf(cell: unknown): number | null {
  if (Buffer.isBuffer(cell)) return countDistinct(cell)
  return typeof cell === 'number' ? cell : null
}

/** A KPI's number in a window; null where it has none (a ratio over nothing). */
export function valueIn(window: Window, { of, over }: LiveParts): number | null {
  const value = partIn(window, of)
  if (!over || value === null) return value
  const volume = partIn(window, over)
  return volume === null || volume === 0 ? null : value / volume
}

/** The number of one part of a KPI in a window. */
export function partIn(window: Window, part: LivePart): number | null {
  return part.kind === 'events' ? window.events : (window.values[part.measure] ?? null)
}
