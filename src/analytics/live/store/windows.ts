/** Windows as they are now: what events make of a view, by grain, bucket and slice. */
import { sql } from 'kysely'
import type { Catalog } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import { countDistinct } from '../distinct.ts'
import { measuresInto, pointedKpis, pointGrain, streamsInto, type LivePart, type LiveParts } from '../live-parts.ts'
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

/** Ordered by slice and bucket. Finished points are in them too, where there are no events with none. A bucket of which nothing came has no row. */
export async function readWindows(
  store: Pick<Store, 'getExecutor'>,
  catalog: Catalog,
  { view, grain, slices, from, to }: WindowsAsked,
): Promise<readonly Window[]> {
  const points = await readPoints(store, catalog, { view, grain, slices, from, to })
  if (streamsInto(view, catalog).length === 0) return points
  const measures = measuresInto(view, catalog)
  const columns = measures.flatMap((measure) =>
    measure.aggregation === 'sum' ? [measureColumn(measure), squaresColumn(measure)] : [measureColumn(measure)],
  )
  const names = ['bucket', 'slice', 'first_at', 'last_at', ...columns].map((name) => sql.id(name))
  const { rows } = await sql<Row>`SELECT events::float8 AS events, ${sql.join(names)} FROM ${windowTable(view)}
    WHERE grain = ${grain} AND bucket >= ${from} AND bucket < ${to}
      ${slices === null ? sql`` : sql`AND slice = ANY (${slices}::text[])`}
    ORDER BY slice, bucket`.execute(store)
  const windows = rows.map((row): Window => ({
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
  if (points.length === 0) return windows
  const named = (window: Window) => `${window.bucket.getTime()} ${window.slice}`
  const all = new Map(windows.map((window) => [named(window), window]))
  for (const point of points) {
    const known = all.get(named(point))
    all.set(named(point), known ? { ...known, values: { ...known.values, ...point.values } } : point)
  }
  return [...all.values()]
}

/** What came of finished points is a window of its own, by slice and bucket. */
async function readPoints(
  store: Pick<Store, 'getExecutor'>,
  catalog: Catalog,
  { view, grain, slices, from, to }: WindowsAsked,
): Promise<readonly Window[]> {
  const kpis = pointedKpisAt(view, grain, catalog)
  if (kpis.length === 0) return []
  const { rows } = await sql<{ bucket: Date; slice: string; points: Readonly<Record<string, number>> }>`
    SELECT bucket, slice, json_object_agg(kpi, value) AS points FROM tidings.points
    WHERE kpi = ANY (${kpis}::text[]) AND bucket >= ${from} AND bucket < ${to}
      ${slices === null ? sql`` : sql`AND slice = ANY (${slices}::text[])`}
    GROUP BY slice, bucket ORDER BY slice, bucket`.execute(store)
  return rows.map(({ bucket, slice, points }) => ({
    bucket,
    slice,
    events: 0,
    firstAt: bucket,
    lastAt: bucket,
    values: Object.fromEntries(Object.entries(points).map(([kpi, value]) => [pointName(kpi), value])),
    squares: {},
  }))
}

function pointedKpisAt(view: string, grain: WatchedGrain, catalog: Catalog): readonly string[] {
  const found = catalog.views.get(view)
  return found && pointGrain(found) === grain ? pointedKpis(view, catalog) : []
}

/** Measures have names of columns, which hold no space at their beginning. */
function pointName(kpi: string): string {
  return ` ${kpi}`
}

/** The first and the newest finished point of each series of these KPIs. */
export async function readPointReach(
  store: Pick<Store, 'getExecutor'>,
  kpis: readonly string[],
): Promise<readonly { readonly kpi: string; readonly slice: string; readonly first: Date; readonly last: Date }[]> {
  if (kpis.length === 0) return []
  const { rows } = await sql<{ kpi: string; slice: string; first: Date; last: Date }>`
    SELECT kpi, slice, min(bucket) AS first, max(bucket) AS last FROM tidings.points
    WHERE kpi = ANY (${kpis}::text[]) GROUP BY kpi, slice`.execute(store)
  return rows
}

/** When the first window of a grain that is still there begins, epoch milliseconds; null: there is none. */
export async function firstWindow(
  store: Pick<Store, 'getExecutor'>,
  catalog: Catalog,
  view: string,
  grain: WatchedGrain,
): Promise<number | null> {
  const kpis = pointedKpisAt(view, grain, catalog)
  const found = [
    streamsInto(view, catalog).length === 0
      ? null
      : sql`SELECT min(bucket) AS first FROM ${windowTable(view)} WHERE grain = ${grain}`,
    kpis.length === 0 ? null : sql`SELECT min(bucket) AS first FROM tidings.points WHERE kpi = ANY (${kpis}::text[])`,
  ].filter((each) => each !== null)
  if (found.length === 0) return null
  const { rows } = await sql<{ first: Date | null }>`SELECT min(first) AS first
    FROM (${sql.join(found, sql` UNION ALL `)}) AS every`.execute(store)
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
  switch (part.kind) {
    case 'events':
      return window.events
    case 'measure':
      return window.values[part.measure] ?? null
    case 'point':
      return window.values[pointName(part.kpi)] ?? null
  }
}
