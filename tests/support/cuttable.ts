/**
 * A way to a server that can be cut: open connections break, and new ones are refused until it is mended. Silenced, it
 * swallows what is sent: open connections stay and never answer again, new ones do not get through until it is mended.
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Cuttable {
  /** The URL given, over this way. */
  readonly url: string
  cut(): Promise<void>
  silence(): void
  mend(): Promise<void>
  close(): Promise<void>
}

export async function cuttable(url: string): Promise<Cuttable> {
  const there = new URL(url)
  const sockets = new Set<Socket>()
  let isSilent = false
  const open = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer((here) => {
        if (isSilent) {
          sockets.add(here.on('error', () => {}))
          return
        }
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
    silence() {
      isSilent = true
      for (const socket of sockets) socket.unpipe().resume()
    },
    async mend() {
      isSilent = false
      server ??= await open(port)
    },
    close: cut,
  }
}
