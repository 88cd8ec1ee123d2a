/**
 * Runs what the guard admitted: under the policy's own login or views, in a read-only transaction, with a time, row and
 * byte limit, and cancelled when the asker leaves.
 */
import { Client, Query, type ClientConfig } from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import type { Cell } from '../answer.ts'
import type { SafeQuery } from '../guard/guard.ts'
import { LIMITS } from '../guard/lists.ts'
import type { Policy } from '../policy.ts'
import { policySchema, type ViewsMode } from '../policy-views/names.ts'
import { dropUnusedPolicyViews, ensurePolicyViews, policyPassword } from '../policy-views/schemas.ts'
import { cancelRequest } from './cancel.ts'
import { cellReader, typeName } from './cells.ts'
import { Connections, type Connection } from './connections.ts'
import { failureOf, QueryCancelled, QueryTimedOut, sqlState } from './failures.ts'
import { preamble } from './preamble.ts'

export interface RunResult {
  readonly fields: readonly { readonly name: string; readonly pgType: string }[]
  readonly rows: readonly (readonly Cell[])[]
  /** There was more than the limits let through. */
  readonly truncated: boolean
}

export interface Reader {
  /** Throws QueryTimedOut, QueryCancelled, DatabaseUnreachable or QueryFailed. */
  run(query: SafeQuery, parameters: readonly unknown[], options?: { readonly signal?: AbortSignal }): Promise<RunResult>
  /**
   * Where the database is ours to configure: makes the views of all these policies now; else the first query of each
   * does.
   */
  prepare(policies: readonly Policy[]): Promise<void>
  close(): Promise<void>
}

interface Settings {
  readonly mode: ViewsMode
  /** The keeper's in mode `schemas`, else the reading login's. */
  readonly url: string
  /** Key of the policy logins' passwords; by default the keeper's own password. */
  readonly key?: string
  /** All policies together. */
  readonly maxConnections?: number
  readonly idleMs?: number
}

const CONNECT_MS = 10_000
/** How long after the server's own time-out we cancel, and how long after that we close the connection. */
const GRACE_MS = 1_000
const PREPARED_MS = 30 * 60_000
const UNUSED_MS = 7 * 24 * 3_600_000

export function createReader({ mode, url, key, maxConnections = 10, idleMs = 30_000 }: Settings): Reader {
  const base: ClientConfig = {
    ...parseIntoClientConfig(url),
    application_name: 'tidings',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  }
  const passwordKey = key ?? keyOf(url) ?? ''
  if (mode === 'schemas' && passwordKey === '') throw new Error('logins of policies need a keeper with a password')
  const connections = new Connections({ max: maxConnections, idleMs }, (client) => checkSettings(client, mode))
  const prepared = new Map<string, { readonly at: number; readonly done: Promise<void> }>()

  const login = (policy: Policy): ClientConfig =>
    mode === 'schemas' ? { ...base, user: policySchema(policy), password: policyPassword(passwordKey, policy) } : base

  async function asKeeper(work: (keeper: Client) => Promise<unknown>): Promise<void> {
    const keeper = await connections.take('keeper', base, undefined)
    let isClean = false
    try {
      await work(keeper.client)
      isClean = true
    } finally {
      connections.give(keeper, isClean)
    }
  }

  const makeViews = (policies: readonly Policy[], force: boolean) =>
    asKeeper((keeper) => ensurePolicyViews(keeper, { policies, key: passwordKey, now: new Date(), force }))

  /** Once a process, behind everybody's back; what cannot be dropped now is dropped another time. */
  const dropUnused = () =>
    asKeeper((keeper) => dropUnusedPolicyViews(keeper, { keep: [], unusedSince: new Date(Date.now() - UNUSED_MS) }))

  /** Every now and then again, so that the policy counts as used. */
  function ready(policy: Policy): Promise<void> {
    if (mode !== 'schemas') return Promise.resolve()
    const known = prepared.get(policy.hash)
    if (known && performance.now() - known.at < PREPARED_MS) return known.done
    const done = makeViews([policy], false)
    if (prepared.size === 0) connections.settle(done.then(dropUnused))
    prepared.set(policy.hash, { at: performance.now(), done })
    done.catch(() => prepared.delete(policy.hash))
    return done
  }

  async function attempt(query: SafeQuery, parameters: readonly unknown[], signal: AbortSignal | undefined) {
    const { policy } = query
    const name = mode === 'schemas' ? policy.hash : 'all'
    const connection = await connections.take(name, login(policy), signal)
    const work = inTransaction(connection, query, parameters, signal)
    // Whoever asked has the rows; the connection is cleaned behind their back.
    const after = work.then(
      () => rollback(connection),
      () => rollback(connection),
    )
    connections.settle(after.then((isClean) => connections.give(connection, isClean)))
    return await work
  }

  return {
    async run(query, parameters, { signal } = {}) {
      if (query.mode !== mode) throw new Error(`a query for ${query.mode} cannot run as ${mode}`)
      try {
        await ready(query.policy)
        try {
          return await attempt(query, parameters, signal)
        } catch (error) {
          if (mode !== 'schemas' || !hasVanished(error)) throw error
          await makeViews([query.policy], true)
          return await attempt(query, parameters, signal)
        }
      } catch (error) {
        throw failureOf(error, signal)
      }
    },
    async prepare(policies) {
      if (mode !== 'schemas') return
      await makeViews(policies, false)
      const done = Promise.resolve()
      for (const policy of policies) prepared.set(policy.hash, { at: performance.now(), done })
    },
    close: () => connections.close(),
  }
}

/** What the passwords of policy logins are derived from: the keeper's own, from its URL or where the driver finds one. */
export function keyOf(url: string): string | null {
  const { password } = new Client(parseIntoClientConfig(url))
  return typeof password === 'string' && password !== '' ? password : null
}

/** Our views or the login are gone: a KPI view was rebuilt, or another process cleaned up. */
function hasVanished(error: unknown): boolean {
  return ['42P01', '3F000', '28P01', '28000'].includes(sqlState(error) ?? '')
}

async function inTransaction(
  connection: Connection,
  query: SafeQuery,
  parameters: readonly unknown[],
  signal: AbortSignal | undefined,
): Promise<RunResult> {
  let isLate = false
  const stop = () => stopWork(connection)
  const tooLate = () => {
    isLate = true
    stop()
  }
  const timer = setTimeout(tooLate, LIMITS[query.kind].timeoutMs + GRACE_MS)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await connection.client.query(preamble(query))
    if (signal?.aborted) throw new QueryCancelled('the query was cancelled')
    return await read(connection.client, query, parameters, stop)
  } catch (error) {
    throw isLate ? new QueryTimedOut('the query took too long', { cause: error }) : error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

/** Cancels what the connection is doing and, if that has no effect, closes it. It is not used again either way. */
function stopWork(connection: Connection): void {
  if (!connection.isUsable) return
  // The cancellation may arrive after the query has ended, and must not hit another one.
  connection.isUsable = false
  const { client } = connection
  void cancelRequest(backendOf(client))
  const timer = setTimeout(() => void client.end().catch(() => undefined), GRACE_MS)
  timer.unref()
  client.once('drain', () => clearTimeout(timer))
  client.once('end', () => clearTimeout(timer))
}

function backendOf(client: Client) {
  // The driver keeps these without declaring them.
  const { host, port, processID, secretKey } = client as Client & { processID: number; secretKey: number }
  return { host, port, processId: processID, secretKey }
}

function read(client: Client, query: SafeQuery, parameters: readonly unknown[], stop: () => void) {
  const limits = LIMITS[query.kind]
  const { timezone } = query.policy.catalog
  const statement = new Query<(string | null)[], unknown[]>({
    text: query.text,
    values: [...parameters],
    rowMode: 'array',
    // The extended protocol runs one statement and no more.
    queryMode: 'extended',
    types: { getTypeParser: () => (text: string) => text },
  } as never)
  const rows: Cell[][] = []
  let readers: ((text: string) => Cell)[] = []
  let bytes = 0
  let isTruncated = false
  let isCut = false
  return new Promise<RunResult>((resolve, reject) => {
    const finish = (fields: readonly { name: string; dataTypeID: number }[]) =>
      resolve({
        fields: fields.map(({ name, dataTypeID }) => ({ name, pgType: typeName(dataTypeID) })),
        rows,
        truncated: isTruncated,
      })
    let fields: readonly { name: string; dataTypeID: number }[] = []
    statement.on('row', (row, result) => {
      if (isTruncated || !result) return
      if (readers.length === 0) {
        ;({ fields } = result)
        readers = fields.map(({ dataTypeID }) => cellReader(dataTypeID, timezone))
      }
      bytes += row.reduce((sum, cell) => sum + Buffer.byteLength(cell ?? '') + 4, 0)
      if (bytes > limits.resultBytes) {
        isTruncated = isCut = true
        stop()
      } else if (rows.length === limits.rows) isTruncated = true
      else rows.push(row.map((cell, at) => (cell === null ? null : readers[at]!(cell))))
    })
    statement.on('end', (result) => finish(result.fields))
    statement.on('error', (error: Error) => (isCut ? finish(fields) : reject(error)))
    client.query(statement)
  })
}

async function rollback({ client, isUsable }: Connection): Promise<boolean> {
  if (!isUsable) return false
  try {
    await client.query('ROLLBACK')
    return true
  } catch {
    return false
  }
}

/** A login whose settings are not what we made them is not used. */
async function checkSettings(client: Client, mode: ViewsMode): Promise<void> {
  // A query whose asker's connection is gone ends by itself; not every platform's server can do that.
  await client.query('SET client_connection_check_interval = 1000').catch(() => undefined)
  if (mode !== 'schemas') return
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT name, pg_catalog.current_setting(name) AS value FROM pg_catalog.unnest(ARRAY['standard_conforming_strings',
     'client_encoding', 'search_path', 'default_transaction_read_only', 'is_superuser']) AS name`,
  )
  const found = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  const isPolicy = found['default_transaction_read_only'] === 'on'
  if (found['standard_conforming_strings'] !== 'on' || found['client_encoding'] !== 'UTF8')
    throw new Error('a login lost its settings: standard_conforming_strings or client_encoding')
  if (isPolicy && (found['search_path'] !== 'pg_catalog' || found['is_superuser'] !== 'off'))
    throw new Error('a policy login lost its settings: search_path, or it is a superuser')
}
