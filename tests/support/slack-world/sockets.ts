import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Carrier, Outcome } from './delivery.ts'
import { object, text, type Json } from './json.ts'

/** Socket Mode's side of Slack: who is connected, and what waits for an acknowledgement. */
export interface Sockets extends Carrier {
  connections(): number
  /** Cuts every connection without a word, as a broken network does. */
  drop(): void
  /** Asks the app to come back on another connection, as Slack does when it recycles one. */
  disconnect(reason: 'warning' | 'refresh_requested'): void
  /** Turns every new connection away for so long. */
  refuse(ms: number): void
  isRefusing(): boolean
  /** Keeps envelopes back until called with false: for questions that arrive in one go. */
  hold(held: boolean): void
}

interface Waiting {
  readonly socket: WebSocket
  readonly answer: (outcome: Outcome) => void
}

export function createSockets(server: Server, appId: string): Sockets {
  const wss = new WebSocketServer({ noServer: true })
  const open: WebSocket[] = []
  const waiting = new Map<string, Waiting>()
  const heard = new Set<() => void>()
  let refusedUntil = 0
  let held = false
  let closed = false
  let turn = 0

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (closed || Date.now() < refusedUntil) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n')
      return
    }
    wss.handleUpgrade(request, socket, head, (connection) => welcome(connection))
  })

  function welcome(connection: WebSocket) {
    open.push(connection)
    const pings = setInterval(() => connection.ping(), 5000)
    connection.on('message', (data: Buffer) => acknowledge(JSON.parse(data.toString()) as Json))
    connection.on('error', () => connection.terminate())
    connection.on('close', () => {
      clearInterval(pings)
      open.splice(open.indexOf(connection), 1)
      for (const [id, { socket, answer }] of waiting) {
        if (socket !== connection) continue
        waiting.delete(id)
        answer({ acknowledged: false, reason: 'connection_failed' })
      }
    })
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length,
        debug_info: { host: 'applink-1', build_number: 1, approximate_connection_time: 18060 },
        connection_info: { app_id: appId },
      }),
    )
    wake()
  }

  function acknowledge(message: Json) {
    const id = text(message['envelope_id'])
    const found = waiting.get(id)
    waiting.delete(id)
    found?.answer({ acknowledged: true, body: object(message['payload']) })
  }

  function wake() {
    for (const listener of heard) listener()
  }

  async function connection(): Promise<WebSocket | undefined> {
    for (;;) {
      if (closed) return undefined
      const ready = held ? [] : open.filter((socket) => socket.readyState === socket.OPEN)
      turn += 1
      const next = ready[turn % Math.max(1, ready.length)]
      if (next) return next
      await new Promise<void>((resolve) => {
        const listener = () => {
          heard.delete(listener)
          resolve()
        }
        heard.add(listener)
      })
    }
  }

  return {
    async attempt(envelope, retry, withinMs) {
      const socket = await connection()
      if (!socket) return { acknowledged: false, reason: 'connection_failed', noRetry: true }
      return new Promise<Outcome>((resolve) => {
        const id = randomUUID()
        const late = setTimeout(() => {
          waiting.delete(id)
          resolve({ acknowledged: false, reason: 'timeout' })
        }, withinMs)
        const answer = (outcome: Outcome) => {
          clearTimeout(late)
          resolve(outcome)
        }
        waiting.set(id, { socket, answer })
        socket.send(
          JSON.stringify({
            envelope_id: id,
            payload: envelope.payload,
            type: envelope.kind,
            accepts_response_payload: envelope.kind !== 'events_api',
            ...(envelope.kind === 'events_api' && {
              retry_attempt: retry?.number ?? 0,
              retry_reason: retry?.reason ?? '',
            }),
          }),
        )
      })
    },
    connections: () => open.length,
    drop() {
      for (const socket of open.slice()) socket.terminate()
    },
    disconnect(reason) {
      const message = JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } })
      for (const socket of open.slice()) {
        socket.send(message)
        if (reason === 'refresh_requested') socket.close()
      }
    },
    refuse(ms) {
      refusedUntil = Date.now() + ms
    },
    isRefusing: () => Date.now() < refusedUntil,
    hold(next) {
      held = next
      wake()
    },
    async close() {
      closed = true
      wake()
      for (const socket of open.slice()) socket.close(1001)
      const patience = Date.now() + 500
      while (open.length > 0 && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 5))
      for (const socket of open.slice()) socket.terminate()
      for (const { answer } of waiting.values())
        answer({ acknowledged: false, reason: 'connection_failed', noRetry: true })
      waiting.clear()
      wss.close()
    },
  }
}
