import { expect, test } from 'vitest'
import { createEndpoint, type EndpointOptions, type Tokens } from '../../../../src/nlq/planners/model/endpoint.ts'
import { ModelFailed } from '../../../../src/nlq/planners/model/failed.ts'
import { startOpenAiServer, type OpenAiServer } from '../../../support/openai-server.ts'

const form = {
  name: 'plan',
  schema: { type: 'object', properties: { kind: { type: 'string' } }, required: ['kind'], additionalProperties: false },
}
const said = [
  { role: 'system', text: 'Read the question.' },
  { role: 'user', text: 'revenue' },
] as const
const key = 'sk-test-0123456789'

function endpointOn(server: Pick<OpenAiServer, 'url'>, options: Partial<EndpointOptions> = {}) {
  return createEndpoint({
    baseUrl: server.url,
    apiKey: key,
    model: 'small',
    azureApiVersion: null,
    timeoutMs: 5_000,
    concurrency: 4,
    output: 'auto',
    ...options,
  })
}

async function failureOf(asking: Promise<unknown>): Promise<ModelFailed> {
  const error = await asking.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ModelFailed)) throw new Error(`no ModelFailed: ${String(error)}`)
  return error
}

test('an answer comes in the form of the schema, with what it used', async () => {
  await using server = await startOpenAiServer()
  server.script({ says: { kind: 'query' }, usage: [321, 12] })
  const tokens: Tokens[] = []
  const answer = await endpointOn(server).ask(said, form, { onTokens: (each) => tokens.push(each) })
  expect(answer).toMatchObject({ text: '{"kind":"query"}', mode: 'schema' })
  expect(tokens).toEqual([{ tokensIn: 321, tokensOut: 12 }])
  const [request] = server.asked
  expect(request?.path).toBe('/v1/chat/completions')
  expect(request?.headers.authorization).toBe(`Bearer ${key}`)
  expect(request?.body).toMatchObject({ model: 'small', temperature: 0 })
  expect(request?.body.response_format?.json_schema?.schema).toEqual(form.schema)
})

test('an endpoint without schemas is asked by a tool from then on', async () => {
  await using server = await startOpenAiServer({ without: ['schema'] })
  server.script({ says: { kind: 'query' } })
  const endpoint = endpointOn(server)
  expect(await endpoint.ask(said, form)).toMatchObject({ text: '{"kind":"query"}', mode: 'tool' })
  expect(await endpoint.ask(said, form)).toMatchObject({ text: '{"kind":"query"}', mode: 'tool' })
  expect(server.asked.map(({ body }) => Object.keys(body).filter((name) => /format|tools/.test(name)))).toEqual([
    ['response_format'],
    ['tools'],
    ['tools'],
  ])
})

test('an endpoint without schemas and tools is told the form in words', async () => {
  await using server = await startOpenAiServer({ without: ['schema', 'tool'] })
  server.script({ says: { kind: 'query' } })
  expect(await endpointOn(server).ask(said, form)).toMatchObject({ text: '{"kind":"query"}', mode: 'text' })
  expect(server.asked.at(-1)?.body.messages[0]?.content).toContain(JSON.stringify(form.schema))
})

test('an endpoint that takes a schema and answers in prose is asked otherwise, and both are counted', async () => {
  await using server = await startOpenAiServer()
  server.script({ prose: 'Sure, revenue it is.' }, { says: { kind: 'query' } })
  const tokens: Tokens[] = []
  const asking = { onTokens: (each: Tokens) => tokens.push(each) }
  expect(await endpointOn(server).ask(said, form, asking)).toMatchObject({ mode: 'tool' })
  expect(tokens).toHaveLength(2)
})

test('a model with but one temperature is asked without', async () => {
  await using server = await startOpenAiServer({ without: ['temperature'] })
  server.script({ says: { kind: 'query' } })
  const endpoint = endpointOn(server)
  expect(await endpoint.ask(said, form)).toMatchObject({ mode: 'schema' })
  await endpoint.ask(said, form)
  expect(server.asked.map(({ body }) => body.temperature)).toEqual([0, undefined, undefined])
})

test('Azure is asked by deployment and version, with its own header', async () => {
  await using server = await startOpenAiServer()
  server.script({ says: { kind: 'query' } })
  const endpoint = endpointOn(server, { baseUrl: server.url.replace('/v1', ''), azureApiVersion: '2024-10-21' })
  expect(await endpoint.ask(said, form)).toMatchObject({ mode: 'schema' })
  expect(server.asked[0]?.path).toBe('/openai/deployments/small/chat/completions?api-version=2024-10-21')
  expect(server.asked[0]?.headers['api-key']).toBe(key)
})

test('a refusal is an empty answer', async () => {
  await using server = await startOpenAiServer()
  server.script({ refuses: 'I cannot help with that.' })
  expect(await endpointOn(server).ask(said, form)).toMatchObject({ text: '' })
})

test('a busy server is asked again', async () => {
  await using server = await startOpenAiServer()
  server.script({ status: 429, retryAfterSec: 0 }, { says: { kind: 'query' } })
  expect(await endpointOn(server).ask(said, form)).toMatchObject({ text: '{"kind":"query"}' })
  expect(server.asked).toHaveLength(2)
})

test.for([
  [{ status: 401, code: 'invalid_api_key', message: `Incorrect API key provided: ${key}` }, 'refused', 1],
  [{ status: 429, code: 'insufficient_quota' }, 'unreachable', 1],
  [{ status: 429, retryAfterSec: 3600 }, 'unreachable', 1],
  [{ drops: { kind: 'query' } }, 'unreachable', 1],
] as const)('%j is "%s"', async ([step, failure, requests], { expect }) => {
  await using server = await startOpenAiServer()
  server.script(step)
  const failed = await failureOf(endpointOn(server).ask(said, form))
  expect(failed.failure).toBe(failure)
  expect(JSON.stringify([failed.message, failed.stack, failed.cause])).not.toContain(key)
  expect(server.asked).toHaveLength(requests)
})

test.for([{ hangs: true }, { slowly: { kind: 'query' }, pauseMs: 300 }] as const)(
  'what takes longer than it may (%j) is too slow',
  async (step, { expect }) => {
    await using server = await startOpenAiServer()
    server.script(step)
    const failed = await failureOf(endpointOn(server, { timeoutMs: 400 }).ask(said, form))
    expect(failed.failure).toBe('too slow')
  },
)

test('a stream that comes slowly but in time is an answer', async () => {
  await using server = await startOpenAiServer()
  server.script({ slowly: { kind: 'query' }, pauseMs: 20 })
  expect(await endpointOn(server).ask(said, form)).toMatchObject({ text: '{"kind":"query"}' })
})

test('nobody there is unreachable, and after three times not even tried', async () => {
  const server = await startOpenAiServer()
  await server[Symbol.asyncDispose]()
  const endpoint = endpointOn(server, { timeoutMs: 300 })
  for (let times = 0; times < 3; times++) await failureOf(endpoint.ask(said, form))
  const failed = await failureOf(endpoint.ask(said, form))
  expect(failed).toMatchObject({ failure: 'unreachable', message: expect.stringContaining('left alone') })
})

test('who asked may give up, which is no fault of the endpoint', async () => {
  await using server = await startOpenAiServer()
  server.script({ hangs: true })
  const endpoint = endpointOn(server)
  for (let times = 0; times < 4; times++) {
    const leaving = new AbortController()
    const asking = endpoint.ask(said, form, { signal: leaving.signal })
    leaving.abort(new Error('gone'))
    await expect(asking).rejects.toThrow('gone')
  }
  server.script({ says: { kind: 'query' } })
  expect(await endpoint.ask(said, form)).toMatchObject({ text: '{"kind":"query"}' })
})
