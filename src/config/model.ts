/** What is said about a model in the configuration → ModelConfig, or every fault with what to do about it. */

/** How a model is asked. The key is never logged. */
export interface ModelConfig {
  /** Up to and with `/v1`; of Azure the resource. */
  readonly baseUrl: string
  readonly apiKey: string | null
  /** Of Azure the deployment. */
  readonly name: string
  /** Null: not Azure. */
  readonly azureApiVersion: string | null
  readonly planning: ModelPlanning
  readonly timeoutMs: number
  readonly concurrency: number
  readonly output: 'auto' | 'schema' | 'tool' | 'text'
  /** In the currency of the prices; null: no limit. */
  readonly budget: { readonly perDay: number | null; readonly perPerson: number | null }
  /** For a million tokens; null: not known. */
  readonly prices: { readonly in: number; readonly out: number } | null
  readonly sendsValues: boolean
  /** Whether it comments on answers, whose cells are sent to it. */
  readonly prose: boolean
  /** Whether it writes SQL for roles that may have it: never, to be run when somebody says so, at once. */
  readonly sql: 'off' | 'ask' | 'run'
  readonly logsPrompts: boolean
}

type ModelPlanning = 'grammar_only' | 'grammar_first' | 'model_first' | 'both'

const plannings = ['grammar_only', 'grammar_first', 'model_first', 'both'] as const
const sqlModes = ['off', 'ask', 'run'] as const
const outputs = ['auto', 'schema', 'tool', 'text'] as const

/** As written, none of it checked; names as the keys' own. */
export type ModelGiven = Readonly<
  Record<
    | ('base_url' | 'api_key' | 'name' | 'azure_api_version' | 'policy' | 'timeout_seconds' | 'concurrency' | 'output')
    | ('prose' | 'sql')
    | ('budget_per_day' | 'budget_per_person' | 'price_in' | 'price_out' | 'sends_values' | 'logs_prompts'),
    string | undefined
  >
>

/** Where a key is all that is given, it is OpenAI's. */
const openAi = 'https://api.openai.com/v1'

/** Null when no model is named: a key or an address that other programs use as well names none. Adds to `faults`. */
export function modelFrom(given: ModelGiven, faults: string[]): ModelConfig | null {
  if (given.name === undefined) {
    const own = Object.entries(given).find(
      ([key, value]) => value !== undefined && key !== 'base_url' && key !== 'api_key',
    )
    if (own)
      faults.push(`model.${own[0]} is given, but no model.name: set TIDINGS_MODEL_NAME to what the endpoint calls it`)
    return null
  }
  const before = faults.length
  const prices = pricesFrom(given, faults)
  const config: ModelConfig = {
    baseUrl: urlFrom(given, faults),
    apiKey: keyFrom(given, faults),
    name: given.name,
    azureApiVersion: azureFrom(given, faults),
    planning: oneOf('policy', plannings, given.policy?.toLowerCase().replaceAll(/[ -]/g, '_'), 'grammar_first', faults),
    timeoutMs: 1000 * numberFrom('timeout_seconds', given.timeout_seconds, 20, faults),
    concurrency: numberFrom('concurrency', given.concurrency, 8, faults),
    output: oneOf('output', outputs, given.output, 'auto', faults),
    budget: {
      perDay: given.budget_per_day === undefined ? null : numberFrom('budget_per_day', given.budget_per_day, 0, faults),
      perPerson:
        given.budget_per_person === undefined
          ? null
          : numberFrom('budget_per_person', given.budget_per_person, 0, faults),
    },
    prices,
    sendsValues: switchFrom('sends_values', given.sends_values, true, faults),
    prose: switchFrom('prose', given.prose, false, faults),
    sql: oneOf('sql', sqlModes, given.sql, 'off', faults),
    logsPrompts: switchFrom('logs_prompts', given.logs_prompts, false, faults),
  }
  if (prices === null && (config.budget.perDay !== null || config.budget.perPerson !== null))
    faults.push(
      'model.budget_per_day and model.budget_per_person need model.price_in and model.price_out, for a million tokens',
    )
  if (config.prose && !config.sendsValues)
    faults.push(
      'model.prose sends the cells of answers to the model, and model.sends_values is false: leave one of them',
    )
  // Without a word of an answer Node's fetch waits no longer.
  if (config.timeoutMs > 300_000) faults.push('model.timeout_seconds: 300 at most')
  if (!Number.isInteger(config.concurrency)) faults.push('model.concurrency: a whole number is expected')
  return faults.length > before ? null : config
}

function urlFrom({ base_url: url, api_key: key, azure_api_version: azure }: ModelGiven, faults: string[]): string {
  if (url === undefined) {
    if (key === undefined || azure !== undefined)
      faults.push(
        'model.base_url is missing: where the endpoint is, such as http://localhost:8080/v1 (or OPENAI_BASE_URL)',
      )
    return openAi
  }
  const at = URL.canParse(url) ? new URL(url) : null
  if (at === null || !/^https?:$/.test(at.protocol))
    faults.push('model.base_url: an address is expected, http://… or https://…')
  else if (at.username !== '' || at.password !== '' || at.search !== '')
    faults.push('model.base_url: an address without name, password and query is expected; the key is model.api_key')
  else if (/\/completions\/*$/.test(at.pathname))
    faults.push('model.base_url: the address up to /v1 is expected, without /chat/completions')
  else if (azure !== undefined && at.pathname !== '/')
    faults.push('model.base_url: with model.azure_api_version only https://NAME.openai.azure.com is expected')
  else if (azure === undefined && at.hostname.endsWith('.openai.azure.com') && !/\/v1\/*$/.test(at.pathname))
    faults.push('model.azure_api_version is missing: such as 2024-10-21; or let model.base_url end in /openai/v1')
  return url.replace(/\/+$/, '')
}

/** A header of HTTP takes nothing else. */
function keyFrom({ api_key: key }: ModelGiven, faults: string[]): string | null {
  if (key !== undefined && !/^[!-~]+$/.test(key))
    faults.push('model.api_key: letters, digits and signs of ASCII are expected, without spaces')
  return key ?? null
}

function azureFrom({ azure_api_version: version, api_key: key }: ModelGiven, faults: string[]): string | null {
  if (version === undefined) return null
  if (!/^\d{4}-\d{2}-\d{2}(?:-preview)?$/.test(version))
    faults.push('model.azure_api_version: a version of the Azure OpenAI API is expected, such as 2024-10-21')
  if (key === undefined) faults.push('model.api_key is missing: Azure needs one; set TIDINGS_MODEL_API_KEY, or …_FILE')
  return version
}

function pricesFrom({ price_in: into, price_out: out }: ModelGiven, faults: string[]): ModelConfig['prices'] {
  if (into === undefined && out === undefined) return null
  if (into === undefined || out === undefined) {
    faults.push(
      'model.price_in and model.price_out go together: what a million tokens cost that are sent, and that come back',
    )
    return null
  }
  return { in: numberFrom('price_in', into, 0, faults, true), out: numberFrom('price_out', out, 0, faults, true) }
}

function numberFrom(
  key: string,
  text: string | undefined,
  otherwise: number,
  faults: string[],
  mayBeZero = false,
): number {
  if (text === undefined) return otherwise
  const value = Number(text)
  const isWell = text.trim() !== '' && Number.isFinite(value) && (mayBeZero ? value >= 0 : value > 0)
  if (!isWell) faults.push(`model.${key}: a number ${mayBeZero ? 'of 0 or more' : 'above 0'} is expected`)
  return isWell ? value : otherwise
}

function switchFrom(key: string, text: string | undefined, otherwise: boolean, faults: string[]): boolean {
  if (text === undefined) return otherwise
  if (text !== 'true' && text !== 'false') faults.push(`model.${key}: true or false`)
  return text === 'true'
}

function oneOf<Of extends string>(
  key: string,
  known: readonly Of[],
  text: string | undefined,
  otherwise: Of,
  faults: string[],
): Of {
  if (text === undefined) return otherwise
  const found = known.find((each) => each === text)
  if (found === undefined) faults.push(`model.${key}: ${known.join(', ')}`)
  return found ?? otherwise
}
