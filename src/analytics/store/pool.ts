/** Connections to the store: few, replaced when they break, and given up when the server falls silent. */
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'

export interface PoolOptions {
  /** As PostgreSQL lists it. */
  readonly name?: string
  /** Connections at most. */
  readonly max?: number
  /** A statement that takes longer rejects, and its connection is given up. Without it a silent server is waited for. */
  readonly answersWithinMs?: number
}

/** Nothing is connected before the first statement. */
export function openPool(
  url: string,
  { name = 'tidings store', max = 10, answersWithinMs }: PoolOptions,
): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    application_name: name,
    keepAlive: true,
    ...(answersWithinMs !== undefined && { query_timeout: answersWithinMs }),
  })
  // A connection that dies while idle or between two statements of a transaction is replaced at the next use; without
  // listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return { connect: async () => givenUpWhenSilent(await pool.connect()), end: () => pool.end() }
}

/** The driver's time-out leaves a connection waiting for its answer, and the pool would hand it out again. */
function givenUpWhenSilent(client: pg.PoolClient): PostgresPoolClient {
  let isSilent = false
  const query = async (text: string, values: readonly unknown[] = []) => {
    try {
      return await client.query(text, [...values])
    } catch (error) {
      isSilent ||= error instanceof Error && error.message === 'Query read timeout'
      throw error
    }
  }
  // Kysely asks with a text and values only, unless it is given a kind of cursor.
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isSilent) }
}
