/** How to reach Kafka, and a client made of it. */
import { createRequire } from 'node:module'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Kafka, logLevel, type ISocketFactory, type SASLOptions } from 'kafkajs'
import { registerCodecs } from './codecs.ts'
import { fetchToken, type OauthClient } from './oauth.ts'

/** What the configuration says about Kafka. Holds secrets: never log one whole. */
export interface KafkaConnection {
  /** `host:port` each, at least one. */
  readonly brokers: readonly string[]
  /** The consumer group that all instances of this deployment share. */
  readonly group: string
  /** Null: not encrypted. PEM texts; null: the system's authorities, no client certificate. */
  readonly tls: { readonly ca: string | null; readonly cert: string | null; readonly key: string | null } | null
  readonly sasl: KafkaSasl | null
}

export type KafkaSasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
      readonly username: string
      readonly password: string
    }
  | ({ readonly mechanism: 'oauthbearer' } & OauthClient)

/**
 * A client that gives up after some seconds instead of minutes, so that whoever uses it sees what is wrong and decides;
 * it says nothing by itself.
 */
export function createClient({ brokers, tls, sasl }: KafkaConnection): KafkaClient {
  registerCodecs()
  quietenQueue()
  const { socketFactory, end } = trackedSockets()
  const kafka = new Kafka({
    socketFactory,
    clientId: 'tidings',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 10_000,
    retry,
    ...(tls && {
      ssl: {
        ...(tls.ca !== null && { ca: tls.ca }),
        ...(tls.cert !== null && { cert: tls.cert }),
        ...(tls.key !== null && { key: tls.key }),
      },
    }),
    ...(sasl && { sasl: saslOptions(sasl) }),
  })
  return { kafka, [Symbol.dispose]: end }
}

/** Disposed of, it leaves no connection behind: whoever uses it disconnects first. */
export interface KafkaClient extends Disposable {
  readonly kafka: Kafka
}

/** Given to each part of the client, whose own default depends on NODE_ENV. About 3 s in all. */
export const retry = {
  initialRetryTime: 100,
  multiplier: 1.5,
  factor: 0.2,
  maxRetryTime: 1_000,
  retries: 6,
  restartOnFailure: () => Promise.resolve(false),
}

function saslOptions(sasl: KafkaSasl): SASLOptions {
  if (sasl.mechanism === 'oauthbearer')
    return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await fetchToken(sasl) }) }
  const { mechanism, username, password } = sasl
  return { mechanism, username, password }
}

/** When brokers go and come, kafkajs forgets connections that it has opened; they would keep the process from ending. */
function trackedSockets(): { readonly socketFactory: ISocketFactory; readonly end: () => void } {
  const sockets = new Set<Socket>()
  let isOver = false
  return {
    socketFactory({ host, port, ssl, onConnect }) {
      const name = isIP(host) ? {} : { servername: host }
      // Its types say that TLS is always given.
      const options = ssl as typeof ssl | undefined
      const socket = options
        ? connectTls({ host, port, ...name, ...options }, onConnect)
        : connect({ host, port }, onConnect)
      socket.setKeepAlive(true, 60_000)
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      if (isOver) socket.destroy(new Error('the client was closed'))
      return socket
    },
    end() {
      isOver = true
      for (const socket of sockets) socket.destroy()
    },
  }
}

interface RequestQueue {
  readonly pending: readonly unknown[]
  scheduleCheckPendingRequests: (this: RequestQueue) => void
}
let isQuiet = false

/**
 * kafkajs 2.2.4 looks for held-back requests every millisecond for ever, with a negative delay that newer Nodes warn of
 * (its issues 1704 and 1751). With nothing held back there is nothing to look for.
 */
function quietenQueue(): void {
  if (isQuiet) return
  isQuiet = true
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue
  }
  const { scheduleCheckPendingRequests: check } = prototype
  prototype.scheduleCheckPendingRequests = function checkWhenHeldBack() {
    if (this.pending.length > 0) check.call(this)
  }
}
