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
  /** Of the web chat, which stands at the moment at which the demo business ends. A token is the name of who asks; without it that is Vera. */
  readonly url: string
}

/**
 * Vera may vouch for answers, and all may have SQL. In Slack so may Fred, whose address the demo's catalog knows.
 * `both` read each question, and SQL asks first, unless configured otherwise.
 */
export async function openModelChat(
  postgres: ServerUrls,
  { more = {} }: { readonly more?: Partial<ModelConfig> } = {},
): Promise<ModelChat> {
  const database = await cloneDemo(postgres)
  const model = await startOpenAiServer()
  const folder = await mkdtemp(join(tmpdir(), 'tidings-model-chat-'))
  const catalogFile = join(folder, 'catalog.yml')
  await writeFile(catalogFile, await catalogText())
  const app = await createApp({
    databaseUrl: database.url,
    storeUrl: database.url,
    catalogFile,
    mayConfigure: true,
    log: pino({ level: process.env['TIDINGS_TEST_LOG'] ?? 'silent' }),
    hasLocalOwner: false,
    model: modelConfig(model.url, { planning: 'both', sql: 'ask', ...more }),
  })
  await app.web({
    identify: async (request) => ({
      platform: 'web',
      workspace: 'local',
      user: /^Bearer (\w+)$/.exec(request.get('authorization') ?? '')?.[1] ?? 'Vera',
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
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function catalogText(): Promise<string> {
  const written = await readFile(join(import.meta.dirname, '../../sql/catalog.yml'), 'utf8')
  return written
    .replace('everyone: {', 'everyone: { sql: true,')
    .replace('finance: {', 'finance: { sql: true, may_verify: true,')
    .replace('  people:\n', '  people:\n    "web:local/Vera": [finance, everyone]\n')
}
