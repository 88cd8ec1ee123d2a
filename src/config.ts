/**
 * Environment, tidings.yml and options → Config and Secrets. The only reader of process.env.
 * An option goes before the environment, the environment before the file, the file before the default.
 */
import { existsSync, readFileSync } from 'node:fs'
import { distance } from 'fastest-levenshtein'
import { parse } from 'yaml'
import { z } from 'zod'
import { nearest } from './analytics/nearest.ts'
import type { KafkaConnection } from './analytics/live/kafka/connection.ts'
import { kafkaFrom } from './config/kafka.ts'
import { modelFrom, type ModelConfig } from './config/model.ts'
import { slackFrom, type SlackConfig } from './config/slack.ts'

/** Every key there is, dotted as in the documentation, with its names in the environment. */
const keys = {
  catalog: [],
  'database.url': ['DATABASE_URL'],
  'store.url': [],
  home: [],
  'web.host': [],
  'web.port': ['PORT'],
  'web.public_url': [],
  'web.identity_header': [],
  'web.identity_from': [],
  'slack.mode': [],
  'slack.bot_token': ['SLACK_BOT_TOKEN'],
  'slack.app_token': ['SLACK_APP_TOKEN'],
  'slack.signing_secret': ['SLACK_SIGNING_SECRET'],
  'slack.client_id': ['SLACK_CLIENT_ID'],
  'slack.client_secret': ['SLACK_CLIENT_SECRET'],
  'slack.token_key': ['SLACK_TOKEN_KEY'],
  'slack.api_url': [],
  'teams.app_id': [],
  'teams.app_password': [],
  'teams.tenant_id': [],
  'kafka.brokers': ['KAFKA_BROKERS'],
  'kafka.group': ['KAFKA_GROUP'],
  'kafka.ssl': ['KAFKA_SSL'],
  'kafka.ssl_ca': ['KAFKA_SSL_CA'],
  'kafka.ssl_cert': ['KAFKA_SSL_CERT'],
  'kafka.ssl_key': ['KAFKA_SSL_KEY'],
  'kafka.sasl': ['KAFKA_SASL'],
  'kafka.sasl_username': ['KAFKA_SASL_USERNAME'],
  'kafka.sasl_password': ['KAFKA_SASL_PASSWORD'],
  'kafka.oauth_token_url': ['KAFKA_OAUTH_TOKEN_URL'],
  'kafka.oauth_client_id': ['KAFKA_OAUTH_CLIENT_ID'],
  'kafka.oauth_client_secret': ['KAFKA_OAUTH_CLIENT_SECRET'],
  'kafka.oauth_scope': ['KAFKA_OAUTH_SCOPE'],
  'model.base_url': ['OPENAI_BASE_URL'],
  'model.api_key': ['OPENAI_API_KEY'],
  'model.name': [],
  'model.azure_api_version': [],
  'model.policy': [],
  'model.timeout_seconds': [],
  'model.concurrency': [],
  'model.output': [],
  'model.budget_per_day': [],
  'model.budget_per_person': [],
  'model.price_in': [],
  'model.price_out': [],
  'model.sends_values': [],
  'model.prose': [],
  'model.sql': [],
  'model.logs_prompts': [],
  'redis.url': ['REDIS_URL'],
  'log.level': ['LOG_LEVEL'],
} as const satisfies Record<string, readonly string[]>

type Key = keyof typeof keys
export type Given = Partial<Record<Key, string | undefined>>

/** Never in the file: from the environment, or from the file that NAME_FILE names. */
const secretKeys: ReadonlySet<Key> = new Set<Key>([
  'slack.bot_token',
  'slack.app_token',
  'slack.signing_secret',
  'slack.client_secret',
  'slack.token_key',
  'teams.app_password',
  'model.api_key',
  'kafka.sasl_username',
  'kafka.sasl_password',
  'kafka.oauth_client_secret',
])

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'a database URL starts with postgres:// or postgresql://')

const schema = z.object({
  catalog: z.string().default('sql/catalog.yml'),
  /** Where the embedded server keeps its notes. */
  home: z.string().default('.tidings'),
  'database.url': databaseUrl.optional(),
  'store.url': databaseUrl.optional(),
  'web.host': z.string().default('127.0.0.1'),
  'web.port': z.coerce.number().int().min(0).max(65535).default(3000),
  'web.public_url': z.url().optional(),
  'web.identity_header': z.string().optional(),
  'web.identity_from': z.string().optional(),
  'log.level': z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** What the program runs with. Addresses of databases may hold a password: never log one whole. */
export interface Config {
  readonly catalog: string
  readonly home: string
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  readonly storeUrl: string | null
  readonly web: {
    readonly host: string
    readonly port: number
    readonly publicUrl: string | null
    /** A proxy at `from` (address) names the person in `header`; both or neither. */
    readonly proxy: { readonly header: string; readonly from: string } | null
  }
  /** Null: not connected to Slack. */
  readonly slack: SlackConfig | null
  /** Null: events come from nowhere, or from the demo itself. */
  readonly kafka: KafkaConnection | null
  /** Null: questions are read by the grammar alone. */
  readonly model: ModelConfig | null
  readonly logLevel: string
}

/** Thrown with every fault at once, one a line. */
export class ConfigFaulty extends Error {
  override name = 'ConfigFaulty'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`the configuration is wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/** Resolves the configuration or throws ConfigFaulty. `options` are command-line options by their dotted key. */
export function loadConfig(
  options: Given = {},
  environment: NodeJS.ProcessEnv = process.env,
  file = 'tidings.yml',
): Config {
  const faults = misspelled(environment)
  const written = readFile(file, faults)
  const values: Partial<Record<Key, string>> = {}
  for (const key of Object.keys(keys) as Key[]) {
    const value = options[key] ?? fromEnvironment(key, environment, faults) ?? written.get(key)
    if (value !== undefined) values[key] = value
  }
  const parsed = schema.safeParse(values)
  if (!parsed.success) for (const issue of parsed.error.issues) faults.push(`${issue.path.join('.')}: ${issue.message}`)
  const header = values['web.identity_header']
  const from = values['web.identity_from']
  if ((header === undefined) !== (from === undefined))
    faults.push(
      'web.identity_header and web.identity_from go together: the header, and the address it is believed from',
    )
  const slack = slackFrom(
    {
      mode: values['slack.mode'],
      botToken: values['slack.bot_token'],
      appToken: values['slack.app_token'],
      signingSecret: values['slack.signing_secret'],
      clientId: values['slack.client_id'],
      clientSecret: values['slack.client_secret'],
      tokenKey: values['slack.token_key'],
      apiUrl: values['slack.api_url'],
      publicUrl: values['web.public_url'],
    },
    faults,
  )
  const kafka = kafkaFrom(
    {
      brokers: values['kafka.brokers'],
      group: values['kafka.group'],
      ssl: values['kafka.ssl'],
      ssl_ca: values['kafka.ssl_ca'],
      ssl_cert: values['kafka.ssl_cert'],
      ssl_key: values['kafka.ssl_key'],
      sasl: values['kafka.sasl'],
      sasl_username: values['kafka.sasl_username'],
      sasl_password: values['kafka.sasl_password'],
      oauth_token_url: values['kafka.oauth_token_url'],
      oauth_client_id: values['kafka.oauth_client_id'],
      oauth_client_secret: values['kafka.oauth_client_secret'],
      oauth_scope: values['kafka.oauth_scope'],
    },
    faults,
  )
  const model = modelFrom(
    {
      base_url: values['model.base_url'],
      api_key: values['model.api_key'],
      name: values['model.name'],
      azure_api_version: values['model.azure_api_version'],
      policy: values['model.policy'],
      timeout_seconds: values['model.timeout_seconds'],
      concurrency: values['model.concurrency'],
      output: values['model.output'],
      budget_per_day: values['model.budget_per_day'],
      budget_per_person: values['model.budget_per_person'],
      price_in: values['model.price_in'],
      price_out: values['model.price_out'],
      sends_values: values['model.sends_values'],
      prose: values['model.prose'],
      sql: values['model.sql'],
      logs_prompts: values['model.logs_prompts'],
    },
    faults,
  )
  if (faults.length > 0 || !parsed.success) throw new ConfigFaulty(faults)
  const config = parsed.data
  return {
    catalog: config.catalog,
    home: config.home,
    databaseUrl: config['database.url'] ?? null,
    storeUrl: config['store.url'] ?? null,
    web: {
      host: config['web.host'],
      port: config['web.port'],
      publicUrl: config['web.public_url'] ?? null,
      proxy: header !== undefined && from !== undefined ? { header, from } : null,
    },
    slack,
    kafka,
    model,
    logLevel: config['log.level'],
  }
}

/** Variables that are almost ours; other programs may have some that begin like ours. */
function misspelled(environment: NodeJS.ProcessEnv): string[] {
  const own = Object.keys(keys).map(nameInEnvironment)
  return Object.keys(environment).flatMap((name) => {
    const bare = name.replace(/_FILE$/, '')
    if (!name.startsWith('TIDINGS_') || own.includes(bare) || own.includes(name)) return []
    const near = own.find((each) => distance(each, bare) <= 2 && each.length > 'TIDINGS_'.length + 5)
    return near ? [`there is no variable ${name}; did you mean ${near}?`] : []
  })
}

function nameInEnvironment(key: string): string {
  return `TIDINGS_${key.replaceAll('.', '_').toUpperCase()}`
}

function fromEnvironment(key: Key, environment: NodeJS.ProcessEnv, faults: string[]): string | undefined {
  const own = nameInEnvironment(key)
  for (const name of [own, ...keys[key]]) {
    const value = environment[name]?.trim()
    if (value !== undefined && value !== '') return value
    const path = environment[`${name}_FILE`]
    if (path === undefined || path === '') continue
    try {
      return readFileSync(path, 'utf8').trim()
    } catch {
      faults.push(`${name}_FILE names ${path}, which cannot be read`)
    }
  }
  return undefined
}

/** The file's keys, dotted; unknown keys and secrets in it are faults. */
function readFile(file: string, faults: string[]): ReadonlyMap<Key, string> {
  const found = new Map<Key, string>()
  if (!existsSync(file)) return found
  let content: unknown
  try {
    content = parse(readFileSync(file, 'utf8')) ?? {}
  } catch (error) {
    faults.push(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : 'cannot be read'}`)
    return found
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    faults.push(`${file}: keys and values are expected, such as "catalog: sql/catalog.yml"`)
    return found
  }
  for (const [path, value] of flatten(content)) {
    if (!Object.hasOwn(keys, path)) {
      const near = nearest(path, Object.keys(keys))
      faults.push(`${file}: there is no key ${path}${near ? `; did you mean ${near}?` : ''}`)
    } else if (secretKeys.has(path as Key)) {
      faults.push(`${file}: ${path} is a secret; give it as ${nameInEnvironment(path)} or …_FILE`)
    } else found.set(path as Key, String(value))
  }
  return found
}

function flatten(value: unknown, path = ''): [string, unknown][] {
  if (value === null) return []
  if (typeof value !== 'object' || Array.isArray(value)) return [[path, Array.isArray(value) ? value.join(',') : value]]
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`))
}
