/** Records that could not be counted: how many and why, and bringing them to be counted after all. */
import { sql } from 'kysely'
import xxhash from 'xxhash-wasm'
import type { Catalog } from '../../catalog.ts'
import type { Store } from '../../store/store.ts'
import { failureOf } from '../failures.ts'
import type { DeadReason } from '../fold/fields.ts'
import {
  createFolds,
  emptyBatch,
  emptySegment,
  type DeadLetter,
  type Fold,
  type PartitionMemory,
  type Segment,
} from '../fold/fold.ts'
import { partitionKey } from '../event-source.ts'
import { loadSeen } from '../partition.ts'
import { mergeBatch, OffsetsMoved } from './merge.ts'
import { ensureWindowTables } from './window-tables.ts'
import { messageOf } from '../../message-of.ts'

export interface DeadLettersByReason {
  readonly stream: string
  readonly reason: string
  readonly count: number
  readonly newest: Date
  /** Of the newest. */
  readonly explanation: string
}

/** What waits to be replayed, by stream and reason, most first. */
export async function countDeadLetters(store: Store): Promise<readonly DeadLettersByReason[]> {
  const { rows } = await sql<DeadLettersByReason>`
    SELECT coalesce(stream, topic) AS stream, reason, count(*)::int AS count, max(received_at) AS newest,
      (array_agg(explanation ORDER BY id DESC))[1] AS explanation
    FROM tidings.dead_letters WHERE replayed_at IS NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`.execute(store)
  return rows
}

export interface DeadLetterRow {
  readonly id: number
  readonly stream: string
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly reason: string
  readonly explanation: string
  readonly receivedAt: Date
}

/** The newest that wait to be replayed. */
export async function listDeadLetters(store: Store, limit: number): Promise<readonly DeadLetterRow[]> {
  const { rows } = await sql<DeadLetterRow>`
    SELECT id::int AS id, coalesce(stream, topic) AS stream, topic, partition, "offset"::text AS offset, reason,
      explanation, received_at AS "receivedAt"
    FROM tidings.dead_letters WHERE replayed_at IS NULL ORDER BY id DESC LIMIT ${limit}`.execute(store)
  return rows
}

export interface Replayed {
  readonly counted: number
  readonly duplicates: number
  /** Of types that the stream passes over by now. */
  readonly ignored: number
  /** They stay, with the reason of this try. */
  readonly still: number
}

const AT_ONCE = 500

/**
 * Sends what waits through the fold again, each once: a letter is marked as replayed in the transaction that counts it. May
 * run while events are counted, and by two at a time.
 */
export async function replayDeadLetters(store: Store, catalog: Catalog): Promise<Replayed> {
  await ensureWindowTables(store, catalog)
  const folds = createFolds(catalog, await xxhash())
  const sum = { counted: 0, duplicates: 0, ignored: 0, still: 0 }
  const add = (replayed: Replayed) => {
    for (const key of ['counted', 'duplicates', 'ignored', 'still'] as const) sum[key] += replayed[key]
  }
  for (let after = 0; ;) {
    const letters = await waiting(store, after)
    if (letters.length === 0) return sum
    after = letters.at(-1)!.id
    add(await replay(store, catalog, folds, letters))
  }
}

interface Waiting {
  readonly id: number
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly value: Buffer | null
  readonly receivedAt: Date
}

async function waiting(store: Store, after: number): Promise<readonly Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT id::int AS id, topic, partition, "offset"::text AS offset, value, received_at AS "receivedAt"
    FROM tidings.dead_letters WHERE replayed_at IS NULL AND id > ${after} ORDER BY id LIMIT ${AT_ONCE}`.execute(store)
  return rows
}

async function replay(
  store: Store,
  catalog: Catalog,
  folds: ReadonlyMap<string, Fold>,
  letters: readonly Waiting[],
): Promise<Replayed> {
  const { batch, unfit } = await foldLetters(store, folds, letters)
  const failed = new Map(unfit.map(({ id, letter }) => [id, letter]))
  const fit = letters.filter(({ id }) => !failed.has(id)).map(({ id }) => id)
  try {
    await mergeBatch({ store, catalog, folds }, batch, async (transaction) => {
      const marked = await sql`UPDATE tidings.dead_letters SET replayed_at = now()
        WHERE id = ANY (${fit}::bigint[]) AND replayed_at IS NULL`.execute(transaction)
      for (const [id, { reason, explanation }] of failed)
        await sql`UPDATE tidings.dead_letters SET reason = ${reason}, explanation = ${explanation}
          WHERE id = ${id}`.execute(transaction)
      return Number(marked.numAffectedRows ?? 0) === fit.length
    })
  } catch (error) {
    // Somebody else replays them.
    if (error instanceof OffsetsMoved && letters.length === 1)
      return { counted: 0, duplicates: 0, ignored: 0, still: 0 }
    if (!(error instanceof OffsetsMoved) && failureOf(error) !== 'unfit') throw error
    if (letters.length > 1) return oneByOne(store, catalog, folds, letters)
    await refuse(store, letters[0]!.id, 'database', error)
    return { counted: 0, duplicates: 0, ignored: 0, still: 1 }
  }
  const segments = [...batch.segments.values()]
  const total = (of: (segment: Segment) => number) => segments.reduce((sum, segment) => sum + of(segment), 0)
  return {
    counted: total(({ counted }) => counted),
    duplicates: total(({ duplicates }) => duplicates),
    ignored: total(({ ignored }) => ignored),
    still: unfit.length,
  }
}

async function oneByOne(
  store: Store,
  catalog: Catalog,
  folds: ReadonlyMap<string, Fold>,
  letters: readonly Waiting[],
): Promise<Replayed> {
  const sum = { counted: 0, duplicates: 0, ignored: 0, still: 0 }
  for (const letter of letters) {
    const one = await replay(store, catalog, folds, [letter])
    for (const key of ['counted', 'duplicates', 'ignored', 'still'] as const) sum[key] += one[key]
  }
  return sum
}

async function foldLetters(store: Store, folds: ReadonlyMap<string, Fold>, letters: readonly Waiting[]) {
  const byTopic = new Map([...folds.values()].map((fold) => [fold.stream.topic, fold]))
  const batch = emptyBatch()
  const unfit: { readonly id: number; readonly letter: DeadLetter }[] = []
  const memories = new Map<string, PartitionMemory>()
  for (const { id, topic, partition, offset, value, receivedAt } of letters) {
    const record = { offset: BigInt(offset), value, writtenAt: receivedAt.getTime() }
    const fold = byTopic.get(topic)
    if (!fold) {
      const explanation = `no stream of the catalog reads ${topic} any more`
      unfit.push({ id, letter: { ...record, reason: 'unknown_type', explanation } })
      continue
    }
    const key = partitionKey({ topic, partition })
    const memory =
      memories.get(key) ??
      ({ ...(await loadSeen(store, { topic, partition }, fold.stream, Date.now())), newest: -Infinity } as const)
    memories.set(key, memory)
    const segment =
      batch.segments.get(key) ?? emptySegment({ topic, partition, stream: fold.stream.name }, null, memory)
    batch.segments.set(key, segment)
    fold.record(record, segment, memory, batch, Date.now())
    for (const letter of segment.deadLetters.splice(0)) unfit.push({ id, letter })
  }
  return { batch, unfit }
}

async function refuse(store: Store, id: number, reason: DeadReason, error: unknown): Promise<void> {
  const explanation = `the database does not take it: ${messageOf(error)}`
  await sql`UPDATE tidings.dead_letters SET reason = ${reason}, explanation = ${explanation} WHERE id = ${id}`.execute(
    store,
  )
}
