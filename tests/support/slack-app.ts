/** The whole of Tidings over a database of a test, connected to the Slack of a test. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino, type Logger } from 'pino'
import { inject } from 'vitest'
import { createApp, type App } from '../../src/app.ts'
import type { SlackConfig } from '../../src/config/slack.ts'
import { startSlackWorld, type SlackWorld, type WorldOptions } from './slack-world/world.ts'
import { cloneDemo, type TestDatabase } from './server.ts'

interface Options {
  readonly catalogFile?: string
  /** Silent without it. */
  readonly log?: Logger
}

export interface SlackServer extends AsyncDisposable {
  readonly app: App
  readonly url: string
}

/** As `tidings start` composes it, without the web chat. Close with `await app[Symbol.asyncDispose]()`. */
export async function openSlackApp(slack: SlackWorld, database: TestDatabase, options: Options = {}): Promise<App> {
  const app = await compose(database, options)
  await app.slack(socketConfig(slack))
  app.keepFresh()
  return app
}

/** The program over a demo of its own, in a Slack of its own. */
export interface SlackHouse extends AsyncDisposable {
  readonly database: TestDatabase
  readonly slack: SlackWorld
  readonly app: App
}

export async function openSlackHouse(world: WorldOptions): Promise<SlackHouse> {
  const database = await cloneDemo(inject('postgres'))
  const slack = await startSlackWorld(world)
  const app = await openSlackApp(slack, database)
  return {
    database,
    slack,
    app,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await slack.close()
      await database.drop()
    },
  }
}

/** With the web chat, served as `tidings start` does; to be called by Slack over HTTP unless configured otherwise. */
export async function serveSlackApp(
  slack: SlackWorld,
  database: TestDatabase,
  config: Partial<SlackConfig> = {},
): Promise<SlackServer> {
  const app = await compose(database, {})
  await app.web({ identify: async () => null, localOnly: false, publicUrl: null, clock: () => new Date() })
  await app.slack({ ...httpConfig(slack), ...config } as SlackConfig)
  app.keepFresh()
  const server = createServer(app.answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    app,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      await app.finish()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app[Symbol.asyncDispose]()
    },
  }
}

function compose(database: TestDatabase, { catalogFile, log }: Options): Promise<App> {
  return createApp({
    databaseUrl: database.url,
    storeUrl: database.url,
    catalogFile: catalogFile ?? 'sql/catalog.yml',
    mayConfigure: true,
    log: log ?? pino({ level: 'silent' }),
    hasLocalOwner: false,
  })
}

function httpConfig({ signingSecret, botToken, apiUrl }: SlackWorld): SlackConfig {
  return { mode: 'http', signingSecret, tokens: { kind: 'one', botToken }, apiUrl }
}

/** As the Slack of a test is connected to over a socket. */
export function socketConfig({ appToken, botToken, apiUrl }: SlackWorld): SlackConfig {
  return { mode: 'socket', appToken, tokens: { kind: 'one', botToken }, apiUrl }
}

/** Resolves when all that was heard is answered and all that is to be said is out, pictures too. */
export async function quiet({ store }: App, withinMs = 60_000): Promise<void> {
  if (!store) throw new Error('there is no store that would tell')
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(20)) {
    const open = store.selectFrom('tidings.inbox').select('message').where('state', '=', 'taken')
    const unsent = store.selectFrom('tidings.outbox').select('key').where('state', 'in', ['waiting', 'sending'])
    if (!(await open.executeTakeFirst()) && !(await unsent.executeTakeFirst())) return
  }
  throw new Error(`not everything was answered within ${withinMs} ms`)
}
