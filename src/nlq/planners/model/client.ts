/** A client of an OpenAI-compatible endpoint (Azure's too) that says one thing and reads what comes. The only file that knows LangChain. */
import type { UsageMetadata } from '@langchain/core/messages'
import type { BaseMessage } from 'langchain'
import { stopUnlessPassing, type Extra } from './endpoint-faults.ts'
import type { EndpointOptions, Form, OutputMode, Said } from './endpoint.ts'
import { ModelFailed } from './failed.ts'
import { fetchModel } from './wire.ts'

/** Tries of one request that a busy or broken server gets, in all. */
const tries = 2
/** Of an answer, thoughts apart; no plan comes near it. */
const longestText = 100_000

/** How an endpoint is asked, as far as it is known. */
export interface Manner {
  readonly without: ReadonlySet<Extra>
  readonly mostTokensOut: number
  /** Whether it was seen to answer in the form asked for. */
  readonly knowsForm: () => boolean
}

/** What came of an answer so far; filled in as it comes. */
export interface Heard {
  text: string
  /** What the tool is called with. */
  call: string
  thoughts: string
  /** As the endpoint counted; null while or where it does not. */
  usage: { readonly tokensIn: number; readonly tokensOut: number } | null
  finish: string | null
  /** Whether a word came at all. */
  hasBegun: boolean
}

export interface Client {
  readonly manner: Manner
  send(said: readonly Said[], form: Form, mode: OutputMode, heard: Heard, signal: AbortSignal): Promise<void>
}

/** Loads the libraries; that does not happen where no model is asked. */
export async function connect(options: EndpointOptions, manner: Manner): Promise<Client> {
  // They would send every prompt to somebody else, or print it, for the sake of a variable meant for another program.
  for (const name of ['LANGSMITH_TRACING', 'LANGCHAIN_TRACING'])
    for (const end of ['', '_V2']) delete process.env[`${name}${end}`]
  delete process.env['LANGCHAIN_VERBOSE']
  const [{ AIMessage, HumanMessage, SystemMessage }, { ChatOpenAI }] = await Promise.all([
    import('langchain'),
    import('@langchain/openai'),
  ])
  const { without, mostTokensOut } = manner
  const chat = new ChatOpenAI({
    model: options.model,
    apiKey: options.apiKey ?? 'none',
    ...(!without.has('temperature') && { temperature: 0 }),
    ...(without.has('max_tokens')
      ? { modelKwargs: { max_completion_tokens: mostTokensOut } }
      : { maxTokens: mostTokensOut }),
    streamUsage: !without.has('stream_options'),
    timeout: options.timeoutMs,
    maxRetries: tries - 1,
    onFailedAttempt: (error: unknown) => stopUnlessPassing(error, { knowsForm: manner.knowsForm() }),
    useResponsesApi: false,
    // Its log would hold prompts.
    configuration: { ...addressOf(options), fetch: fetchModel, logLevel: 'off' },
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
  return {
    manner,
    async send(said, form, mode, heard, signal) {
      const messages = (mode === 'text' ? withForm(said, form) : said).map(messageOf)
      for await (const piece of await chat.stream(messages, { signal, ...formOf(form, mode, without) })) {
        if (typeof piece.content === 'string') heard.text += piece.content
        for (const { index, args } of piece.tool_call_chunks ?? []) if ((index ?? 0) === 0) heard.call += args ?? ''
        const thought: unknown = piece.additional_kwargs['reasoning_content']
        if (typeof thought === 'string') heard.thoughts += thought
        heard.hasBegun ||= heard.text + heard.call + heard.thoughts !== ''
        heard.usage = usageOf(piece.usage_metadata) ?? heard.usage
        const finish: unknown = piece.response_metadata['finish_reason']
        // A refusal stays one, whatever the last piece calls its end.
        if (typeof finish === 'string' && heard.finish !== 'content_filter') heard.finish = finish
        if (heard.text.length + heard.call.length > longestText)
          throw new ModelFailed('unusable output', `its answer is longer than ${longestText} letters`)
      }
      signal.throwIfAborted()
    },
  }
}

/** Azure has the deployment in the path, a version behind it, and the key in a header of its own. */
function addressOf({ baseUrl, azureApiVersion, model, apiKey }: EndpointOptions) {
  if (azureApiVersion === null) return { baseURL: baseUrl }
  return {
    baseURL: `${baseUrl}/openai/deployments/${encodeURIComponent(model)}`,
    defaultQuery: { 'api-version': azureApiVersion },
    defaultHeaders: { 'api-key': apiKey, authorization: null },
  }
}

/** Some send zeros where they do not count. */
function usageOf(given: UsageMetadata | undefined): Heard['usage'] {
  const { input_tokens: tokensIn = 0, output_tokens: tokensOut = 0 } = given ?? {}
  return tokensIn > 0 ? { tokensIn, tokensOut } : null
}

/** What a request says of the form. */
function formOf({ name, schema }: Form, mode: OutputMode, without: ReadonlySet<Extra>) {
  switch (mode) {
    case 'schema':
      return { response_format: { type: 'json_schema' as const, json_schema: { name, schema, strict: true } } }
    case 'tool':
      return {
        tools: [{ type: 'function' as const, function: { name, parameters: schema } }],
        tool_choice: without.has('tool_choice') ? 'required' : { type: 'function' as const, function: { name } },
      }
    case 'text':
      return without.has('response_format') ? {} : { response_format: { type: 'json_object' as const } }
  }
}

function withForm(said: readonly Said[], { schema }: Form): readonly Said[] {
  const [first, ...rest] = said
  if (!first) return said
  const form = `Answer with one JSON object of this JSON Schema and nothing else:\n${JSON.stringify(schema)}`
  return [{ ...first, text: `${first.text}\n${form}` }, ...rest]
}
