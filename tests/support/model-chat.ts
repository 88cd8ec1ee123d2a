/** The house with a model over the demo business, in a browser and in a Slack: pressed as people press it. */
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type App } from '../../src/app.ts'
import type { ModelConfig } from '../../src/config/model.ts'
import { pino } from 'pino'
import { modelConfig } from './model-house.ts'
import { startOpenAiServer, type OpenAiServer } from './openai-server.ts'
import { cloneDemo, DEMO_NOW, type ServerUrls, type TestDatabase } from './server.ts'

export interface ModelChat extends AsyncDisposable {
  readonly app: App
  readonly database: TestDatabase
  /** Plays the model. */
  readonly model: OpenAiServer
  /** Of the web chat, which stands at the moment at which the demo business ends. A token is the name of who asks. */
  readonly url: string
}

/**
 * Fred may vouch for answers, in the web chat by this name and in Slack by his address; all may have SQL.
 * `both` read each question, and SQL asks first, unless configured otherwise.
 */
export async function openModelChat(
  postgres: ServerUrls,
  given: { readonly model?: Partial<ModelConfig> } = {},
): Promise<ModelChat> {
  const database = await cloneDemo(postgres)
  const model = await startOpenAiServer()
  const catalog = await writeModelCatalog()
  const app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.url,
    catalogFile: catalog.file,
    mayConfigure: true,
    log: pino({ level: process.env['TIDINGS_TEST_LOG'] ?? 'silent' }),
    hasLocalOwner: false,
    model: modelConfig(model.url, given.model ?? { planning: 'both', sql: 'ask' }),
  })
  await app.web({
    identify: async (request) => ({
      platform: 'web',
      workspace: 'local',
      user: /^Bearer (\w+)$/.exec(request.get('authorization') ?? '')?.[1] ?? 'Ben',
    }),
    localOnly: true,
    publicUrl: null,
    clock: () => new Date(DEMO_NOW),
  })
  const server = createServer(app.answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    app,
    database,
    model,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      await app.finish()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await app[Symbol.asyncDispose]()
      await model[Symbol.asyncDispose]()
      await database.drop()
      await catalog[Symbol.asyncDispose]()
    },
  }
}

/** The demo's catalog, in which all may have SQL, and finance may vouch for answers. */
export async function writeModelCatalog(): Promise<AsyncDisposable & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-model-chat-'))
  const file = join(folder, 'catalog.yml')
  const written = await readFile(join(import.meta.dirname, '../../sql/catalog.yml'), 'utf8')
  const changed = written
    .replace('everyone: {', 'everyone: { sql: true,')
    .replace('finance: {', 'finance: { sql: true, may_verify: true,')
    .replace('  people:\n', '  people:\n    "web:local/Fred": [finance, everyone]\n')
  await writeFile(file, changed)
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
