/** What `tidings doctor` looks at in a database. Reads only. */
import type { Relation } from './catalog.ts'
import { describeMode, openFunctions, type ModeFound } from './policy-views/mode.ts'
import { withClient } from './with-client.ts'

export interface Survey {
  readonly login: string
  /** As the server prints it: `16.4`. */
  readonly version: string
  readonly major: number
  /** How far the server's clock is ahead of ours; negative when it is behind. */
  readonly clockAheadMs: number
  readonly found: ModeFound
  /** Functions that do more than read and that queries of the bot could call. */
  readonly openFunctions: readonly string[]
}

const FACTS = `SELECT current_user::text AS login, current_setting('server_version') AS version,
  current_setting('server_version_num')::int / 10000 AS major,
  extract(epoch FROM clock_timestamp())::float8 * 1000 AS "clockMs"`

/** Throws DatabaseNotThere. */
export async function surveyDatabase(
  url: string,
  given: { readonly relations: readonly Relation[]; readonly mayConfigure: boolean },
): Promise<Survey> {
  return withClient(url, async (client) => {
    const askedAt = Date.now()
    const { rows } = await client.query<{ login: string; version: string; major: number; clockMs: number }>(FACTS)
    const { clockMs, ...facts } = rows[0]!
    const found = await describeMode(client, given)
    return {
      ...facts,
      clockAheadMs: Math.round(clockMs - (askedAt + Date.now()) / 2),
      found,
      // A policy's login has the rights of everyone and no others.
      openFunctions: await openFunctions(client, found.mode === 'schemas' ? 'public' : facts.login),
    }
  })
}
