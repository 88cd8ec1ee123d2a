/** An OpenAI-compatible endpoint over real HTTP that says what its script says: chat completions, streamed or not. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** What comes of one request. */
export type Step =
  /** The object (or text), in the form that was asked for. `usage`: prompt and completion tokens. */
  | { readonly says: unknown; readonly usage?: readonly [number, number] }
  /** Words, whatever form was asked for. */
  | { readonly prose: string }
  | { readonly refuses: string }
  /** The answer ends in the middle, as it does at the limit of tokens. */
  | { readonly cutOff: unknown }
  | Failing
  /** Takes the request and stays silent. */
  | { readonly hangs: true }
  /** Begins to answer and hangs up. */
  | { readonly drops: unknown }
  /** Sent as it stands: what an endpoint of another make was seen to answer. */
  | Raw
  /** A piece at a time, with a pause between. */
  | { readonly slowly: unknown; readonly pauseMs: number }

interface Failing {
  readonly status: number
  readonly code?: string
  readonly message?: string
  readonly retryAfterSec?: number
}

interface Raw {
  /** Pieces are written one after the other. */
  readonly raw: string | Buffer | Iterable<string>
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The line is cut after it. */
  readonly isCut?: boolean
}

export interface Asked {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Body
}

interface Body {
  readonly model?: string
  readonly stream?: boolean
  readonly temperature?: number
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: unknown } }
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[]
}

export interface OpenAiServer extends AsyncDisposable {
  /** Ends in `/v1`. */
  readonly url: string
  /** Every request so far. */
  readonly asked: readonly Asked[]
  /** What comes next; after the last step it is repeated. */
  script(...steps: readonly Step[]): void
}

interface Options {
  /** Forms that it refuses with 400, as servers do that do not know them. */
  readonly without?: readonly ('schema' | 'tool' | 'temperature')[]
}

export async function startOpenAiServer({ without = [] }: Options = {}): Promise<OpenAiServer> {
  const asked: Asked[] = []
  let steps: Step[] = [{ status: 500 }]
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const body = JSON.parse(Buffer.concat(pieces).toString()) as Body
    asked.push({ path: request.url ?? '', headers: request.headers, body })
    const unknown =
      (without.includes('schema') && body.response_format && 'response_format') ||
      (without.includes('tool') && body.tools && 'tools') ||
      (without.includes('temperature') && body.temperature !== undefined && 'temperature')
    if (unknown) return fail(response, { status: 400, code: 'unsupported_parameter', message: `no ${unknown} here` })
    const step = steps.length > 1 ? steps.shift()! : steps[0]!
    if ('raw' in step) return sendRaw(response, step)
    if ('status' in step) return fail(response, step)
    if ('hangs' in step) return
    const usage = 'says' in step && step.usage ? step.usage : ([100, 20] as const)
    const reply = new Reply(body, usage)
    if ('prose' in step) return reply.send(response, { content: step.prose }, 'stop')
    if ('refuses' in step) return reply.send(response, { content: null, refusal: step.refuses }, 'stop')
    if ('cutOff' in step) {
      const text = textOf(step.cutOff)
      return reply.send(response, reply.inForm(text.slice(0, text.length / 2)), 'length')
    }
    if ('drops' in step) return reply.drop(response, reply.inForm(textOf(step.drops)))
    if ('slowly' in step) return reply.send(response, reply.inForm(textOf(step.slowly)), 'stop', step.pauseMs)
    return reply.send(response, reply.inForm(textOf(step.says)), 'stop')
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    script(...next) {
      steps = [...next]
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A message, whole or as what each piece of a stream adds. */
type Message = Readonly<Record<string, unknown>>

class Reply {
  private readonly body: Body
  private readonly usage: readonly [number, number]
  constructor(body: Body, usage: readonly [number, number]) {
    this.body = body
    this.usage = usage
  }

  /** As content, or as a call of the tool that came with the request. */
  inForm(text: string): Message {
    const [tool] = this.body.tools ?? []
    if (!tool) return { content: text }
    const call = { index: 0, id: 'call_1', type: 'function', function: { name: tool.function.name, arguments: text } }
    return { content: null, tool_calls: [call] }
  }

  async send(response: ServerResponse, message: Message, finish: string, pauseMs = 0): Promise<void> {
    const isCall = finish === 'stop' && 'tool_calls' in message
    const end = isCall ? 'tool_calls' : finish
    if (!this.body.stream) {
      await sleep(pauseMs)
      response.setHeader('content-type', 'application/json')
      const choices = [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: end }]
      response.end(JSON.stringify({ ...this.head('chat.completion'), choices, usage: this.spent() }))
      return
    }
    response.setHeader('content-type', 'text/event-stream')
    for (const piece of piecesOf(message)) {
      this.chunk(response, piece, null)
      if (pauseMs > 0) await sleep(pauseMs)
    }
    this.chunk(response, {}, end)
    response.write(event({ ...this.head('chat.completion.chunk'), choices: [], usage: this.spent() }))
    response.end('data: [DONE]\n\n')
  }

  async drop(response: ServerResponse, message: Message): Promise<void> {
    response.setHeader('content-type', 'text/event-stream')
    const [first] = piecesOf(message)
    this.chunk(response, first ?? {}, null)
    // So that it is on its way before the line is cut.
    await sleep(20)
    response.destroy()
  }

  private chunk(response: ServerResponse, delta: Message, finish: string | null): void {
    const choices = [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: finish }]
    response.write(event({ ...this.head('chat.completion.chunk'), choices }))
  }

  private head(object: string) {
    return { id: 'chatcmpl-1', object, created: 1_700_000_000, model: this.body.model ?? 'test' }
  }

  private spent() {
    const [into, out] = this.usage
    return { prompt_tokens: into, completion_tokens: out, total_tokens: into + out }
  }
}

async function sendRaw(response: ServerResponse, { raw, status = 200, headers = {}, isCut }: Raw): Promise<void> {
  response.writeHead(status, { 'content-type': 'text/event-stream', ...headers })
  const pieces = Readable.from(typeof raw === 'string' || Buffer.isBuffer(raw) ? [raw] : raw)
  if (isCut !== true) return pipeline(pieces, response)
  await pipeline(pieces, response, { end: false })
  // So that it is on its way before the line is cut.
  await sleep(20)
  response.destroy()
}

/** A message in three pieces, as a stream brings it. */
function piecesOf(message: Message): readonly Message[] {
  const { content, tool_calls: calls } = message as {
    content?: string | null
    tool_calls?: readonly { function: { name: string; arguments: string } }[]
  }
  const third = (text: string) =>
    [0, 1, 2].map((at) => text.slice((text.length * at) / 3, (text.length * (at + 1)) / 3))
  const [call] = calls ?? []
  if (call)
    return third(call.function.arguments).map((piece, at) => ({
      tool_calls: [
        at === 0
          ? { ...call, function: { ...call.function, arguments: piece } }
          : { index: 0, function: { arguments: piece } },
      ],
    }))
  if (typeof content === 'string') return third(content).map((piece) => ({ content: piece }))
  return [message]
}

function textOf(said: unknown): string {
  return typeof said === 'string' ? said : JSON.stringify(said)
}

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

function fail(response: ServerResponse, { status, code, message = 'no', retryAfterSec }: Failing): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  if (retryAfterSec !== undefined) response.setHeader('retry-after', String(retryAfterSec))
  response.end(JSON.stringify({ error: { message, type: 'error', code: code ?? null } }))
}
