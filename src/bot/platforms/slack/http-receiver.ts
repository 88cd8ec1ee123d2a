/** HTTP mode: signed requests on one path, whose answer waits until what they hold is in the inbox. */
import { ExpressReceiver, type App, type ReceiverEvent } from '@slack/bolt'
import type { Logger } from 'pino'
import { faultOf } from './failures.ts'
import { boltLog } from './bolt-log.ts'

interface Parts {
  readonly router: ExpressReceiver['router']
  readonly signingSecret: string
  /** What nobody took for longer is nothing that we know. */
  readonly patience: { readonly ackWithinMs: number }
  readonly log: Logger
}

/** Where Slack sends all that happens. */
export const eventsPath = '/slack/events'
/** A click carries the message it was made on; nothing Slack sends comes near this. */
const largestBody = 2 * 1024 * 1024

export function createHttpReceiver({ router, signingSecret, patience, log }: Parts): ExpressReceiver {
  // Before a byte of it is read; without a length it is cut off where it gets too long.
  router.post(eventsPath, ({ headers }, response, next) => {
    if (Number(headers['content-length'] ?? 0) <= largestBody) return next()
    response.writeHead(413, { connection: 'close' }).end()
  })
  return new PromptReceiver({
    router,
    signingSecret,
    endpoints: eventsPath,
    processBeforeResponse: true,
    bodyLimit: largestBody,
    logger: boltLog(log),
    async processEventErrorHandler({ error, response }) {
      const isUnknown = error instanceof NobodyListens
      if (isUnknown) log.warn({ kind: error.kind }, 'Slack sent what nobody listens to')
      else log.warn(faultOf(error), 'Slack request not acknowledged')
      if (response.headersSent) return false
      // Slack sends it again after a 503.
      response.writeHead(isUnknown ? 404 : 503).end()
      return true
    },
    unhandledRequestTimeoutMillis: patience.ackWithinMs + 250,
    unhandledRequestHandler({ response }) {
      if (!response.headersSent) response.writeHead(404).end()
    },
  })
}

/** Bolt waits, as long as Slack does, for an acknowledgement that cannot come any more when all listeners are through. */
class PromptReceiver extends ExpressReceiver {
  override init(app: App): void {
    async function processEvent(event: ReceiverEvent): Promise<void> {
      let isAcknowledged = false
      await app.processEvent({
        ...event,
        async ack(answer: unknown) {
          isAcknowledged = true
          await event.ack(answer)
        },
      })
      if (!isAcknowledged) throw new NobodyListens(event.body)
    }
    super.init(Object.assign(Object.create(app) as App, { processEvent }))
  }
}

class NobodyListens extends Error {
  override name = 'NobodyListens'
  /** Slack's word for it, where it has one. */
  readonly kind: string
  constructor(body: unknown) {
    super('nobody listens to it')
    const kind = typeof body === 'object' && body !== null && 'type' in body ? body.type : null
    this.kind = typeof kind === 'string' ? kind.slice(0, 80) : 'none'
  }
}
