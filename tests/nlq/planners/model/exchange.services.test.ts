import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ModelUse } from '../../../../src/nlq/model-use.ts'
import { createEndpoint, type Tokens } from '../../../../src/nlq/planners/model/endpoint.ts'
import { exchange, type Budget } from '../../../../src/nlq/planners/model/exchange.ts'
import { startOpenAiServer, type OpenAiServer, type Step } from '../../../support/openai-server.ts'

let server: OpenAiServer
beforeAll(async () => {
  server = await startOpenAiServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const form = { name: 'plan', schema: { type: 'object', properties: { kind: { type: 'string' } } } }

interface Run {
  readonly steps: readonly Step[]
  readonly admits?: string
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  readonly isUsedUpAfter?: number
}

/** What asking came to, and what was written down of it. */
async function run({ steps, admits = 'never', signal, timeoutMs = 10_000, isUsedUpAfter = 10 }: Run) {
  server.script(...steps)
  const options = { apiKey: null, model: 'small', azureApiVersion: null, concurrency: 1, output: 'schema' as const }
  const endpoint = createEndpoint({ ...options, baseUrl: server.url, timeoutMs })
  const uses: ModelUse[] = []
  const spent: Tokens[] = []
  let asked = 0
  const budget: Budget = {
    cost: ({ tokensIn, tokensOut }) => tokensIn + tokensOut,
    reserve: async () => (asked++ < isUsedUpAfter ? { spend: async (tokens) => void spent.push(tokens) } : 'day'),
  }
  const wanted = {
    purpose: 'reading' as const,
    asker: 'ann',
    said: () => [{ role: 'user' as const, text: 'revenue last week by region' }],
    form,
    mostRepairs: 2,
    refusal: (because: string) => ({ role: 'user' as const, text: because }),
    signal,
    onUse: (use: ModelUse) => uses.push(use),
  }
  const ending = exchange({ endpoint, budget }, wanted, async (answer) =>
    answer.includes(admits)
      ? { kind: 'found', found: answer, outcome: 'used' }
      : { kind: 'refused', because: 'not that' },
  )
  const ended = await ending.catch((error: unknown) => String(error))
  return { ended, uses, spent }
}

const wrong = { says: { kind: 'wrong' }, usage: [100, 10] } as const
const right = { says: { kind: 'right' }, usage: [200, 20] } as const

test('repairs are counted with what they repair', async () => {
  const { ended, uses, spent } = await run({ steps: [wrong, wrong, right], admits: 'right' })
  expect(ended).toMatchObject({ outcome: 'used' })
  expect(uses).toEqual([
    {
      model: 'small',
      purpose: 'reading',
      outcome: 'used',
      calls: 3,
      tokensIn: 400,
      tokensOut: 40,
      cost: 440,
      ms: expect.any(Number),
    },
  ])
  expect(spent).toHaveLength(3)
})

test('who leaves has spent what was asked until then, and for', async () => {
  const leaving = new AbortController()
  setTimeout(() => leaving.abort(new Error('gone')), 300)
  const { ended, uses, spent } = await run({
    steps: [wrong, { slowly: right.says, pauseMs: 2_000 }],
    signal: leaving.signal,
  })
  expect(ended).toBe('Error: gone')
  expect(uses).toMatchObject([{ outcome: 'cancelled', calls: 2 }])
  expect(uses[0]!.tokensIn).toBeGreaterThan(100)
  expect(uses[0]!.ms).toBeGreaterThan(0)
  expect(spent).toHaveLength(2)
})

test('all answers together may take as long as one', async () => {
  const { ended, uses, spent } = await run({ steps: [{ slowly: wrong.says, pauseMs: 100 }], timeoutMs: 500 })
  expect(ended).toEqual({ found: null, outcome: 'too slow' })
  expect(uses).toMatchObject([{ outcome: 'too slow', calls: 2 }])
  expect(spent[1]!.tokensIn).toBeGreaterThan(0)
})

test('a repair that the budget has no room for is not asked for', async () => {
  const { ended, uses } = await run({ steps: [wrong], isUsedUpAfter: 1 })
  expect(ended).toEqual({ found: null, outcome: 'over budget' })
  expect(uses).toMatchObject([{ outcome: 'over budget', calls: 1, tokensIn: 100 }])
})

test('what an endpoint refuses costs nothing', async () => {
  const { uses, spent } = await run({ steps: [{ status: 401 }] })
  expect(uses).toMatchObject([{ outcome: 'refused', calls: 1, tokensIn: 0, tokensOut: 0 }])
  expect(spent).toEqual([{ tokensIn: 0, tokensOut: 0 }])
})
