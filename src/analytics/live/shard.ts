import { createHash } from 'node:crypto'

/** Into how many parts watching is divided; each is one instance's at a time. */
const SHARDS = 16

/** The shard of a view: all its KPIs and slices are watched in one place. The same on every machine, for ever. */
export function shardOf(view: string): number {
  return createHash('sha256').update(view).digest()[0]! % SHARDS
}
