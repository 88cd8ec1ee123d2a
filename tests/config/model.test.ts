import { expect, test } from 'vitest'
import { ConfigFaulty, loadConfig } from '../../src/config.ts'

const load = (environment: Readonly<Record<string, string>>) => loadConfig({}, environment, 'no-such-file.yml')

function faultsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigFaulty) return error.faults
    throw error
  }
}

const named = { TIDINGS_MODEL_NAME: 'small', TIDINGS_MODEL_BASE_URL: 'http://localhost:8080/v1/' }

test('a key and an address that other programs use as well switch no model on', () => {
  expect(load({ OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'https://a.example/v1' }).model).toBeNull()
})

test('a name and an address are enough', () => {
  expect(load(named).model).toEqual({
    baseUrl: 'http://localhost:8080/v1',
    apiKey: null,
    name: 'small',
    azureApiVersion: null,
    planning: 'grammar_first',
    timeoutMs: 20_000,
    concurrency: 8,
    output: 'auto',
    budget: { perDay: null, perPerson: null },
    prices: null,
    sendsValues: true,
    prose: false,
    sql: 'off',
    logsPrompts: false,
  })
})

test('a name and a key are OpenAI', () => {
  expect(load({ TIDINGS_MODEL_NAME: 'a', OPENAI_API_KEY: 'sk-1' }).model).toMatchObject({
    baseUrl: 'https://api.openai.com/v1',
    apiKey: 'sk-1',
  })
})

test('Azure by its newer address needs no version', () => {
  const azure = {
    ...named,
    TIDINGS_MODEL_BASE_URL: 'https://a.openai.azure.com/openai/v1/',
    TIDINGS_MODEL_API_KEY: 'k',
  }
  expect(load(azure).model).toMatchObject({ baseUrl: 'https://a.openai.azure.com/openai/v1', azureApiVersion: null })
})

test('no fault tells the key', () => {
  const faulty = {
    ...named,
    TIDINGS_MODEL_BASE_URL: 'https://me:sk-9@a.example/v1',
    TIDINGS_MODEL_API_KEY: 'sk-9 sk-9',
  }
  expect(faultsOf(faulty).join()).not.toContain('sk-9')
})

test('all of it', () => {
  const environment = {
    ...named,
    TIDINGS_MODEL_BASE_URL: 'https://a.openai.azure.com/',
    TIDINGS_MODEL_API_KEY: 'sk-1',
    TIDINGS_MODEL_AZURE_API_VERSION: '2024-10-21',
    TIDINGS_MODEL_POLICY: 'model first',
    TIDINGS_MODEL_TIMEOUT_SECONDS: '2.5',
    TIDINGS_MODEL_OUTPUT: 'tool',
    TIDINGS_MODEL_BUDGET_PER_DAY: '5',
    TIDINGS_MODEL_PRICE_IN: '0.15',
    TIDINGS_MODEL_PRICE_OUT: '0.6',
    TIDINGS_MODEL_SENDS_VALUES: 'false',
    TIDINGS_MODEL_SQL: 'ask',
  }
  expect(load(environment).model).toMatchObject({
    azureApiVersion: '2024-10-21',
    planning: 'model_first',
    timeoutMs: 2_500,
    output: 'tool',
    budget: { perDay: 5, perPerson: null },
    prices: { in: 0.15, out: 0.6 },
    sendsValues: false,
    sql: 'ask',
  })
})

test.for([
  [{ TIDINGS_MODEL_POLICY: 'both' }, 'model.policy is given, but no model.name'],
  [{ TIDINGS_MODEL_NAME: 'a' }, 'model.base_url is missing'],
  [{ ...named, TIDINGS_MODEL_BASE_URL: 'localhost:8080' }, 'model.base_url: an address is expected'],
  [{ ...named, TIDINGS_MODEL_BASE_URL: 'https://me:secret@a.example/v1' }, 'without name, password and query'],
  [{ ...named, TIDINGS_MODEL_BASE_URL: 'https://a.example/v1?key=secret' }, 'without name, password and query'],
  [{ ...named, TIDINGS_MODEL_BASE_URL: 'https://a.example/v1/chat/completions/' }, 'without /chat/completions'],
  [{ ...named, TIDINGS_MODEL_BASE_URL: 'https://a.openai.azure.com' }, 'model.azure_api_version is missing'],
  [{ ...named, TIDINGS_MODEL_AZURE_API_VERSION: '2024-10-21' }, 'only https://NAME.openai.azure.com is expected'],
  [{ ...named, TIDINGS_MODEL_API_KEY: 'sk-1 sk-2' }, 'model.api_key: letters, digits'],
  [{ ...named, TIDINGS_MODEL_TIMEOUT_SECONDS: '301' }, 'model.timeout_seconds: 300 at most'],
  [{ ...named, TIDINGS_MODEL_AZURE_API_VERSION: '2024-10-21' }, 'Azure needs one'],
  [{ ...named, TIDINGS_MODEL_AZURE_API_VERSION: 'latest' }, 'such as 2024-10-21'],
  [{ ...named, TIDINGS_MODEL_POLICY: 'sometimes' }, 'grammar_only, grammar_first, model_first, both'],
  [{ ...named, TIDINGS_MODEL_SQL: 'yes' }, 'model.sql: off, ask, run'],
  [
    { ...named, TIDINGS_MODEL_PROSE: 'true', TIDINGS_MODEL_SENDS_VALUES: 'false' },
    'model.prose sends the cells of answers to the model',
  ],
  [{ ...named, TIDINGS_MODEL_OUTPUT: 'xml' }, 'auto, schema, tool, text'],
  [{ ...named, TIDINGS_MODEL_TIMEOUT_SECONDS: '0' }, 'model.timeout_seconds: a number above 0'],
  [{ ...named, TIDINGS_MODEL_CONCURRENCY: '1.5' }, 'model.concurrency: a whole number'],
  [{ ...named, TIDINGS_MODEL_PRICE_IN: '1' }, 'model.price_in and model.price_out go together'],
  [{ ...named, TIDINGS_MODEL_BUDGET_PER_PERSON: '1' }, 'need model.price_in and model.price_out'],
  [{ ...named, TIDINGS_MODEL_SENDS_VALUES: 'no' }, 'model.sends_values: true or false'],
] as const)('%j is a fault: %s', ([environment, fault], { expect }) => {
  expect(faultsOf(environment).join('\n')).toContain(fault)
})
