import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { createEndpoint, type EndpointOptions, type Tokens } from '../../../../src/nlq/planners/model/endpoint.ts'
import { ModelFailed } from '../../../../src/nlq/planners/model/failed.ts'
import { startOpenAiServer, type OpenAiServer, type Step } from '../../../support/openai-server.ts'
import { answers, failures, piece, stream } from './makes.ts'

const form = {
  name: 'plan',
  schema: { type: 'object', properties: { kind: { type: 'string' } }, required: ['kind'], additionalProperties: false },
}
const said = [
  { role: 'system', text: 'Read the question.' },
  { role: 'user', text: 'revenue' },
] as const
const key = 'sk-test-0123456789'
const plan = { says: { kind: 'query' } } as const

function endpointOn(server: Pick<OpenAiServer, 'url'>, options: Partial<EndpointOptions> = {}) {
  const own = { apiKey: key, model: 'small', azureApiVersion: null, timeoutMs: 10_000, concurrency: 4 }
  return createEndpoint({ baseUrl: server.url, ...own, output: 'auto', ...options })
}

async function failureOf(asking: Promise<unknown>): Promise<ModelFailed> {
  const error = await asking.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ModelFailed)) throw new Error(`no ModelFailed: ${String(error)}`)
  return error
}

test.for(Object.entries(answers))('%s is read', async ([, step], { expect }) => {
  await using server = await startOpenAiServer()
  server.script(step)
  const tokens: Tokens[] = []
  const { text } = await endpointOn(server).ask(said, form, { onTokens: (each) => tokens.push(each) })
  expect(text).toContain('{"kind":"query"}')
  expect(text).not.toMatch(/think|A \{plan\}/)
  // What the endpoint does not count is estimated, or a budget would never be used up.
  expect(tokens).toEqual([{ tokensIn: expect.any(Number) as number, tokensOut: expect.any(Number) as number }])
  expect(Math.min(...Object.values(tokens[0]!))).toBeGreaterThan(0)
})

test.for(failures)('%s is no answer', async ([, step, failure, says], { expect }) => {
  await using server = await startOpenAiServer()
  server.script(step)
  const failed = await failureOf(endpointOn(server, { output: 'schema' }).ask(said, form))
  expect(failed).toMatchObject({ failure, message: expect.stringMatching(says) as string })
  expect(JSON.stringify([failed.message, failed.stack, failed.cause])).not.toContain(key)
})

describe('what an endpoint does not take is left out from then on', () => {
  const refusals: readonly (readonly [
    what: string,
    refusal: string,
    status: number,
    without: string,
    instead: object,
  ])[] = [
    [
      'usage in a stream (Mistral)',
      '{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options","include_usage"],"msg":"Extra inputs are not permitted","input":true}]},"type":"invalid_request_error","param":null,"code":null}',
      422,
      'stream_options',
      {},
    ],
    [
      'the old name of the limit (OpenAI, Azure)',
      '{"error":{"message":"Unsupported parameter: \'max_tokens\' is not supported with this model. Use \'max_completion_tokens\' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}',
      400,
      'max_tokens',
      { max_completion_tokens: 10_000 },
    ],
    [
      'a temperature (o-models)',
      '{"error":{"message":"Unsupported value: \'temperature\' does not support 0 with this model.","param":"temperature","code":"unsupported_value"}}',
      400,
      'temperature',
      {},
    ],
  ]
  test.for(refusals)('%s', async ([, refusal, status, without, instead], { expect }) => {
    await using server = await startOpenAiServer()
    server.script({ raw: refusal, status }, plan)
    const endpoint = endpointOn(server)
    expect(await endpoint.ask(said, form)).toMatchObject({ mode: 'schema' })
    await endpoint.ask(said, form)
    expect(server.asked.map(({ body }) => without in body)).toEqual([true, false, false])
    expect(server.asked[1]?.body).toMatchObject(instead)
  })

  test('a tool named (LM Studio)', async () => {
    await using server = await startOpenAiServer({ without: ['schema'] })
    server.script(
      {
        raw: `{"error":"Invalid tool_choice type: 'object'. Supported string values: none, auto, required"}`,
        status: 400,
      },
      plan,
    )
    expect(await endpointOn(server).ask(said, form)).toMatchObject({ mode: 'tool' })
    expect(server.asked.at(-1)?.body).toMatchObject({ tool_choice: 'required' })
  })

  test('JSON asked for in words (LM Studio without tools)', async () => {
    await using server = await startOpenAiServer()
    server.script({ raw: `{"error":"'response_format.type' must be 'json_schema' or 'text'"}`, status: 400 }, plan)
    expect(await endpointOn(server, { output: 'text' }).ask(said, form)).toMatchObject({ mode: 'text' })
    expect(server.asked.map(({ body }) => body.response_format?.type)).toEqual(['json_object', undefined])
  })

  test('a schema that ends in an error of the server (llama-cpp-python)', async () => {
    await using server = await startOpenAiServer()
    server.script({ status: 500 }, plan)
    expect(await endpointOn(server).ask(said, form)).toMatchObject({ mode: 'tool' })
    expect(server.asked).toHaveLength(2)
  })

  test('a schema that is taken and not held to', async () => {
    await using server = await startOpenAiServer()
    server.script({ says: { plan: { kind: 'query' } } }, plan)
    expect(await endpointOn(server).ask(said, form)).toMatchObject({ mode: 'tool' })
  })

  test('a form that another server behind the address no longer takes is found out again', async () => {
    await using server = await startOpenAiServer()
    server.script(
      plan,
      {
        raw: '{"error":{"message":"This response_format type is unavailable now","type":"invalid_request_error"}}',
        status: 400,
      },
      { raw: '{"error":{"message":"This response_format type is unavailable now"}}', status: 400 },
      plan,
    )
    const endpoint = endpointOn(server)
    await endpoint.ask(said, form)
    expect(await failureOf(endpoint.ask(said, form))).toMatchObject({ failure: 'request refused' })
    expect(await endpoint.ask(said, form)).toMatchObject({ mode: 'tool' })
  })
})

test('a model whose thoughts fill the answer is given room for them', async () => {
  await using server = await startOpenAiServer()
  server.script({ raw: stream(piece({ reasoning_content: 'Well, ' }), piece({}, 'length')) }, plan)
  expect(await endpointOn(server).ask(said, form)).toMatchObject({ text: '{"kind":"query"}' })
  expect(server.asked.map(({ body }) => (body as { max_tokens?: number }).max_tokens)).toEqual([2_000, 10_000])
})

const filtered = {
  raw: JSON.stringify({
    error: {
      message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      param: 'prompt',
      code: 'content_filter',
      status: 400,
      innererror: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_result: { hate: { filtered: true, severity: 'high' } },
      },
    },
  }),
  status: 400,
} satisfies Step

test.for([
  ['a question that Azure lets not through', filtered],
  ['an answer that is filtered', { raw: stream(piece({ content: '{"kind"' }), piece({}, 'content_filter')) }],
  ['a refusal', { refuses: 'I cannot help with that.' }],
] as const)('%s is an empty answer, and no fault of the endpoint', async ([, step], { expect }) => {
  await using server = await startOpenAiServer()
  server.script(step)
  const endpoint = endpointOn(server)
  for (let times = 0; times < 4; times++) expect(await endpoint.ask(said, form)).toMatchObject({ text: '' })
  server.script(plan)
  expect(await endpoint.ask(said, form)).toMatchObject({ text: '{"kind":"query"}' })
})

test('requests that are refused one by one do not close the way for others', async () => {
  await using server = await startOpenAiServer()
  server.script(plan, { status: 413 })
  const endpoint = endpointOn(server)
  await endpoint.ask(said, form)
  for (let times = 0; times < 4; times++)
    expect(await failureOf(endpoint.ask(said, form))).toMatchObject({ failure: 'request refused' })
  expect(endpoint.rests()).toBe(false)
})

test('a server that says when to come back is asked again then', async () => {
  await using server = await startOpenAiServer()
  server.script(
    { raw: '{}', status: 529, headers: { 'retry-after': new Date(Date.now() - 1_000).toUTCString() } },
    plan,
  )
  expect(await endpointOn(server).ask(said, form)).toMatchObject({ text: '{"kind":"query"}' })
})

test('a key and a question do not follow a redirect', async () => {
  await using elsewhere = await startOpenAiServer()
  await using server = await startOpenAiServer()
  server.script({ raw: '', status: 307, headers: { location: `${elsewhere.url}/chat/completions?secret=1` } })
  for (const azureApiVersion of [null, '2024-10-21']) {
    const failed = await failureOf(endpointOn(server, { azureApiVersion }).ask(said, form))
    expect(failed).toMatchObject({
      failure: 'refused',
      message: `it sends elsewhere (307 to ${new URL(elsewhere.url).origin}): check model.base_url`,
    })
  }
  expect(elsewhere.asked).toEqual([])
})

test('who waits in vain because others are waited for does not close the way', async () => {
  await using server = await startOpenAiServer()
  server.script({ slowly: { kind: 'query' }, pauseMs: 60 })
  const endpoint = endpointOn(server, { concurrency: 1 })
  await endpoint.ask(said, form)
  const first = endpoint.ask(said, form)
  const others = [1, 2, 3].map(() => failureOf(endpoint.ask(said, form, { patience: AbortSignal.timeout(20) })))
  for (const failed of await Promise.all(others))
    expect(failed).toMatchObject({
      failure: 'too slow',
      message: expect.stringContaining('model.concurrency') as string,
    })
  await first
  expect(endpoint.rests()).toBe(false)
})

test('what was asked for and not waited for is counted as well', async () => {
  await using server = await startOpenAiServer()
  server.script({ slowly: { kind: 'query' }, pauseMs: 5_000 })
  const tokens: Tokens[] = []
  const asking = { patience: AbortSignal.timeout(300), onTokens: (each: Tokens) => tokens.push(each) }
  await failureOf(endpointOn(server).ask(said, form, asking))
  expect(tokens).toEqual([{ tokensIn: expect.any(Number) as number, tokensOut: expect.any(Number) as number }])
  expect(tokens[0]!.tokensIn).toBeGreaterThan(10)
})

test('variables meant for other programs take nothing elsewhere and print nothing', async ({ onTestFinished }) => {
  await using elsewhere = await startOpenAiServer()
  await using server = await startOpenAiServer()
  server.script({ raw: 'data: no json\n\n' })
  const printed: unknown[] = []
  for (const way of ['log', 'debug', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((...all: unknown[]) => void printed.push(all))
  const variables = [
    'OPENAI_BASE_URL',
    'OPENAI_API_BASE',
    'LANGSMITH_GATEWAY',
    'AZURE_OPENAI_BASE_PATH',
    'AZURE_OPENAI_ENDPOINT',
  ]
  for (const name of variables) vi.stubEnv(name, elsewhere.url)
  vi.stubEnv('OPENAI_LOG', 'debug')
  vi.stubEnv('LANGCHAIN_VERBOSE', 'true')
  onTestFinished(() => {
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })
  for (const azureApiVersion of [null, '2024-10-21'])
    await failureOf(endpointOn(server, { azureApiVersion }).ask(said, form))
  expect(elsewhere.asked).toEqual([])
  expect(server.asked.length).toBeGreaterThan(1)
  expect(printed).toEqual([])
})

test('a server of another protocol is told apart', async () => {
  await using server = await startOpenAiServer()
  const failed = await failureOf(endpointOn({ url: server.url.replace('http:', 'https:') }).ask(said, form))
  expect(failed).toMatchObject({ failure: 'refused', message: expect.stringContaining('http or https?') as string })
})

test('a certificate that nobody trusts is named, and nothing is sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-tls-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
  execFileSync('openssl', [...made, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
  let requests = 0
  const server = createServer({ key: await readFile(keyFile), cert: await readFile(certFile) }, () => requests++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const failed = await failureOf(endpointOn({ url }).ask(said, form))
  server.close()
  await rm(folder, { recursive: true })
  const because = 'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'
  expect(failed).toMatchObject({ failure: 'refused', message: expect.stringContaining(because) as string })
  expect(requests).toBe(0)
})
