/** Rows into a table with COPY. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** `frozen` is for a table that this transaction made: its rows then need no vacuum later. */
export async function copyInto(client: Client, table: string, chunks: Iterable<string>, frozen = false): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} from stdin${frozen ? ' with (freeze)' : ''}`))
  await pipeline(Readable.from(filled(chunks)), stream)
}

function* filled(chunks: Iterable<string>): Generator<Buffer> {
  for (const chunk of chunks) if (chunk !== '') yield Buffer.from(chunk)
}
