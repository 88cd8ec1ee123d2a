import { expect, test } from 'vitest'
import { checkModels } from '../../../src/cli/doctor/model.ts'
import { modelConfig } from '../../support/model-house.ts'
import { startOpenAiServer, type Step } from '../../support/openai-server.ts'

const config = modelConfig('', { timeoutMs: 500, concurrency: 1 })

test.for([
  [{ says: { ready: true } }, 'ok', 'by schema; without a budget'],
  [{ says: { hello: 1 } }, 'advice', 'not in the form asked for'],
  [{ status: 401, message: 'Incorrect API key: sk-secret-0123456789' }, 'fault', 'check model.api_key'],
  [{ status: 404 }, 'fault', 'there is no such model'],
  [{ hangs: true }, 'fault', 'model.timeout_seconds'],
] as const)('an endpoint that answers %j is "%s": %s', async ([step, state, says], { expect }) => {
  await using server = await startOpenAiServer()
  server.script(step satisfies Step)
  const [finding, ...others] = await checkModels({ ...config, baseUrl: server.url })
  expect(others).toEqual([])
  expect(finding).toMatchObject({ part: 'model', state, says: expect.stringContaining(says) as string })
  expect(finding?.says).not.toContain('sk-secret')
})

test('nobody there is a fault that says where', async () => {
  const server = await startOpenAiServer()
  await server[Symbol.asyncDispose]()
  const [finding] = await checkModels({ ...config, baseUrl: server.url })
  expect(finding?.says).toMatch(/^small at 127\.0\.0\.1:\d+: it cannot be reached \(ECONNREFUSED\)/)
})

test('a model that is never asked, and none', async () => {
  expect(await checkModels({ ...config, baseUrl: 'http://localhost/v1', planning: 'grammar_only' })).toMatchObject([
    { state: 'advice' },
  ])
  expect(await checkModels(null)).toEqual([])
})
