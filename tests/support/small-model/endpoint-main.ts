/**
 * An OpenAI-compatible endpoint on a small model, a process of its own: `endpoint-main.ts ENTRY MODEL` prints its address. It takes
 * streamed chat completions with a JSON Schema, which its answers hold to, one at a time. Under the name PRESSED it is
 * left no way to decline.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setPriority } from 'node:os'
import PQueue from 'p-queue'
import { grammarOf, type Schema } from './grammar.ts'
import { openLlama } from './llama.ts'
import { PRESSED, type Exchange } from './names.ts'
import { pressed } from './press.ts'

interface Body {
  readonly model: string
  readonly messages: Exchange['messages']
  readonly response_format?: { readonly json_schema?: { readonly schema: Schema } }
}

/** What is longer than any plan that is worth anything. */
const mostTokensOut = 400

const [entry = '', modelFile = ''] = process.argv.slice(2)
// It works for minutes on end, and whoever started it does other things besides.
setPriority(5)
const llama = await openLlama(entry, modelFile)
const queue = new PQueue({ concurrency: 1 })
const exchanges: Exchange[] = []

const server = createServer((request, response) => {
  void handle(request, response).catch((error: unknown) => {
    console.error(error)
    response.destroy()
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)
// Whoever started it is gone.
process.stdin.on('end', () => process.exit()).resume()

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/v1/exchanges') return void response.end(JSON.stringify(exchanges))
  if (request.url !== '/v1/chat/completions') return void response.writeHead(404).end()
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  await queue.add(() => answer(JSON.parse(Buffer.concat(pieces).toString()) as Body, response, gone.signal))
}

async function answer({ model, messages, response_format: form }: Body, response: ServerResponse, signal: AbortSignal) {
  if (signal.aborted) return
  const startedAt = performance.now()
  const schema = form?.json_schema?.schema ?? null
  const question = messages.find(({ role }) => role === 'user')?.content ?? ''
  const held =
    schema && model === PRESSED && 'queries' in (schema.properties ?? {}) ? pressed(schema, question) : schema
  const send = (rest: object) => {
    const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model }
    response.write(`data: ${JSON.stringify({ ...head, ...rest })}\n\n`)
  }
  const choice = (delta: object, finish: string | null) =>
    send({ choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: finish }] })
  response.setHeader('content-type', 'text/event-stream')
  let text = ''
  const done = await llama
    .complete(promptOf(messages), {
      grammar: held && grammarOf(held),
      maxTokens: mostTokensOut,
      signal,
      onText: (piece) => {
        text += piece
        choice({ content: piece }, null)
      },
    })
    .catch((error: unknown) => {
      if (!signal.aborted) throw error
      return null
    })
  if (done === null) return
  const { tokensIn, tokensOut, isCutOff } = done
  exchanges.push({ model, messages, text, tokensIn, tokensOut, ms: Math.round(performance.now() - startedAt) })
  choice({}, isCutOff ? 'length' : 'stop')
  send({
    choices: [],
    usage: { prompt_tokens: tokensIn, completion_tokens: tokensOut, total_tokens: tokensIn + tokensOut },
  })
  response.end('data: [DONE]\n\n')
}

/** The model was never taught turns of a conversation: it goes on with a text. */
function promptOf(messages: Exchange['messages']): string {
  return `${messages.map(({ role, content }) => (role === 'assistant' ? `plan: ${content}` : content)).join('\n\n')}\n\nplan: `
}
