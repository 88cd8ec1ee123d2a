/** Rows of SQL that a person wrote: its owner is trusted, and it can still only read. */
import type pg from 'pg'
import type { Cell } from '../answer.ts'
import { cellReader } from './cells.ts'

export type Row = readonly Cell[]

/** Gives the rows of one statement, cells as in answers. Throws what PostgreSQL says. */
export type OwnRows = (sql: string) => Promise<readonly Row[]>

const timeoutMs = 30_000

/** Prepares a connection: read-only, each statement with a time limit, clocks of the zone. */
export async function ownRowsOn(client: pg.Client, zone: string): Promise<OwnRows> {
  await client.query(
    `select set_config('default_transaction_read_only', 'on', false), set_config('statement_timeout', $1, false),
      set_config('timezone', $2, false), set_config('datestyle', 'ISO, MDY', false)`,
    [`${timeoutMs}`, zone],
  )
  return async (sql) => {
    const { rows, fields } = await client.query<(string | null)[]>({
      text: sql,
      rowMode: 'array',
      types: { getTypeParser: () => (text: string) => text },
      // One statement, so that none can end the read-only transaction and go on.
      queryMode: 'extended',
    } as pg.QueryArrayConfig)
    const readers = fields.map(({ dataTypeID }) => cellReader(dataTypeID, zone))
    return rows.map((row) => row.map((text, at) => (text === null ? null : readers[at]!(text))))
  }
}
