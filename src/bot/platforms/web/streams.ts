/** Server-sent events: each open page gets what it missed, then everything new, in order and once. */
import type { Response } from 'express'
import type { Entry, Transcripts } from './transcripts.ts'
import type { StreamLine } from './wire.ts'

// Shorter than the minute after which proxies cut a silent connection.
const HEARTBEAT_MS = 15_000

export interface Streams {
  /** Opens a stream; `lastEventId` is what the page saw last. Ends with the connection or with `close`. */
  open(response: Response, conversation: string, epoch: string, lastEventId: string | null): Promise<void>
  publish(conversation: string, entry: Entry): void
  close(): void
}

interface Listener {
  readonly response: Response
  readonly epoch: string
  /** Newest entry sent; null while the replay is being read, when `waiting` collects. */
  sent: number | null
  waiting: Entry[]
}

export function createStreams(transcripts: Transcripts): Streams {
  const listeners = new Map<string, Set<Listener>>()

  function write(listener: Listener, entry: Entry): void {
    if (listener.sent === null) listener.waiting.push(entry)
    else if (entry.sequence > listener.sent) {
      listener.sent = entry.sequence
      listener.response.write(`id: ${listener.epoch}.${entry.sequence}\ndata: ${entry.json}\n\n`)
    }
  }

  return {
    async open(response, conversation, epoch, lastEventId) {
      const listener: Listener = { response, epoch, sent: null, waiting: [] }
      const open = listeners.get(conversation) ?? new Set()
      listeners.set(conversation, open.add(listener))
      const heartbeat = setInterval(() => response.write(': here\n\n'), HEARTBEAT_MS)
      response.on('close', () => {
        clearInterval(heartbeat)
        open.delete(listener)
        if (open.size === 0 && listeners.get(conversation) === open) listeners.delete(conversation)
      })
      response.set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      })
      response.flushHeaders()
      const [seenEpoch, seen] = lastEventId?.split('.') ?? []
      const after = seenEpoch === epoch ? Number(seen) || 0 : 0
      const opened: StreamLine = { kind: 'opened', epoch }
      response.write(`retry: 1000\ndata: ${JSON.stringify(opened)}\n\n`)
      const missed = await transcripts.since(conversation, after)
      listener.sent = after
      for (const entry of [...missed, ...listener.waiting]) write(listener, entry)
      listener.waiting = []
    },
    publish(conversation, entry) {
      for (const listener of listeners.get(conversation) ?? []) write(listener, entry)
    },
    close() {
      for (const open of listeners.values()) for (const { response } of open) response.end()
      listeners.clear()
    },
  }
}
