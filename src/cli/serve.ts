/** Listening, and ending well: what `demo` and `start` share. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandFailed } from './exit.ts'
import { messageOf } from '../analytics/message-of.ts'

/** Ports tried after the wanted one, when the next free one will do. */
const triedPorts = 50

/** The longest query may take 15 s; who waits for one as we end gets the answer. */
const longestAnswerMs = 20_000

export interface Listening extends AsyncDisposable {
  readonly port: number
  /** Takes no more requests; resolves when those that were taken are answered. Streams stay open. */
  finish(): Promise<void>
}

/** Serves requests; `orNext` takes the next free port when the wanted one is taken. */
export async function listen(answer: RequestListener, host: string, port: number, orNext: boolean): Promise<Listening> {
  for (let tried = 0; ; tried++) {
    const answering = new Set<ServerResponse>()
    const server = createServer((request, response) => {
      answering.add(response)
      response.once('close', () => answering.delete(response))
      answer(request, response)
    })
    // A slow sender of headers or body holds a connection no longer than this.
    server.headersTimeout = 15_000
    server.requestTimeout = 60_000
    const wanted = port === 0 ? 0 : port + tried
    try {
      server.listen(wanted, host)
      await once(server, 'listening')
      return {
        port: (server.address() as AddressInfo).port,
        finish: () => finish(server, answering),
        [Symbol.asyncDispose]: () => close(server),
      }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EADDRINUSE' && orNext && tried < triedPorts) continue
      throw new CommandFailed(3, sentenceFor(code, host, wanted, error), { cause: error })
    }
  }
}

function sentenceFor(code: unknown, host: string, port: number, error: unknown): string {
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is in use; give another with --port or web.port`
  if (code === 'EACCES') return `port ${port} may not be opened by this user; ports from 1024 on may`
  return `cannot listen on ${host}:${port}: ${messageOf(error)}`
}

async function finish(server: Server, answering: ReadonlySet<ServerResponse>): Promise<void> {
  server.close()
  server.closeIdleConnections()
  const answers = [...answering].filter((response) => !isStream(response)).map((response) => once(response, 'close'))
  const patience = new AbortController()
  const tooLong = sleep(longestAnswerMs, null, { signal: patience.signal }).catch(() => null)
  await Promise.race([Promise.all(answers), tooLong])
  patience.abort()
}

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream')
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => void server.close(() => done()))
  server.closeIdleConnections()
  // Whoever still holds a connection open gets no more of it.
  const patience = setTimeout(() => server.closeAllConnections(), 2_000)
  await closed
  clearTimeout(patience)
}

/** Resolves when the process is asked to end. */
export async function untilStopped(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort')
}
