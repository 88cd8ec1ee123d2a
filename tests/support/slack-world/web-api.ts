import { chatMethods } from './chat-methods.ts'
import { channelOf, type Call, type Core } from './core.ts'
import { fileMethods } from './file-methods.ts'
import { object, text, type Json } from './json.ts'
import { checkPayload, refusalOf } from './limits.ts'
import { refused, served, type Incoming, type Method } from './method.ts'
import { authorizeMethods } from './oauth-methods.ts'
import { peopleMethods } from './people-methods.ts'
import { viewMethods } from './view-methods.ts'
import type { Workspace } from './workspace.ts'

/** What goes back over the wire; without an answer the connection is left open. */
export type Wire =
  | { readonly status: number; readonly headers: Record<string, string>; readonly body: Json }
  | 'silence'

/** What a caller shows: a bearer token, or the app's own id and secret. */
export interface Credentials {
  readonly token: string
  readonly basic?: string
}

const methods: Readonly<Record<string, Method>> = { ...chatMethods, ...fileMethods, ...peopleMethods, ...viewMethods }

/** Serves one call: faults first, then the token, the limits, the scopes, the channel, and at last the method itself. */
export async function serveCall(core: Core, method: string, shown: Credentials, body: Json): Promise<Wire> {
  const owner = ownerOf(core, shown.token)
  const call: Call = { method, body: withoutSecrets(body), team: owner?.workspace.id, at: Date.now() - core.startedAt }
  core.calls.push(call)
  const began = Date.now()
  const fault = core.faults.take(method)
  const answered = (answer: Json): Wire => {
    call.response = answer
    call.tookMs = Date.now() - began
    const scopes = owner?.scopes ?? []
    return {
      status: 200,
      headers: {
        'x-oauth-scopes': scopes.join(','),
        'x-accepted-oauth-scopes': '',
        'x-slack-req-id': String(core.calls.length),
      },
      body: answer,
    }
  }
  switch (fault?.kind) {
    case 'answer':
      inspect(core, method, body)
      return answered(fault.body)
    case 'status':
      return {
        status: fault.status,
        headers: fault.headers ?? {},
        body: refused(fault.status === 429 ? 'ratelimited' : 'internal_error'),
      }
    case 'silence':
      return 'silence'
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
      return answered(await answer(core, method, shown, body, owner))
    case 'lost answer':
      answered(await answer(core, method, shown, body, owner))
      return 'silence'
    case undefined:
      return answered(await answer(core, method, shown, body, owner))
  }
}

interface Owner {
  readonly workspace: Workspace
  readonly scopes: readonly string[]
}

async function answer(
  core: Core,
  method: string,
  shown: Credentials,
  body: Json,
  owner: Owner | undefined,
): Promise<Json> {
  const open = authorizeMethods[method]
  if (open) return open(core, shown, body)
  if (!shown.token) return refused('not_authed')
  if (!owner) return refused(deadTokenError(core, shown.token) ?? 'invalid_auth')
  const call: Incoming = { core, workspace: owner.workspace, token: shown.token, scopes: owner.scopes, method, body }
  const known = methods[method]
  const needed = known ? (typeof known.scopes === 'function' ? known.scopes(call) : known.scopes) : []
  const missing = needed.filter((scope) => !scope.split('|').some((one) => owner.scopes.includes(one)))
  if (missing.length > 0) {
    core.violations.push({
      rule: 'missing scope',
      method,
      at: 'token',
      detail: `${missing.join(', ')} is not among the scopes`,
    })
    return refused('missing_scope', { needed: missing.join(','), provided: owner.scopes.join(',') })
  }
  const refusal = inspect(core, method, body)
  if (refusal)
    return refused(refusal, {
      response_metadata: { messages: core.violations.slice(-1).map(({ at, detail }) => `[ERROR] ${at}: ${detail}`) },
    })
  const closed = known?.inChannel ? closedDoor(call) : undefined
  if (closed) return refused(closed)
  const result = await (known?.serve ? known.serve(call) : served(call))
  if (result['error'] === 'unknown_method') {
    core.violations.push({
      rule: 'unknown method',
      method,
      at: 'url',
      detail: 'neither Slack-world nor the emulator has it',
    })
  }
  return result
}

/** Notes what is wrong with a payload; gives the error Slack would answer with. */
export function inspect(core: Core, method: string, body: Json): string | undefined {
  const found = checkPayload(method, body, core.allowed)
  core.violations.push(...found)
  return refusalOf(found)
}

/** Slack lets the bot act in channels that exist, are open, and have it as a member. */
function closedDoor({ workspace, body, method }: Incoming): string | undefined {
  const name = text(body['channel']) || text(body['channel_id'])
  if (!name) return undefined
  // Only a new message may name a person: Slack then opens the direct messages with them.
  if (workspace.people.some(({ id }) => id === name))
    return method === 'chat.postMessage' ? undefined : 'channel_not_found'
  const channel = channelOf(workspace, name)
  if (!channel) return 'channel_not_found'
  if (channel.is_archived) return 'is_archived'
  if (channel.members.includes(workspace.bot.userId)) return undefined
  return channel.is_private ? 'channel_not_found' : 'not_in_channel'
}

function ownerOf(core: Core, token: string): Owner | undefined {
  for (const workspace of core.workspaces) {
    const row = workspace.emulator.tables.tokens.findOneBy('token', token)
    if (row?.bot_id && !workspace.deadTokens.has(token)) return { workspace, scopes: row.scopes }
  }
  return undefined
}

function deadTokenError(core: Core, token: string): string | undefined {
  return core.workspaces.map(({ deadTokens }) => deadTokens.get(token)).find((error) => error !== undefined)
}

function withoutSecrets(body: Json): Json {
  const { token: _token, client_secret: _secret, ...rest } = body
  return object(rest)
}
