/** Socket Mode: an envelope is acknowledged when what it holds is in the inbox, and never before; a lost socket is opened anew. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Receiver, ReceiverEvent } from '@slack/bolt'
import { SocketModeClient } from '@slack/socket-mode'
import { WebAPIPlatformError, type WebClientOptions } from '@slack/web-api'
import type { Logger } from 'pino'
import { faultOf } from './failures.ts'
import { NotLetIn } from '../../platform.ts'
import { boltLog } from './bolt-log.ts'

export interface SocketReceiver extends Receiver {
  /** Null when it works; else what is wrong, in one line. */
  health(): string | null
}

interface Parts {
  readonly appToken: string
  readonly clientOptions: WebClientOptions
  readonly log: Logger
}

interface Envelope {
  readonly body: ReceiverEvent['body']
  readonly ack: (response?: unknown) => Promise<void>
  readonly retry_num?: number
  readonly retry_reason?: string
}

/** A socket that says nothing of itself for so long is not going to. */
const helloMs = 20_000
const longestPauseMs = 30_000
const shortLifeMs = 5_000
const goodbyeMs = 1_000

export function createSocketReceiver({ appToken, clientOptions, log }: Parts): SocketReceiver {
  // Its own reconnecting waits five seconds and ends the process when a token is refused meanwhile.
  const options = { appToken, autoReconnectEnabled: false, logger: boltLog(log), clientOptions }
  const client = new CarefulClient(options, log)
  const stopped = new AbortController()
  let app: App | null = null
  let fault: string | null = 'not connected yet'
  let running: Promise<void> = Promise.resolve()

  client.on('slack_event', (envelope: Envelope) => void take(envelope))

  async function take({ body, ack, retry_num, retry_reason }: Envelope): Promise<void> {
    if (stopped.signal.aborted || !app) return
    let response: { readonly body: unknown } | null = null
    try {
      await app.processEvent({
        body,
        async ack(answer) {
          response ??= { body: answer }
        },
        ...(retry_num === undefined ? {} : { retryNum: retry_num }),
        ...(retry_reason === undefined ? {} : { retryReason: retry_reason }),
      })
      const given = response as { readonly body: unknown } | null
      if (given) await ack(given.body)
    } catch (error) {
      // Slack sends again what was not acknowledged; what is in the inbox by then is known by its id.
      log.warn({ ...faultOf(error), type: body['type'] }, 'Slack envelope not acknowledged')
    }
  }

  let closed: Promise<unknown> = Promise.resolve()

  async function open(): Promise<void> {
    closed = new Promise((resolve) => client.once('disconnected', resolve))
    const given = new AbortController()
    try {
      const signal = AbortSignal.any([stopped.signal, given.signal])
      await Promise.race([startOrLeave(), sleep(helloMs, undefined, { signal }).then(silent)])
      fault = null
      log.info('connected to Slack')
    } finally {
      given.abort()
    }
  }

  /** Told to stop while it was opening. */
  async function startOrLeave(): Promise<void> {
    await client.start()
    if (stopped.signal.aborted) await client.disconnect()
  }

  /** Ends an attempt in which Slack opened a socket and said nothing on it. */
  async function silent(): Promise<never> {
    await client.disconnect()
    throw new Error('it stayed silent')
  }

  async function stayOpen(): Promise<void> {
    let failures = 0
    while (!stopped.signal.aborted) {
      if (fault === null) {
        const openedAt = Date.now()
        await closed
        // One that is closed as soon as it opens has failed too.
        failures = Date.now() - openedAt < shortLifeMs ? failures + 1 : 0
      }
      if (stopped.signal.aborted) return
      fault ??= 'the socket was closed; opening another'
      try {
        await pause(failures)
        await open()
      } catch (error) {
        if (stopped.signal.aborted) return
        failures++
        fault = sentenceOf(error)
        log.warn({ because: fault, failures }, 'Slack socket not opened')
      }
    }
  }

  function pause(failures: number): Promise<void> {
    const longMs = failures === 0 ? 0 : Math.min(longestPauseMs, 250 * 2 ** failures)
    return sleep(longMs * (0.5 + Math.random() / 2), undefined, { signal: stopped.signal })
  }

  return {
    init(given) {
      app = given
    },
    async start() {
      try {
        await open()
        running = stayOpen()
      } catch (error) {
        if (isRefusal(error)) throw new NotLetIn(sentenceOf(error), { cause: error })
        fault = sentenceOf(error)
        log.warn({ because: fault }, 'Slack socket not opened')
        running = stayOpen()
      }
    },
    async stop() {
      stopped.abort()
      const late = sleep(goodbyeMs, 'late', { ref: false })
      // The other side may never answer a goodbye; a second one does not wait for it.
      if ((await Promise.race([client.disconnect(), late])) === 'late') await client.disconnect()
      await running
    },
    health: () => fault,
  }
}

/** Outlives envelopes of a shape it does not know. */
class CarefulClient extends SocketModeClient {
  readonly #log: Logger
  constructor(options: ConstructorParameters<typeof SocketModeClient>[0], log: Logger) {
    super(options)
    this.#log = log
  }

  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    try {
      await super.onWebSocketMessage(data, isBinary)
    } catch (error) {
      this.#log.warn(faultOf(error), 'Slack envelope not understood')
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && /auth|token|scope|inactive|disabled/.test(error.data.error)
}

function sentenceOf(error: unknown): string {
  if (isRefusal(error))
    return `Slack refuses the app token (${(error as WebAPIPlatformError).data.error}): it needs the scope connections:write, and the app needs Socket Mode on`
  return `no socket to Slack: ${error instanceof Error ? error.message : 'closed while opening'}`
}
