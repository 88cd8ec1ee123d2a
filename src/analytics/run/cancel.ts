/** Ends a running statement from a second connection, as the protocol has it. */
import { connect } from 'node:net'

/** Where a backend is and what it answers to. */
export interface Backend {
  readonly host: string
  readonly port: number
  readonly processId: number
  readonly secretKey: number
}

const CANCEL_REQUEST = 80_877_102
const TIMEOUT_MS = 2_000

/** Sends the request; whether it took effect shows in the query itself. Never fails: the caller has other means. */
export function cancelRequest({ host, port, processId, secretKey }: Backend): Promise<void> {
  return new Promise((resolve) => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy())
    socket.once('connect', () => {
      const message = Buffer.alloc(16)
      message.writeInt32BE(16, 0)
      message.writeInt32BE(CANCEL_REQUEST, 4)
      message.writeInt32BE(processId, 8)
      message.writeInt32BE(secretKey, 12)
      socket.end(message)
    })
    socket.once('error', () => undefined)
    socket.once('close', () => resolve())
    // The server closes without a word; nothing is read.
    socket.resume()
  })
}
