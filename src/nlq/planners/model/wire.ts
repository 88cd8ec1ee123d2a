/** What goes over the line to an endpoint: to its own address only, bounded, and back as one kind of stream. */
import { failedWith } from './endpoint-faults.ts'
import { ModelFailed } from './failed.ts'
import { asChunks, errorIn, linesOf, onlyChunk } from './pieces.ts'

/** Of one answer, unpacked: 10,000 tokens in pieces of 300 bytes are 3 MB. */
const mostBytes = 4_000_000
/** What an error says of itself is read so far. */
const mostErrorBytes = 16_000

/**
 * `fetch` for a client of chat completions that asked for a stream. No redirect is followed: it would take the key and the
 * question elsewhere. What comes with status 200 is a stream of cleaned chunks, however the endpoint said it; an error comes
 * as OpenAI words it. Throws ModelFailed.
 */
export async function fetchModel(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' })
  const { status, headers, body } = response
  if (status >= 300 && status < 400) {
    await body?.cancel()
    throw new ModelFailed(
      'refused',
      `it sends elsewhere (${status}${originOf(headers.get('location'), response.url)}): check model.base_url`,
    )
  }
  if (!response.ok || body === null) return asError(await beginningOf(body), response.ok ? 502 : status, headers)
  const [first, pieces] = await peeked(bounded(body, mostBytes))
  if (first === '<') {
    await pieces.return(undefined)
    throw new ModelFailed('refused', 'it answers with a web page: model.base_url mostly ends in /v1')
  }
  if (first !== '{') return streamOf(asChunks(linesOf(pieces)))
  const lines: string[] = []
  for await (const line of linesOf(pieces)) lines.push(line)
  const whole = parsed(lines.join('\n'))
  const error = errorIn(whole)
  if (error !== null) return asError(JSON.stringify({ error: error.said }), error.status ?? 502, headers)
  return streamOf(onlyChunk(whole))
}

/** Where a redirect leads, without what may be secret of it. */
function originOf(location: string | null, from: string): string {
  return location !== null && URL.canParse(location, from) ? ` to ${new URL(location, from).origin}` : ''
}

/** Throws ModelFailed beyond so many bytes. */
async function* bounded(body: ReadableStream<Uint8Array>, most: number): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0
  for await (const piece of body) {
    size += piece.byteLength
    if (size > most) throw new ModelFailed('unusable output', `its answer does not end within ${most / 1_000_000} MB`)
    yield piece
  }
}

/** The first sign that is no white space, and all the pieces. */
async function peeked(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<readonly [string, AsyncGenerator<Uint8Array, void, undefined>]> {
  const before: Uint8Array[] = []
  let first = ''
  while (first === '') {
    const next = await pieces.next()
    if (next.done) break
    before.push(next.value)
    first = String.fromCharCode(next.value.find((byte) => byte > 0x20 && byte < 0x80) ?? 0x20).trim()
  }
  async function* all() {
    yield* before
    yield* pieces
  }
  return [first, all()]
}

function streamOf(chunks: AsyncIterable<string> | Iterable<string>): Response {
  const encoder = new TextEncoder()
  async function* bytes() {
    for await (const chunk of chunks) yield encoder.encode(`data: ${chunk}\n\n`)
  }
  return new Response(ReadableStream.from(bytes()), { headers: { 'content-type': 'text/event-stream' } })
}

async function beginningOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of body) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > mostErrorBytes) break
  }
  return text.slice(0, mostErrorBytes)
}

/** Some say what is wrong as `error.message`, others as `error`, `message`, `detail` or in plain text. */
function asError(text: string, status: number, headers: Headers): Response {
  if (status < 400 || status > 599) throw failedWith(status, '')
  const said = errorIn(parsed(text))
  const isFiltered = /content_filter|ResponsibleAIPolicyViolation/.test(text)
  const error = { message: text, code: isFiltered ? 'content_filter' : (said?.code ?? null) }
  const kept = ['retry-after', 'retry-after-ms'].flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as [string, string]]
  })
  return Response.json({ error }, { status, headers: kept })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
