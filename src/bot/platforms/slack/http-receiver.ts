/** HTTP mode: signed requests on one path, whose answer waits until what they hold is in the inbox. */
import { ExpressReceiver } from '@slack/bolt'
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
  return new ExpressReceiver({
    router,
    signingSecret,
    endpoints: eventsPath,
    processBeforeResponse: true,
    bodyLimit: largestBody,
    logger: boltLog(log),
    async processEventErrorHandler({ error, response }) {
      log.warn(faultOf(error), 'Slack request not acknowledged')
      if (response.headersSent) return false
      // Slack sends it again.
      response.writeHead(503).end()
      return true
    },
    unhandledRequestTimeoutMillis: patience.ackWithinMs + 250,
    unhandledRequestHandler({ response }) {
      if (!response.headersSent) response.writeHead(404).end()
    },
  })
}
