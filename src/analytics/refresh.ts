/** Brings the tables behind the KPI views up to date. How is the database's business; when is the caller's. */
import { Client, type ClientBase, type Pool } from 'pg'

/** What a refresh did for one view. */
export interface Refreshed {
  readonly view: string
  /** How many buckets were computed again. */
  readonly buckets: number
  /** History is complete before this moment, ISO 8601. */
  readonly completeTo: string
}

/**
 * Calls the database's own `rollup.refresh()`, which the keeper may execute and which computes again only buckets that
 * changed. Null when the database has none: its views are then plain views, or somebody else keeps them.
 */
export async function refresh(keeper: Pool | ClientBase): Promise<readonly Refreshed[] | null> {
  const { rows: found } = await keeper.query<{ may: boolean | null }>(
    `select has_function_privilege(to_regprocedure('rollup.refresh()'), 'execute') as may`,
  )
  if (!found[0]?.may) return null
  const { rows } = await keeper.query<{ refreshed: string; buckets: string; complete_to: Date }>(
    'select refreshed, buckets, complete_to from rollup.refresh()',
  )
  return rows.map((row) => ({
    view: row.refreshed,
    buckets: Number(row.buckets),
    completeTo: row.complete_to.toISOString(),
  }))
}

/** The same over a connection of its own. */
export async function refreshViews(keeperUrl: string): Promise<readonly Refreshed[] | null> {
  const client = new Client({ connectionString: keeperUrl, application_name: 'tidings refresh' })
  // Whatever is asked of it fails with what it says.
  client.on('error', () => {})
  await client.connect()
  try {
    return await refresh(client)
  } finally {
    await client.end()
  }
}
