/** A way to PostgreSQL that breaks at a statement: before the server hears of it, or after it is done and before we hear so. */
import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'

export interface StatementCutter {
  /** The URL given, over this way. */
  readonly url: string
  /** Breaks the connection that sends a statement for which it holds. Texts are as sent: `begin`, `insert into …`. */
  cutWhen(isIt: ((text: string) => boolean) | null, when: 'before' | 'after'): void
  close(): Promise<void>
}

export async function statementCutter(url: string): Promise<StatementCutter> {
  const there = new URL(url)
  const sockets = new Set<Socket>()
  let isIt: ((text: string) => boolean) | null = null
  let when: 'before' | 'after' = 'before'
  const server = createServer((here) => {
    const far = connect(Number(there.port), there.hostname)
    let pending = Buffer.alloc(0)
    let isStarted = false
    let isDeaf = false
    const end = () => {
      here.destroy()
      far.destroy()
    }
    for (const socket of [here, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    here.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk])
      for (;;) {
        const head = isStarted ? 1 : 0
        if (pending.length < head + 4) return
        const length = head + pending.readInt32BE(head)
        if (pending.length < length) return
        const message = pending.subarray(0, length)
        pending = pending.subarray(length)
        const text = isStarted ? textOf(message) : null
        isStarted = true
        if (text !== null && isIt?.(text)) {
          isIt = null
          if (when === 'before') return end()
          isDeaf = true
        }
        far.write(message)
      }
    })
    far.on('data', (chunk) => {
      // The server is ready for the next statement: this one is done.
      if (isDeaf) return chunk.at(-6) === 0x5a ? end() : undefined
      here.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const way = new URL(url)
  way.host = `127.0.0.1:${(server.address() as { port: number }).port}`
  return {
    url: way.href,
    cutWhen(given, at) {
      isIt = given
      when = at
    },
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

/** The text of a query or parse message; null: neither. */
function textOf(message: Buffer): string | null {
  const type = String.fromCharCode(message[0]!)
  if (type === 'Q') return message.toString('utf8', 5, message.length - 1)
  if (type !== 'P') return null
  const from = message.indexOf(0, 5) + 1
  return message.toString('utf8', from, message.indexOf(0, from))
}
