import { App, HTTPReceiver, LogLevel, SocketModeReceiver, type Logger } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { startSlackWorld, type SlackWorld, type WorldOptions } from '../../../support/slack-world/world.ts'

const silence = () => {}

/** Refusals are what these tests are about; they need not be printed. */
const quiet: Logger = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  setLevel: silence,
  getLevel: () => LogLevel.ERROR,
  setName: silence,
}

/** A world and a real Bolt app in it; both end with `close`, which throws what the app did wrong. */
export interface BoltInWorld extends AsyncDisposable {
  readonly slack: SlackWorld
  readonly app: App
  /** Starts the app once its listeners are in place. */
  connect(): Promise<void>
}

export async function boltInWorld(options: WorldOptions = { mode: 'socket' }): Promise<BoltInWorld> {
  const slack = await startSlackWorld(options)
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
  // The client waits this long before it comes back, five seconds unless told.
  const soon = { clientPingTimeout: 1000 }
  const receiver =
    options.mode === 'socket'
      ? new SocketModeReceiver({
          appToken: slack.appToken,
          installerOptions: { clientOptions },
          logger: quiet,
          ...soon,
        })
      : new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet })
  const app = new App({ token: slack.botToken, clientOptions, logger: quiet, receiver })
  return {
    slack,
    app,
    async connect() {
      if (options.mode === 'socket') {
        await app.start()
        await slack.until('the socket', () => (slack.sockets.connections() > 0 ? true : undefined))
        return
      }
      const server = await app.start(0)
      const address = server.address()
      if (typeof address === 'object' && address) slack.deliverTo(`http://127.0.0.1:${address.port}/slack/events`)
    },
    async [Symbol.asyncDispose]() {
      await app.stop()
      await slack.close()
    },
  }
}

/** A client of the workspace's bot that gives up at once. */
export function clientOf(slack: SlackWorld, token: string = slack.botToken, timeout = 10_000): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: quiet,
  })
}
