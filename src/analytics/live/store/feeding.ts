/** Who keeps the history of views hears that events feed their live tables: it leaves the bucket that is filling to them. */
import { sql } from 'kysely'
import type { Catalog } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import { streamsInto } from '../live-parts.ts'

/** Says so for two minutes; `isOver`: says that it is over. */
export async function sayFeeding(store: Store, catalog: Catalog, isOver = false): Promise<void> {
  const views = [...catalog.views.keys()].filter((view) => streamsInto(view, catalog).length > 0)
  await sql`UPDATE tidings.boundary SET fed_until = ${isOver ? null : sql`now() + interval '2 minutes'`}
    WHERE view = ANY (${views}::text[])`.execute(store)
}
