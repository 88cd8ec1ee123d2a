/** How far the events of a view are counted. */
import { sql } from 'kysely'
import type { Catalog } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import { streamsInto } from '../live-parts.ts'

/** A partition from which nothing came for so long does not hold the others up. */
const SILENT_AFTER = sql`interval '30 seconds'`
const LATE_IS_NEWS = sql`interval '15 minutes'`

export interface Watermark {
  /**
   * Events before it are counted, but for late ones: the least of the newest event times of the view's partitions, those
   * that are silent left out; the newest of all when all are silent. Null: nothing was ever counted.
   */
  readonly at: Date | null
  /** When a record last came, by the database's clock. */
  readonly receivedAt: Date | null
  /** How old what is counted next is, while records wait to be counted; 0 when none does. */
  readonly behindMs: number
  /** Records that wait. */
  readonly waiting: number
  /** Beginning of the earliest bucket that late events corrected in the last minutes; null: none. */
  readonly lateFrom: Date | null
}

/** Of the views that streams feed, by name. */
export async function readWatermarks(
  store: Pick<Store, 'getExecutor'>,
  catalog: Catalog,
): Promise<ReadonlyMap<string, Watermark>> {
  const views = [...catalog.views.keys()].filter((view) => streamsInto(view, catalog).length > 0)
  if (views.length === 0) return new Map()
  const pairs = views.flatMap((view) => streamsInto(view, catalog).map(({ topic }) => ({ view, topic })))
  const { rows } = await sql<Watermark & { readonly view: string }>`
    SELECT fed.view,
      coalesce(min(o.newest) FILTER (WHERE o.received_at > now() - ${SILENT_AFTER}), max(o.newest)) AS at,
      max(o.received_at) AS "receivedAt",
      coalesce(max(extract(epoch FROM now() - o.written_at) * 1000)
        FILTER (WHERE o.end_offset > o.next_offset), 0)::float8 AS "behindMs",
      coalesce(sum(greatest(o.end_offset - o.next_offset, 0)), 0)::float8 AS waiting,
      min(o.late_bucket) FILTER (WHERE o.late_at > now() - ${LATE_IS_NEWS}) AS "lateFrom"
    FROM unnest(${pairs.map(({ view }) => view)}::text[], ${pairs.map(({ topic }) => topic)}::text[]) AS fed (view, topic)
    LEFT JOIN tidings.offsets o ON o.topic = fed.topic
    GROUP BY fed.view`.execute(store)
  return new Map(rows.map(({ view, behindMs, ...rest }) => [view, { ...rest, behindMs: Math.max(0, behindMs) }]))
}

/** Up to when the history of each view is complete, epoch milliseconds; only where streams were set up. */
export async function readBoundaries(store: Pick<Store, 'getExecutor'>): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ view: string; at: number }>`
    SELECT view, (extract(epoch FROM complete_to) * 1000)::float8 AS at FROM tidings.boundary`.execute(store)
  return new Map(rows.map(({ view, at }) => [view, at]))
}
