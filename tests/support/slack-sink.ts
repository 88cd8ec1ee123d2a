import { createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/** One call of the app, reduced to what load tests look at; `at` is in milliseconds of `performance.now()`. */
export interface SunkCall {
  readonly method: string
  readonly at: number
  readonly channel: string
  readonly ts: string
  readonly thread: string
  /** The blocks as they were sent, for a look at whether a picture is among them. */
  readonly blocks: string
}

/** A question on its way: when it was sent, and how long its acknowledgement took. */
export interface SunkEvent {
  readonly channel: string
  readonly ts: string
  readonly sentAt: number
  readonly acknowledgedAfterMs: Promise<number>
}

/** A Slack for load: it says yes to everything at once, checks nothing and keeps only counts. */
export interface SlackSink {
  readonly apiUrl: string
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly counts: ReadonlyMap<string, number>
  connections(): number
  deliverTo(eventsUrl: string): void
  /** Sends a message event. */
  ask(question: {
    readonly user: string
    readonly channel: string
    readonly text: string
    readonly thread?: string
  }): SunkEvent
  close(): Promise<void>
}

const team = 'T0SINK'
const bot = { user: 'U0SINKBOT', id: 'B0SINKBOT', app: 'A0SINK' }

/** Starts a sink. Events go over sockets, until `deliverTo` names an address: then they are signed and posted there. */
export async function startSlackSink(options: { readonly onCall?: (call: SunkCall) => void }): Promise<SlackSink> {
  const signingSecret = randomBytes(16).toString('hex')
  let eventsUrl: string | undefined
  const counts = new Map<string, number>()
  const sockets: WebSocket[] = []
  const waiting = new Map<string, () => void>()
  let tick = 0
  const nextTs = () => {
    tick += 1
    return `${Math.floor(Date.now() / 1000)}.${String(tick % 1_000_000).padStart(6, '0')}`
  }

  const server = createServer((request, response) => {
    void take(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const wss = new WebSocketServer({ server })
  wss.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data: Buffer) => {
      const { envelope_id } = JSON.parse(data.toString()) as { envelope_id: string }
      waiting.get(envelope_id)?.()
      waiting.delete(envelope_id)
    })
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1))
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: sockets.length, connection_info: { app_id: bot.app } }),
    )
  })

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, place, method = ''] = (request.url ?? '').split('/')
    const at = performance.now()
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (place !== 'api') {
      counts.set('upload', (counts.get('upload') ?? 0) + 1)
      response.end('OK')
      return
    }
    counts.set(method, (counts.get(method) ?? 0) + 1)
    const type = request.headers['content-type'] ?? ''
    const body = type.includes('json') ? '' : Buffer.concat(parts).toString()
    const fields = new URLSearchParams(body)
    const channel = fields.get('channel') ?? fields.get('channel_id') ?? ''
    const ts = method === 'chat.postMessage' ? nextTs() : (fields.get('ts') ?? '')
    const thread = fields.get('thread_ts') ?? ''
    options.onCall?.({ method, at, channel, ts, thread, blocks: fields.get('blocks') ?? '' })
    const answer = { ok: true, ...answers(method, fields, origin, port), ...(ts && { ts, channel }) }
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': 'chat:write' })
      .end(JSON.stringify(answer))
  }

  async function deliver(payload: object, sentAt: number): Promise<number> {
    if (eventsUrl) {
      const body = JSON.stringify(payload)
      const timestamp = String(Math.floor(Date.now() / 1000))
      const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')
      const headers = {
        'content-type': 'application/json',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      }
      const response = await fetch(eventsUrl, { method: 'POST', body, headers })
      await response.arrayBuffer()
      return response.ok ? performance.now() - sentAt : Infinity
    }
    const socket = sockets[tick % Math.max(1, sockets.length)]
    if (!socket) throw new Error('no app is connected to the sink')
    const envelope_id = `e${tick}-${randomBytes(4).toString('hex')}`
    const acknowledged = new Promise<number>((resolve) =>
      waiting.set(envelope_id, () => resolve(performance.now() - sentAt)),
    )
    socket.send(
      JSON.stringify({
        envelope_id,
        type: 'events_api',
        payload,
        accepts_response_payload: false,
        retry_attempt: 0,
        retry_reason: '',
      }),
    )
    return acknowledged
  }

  return {
    apiUrl: `${origin}/api/`,
    botToken: 'xoxb-sink',
    appToken: 'xapp-1-A0SINK-sink',
    signingSecret,
    counts,
    connections: () => sockets.length,
    deliverTo(url) {
      eventsUrl = url
    },
    ask({ user, channel, text, thread }) {
      const ts = nextTs()
      const event = {
        type: 'message',
        user,
        channel,
        channel_type: channel.startsWith('D') ? 'im' : 'channel',
        text,
        ts,
        event_ts: ts,
        team,
        client_msg_id: `m${tick}`,
        ...(thread && { thread_ts: thread }),
      }
      const payload = {
        type: 'event_callback',
        team_id: team,
        api_app_id: bot.app,
        event,
        event_id: `Ev${tick}S${randomBytes(4).toString('hex')}`,
        event_time: Math.floor(Date.now() / 1000),
        authorizations: [
          { enterprise_id: null, team_id: team, user_id: bot.user, is_bot: true, is_enterprise_install: false },
        ],
        is_ext_shared_channel: false,
      }
      const sentAt = performance.now()
      return { channel, ts, sentAt, acknowledgedAfterMs: deliver(payload, sentAt) }
    },
    async close() {
      for (const socket of sockets.slice()) socket.close(1001)
      wss.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

let files = 0

/** The least that each method's callers read. */
function answers(method: string, fields: URLSearchParams, origin: string, port: number): object {
  switch (method) {
    case 'auth.test':
      return {
        url: origin,
        team: 'Sink',
        team_id: team,
        user: 'tidings',
        user_id: bot.user,
        bot_id: bot.id,
        app_id: bot.app,
      }
    case 'apps.connections.open':
      return { url: `ws://127.0.0.1:${port}/link` }
    case 'conversations.open':
      return { channel: { id: `D${fields.get('users') ?? ''}` } }
    case 'conversations.info':
      return { channel: { id: fields.get('channel'), name: 'load', is_member: true } }
    case 'conversations.replies':
    case 'conversations.history':
      return { messages: [], has_more: false }
    case 'users.info':
      return { user: { id: fields.get('user'), name: 'load', tz: 'Europe/London', locale: 'en-US', profile: {} } }
    case 'files.getUploadURLExternal':
      files += 1
      return { upload_url: `${origin}/upload/${files}`, file_id: `F0SINK${String(files).padStart(6, '0')}` }
    case 'files.completeUploadExternal':
      return { files: JSON.parse(fields.get('files') ?? '[]') as unknown }
    case 'files.info':
      return {
        file: { id: fields.get('file'), mimetype: 'image/png', filetype: 'png', original_w: 1600, original_h: 900 },
      }
    default:
      return method.startsWith('views.') ? { view: { id: 'V0SINK', hash: '1' } } : {}
  }
}
