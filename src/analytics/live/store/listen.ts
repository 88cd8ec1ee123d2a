/** Listening to what the database rings; only wakes, so that what is missed while the connection is away does no harm. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const againMs = 1_000

/** Calls back for each ring, until the signal ends it. Connects again when the connection breaks. */
export async function listen(
  url: string,
  channels: readonly string[],
  onRing: (channel: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: 'tidings watcher',
    })
    const broken = new Promise<void>((resolve) => {
      client.once('end', resolve)
      client.on('error', () => resolve())
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    try {
      client.on('notification', ({ channel }) => onRing(channel))
      await client.connect()
      for (const channel of channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
      await broken
    } catch {
      // Tried again below; the poll goes on meanwhile.
    }
    await client.end().catch(() => {})
    if (!signal.aborted) await sleep(againMs, undefined, { signal }).catch(() => {})
  }
}
