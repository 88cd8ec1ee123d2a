import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Core } from './core.ts'
import { object, type Json } from './json.ts'
import { serveResponseUrl } from './response-urls.ts'
import { serveCall } from './web-api.ts'

/** A listening server of which the routes come later: addresses are needed to build the world. */
export async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

/** Slack's addresses: the Web API, uploads and downloads, response URLs. */
export function route(server: Server, core: Core): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    handle(core, request, response).catch((error: unknown) => {
      core.violations.push({
        rule: 'slack-world broke',
        method: request.url ?? '',
        at: 'server',
        detail: String(error),
      })
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
}

async function handle(core: Core, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://slack')
  const body = await read(request)
  const [, place = '', ...rest] = url.pathname.split('/')
  if (place === 'api') {
    const fields = {
      ...Object.fromEntries(url.searchParams),
      ...parseBody(request.headers['content-type'] ?? '', body),
    }
    const wire = await serveCall(core, rest.join('/'), credentials(request, fields), fields)
    if (wire === 'silence') return
    send(response, wire.status, wire.headers, wire.body)
    return
  }
  if (place === 'response') {
    const answer = await serveResponseUrl(
      core,
      rest.join('/'),
      parseBody(request.headers['content-type'] ?? 'application/json', body),
    )
    if (answer !== 'silence') response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body)
    return
  }
  if (place === 'upload') return upload(core, rest, request, body, response)
  if (place === 'files-pri') return download(core, rest, request, response)
  response.writeHead(404).end()
}

async function upload(
  core: Core,
  path: string[],
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const [, team, file] = path
  const workspace = core.workspaces.find(({ id }) => id === team)
  const fault = core.faults.take('upload')
  if (fault?.kind === 'silence') return
  if (!workspace || fault) {
    response.writeHead(fault?.kind === 'status' ? fault.status : 500).end()
    return
  }
  const type = request.headers['content-type']
  const stored = await workspace.emulator.fetch(`/upload/v1/${file}`, {
    method: 'POST',
    body: new Uint8Array(body),
    ...(type && { headers: { 'content-type': type } }),
  })
  response.writeHead(stored.status, { 'content-type': 'text/plain' }).end(`${await stored.text()} - ${body.length}`)
}

async function download(core: Core, path: string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [team = '', file = ''] = (path[0] ?? '').split('-')
  const workspace = core.workspaces.find(({ id }) => id === team)
  const row = workspace?.emulator.tables.files.findOneBy('file_id', file)
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
  if (!row || !workspace?.emulator.tables.tokens.findOneBy('token', token)) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': row.mimetype }).end(Buffer.from(row.content_base64 ?? '', 'base64'))
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: Json): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body))
}

function credentials(request: IncomingMessage, fields: Json): { token: string; basic?: string } {
  const header = request.headers.authorization ?? ''
  if (header.startsWith('Basic ')) return { token: '', basic: header }
  const token = fields['token']
  return { token: header.replace(/^Bearer\s+/i, '') || (typeof token === 'string' ? token : '') }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** A form carries lists and objects as JSON text. */
function parseBody(contentType: string, body: Buffer): Json {
  if (body.length === 0) return {}
  if (contentType.includes('json')) return object(JSON.parse(body.toString()))
  if (contentType.includes('multipart')) return {}
  return Object.fromEntries(
    [...new URLSearchParams(body.toString())].map(([field, value]) => [field, unfold(field, value)]),
  )
}

const foldedFields = new Set([
  'blocks',
  'attachments',
  'metadata',
  'view',
  'files',
  'prompts',
  'chunks',
  'loading_messages',
])

function unfold(field: string, value: string): unknown {
  if (!foldedFields.has(field)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
