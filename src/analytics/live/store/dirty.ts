/** Marks of windows that were touched, for whoever watches them. */
import { sql } from 'kysely'
import type { Store } from '../../store/store.ts'

/** Rung by each transaction that leaves marks; only wakes, the marks are the truth. */
export const DIRTY_CHANNEL = 'tidings_dirty'

/** A window that was touched: its minute, and with it the hour and the day it is in; of points, the point's own bucket. */
export interface DirtyMark {
  readonly view: string
  /** As `sliceKey` makes it. */
  readonly slice: string
  readonly bucket: Date
}

/** Takes away the marks of a shard, each once, oldest first; inside the transaction that decides what they mean. */
export async function takeDirty(transaction: Pick<Store, 'getExecutor'>, shard: number): Promise<readonly DirtyMark[]> {
  const { rows } = await sql<DirtyMark>`
    WITH taken AS (DELETE FROM tidings.dirty WHERE shard = ${shard} RETURNING view, slice, bucket)
    SELECT DISTINCT view, slice, bucket FROM taken ORDER BY bucket, view, slice`.execute(transaction)
  return rows
}
