/** Who does what alone. A lease ends by itself; its term tells a holder that was given up for dead from the next one. */
import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'

export interface Lease {
  readonly name: string
  readonly holder: string
  readonly term: bigint
}

interface LeaseRow {
  readonly name: string
  readonly term: string
}

/** Takes up to `limit` of these that nobody holds, for so long. Terms grow. */
export async function takeLeases(
  store: Store,
  holder: string,
  { names, limit, forMs }: { readonly names: readonly string[]; readonly limit: number; readonly forMs: number },
): Promise<readonly Lease[]> {
  if (names.length === 0 || limit <= 0) return []
  await sql`INSERT INTO tidings.leases (name) SELECT unnest(${names}::text[]) ON CONFLICT (name) DO NOTHING`.execute(
    store,
  )
  // A row that is locked belongs to somebody who writes just now.
  const { rows } = await sql<LeaseRow>`
    UPDATE tidings.leases SET holder = ${holder}, term = term + 1, held_until = ${untilIn(forMs)}
    WHERE name IN (
      SELECT name FROM tidings.leases WHERE name = ANY (${names}::text[]) AND held_until < now()
      ORDER BY name LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) RETURNING name, term`.execute(store)
  return rows.map(({ name, term }) => ({ name, holder, term: BigInt(term) }))
}

/** Those that are still ours, held for so long from now on. */
export async function renewLeases(store: Store, leases: readonly Lease[], forMs: number): Promise<readonly Lease[]> {
  if (leases.length === 0) return []
  const { rows } = await sql<LeaseRow>`
    UPDATE tidings.leases l SET held_until = ${untilIn(forMs)}
    FROM unnest(${leases.map(({ name }) => name)}::text[], ${leases.map(({ term }) => String(term))}::bigint[]) AS ours (name, term)
    WHERE l.name = ours.name AND l.term = ours.term AND l.holder = ${leases[0]!.holder}
    RETURNING l.name, l.term`.execute(store)
  const kept = new Set(rows.map(({ name }) => name))
  return leases.filter(({ name }) => kept.has(name))
}

/** Gives leases back, for anybody to take at once. */
export async function releaseLeases(store: Store, leases: readonly Lease[]): Promise<void> {
  for (const { name, holder, term } of leases)
    await store
      .updateTable('tidings.leases')
      .set({ held_until: sql<Date>`'-infinity'` })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .where('term', '=', String(term))
      .execute()
}

/** The holders of the leases whose names begin so, that are alive. */
export async function holdersOf(store: Store, prefix: string): Promise<number> {
  const { rows } = await sql<{ holders: number }>`SELECT count(DISTINCT holder)::int AS holders FROM tidings.leases
    WHERE starts_with(name, ${prefix}) AND held_until >= now()`.execute(store)
  return rows[0]?.holders ?? 0
}

/** The lease was lost: somebody else holds it, and nothing may be written under it. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
  constructor({ name, term }: Lease) {
    super(`lease ${name} of term ${term} was lost`)
  }
}

/** A holder that stands still in a transaction is cut off by the server, so that others are not kept waiting. */
const standsStillMs = 4_000

/**
 * Runs work in a transaction that commits only under the lease: its row is locked against a new holder until then.
 * Throws LeaseLost, with nothing written.
 */
export async function underLease<Result>(
  store: Store,
  lease: Lease,
  work: (transaction: Store) => Promise<Result>,
): Promise<Result> {
  return store.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ is_ours: boolean }>`
      SELECT holder = ${lease.holder} AND term = ${String(lease.term)}::bigint AS is_ours,
        set_config('idle_in_transaction_session_timeout', ${String(standsStillMs)}, true)
      FROM tidings.leases WHERE name = ${lease.name} FOR SHARE`.execute(transaction)
    if (!rows[0]?.is_ours) throw new LeaseLost(lease)
    return work(transaction)
  })
}

function untilIn(ms: number) {
  return sql<Date>`now() + make_interval(secs => ${ms / 1000}::float8)`
}
