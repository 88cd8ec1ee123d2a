/** A way to a server that can be cut: open connections break, and new ones are refused until it is mended. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Cuttable {
  /** The URL given, over this way. */
  readonly url: string
  cut(): Promise<void>
  mend(): Promise<void>
  close(): Promise<void>
}

export async function cuttable(url: string): Promise<Cuttable> {
  const there = new URL(url)
  const sockets = new Set<Socket>()
  const open = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((here) => {
        const far = connect(Number(there.port), there.hostname)
        for (const socket of [here, far]) {
          sockets.add(socket)
          socket.on('error', () => {})
          socket.on('close', () => {
            sockets.delete(socket)
            here.destroy()
            far.destroy()
          })
        }
        here.pipe(far).pipe(here)
      })
      server.listen(port, '127.0.0.1', () => resolve(server))
    })
  let server: Server | null = await open(0)
  const { port } = server.address() as { port: number }
  const way = new URL(url)
  way.host = `127.0.0.1:${port}`
  async function cut(): Promise<void> {
    const closing = server
    server = null
    closing?.close()
    for (const socket of sockets) socket.destroy()
    if (closing) await once(closing, 'close')
  }
  return {
    url: way.href,
    cut,
    async mend() {
      server ??= await open(port)
    },
    close: cut,
  }
}
