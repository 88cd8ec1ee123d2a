/** Reads the server-sent events of a conversation and comes back after every break, with what was seen last. */
import type { StreamLine } from '../wire.ts'
import { call } from './api.ts'
import { events } from './events.ts'

// The server says something each 15 s; a connection that is silent for longer is gone without having told.
const SILENCE_MS = 40_000
const LONGEST_WAIT_MS = 8_000

export type Connection = 'connecting' | 'open' | 'reconnecting' | 'signed_out'

/** What was seen last, so that a later `follow` goes on from there. */
export interface Seen {
  lastEventId: string | null
}

/** Ends when nobody may follow, when `signal` is aborted or the server wants to know who asks. */
export async function follow(
  path: string,
  seen: Seen,
  hear: (line: StreamLine) => void,
  tell: (connection: Connection) => void,
  signal: AbortSignal,
): Promise<void> {
  let waitMs = 300
  while (!signal.aborted) {
    const silent = new AbortController()
    let timer = setTimeout(() => silent.abort(), SILENCE_MS)
    try {
      const response = await call(path, {
        headers: seen.lastEventId === null ? {} : { 'Last-Event-ID': seen.lastEventId },
        signal: AbortSignal.any([signal, silent.signal]),
      })
      if (response.status === 401) return tell('signed_out')
      if (response.status === 403) return
      if (response.ok && response.body) {
        waitMs = 300
        tell('open')
        for await (const { id, data } of events(response.body)) {
          clearTimeout(timer)
          timer = setTimeout(() => silent.abort(), SILENCE_MS)
          seen.lastEventId = id ?? seen.lastEventId
          if (data !== null) hear(JSON.parse(data) as StreamLine)
        }
      }
    } catch {
      // Falls through to the next attempt; only the state below tells the reader.
    } finally {
      clearTimeout(timer)
    }
    if (signal.aborted) return
    tell('reconnecting')
    await new Promise((later) => setTimeout(later, waitMs))
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }
}
