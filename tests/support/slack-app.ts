/** The whole of Tidings over a database of a test, connected to the Slack of a test. */
import { setTimeout as sleep } from 'node:timers/promises'
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

/** Resolves when all that was heard is answered and all that is to be said is out, pictures too. */
export async function quiet({ store }: App, withinMs = 30_000): Promise<void> {
  if (!store) throw new Error('there is no store that would tell')
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(20)) {
    const open = store.selectFrom('tidings.inbox').select('message').where('state', '=', 'taken')
    const unsent = store.selectFrom('tidings.outbox').select('key').where('state', 'in', ['waiting', 'sending'])
    if (!(await open.executeTakeFirst()) && !(await unsent.executeTakeFirst())) return
  }
  throw new Error(`not everything was answered within ${withinMs} ms`)
}
