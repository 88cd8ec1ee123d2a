/** HTTP mode: signed requests on one path; the answer waits until what they hold is in the inbox. */
import { ExpressReceiver, type Receiver } from '@slack/bolt'
import type { Logger } from 'pino'
import { boltLog } from './bolt-log.ts'

/** A click carries the message it was made on; nothing Slack sends comes near this. */
const largestBody = 2 * 1024 * 1024

export function createHttpReceiver(signingSecret: string, log: Logger): Receiver & Pick<ExpressReceiver, 'router'> {
  return new ExpressReceiver({
    signingSecret,
    endpoints: '/slack/events',
    processBeforeResponse: true,
    bodyLimit: largestBody,
    logger: boltLog(log),
    async processEventErrorHandler({ error, response }) {
      log.warn({ err: error }, 'Slack request not acknowledged')
      if (response.headersSent) return false
      // Slack sends it again.
      response.writeHead(503).end()
      return true
    },
    unhandledRequestHandler({ response }) {
      if (!response.headersSent) response.writeHead(404).end()
    },
  })
}
