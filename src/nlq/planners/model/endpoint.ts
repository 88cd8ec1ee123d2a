/** An OpenAI-compatible endpoint (Azure's too), asked for one JSON object: how it wants to be asked, and when it is left alone. */
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import { createBreaker } from './breaker.ts'
import { connect, type Client, type Heard } from './client.ts'
import { failureOf, isAboutTheForm, isAboutTheRequest, isFiltered, unwanted, type Extra } from './endpoint-faults.ts'
import { ModelFailed } from './failed.ts'
import { jsonIn } from './form.ts'
import { estimateTokens } from './tokens.ts'

/** How an endpoint is brought to answer in JSON: by a schema it holds to, by a tool it calls, by being asked to. */
export type OutputMode = 'schema' | 'tool' | 'text'

export interface EndpointOptions {
  /** Up to and with `/v1`; of Azure the resource: `https://NAME.openai.azure.com`. */
  readonly baseUrl: string
  readonly apiKey: string | null
  /** Of Azure the deployment. */
  readonly model: string
  /** Null: not Azure. */
  readonly azureApiVersion: string | null
  /** For one answer, with all tries. */
  readonly timeoutMs: number
  /** Answers waited for at a time. */
  readonly concurrency: number
  /** `auto`: the best that it takes, found out once. */
  readonly output: 'auto' | OutputMode
}

export interface Said {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

/** What the answer is to be. */
export interface Form {
  readonly name: string
  /** JSON Schema of one object. */
  readonly schema: Readonly<Record<string, unknown>>
}

export interface Completion {
  /** As it came, thoughts apart: JSON when all went well. Empty when the model would not answer, or may not. */
  readonly text: string
  readonly ms: number
  readonly mode: OutputMode
}

/** Of one request: as the endpoint counted them, else as estimated on the long side. */
export interface Tokens {
  readonly tokensIn: number
  readonly tokensOut: number
}

interface Asking {
  /** Gives it up by nobody's fault. */
  readonly signal?: AbortSignal | undefined
  /** Ends it as too slow; its own time-out when absent. */
  readonly patience?: AbortSignal | undefined
  /** Told of each request that cost something, whatever became of it. */
  readonly onTokens?: ((tokens: Tokens) => void) | undefined
}

export interface Endpoint {
  readonly model: string
  /** For one answer, with all tries. */
  readonly timeoutMs: number
  /** What one answer takes at most, as far as it can be told. */
  most(said: readonly Said[], form: Form): Tokens
  /** It failed again and again and is left alone for a while: asking it now is in vain. */
  rests(): boolean
  /** Throws ModelFailed; what `signal` ends throws its reason. */
  ask(said: readonly Said[], form: Form, asking?: Asking): Promise<Completion>
}

const modes: readonly OutputMode[] = ['schema', 'tool', 'text']
const mostTokensOut = 2_000
/** Of models that think first: their thoughts count. */
const mostTokensWithThoughts = 10_000

/** Until a request that is given up has ended. */
const longestEndMs = 200

/** Nothing is connected or loaded before the first question. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const breaker = createBreaker(() => performance.now())
  const queue = new PQueue({ concurrency: options.concurrency })
  const without = new Set<Extra>()
  let mostOut = mostTokensOut
  let mode: OutputMode | null = options.output === 'auto' ? null : options.output
  let client: Promise<Client> | null = null
  // Whoever waits for less time, or in the queue, is not kept waiting by the endpoint alone.
  const waitOfItsOwn = 0.8 * options.timeoutMs

  function connected(): Promise<Client> {
    const manner = { without: new Set(without), mostTokensOut: mostOut, knowsForm: () => mode !== null }
    return (client ??= connect(options, manner))
  }

  async function ask(said: readonly Said[], form: Form, asking: Asking = {}): Promise<Completion> {
    const { signal } = asking
    signal?.throwIfAborted()
    if (asking.patience?.aborted) throw new ModelFailed('too slow', 'no time is left for it')
    if (!breaker.mayAsk()) throw new ModelFailed('unreachable', 'it failed several times in a row and is left alone')
    let beganAt: number | null = null
    const working: Promise<unknown>[] = []
    let patience = asking.patience
    try {
      // Loading the libraries takes as long as a short answer, once.
      await connected()
      const startedAt = performance.now()
      patience ??= AbortSignal.timeout(options.timeoutMs)
      const either = signal ? AbortSignal.any([signal, patience]) : patience
      const work = () => {
        beganAt = performance.now()
        const answering = inSomeMode(said, form, either, asking.onTokens)
        working.push(answering)
        return answering
      }
      const answer = await queue.add(work, { signal: either })
      breaker.succeeded()
      return { ...answer, ms: Math.round(performance.now() - startedAt) }
    } catch (error) {
      // The queue lets go at once; what it cost is known a moment later.
      await Promise.race([Promise.allSettled(working), sleep(longestEndMs, undefined, { ref: false })])
      if (signal?.aborted) {
        breaker.gaveUp()
        throw signal.reason
      }
      const waitedMs = beganAt === null ? 0 : performance.now() - beganAt
      const failed = patience?.aborted ? tooSlow(beganAt !== null) : failureOf(error)
      if (failed.failure === 'unusable output') breaker.succeeded()
      else if (failed.failure === 'request refused' || (patience?.aborted && waitedMs < waitOfItsOwn)) breaker.gaveUp()
      else breaker.failed()
      throw failed
    }
  }

  function tooSlow(hasBegun: boolean): ModelFailed {
    if (hasBegun) return new ModelFailed('too slow', `no answer within ${options.timeoutMs / 1000} s`)
    return new ModelFailed('too slow', `${options.concurrency} others are waited for all the time: model.concurrency`)
  }

  /** In the mode that is known to work, else in the first that does. */
  async function inSomeMode(
    said: readonly Said[],
    form: Form,
    signal: AbortSignal,
    onTokens: Asking['onTokens'],
  ): Promise<Omit<Completion, 'ms'>> {
    const known = mode
    for (const each of known === null ? modes : [known]) {
      const isLast = known !== null || each === 'text'
      try {
        const { text, finish } = await inMode(each, said, form, signal, onTokens)
        // A refusal says nothing about the form.
        if (text === '') return { text, mode: each }
        // An endpoint may take a schema and pay no heed to it.
        if (!isLast && finish !== 'length' && !isIn(form, text)) continue
        mode = each
        return { text, mode: each }
      } catch (error) {
        if (isFiltered(error)) return { text: '', mode: each }
        // What held the form yesterday may be another server today.
        if (known !== null && options.output === 'auto' && isAboutTheRequest(error)) mode = null
        if (isLast || !isAboutTheForm(error)) throw error
      }
    }
    throw new ModelFailed('unusable output', 'it answers in no form that was asked for')
  }

  /** Without what the endpoint does not take, found out by asking. */
  async function inMode(
    wanted: OutputMode,
    said: readonly Said[],
    form: Form,
    signal: AbortSignal,
    onTokens: Asking['onTokens'],
  ): Promise<{ readonly text: string; readonly finish: string }> {
    for (;;) {
      const sender = await connected()
      const { manner } = sender
      const heard: Heard = { text: '', call: '', thoughts: '', usage: null, finish: null, hasBegun: false }
      let isBilled = true
      try {
        await sender.send(said, form, wanted, heard, signal)
      } catch (error) {
        isBilled = signal.aborted || heard.hasBegun
        const extra = unwanted(error)
        const isOfForm = extra === 'response_format' && wanted !== 'text'
        if (extra === null || isOfForm || manner.without.has(extra)) throw error
        without.add(extra)
        if (extra === 'max_tokens') mostOut = mostTokensWithThoughts
        client = null
        continue
      } finally {
        if (isBilled) onTokens?.(tokensOf(heard, said, form))
      }
      const { finish } = heard
      if (finish === null) throw new ModelFailed('unreachable', 'the connection ended before the answer did')
      if (finish === 'content_filter') return { text: '', finish }
      const { text, hasThought } = withoutThoughts(heard)
      if (text !== '') return { text, finish }
      if (finish !== 'length' || !hasThought) throw new ModelFailed('unusable output', 'the answer is empty')
      if (manner.mostTokensOut >= mostTokensWithThoughts)
        throw new ModelFailed('unusable output', `it thinks for more than ${mostTokensWithThoughts} tokens`)
      mostOut = mostTokensWithThoughts
      client = null
    }
  }

  return {
    model: options.model,
    timeoutMs: options.timeoutMs,
    most: (said, form) => ({ tokensIn: sentTokens(said, form), tokensOut: mostOut }),
    rests: () => breaker.rests(),
    ask,
  }
}

/** Whether a text may be meant as an object of that form: what is broken may. */
function isIn({ schema }: Form, text: string): boolean {
  const found = jsonIn(text)
  if (typeof found !== 'object' || found === null) return text.includes('{')
  const known = new Set(Object.keys(schema['properties'] ?? {}))
  return Object.keys(found).every((key) => known.has(key))
}

/** Some think aloud before they answer, in the answer. */
function withoutThoughts({ text, call, thoughts }: Heard): { readonly text: string; readonly hasThought: boolean } {
  if (call !== '') return { text: call, hasThought: false }
  const all = text.trimStart()
  const hasThought = thoughts !== '' || all.startsWith('<think>')
  const end = all.startsWith('{') ? -1 : all.lastIndexOf('</think>')
  if (end >= 0) return { text: all.slice(end + '</think>'.length).trim(), hasThought: true }
  return { text: all.startsWith('<think>') ? '' : text, hasThought }
}

function tokensOf({ usage, text, call, thoughts }: Heard, said: readonly Said[], form: Form): Tokens {
  const tokensOut = [text, call, thoughts].reduce((sum, each) => sum + estimateTokens(each), 0)
  return usage ?? { tokensIn: sentTokens(said, form), tokensOut }
}

function sentTokens(said: readonly Said[], { schema }: Form): number {
  return [...said.map(({ text }) => text), JSON.stringify(schema)].reduce((sum, text) => sum + estimateTokens(text), 0)
}
