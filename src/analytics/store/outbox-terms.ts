/** What the statements about the outbox have in common. */
import { sql, type RawBuilder } from 'kysely'

/** A slot of a lane that is further off than this is waited for in the outbox, where any instance finds the entry. */
export const SOON_MS = 5_000

/** So many milliseconds from now. */
export function fromNow(ms: number): RawBuilder<Date> {
  return sql<Date>`now() + make_interval(secs => ${ms / 1000}::float8)`
}

/** Whether an entry is not ended. */
export function isOpen(alias: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(alias)}.state IN ('waiting', 'sending')`
}

/** Whether an open entry is neither put off nor waits for the reply it belongs to. */
export function isDue(alias: string): RawBuilder<boolean> {
  const entry = sql.ref(alias)
  return sql<boolean>`${entry}.due_at <= now() AND NOT EXISTS (
    SELECT FROM tidings.outbox first WHERE first.key = ${entry}.follows AND first.state IN ('waiting', 'sending'))`
}
