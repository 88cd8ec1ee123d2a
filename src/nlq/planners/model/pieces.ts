/** The chunks of a chat completion as endpoints send them → as one client reads them: text as text, one finish, usage or none. */
import { z } from 'zod'
import { failedWith } from './endpoint-faults.ts'
import { ModelFailed } from './failed.ts'

/** Text, or parts of it; thoughts are parts of another type. */
const content = z.unknown().optional()
const call = z.object({
  index: z.number().catch(0),
  id: z.string().nullish().catch(null),
  function: z.object({ name: z.string().nullish().catch(null), arguments: content }),
})
const message = z.object({
  content,
  reasoning_content: content,
  reasoning: content,
  refusal: content,
  tool_calls: z.array(call).nullish().catch(null),
})
const choice = z.object({
  delta: message.nullish().catch(null),
  message: message.nullish().catch(null),
  finish_reason: z.string().nullish().catch(null),
})
const count = z.number().int().nonnegative()
const usage = z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(null)
const event = z.object({
  choices: z.array(choice).nullish().catch(null),
  usage,
  x_groq: z.object({ usage }).nullish().catch(null),
})

/** The lines of a text in UTF-8. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let begun: string[] = []
  for await (const piece of pieces) {
    const [first = '', ...others] = decoder.decode(piece, { stream: true }).split(/\r\n|\n|\r/)
    begun.push(first)
    const last = others.pop()
    if (last === undefined) continue
    yield begun.join('')
    yield* others
    begun = [last]
  }
  if (begun.some((text) => text !== '')) yield begun.join('')
}

/** Server-sent events as JSON, `[DONE]` last where the stream was whole. Throws ModelFailed where one of them is an error. */
export async function* asChunks(lines: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let isFinished = false
  for await (const line of lines) {
    if (!line.startsWith('data:')) continue
    const data = line.slice('data:'.length).trim()
    if (data === '[DONE]') {
      if (!isFinished) yield chunkOf({ finish: 'stop' })
      yield data
      return
    }
    let said: unknown
    try {
      said = JSON.parse(data)
    } catch {
      throw new ModelFailed('unusable output', 'a piece of its answer is no JSON')
    }
    const error = errorIn(said)
    if (error !== null) throw failedWith(error.status ?? 502, error.code ?? '')
    const one = cleaned(said)
    if (one === null) continue
    isFinished ||= one.finish !== null
    yield chunkOf(one)
  }
}

/** An answer that came whole. Throws ModelFailed where it is none. */
export function onlyChunk(said: unknown): readonly string[] {
  if (typeof said !== 'object' || said === null || !('choices' in said))
    throw new ModelFailed('refused', 'it answers with no chat completion: model.base_url mostly ends in /v1')
  const one = cleaned(said)
  return [chunkOf({ ...one, finish: one?.finish ?? 'stop' }), '[DONE]']
}

/** What went wrong, where that is what was said; its status, and the provider's name for it. */
export function errorIn(
  said: unknown,
): { readonly said: unknown; readonly status: number | null; readonly code: string | null } | null {
  if (typeof said !== 'object' || said === null) return null
  const error: unknown = 'error' in said ? said.error : null
  if (error === null || error === undefined || error === '') return null
  const fields = typeof error === 'object' ? (error as Readonly<Record<string, unknown>>) : {}
  const named = fields['code'] ?? fields['type'] ?? null
  const status = Number(fields['code'] ?? fields['status'])
  return {
    said: error,
    status: Number.isInteger(status) && status >= 400 && status < 600 ? status : null,
    code: typeof named === 'string' ? named : null,
  }
}

interface Cleaned {
  readonly text: string
  readonly thoughts: string
  readonly calls: readonly unknown[]
  readonly finish: string | null
  readonly usage: z.infer<typeof usage>
}

/** Null: there is nothing in it. */
function cleaned(said: unknown): Cleaned | null {
  const read = event.safeParse(said)
  if (!read.success) return null
  const { choices, usage: own, x_groq: groq } = read.data
  const [first] = choices ?? []
  const spent = own ?? groq?.usage ?? null
  const one = first?.delta ?? first?.message
  if (!first && !spent) return null
  const isRefusal = typeof one?.refusal === 'string' && one.refusal !== ''
  if (first?.finish_reason === 'error') throw failedWith(502, '')
  return {
    text: textOf(one?.content),
    thoughts: thoughtsOf(one?.content) + textOf(one?.reasoning_content ?? one?.reasoning),
    calls: (one?.tool_calls ?? []).map(({ function: { name, arguments: given }, ...rest }) => ({
      ...rest,
      type: 'function',
      function: { ...(name && { name }), arguments: textOf(given) },
    })),
    finish: isRefusal ? 'content_filter' : first?.finish_reason || null,
    usage: spent,
  }
}

/** Objects are what was to come as JSON. */
function textOf(given: unknown): string {
  if (typeof given === 'string') return given
  if (Array.isArray(given)) return given.map(partOf).join('')
  return typeof given === 'object' && given !== null ? JSON.stringify(given) : ''
}

function partOf(part: unknown): string {
  if (typeof part === 'string') return part
  return typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string' ? part.text : ''
}

function thoughtsOf(given: unknown): string {
  if (!Array.isArray(given)) return ''
  return given
    .map((part: unknown) =>
      typeof part === 'object' && part !== null && 'thinking' in part ? textOf(part.thinking) : '',
    )
    .join('')
}

function chunkOf({
  text = '',
  thoughts = '',
  calls = [],
  finish = null,
  usage: spent = null,
}: Partial<Cleaned>): string {
  return JSON.stringify({
    id: 'chatcmpl',
    object: 'chat.completion.chunk',
    created: 0,
    model: '',
    choices: [
      {
        index: 0,
        delta: {
          role: 'assistant',
          content: text,
          ...(thoughts !== '' && { reasoning_content: thoughts }),
          ...(calls.length > 0 && { tool_calls: calls }),
        },
        finish_reason: finish,
      },
    ],
    ...(spent && {
      usage: { ...spent, total_tokens: spent.prompt_tokens + spent.completion_tokens },
    }),
  })
}
