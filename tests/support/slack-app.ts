/** The whole of Tidings over a database of a test, connected to the Slack of a test. */
import { pino, type Logger } from 'pino'
import { createApp, type App } from '../../src/app.ts'
import type { SlackConfig } from '../../src/config/slack.ts'
import type { SlackWorld } from './slack-world/world.ts'
import type { TestDatabase } from './server.ts'

interface Options {
  readonly catalogFile?: string
  /** Silent without it. */
  readonly log?: Logger
}

/** As `tidings start` composes it, without the web chat. Close with `await app[Symbol.asyncDispose]()`. */
export async function openSlackApp(slack: SlackWorld, database: TestDatabase, options: Options = {}): Promise<App> {
  const app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.url,
    catalogFile: options.catalogFile ?? 'sql/catalog.yml',
    mayConfigure: true,
    log: options.log ?? pino({ level: 'silent' }),
    hasLocalOwner: false,
  })
  await app.slack(socketConfig(slack))
  app.keepFresh()
  return app
}

function socketConfig({ appToken, botToken, apiUrl }: SlackWorld): SlackConfig {
  return { mode: 'socket', appToken, tokens: { kind: 'one', botToken }, apiUrl }
}
