/** What can go wrong when a query runs. PostgreSQL's own text never goes further than `cause`: it names values. */

/** It took longer than its kind of query may. */
export class QueryTimedOut extends Error {
  override name = 'QueryTimedOut'
  readonly code = 'timed_out'
}

/** Whoever asked no longer waits. */
export class QueryCancelled extends Error {
  override name = 'QueryCancelled'
  readonly code = 'cancelled'
}

export class DatabaseUnreachable extends Error {
  override name = 'DatabaseUnreachable'
  readonly code = 'unreachable'
}

/** PostgreSQL refused or broke off; `code` is its SQLSTATE. */
export class QueryFailed extends Error {
  override name = 'QueryFailed'
  readonly code: string
  constructor(code: string, options?: ErrorOptions) {
    super('the database could not answer the query', options)
    this.code = code
  }
}

/** SQLSTATE of an error from the driver, if it has one. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

/** The driver's error as ours. */
export function failureOf(error: unknown, signal: AbortSignal | undefined): Error {
  if (error instanceof QueryTimedOut || error instanceof QueryCancelled) return error
  // A mistake of ours is no fault of the database.
  if (error instanceof TypeError || error instanceof RangeError) return error
  const options = { cause: error }
  if (signal?.aborted) return new QueryCancelled('the query was cancelled', options)
  const code = sqlState(error)
  if (code === '57014') return new QueryTimedOut('the query took too long', options)
  // Connection exceptions, wrong login or database, too many connections, shutdown; or no SQLSTATE: the socket.
  const isLost = code === undefined || /^(08|28|3D|53300|57P)/.test(code)
  return isLost ? new DatabaseUnreachable('the database cannot be reached', options) : new QueryFailed(code, options)
}
