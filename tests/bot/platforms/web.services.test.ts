import { request as httpRequest } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { localOwner } from '../../../src/analytics/place.ts'
import type { Question } from '../../../src/bot/message.ts'
import type { WebParts } from '../../../src/bot/platforms/web/parts.ts'
import type { StreamLine } from '../../../src/bot/platforms/web/wire.ts'
import { startWebServer, wordsReply, type WebServer } from '../../support/web-server.ts'

const CONVERSATION = '11111111-2222-3333-4444-555555555555'

let running: WebServer | null = null
afterEach(async () => {
  await running?.stop()
  running = null
})

/** A server that answers each message with its own words. */
async function echo(given: Partial<WebParts> = {}, heard: Question[] = []): Promise<string> {
  running = await startWebServer(async (message, send) => {
    heard.push(message)
    const text = message.said.kind === 'words' ? message.said.text : message.said.label
    await send(wordsReply(text))
  }, given)
  return running.url
}

function say(url: string, id: string, said: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/conversations/${CONVERSATION}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ id, said }),
  })
}

interface Line {
  readonly id: string | null
  readonly data: StreamLine
}

/** Reads the event stream until `enough` says so. */
async function listen(url: string, enough: (lines: Line[]) => boolean, lastEventId?: string): Promise<Line[]> {
  const leaving = new AbortController()
  const response = await fetch(`${url}/api/conversations/${CONVERSATION}/events`, {
    signal: leaving.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  })
  const lines: Line[] = []
  let text = ''
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece
    const blocks = text.split('\n\n')
    text = blocks.pop()!
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data !== undefined) lines.push({ id: /^id: (.*)$/m.exec(block)?.[1] ?? null, data: JSON.parse(data) })
    }
    if (enough(lines)) break
  }
  leaving.abort()
  return lines
}

const hasDone = (count: number) => (lines: Line[]) => lines.filter((line) => line.data.kind === 'done').length >= count

/** A GET with a `Host` of our choosing, which fetch does not allow. */
function getAs(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((answered, failed) => {
    httpRequest(url, { headers }, (response) => {
      response.resume()
      answered(response.statusCode!)
    })
      .on('error', failed)
      .end()
  })
}

describe('a conversation', () => {
  test('a message is answered over the stream, and its place, author and words reach the house', async () => {
    const heard: Question[] = []
    const url = await echo({}, heard)
    expect((await say(url, 'm1', { kind: 'words', text: 'revenue' })).status).toBe(202)
    const lines = await listen(url, hasDone(1))
    expect(lines.map((line) => line.data.kind)).toEqual(['opened', 'said', 'reply', 'done'])
    expect(heard).toMatchObject([
      {
        place: { platform: 'web', workspace: 'local', conversation: CONVERSATION, thread: null },
        author: localOwner,
        said: { kind: 'words', text: 'revenue' },
      },
    ])
  })

  test('the same message id is answered once', async () => {
    const heard: Question[] = []
    const url = await echo({}, heard)
    for (const _ of [1, 2, 3]) expect((await say(url, 'm1', { kind: 'words', text: 'revenue' })).status).toBe(202)
    await say(url, 'm2', { kind: 'words', text: 'orders' })
    const lines = await listen(url, hasDone(2))
    expect(heard).toHaveLength(2)
    expect(lines.filter((line) => line.data.kind === 'reply')).toHaveLength(2)
  })

  test('a button posts its query', async () => {
    const heard: Question[] = []
    const url = await echo({}, heard)
    const query = { measures: [{ kind: 'kpi', kpi: 'revenue' }] }
    await say(url, 'm1', { kind: 'query', query, label: 'Revenue' })
    await listen(url, hasDone(1))
    expect(heard[0]?.said).toEqual({ kind: 'query', query, label: 'Revenue' })
  })

  test('messages are answered in the order they came, each reply naming its message', async () => {
    running = await startWebServer(async (message, send) => {
      const text = message.said.kind === 'words' ? message.said.text : ''
      if (text === 'slow') await new Promise((later) => setTimeout(later, 50))
      await send(wordsReply(text))
    })
    await say(running.url, 'm1', { kind: 'words', text: 'slow' })
    await say(running.url, 'm2', { kind: 'words', text: 'fast' })
    const lines = await listen(running.url, hasDone(2))
    const replies = lines.flatMap(({ data }) => (data.kind === 'reply' ? [[data.to, data.reply.headline]] : []))
    expect(replies).toEqual([
      [`${CONVERSATION}.m1`, 'slow'],
      [`${CONVERSATION}.m2`, 'fast'],
    ])
  })

  test('a reconnect gets what it missed and nothing twice', async () => {
    const url = await echo()
    await say(url, 'm1', { kind: 'words', text: 'one' })
    const first = await listen(url, hasDone(1))
    await say(url, 'm2', { kind: 'words', text: 'two' })
    const second = await listen(url, hasDone(1), first.at(-1)!.id!)
    expect(second.map((line) => line.data.kind)).toEqual(['opened', 'said', 'reply', 'done'])
    expect(JSON.stringify(second)).not.toContain('"one"')
  })

  test('a reload, or a position of another life of the server, shows the whole conversation again', async () => {
    const url = await echo()
    await say(url, 'm1', { kind: 'words', text: 'one' })
    await listen(url, hasDone(1))
    for (const position of [undefined, 'fedcba.3']) {
      const lines = await listen(url, hasDone(1), position)
      expect(lines.map((line) => line.data.kind)).toEqual(['opened', 'said', 'reply', 'done'])
    }
  })

  test('a reply with a known key is refused, one for a conversation nobody has open too', async () => {
    const url = await echo()
    await say(url, 'm1', { kind: 'words', text: 'one' })
    await listen(url, hasDone(1))
    const place = { platform: 'web', workspace: 'local', conversation: CONVERSATION, thread: null }
    const send = (key: string, to = place) =>
      running!.web.send({
        key,
        to: { place: to, onlyFor: null, handle: null },
        content: { kind: 'reply', reply: wordsReply('alert') },
      })
    expect(await send('alert 1')).toMatchObject({ kind: 'sent' })
    const [alert] = (await listen(url, (lines) => lines.length === 5)).slice(-1)
    expect(alert?.data).toMatchObject({ kind: 'reply', key: 'alert 1', to: null })
    expect(await send('alert 1')).toEqual({ kind: 'already_sent' })
    const elsewhere = { ...place, conversation: 'nobody-is-here' }
    expect(await send('alert 2', elsewhere)).toMatchObject({ kind: 'refused' })
  })

  test('a message whose answering fails is said to have failed', async () => {
    running = await startWebServer(() => Promise.reject(new Error('secret detail')))
    await say(running.url, 'm1', { kind: 'words', text: 'one' })
    const lines = await listen(running.url, (seen) => seen.some((line) => line.data.kind === 'failed'))
    expect(JSON.stringify(lines)).not.toContain('secret detail')
  })

  test('somebody else does not get in', async () => {
    let user = 'ann'
    const url = await echo({ identify: async () => ({ platform: 'web', workspace: 'local', user }) })
    await say(url, 'm1', { kind: 'words', text: 'one' })
    user = 'bob'
    expect((await fetch(`${url}/api/conversations/${CONVERSATION}/events`)).status).toBe(404)
    expect((await say(url, 'm2', { kind: 'words', text: 'two' })).status).toBe(404)
  })

  test('a flood in one conversation is told to wait', async () => {
    let open = () => {}
    const gate = new Promise<void>((opened) => (open = opened))
    running = await startWebServer(() => gate)
    const statuses: number[] = []
    for (let n = 0; n < 25; n++) {
      statuses.push((await say(running.url, `m${n}`, { kind: 'words', text: 'again' })).status)
    }
    open()
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 202))
    expect(statuses.slice(20)).toEqual(Array.from({ length: 5 }, () => 429))
  })
})

describe('who may call', () => {
  test.for([
    ['localhost:PORT', 200],
    ['127.0.0.1:PORT', 200],
    ['[::1]:PORT', 200],
    ['evil.example', 403],
    ['evil.example:PORT', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['10.0.0.1:PORT', 403],
  ] as const)('Host %s is answered with %d', async ([host, status]) => {
    const url = await echo()
    const named = host.replace('PORT', new URL(url).port)
    expect(await getAs(`${url}/healthz`, { host: named })).toBe(status)
    expect(await getAs(`${url}/api/hello`, { host: named })).toBe(status)
  })

  test.for(['http://evil.example', 'null', 'http://localhost:1', 'https://127.0.0.1.evil.example'])(
    'Origin %s is refused',
    async (origin) => {
      const url = await echo()
      const response = await say(url, 'm1', { kind: 'words', text: 'revenue' }, { origin })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ error: { code: 'foreign_origin' } })
    },
  )

  test('the own Origin is answered', async () => {
    const url = await echo()
    expect((await say(url, 'm1', { kind: 'words', text: 'revenue' }, { origin: url })).status).toBe(202)
  })

  test('a cross-site call without Origin is refused', async () => {
    const url = await echo()
    expect(await getAs(`${url}/api/hello`, { 'sec-fetch-site': 'cross-site' })).toBe(403)
  })

  test('who has no identity gets 401 everywhere but at health, metrics and pictures', async () => {
    const url = await echo({ identify: async () => null })
    for (const path of ['/api/hello', `/api/conversations/${CONVERSATION}/events`]) {
      expect((await fetch(url + path)).status, path).toBe(401)
    }
    expect((await say(url, 'm1', { kind: 'words', text: 'revenue' })).status).toBe(401)
    expect((await ask(url, { question: 'revenue' })).status).toBe(401)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })
})

function ask(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

describe('POST /api/ask', () => {
  test('gives the JSON of `tidings ask`, with the id that came', async () => {
    const url = await echo()
    const response = await ask(url, { id: 7, question: 'revenue last week' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ id: 7, kind: 'answer', text: 'revenue last week' })
  })

  test('a question of 100,000 characters is handed on', async () => {
    const url = await echo()
    const response = await ask(url, { question: '€'.repeat(100_000) })
    expect(response.status).toBe(200)
  })

  test.for([
    ['not JSON', '{', 400],
    ['a clock that is no moment', { question: 'revenue', now: '2026-11-21T25:05' }, 400],
    ['no question', { id: 1 }, 400],
    ['an unknown key', { question: 'revenue', sql: 'select 1' }, 400],
    ['a clock that is none', { question: 'revenue', now: 'yesterday' }, 400],
    ['more than a megabyte', { question: 'a'.repeat(1_100_000) }, 413],
  ] as const)('%s is refused with what to do', async ([, body, status]) => {
    const url = await echo()
    const response = await ask(url, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({
      error: { code: expect.any(String) as string, message: expect.any(String) as string },
    })
  })

  test('a form post is refused', async () => {
    const url = await echo()
    const response = await fetch(`${url}/api/ask`, { method: 'POST', body: new URLSearchParams({ question: 'a' }) })
    expect(response.status).toBe(415)
  })

  test('a failure in the house is a 500 that tells nothing of it', async () => {
    const url = await echo({ ask: () => Promise.reject(new Error('secret detail')) })
    const response = await ask(url, { question: 'revenue' })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret detail')
  })
})

describe('the other addresses', () => {
  test('readiness is told by part, 503 when one is not', async () => {
    const url = await echo({ ready: async () => ({ database: null, broker: 'no connection' }) })
    const response = await fetch(`${url}/readyz`)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ database: 'ok', broker: 'no connection' })
  })

  test('metrics are Prometheus text', async () => {
    const url = await echo()
    const response = await fetch(`${url}/metrics`)
    expect(response.headers.get('content-type')).toContain('version=0.0.4')
    expect(await response.text()).toContain('tidings_questions_total')
  })

  test('a picture is served by its id, an unknown one is a 404 that says so', async () => {
    const png = Buffer.from('89504e47', 'hex')
    const url = await echo({ charts: { get: async (id) => (id === 'known' ? { png } : null) } })
    const known = await fetch(`${url}/charts/known.png`)
    expect(known.headers.get('content-type')).toBe('image/png')
    expect(known.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(Buffer.from(await known.arrayBuffer())).toEqual(png)
    for (const path of ['other.png', 'known.svg', '..%2fknown.png', '%00.png']) {
      expect((await fetch(`${url}/charts/${path}`)).status, path).toBe(404)
    }
  })

  test('every answer confines the browser', async () => {
    const url = await echo()
    for (const path of ['/', '/healthz', '/api/hello', '/api/nothing', '/charts/x.png']) {
      const { headers } = await fetch(url + path)
      const policy = headers.get('content-security-policy')!
      expect(policy, path).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
      expect(policy, path).not.toMatch(/unsafe|https?:|\*/)
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('referrer-policy'), path).toBe('no-referrer')
    }
  })
})
