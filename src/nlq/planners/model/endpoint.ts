/** An OpenAI-compatible endpoint (Azure's too), asked for one JSON object. The only file that knows LangChain. */
import PQueue from 'p-queue'
import type { UsageMetadata } from '@langchain/core/messages'
import type { AIMessageChunk, BaseMessage } from 'langchain'
import { createBreaker } from './breaker.ts'
import { failureOf, isAboutTheRequest, stopUnlessPassing } from './endpoint-faults.ts'
import { ModelFailed } from './failed.ts'

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
  /** As it came: JSON when all went well. Empty when the model would not answer. */
  readonly text: string
  readonly tokensIn: number
  readonly tokensOut: number
  readonly ms: number
  readonly mode: OutputMode
}

export interface Endpoint {
  readonly model: string
  /** It failed again and again and is left alone for a while: asking it now is in vain. */
  rests(): boolean
  /** Throws ModelFailed; what `signal` ends throws its reason. */
  ask(said: readonly Said[], form: Form, signal?: AbortSignal): Promise<Completion>
}

const modes: readonly OutputMode[] = ['schema', 'tool', 'text']
const mostTokensOut = 2_000
/** Tries of one request that a busy or broken server gets, in all. */
const tries = 2

/** What an endpoint turned out to take. */
interface Habits {
  mode: OutputMode
  /** Whether the mode was seen to work. */
  isKnown: boolean
  takesTemperature: boolean
}

/** Nothing is connected or loaded before the first question. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const breaker = createBreaker(() => performance.now())
  const queue = new PQueue({ concurrency: options.concurrency })
  const habits: Habits = {
    mode: options.output === 'auto' ? 'schema' : options.output,
    isKnown: options.output !== 'auto',
    takesTemperature: true,
  }
  let client: ReturnType<typeof connect> | null = null

  async function ask(said: readonly Said[], form: Form, signal?: AbortSignal): Promise<Completion> {
    signal?.throwIfAborted()
    if (!breaker.mayAsk()) throw new ModelFailed('unreachable', 'it failed several times in a row and is left alone')
    // Loading the libraries takes as long as a short answer, once.
    await (client ??= connect(options, habits))
    const startedAt = performance.now()
    const patience = AbortSignal.timeout(options.timeoutMs)
    const either = signal ? AbortSignal.any([signal, patience]) : patience
    try {
      const answer = await queue.add(() => inSomeMode(said, form, either), { signal: either })
      breaker.succeeded()
      return { ...answer, ms: Math.round(performance.now() - startedAt) }
    } catch (error) {
      if (signal?.aborted) {
        breaker.gaveUp()
        throw signal.reason
      }
      const failed = patience.aborted
        ? new ModelFailed('too slow', `no answer within ${options.timeoutMs / 1000} s`)
        : failureOf(error)
      if (failed.failure === 'unusable output') breaker.succeeded()
      else breaker.failed()
      throw failed
    }
  }

  /** In the mode that is known to work, else in the first that does. */
  async function inSomeMode(said: readonly Said[], form: Form, signal: AbortSignal): Promise<Omit<Completion, 'ms'>> {
    let [tokensIn, tokensOut] = [0, 0]
    for (const mode of habits.isKnown ? [habits.mode] : modes) {
      const isLast = habits.isKnown || mode === 'text'
      try {
        const answer = await once(said, form, mode, signal)
        tokensIn += answer.tokensIn
        tokensOut += answer.tokensOut
        // An endpoint may take a schema and pay no heed to it.
        if (!isLast && !answer.text.includes('{') && answer.text !== '') continue
        habits.mode = mode
        habits.isKnown = true
        return { ...answer, tokensIn, tokensOut }
      } catch (error) {
        if (isLast || !isAboutTheRequest(error)) throw error
      }
    }
    throw new ModelFailed('unusable output', 'it answers in no form that was asked for')
  }

  async function once(said: readonly Said[], form: Form, mode: OutputMode, signal: AbortSignal) {
    try {
      return await send(said, form, mode, signal)
    } catch (error) {
      if (!habits.takesTemperature || !isAboutTheRequest(error) || !/temperature/i.test(String(error))) throw error
      // Some models have but one temperature.
      habits.takesTemperature = false
      client = null
      return send(said, form, mode, signal)
    }
  }

  async function send(said: readonly Said[], form: Form, mode: OutputMode, signal: AbortSignal) {
    const { model, messageOf } = await (client ??= connect(options, habits))
    const messages = (mode === 'text' ? withForm(said, form) : said).map(messageOf)
    const pieces: AIMessageChunk[] = []
    for await (const piece of await model.stream(messages, { signal, ...formOf(form, mode) })) pieces.push(piece)
    signal.throwIfAborted()
    const [first, ...rest] = pieces
    if (!first) throw new ModelFailed('unusable output', 'the answer is empty')
    const whole = rest.reduce((one, next) => one.concat(next), first)
    const beside = whole.additional_kwargs
    const usage = whole.usage_metadata as UsageMetadata | undefined
    const finish: unknown = whole.response_metadata['finish_reason']
    if (finish === undefined || finish === null)
      throw new ModelFailed('unreachable', 'the connection ended before the answer did')
    const isRefusal = finish === 'content_filter' || typeof beside['refusal'] === 'string'
    return {
      text: isRefusal ? '' : textOf(whole),
      tokensIn: usage?.input_tokens ?? 0,
      tokensOut: usage?.output_tokens ?? 0,
      mode,
    }
  }

  return { model: options.model, rests: () => breaker.rests(), ask }
}

/** Loads the libraries and makes a client; neither happens where no model is asked. */
async function connect(options: EndpointOptions, habits: Habits) {
  // They would send every prompt to somebody else, or print it, for the sake of a variable meant for another program.
  for (const name of ['LANGSMITH_TRACING', 'LANGCHAIN_TRACING'])
    for (const end of ['', '_V2']) delete process.env[`${name}${end}`]
  delete process.env['LANGCHAIN_VERBOSE']
  const [{ AIMessage, HumanMessage, SystemMessage }, { AzureChatOpenAI, ChatOpenAI }] = await Promise.all([
    import('langchain'),
    import('@langchain/openai'),
  ])
  const key = options.apiKey ?? 'none'
  const common = {
    model: options.model,
    ...(habits.takesTemperature && { temperature: 0 }),
    maxTokens: mostTokensOut,
    timeout: options.timeoutMs,
    maxRetries: tries - 1,
    onFailedAttempt: stopUnlessPassing,
    useResponsesApi: false,
  }
  const model =
    options.azureApiVersion === null
      ? new ChatOpenAI({ ...common, apiKey: key, configuration: { baseURL: options.baseUrl } })
      : new AzureChatOpenAI({
          ...common,
          azureOpenAIApiKey: key,
          azureOpenAIEndpoint: options.baseUrl,
          azureOpenAIApiDeploymentName: options.model,
          azureOpenAIApiVersion: options.azureApiVersion,
        })
  const messageOf = ({ role, text }: Said): BaseMessage => {
    switch (role) {
      case 'system':
        return new SystemMessage(text)
      case 'user':
        return new HumanMessage(text)
      case 'assistant':
        return new AIMessage(text)
    }
  }
  return { model, messageOf }
}

/** What a request says of the form. */
function formOf({ name, schema }: Form, mode: OutputMode) {
  switch (mode) {
    case 'schema':
      return { response_format: { type: 'json_schema' as const, json_schema: { name, schema, strict: true } } }
    case 'tool':
      return {
        tools: [{ type: 'function' as const, function: { name, parameters: schema } }],
        tool_choice: { type: 'function' as const, function: { name } },
      }
    case 'text':
      return {}
  }
}

function withForm(said: readonly Said[], { schema }: Form): readonly Said[] {
  const [first, ...rest] = said
  if (!first) return said
  const form = `Answer with one JSON object of this JSON Schema and nothing else:\n${JSON.stringify(schema)}`
  return [{ ...first, text: `${first.text}\n${form}` }, ...rest]
}

function textOf({ tool_calls: calls, tool_call_chunks: raw, content }: AIMessageChunk): string {
  const [written] = raw ?? []
  if (written?.args) return written.args
  const [call] = calls ?? []
  if (call) return JSON.stringify(call.args)
  if (typeof content === 'string') return content
  return content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : '')).join('')
}
