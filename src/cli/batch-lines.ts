/** Lines of JSON from stdin, one at a time: split at newlines only, and never more of one held than may be read. */
import { once } from 'node:events'
import { z } from 'zod'

const longestLine = 32 * 1024 * 1024

/** What a line turned out to be: as wanted, or the line that answers a bad one. */
export type BatchLine<Content> =
  | { readonly kind: 'read'; readonly content: Content }
  | { readonly kind: 'bad'; readonly id: Id; readonly error: { readonly code: 'bad_line'; readonly message: string } }

type Id = string | number | null

/** The id of a batch line: whatever names it for who asks. */
export const batchId = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((id): Id => id ?? null)

/** The lines of a batch until the input ends or `stop` is aborted; `usage` is how a line looks, for bad ones. */
export async function* readBatch<Shape extends z.ZodType>(
  input: NodeJS.ReadableStream,
  stop: AbortSignal,
  shape: Shape,
  usage: string,
): AsyncGenerator<BatchLine<z.output<Shape>>> {
  for await (const line of lines(input, stop)) yield parse(line, shape, usage)
}

function parse<Shape extends z.ZodType>(line: Line, shape: Shape, usage: string): BatchLine<z.output<Shape>> {
  const bad = (message: string, content?: unknown) =>
    ({ kind: 'bad', id: idOf(content), error: { code: 'bad_line', message } }) as const
  if (line.kind === 'too long') return bad('a line has at most 32 MiB')
  let content: unknown
  try {
    content = JSON.parse(line.text)
  } catch {
    return bad(`not JSON; a line is ${usage}`)
  }
  if (line.kind === 'not UTF-8') return bad('the line is not UTF-8', content)
  const parsed = shape.safeParse(content)
  if (parsed.success) return { kind: 'read', content: parsed.data }
  const issue = parsed.error.issues[0]
  const at = issue?.path.join('.') || 'the line'
  return bad(`${at}: ${issue?.message ?? 'is not as expected'}; a line is ${usage}`, content)
}

function idOf(content: unknown): Id {
  const id = typeof content === 'object' && content !== null && 'id' in content ? content.id : null
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

type Line =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'too long' }
  /** `text` is what could be read of it. */
  | { readonly kind: 'not UTF-8'; readonly text: string }

const newline = 0x0a

/**
 * Blank lines are left out. Node's readline is not used because it also splits at U+2028 and at a lone carriage return,
 * and holds a line of any length.
 */
async function* lines(input: NodeJS.ReadableStream, stop: AbortSignal): AsyncGenerator<Line> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const chunk of chunks(input, stop)) {
    let from = 0
    for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, from)) {
      const line = take(chunk.subarray(from, to))
      from = to + 1
      if (line) yield line
      if (stop.aborted) return
    }
    keep(chunk.subarray(from))
  }
  const last = stop.aborted ? null : take(Buffer.alloc(0))
  if (last) yield last

  function keep(piece: Buffer): void {
    length += piece.length
    if (length <= longestLine) pieces.push(piece)
    else pieces.length = 0
  }

  function take(piece: Buffer): Line | null {
    keep(piece)
    const line = length > longestLine ? ({ kind: 'too long' } as const) : decode(Buffer.concat(pieces))
    pieces.length = 0
    length = 0
    return line
  }
}

const strict = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer): Line | null {
  try {
    const text = strict.decode(bytes)
    return text.trim() === '' ? null : { kind: 'line', text }
  } catch {
    return { kind: 'not UTF-8', text: bytes.toString('utf8') }
  }
}

/** The input's chunks; ends when `stop` is aborted, also while nothing comes. */
async function* chunks(input: NodeJS.ReadableStream, stop: AbortSignal): AsyncGenerator<Buffer> {
  const stopped = stop.aborted ? Promise.resolve(null) : once(stop, 'abort').then(() => null)
  const iterator = input[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped])
      if (next === null || next.done) return
      yield typeof next.value === 'string' ? Buffer.from(next.value) : next.value
    }
  } finally {
    // Lets the process end although whoever feeds us has not closed the pipe.
    if (stop.aborted && 'destroy' in input && typeof input.destroy === 'function') input.destroy()
  }
}
