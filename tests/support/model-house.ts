/** The house with a model, put together as it is in life, on a test server that plays the model. */
import { pino, type Logger } from 'pino'
import { createApp, type App, type Terminal } from '../../src/app.ts'
import type { ModelConfig } from '../../src/config/model.ts'

/** A model at that address, asked where the grammar is not sure; all else off. */
export function modelConfig(baseUrl: string, more: Partial<ModelConfig> = {}): ModelConfig {
  return {
    baseUrl,
    apiKey: 'sk-secret-0123456789',
    name: 'small',
    azureApiVersion: null,
    planning: 'grammar_first',
    timeoutMs: 10_000,
    concurrency: 4,
    output: 'auto',
    budget: { perDay: null, perPerson: null },
    prices: null,
    sendsValues: true,
    prose: false,
    sql: 'off',
    logsPrompts: false,
    ...more,
  }
}

/** With a terminal that shows nothing: what is said there is answered by `say`. */
export async function openModelHouse(given: {
  readonly databaseUrl: string
  readonly catalogFile?: string
  readonly model: ModelConfig
  readonly log?: Logger
}): Promise<{ readonly app: App; readonly terminal: Terminal }> {
  const { databaseUrl, catalogFile = 'sql/catalog.yml', model, log = pino({ level: 'silent' }) } = given
  const app = await createApp({
    databaseUrl,
    storeUrl: databaseUrl,
    catalogFile,
    mayConfigure: true,
    log,
    hasLocalOwner: true,
    model,
  })
  return { app, terminal: await app.terminal({ form: 'json', showsPictures: false, write: () => {} }) }
}
