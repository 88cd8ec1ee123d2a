import { randomBytes } from 'node:crypto'
import { storedMessage, withBlockIds } from './chat-methods.ts'
import { botTokenOf, whisper, type Core, type ResponseUrl } from './core.ts'
import { list, object, text, type Json } from './json.ts'
import { isTrue } from './people-methods.ts'
import { inspect } from './web-api.ts'
import type { Workspace } from './workspace.ts'

/** Slack allows five uses within thirty minutes. */
const uses = 5
const livesMs = 30 * 60_000

/** A new address for answers to one command or click. */
export function newResponseUrl(core: Core, about: Omit<ResponseUrl, 'uses' | 'expiresAt'>): string {
  const key = `${about.workspace.id}/${randomBytes(9).toString('base64url')}`
  core.responseUrls.set(key, { ...about, uses: 0, expiresAt: Date.now() + livesMs })
  return core.url(`/response/${key}`)
}

/** Somebody posts to a response URL. */
export async function serveResponseUrl(
  core: Core,
  key: string,
  body: Json,
): Promise<{ status: number; body: string } | 'silence'> {
  const url = core.responseUrls.get(key)
  core.calls.push({ method: 'response_url', body, team: url?.workspace.id, at: Date.now() - core.startedAt })
  const fault = core.faults.take('response_url')
  if (fault?.kind === 'status') return { status: fault.status, body: '' }
  if (fault?.kind === 'silence') return 'silence'
  if (fault?.kind === 'answer') return { status: 200, body: JSON.stringify(fault.body) }
  if (!url) return { status: 404, body: 'no_service' }
  if (Date.now() > url.expiresAt) return { status: 404, body: 'expired_url' }
  url.uses += 1
  if (url.uses > uses) {
    core.violations.push({
      rule: 'response url',
      method: 'response_url',
      at: 'url',
      detail: `used ${url.uses} times, ${uses} allowed`,
    })
    return { status: 404, body: 'used_url' }
  }
  const refusal = inspect(core, 'response_url', body)
  if (refusal) return { status: 400, body: refusal }
  await answerThrough(core, url, key, body)
  return { status: 200, body: 'ok' }
}

/** What a body said to a response URL does; an acknowledgement of a command with a body does the same. */
export async function answerThrough(core: Core, url: ResponseUrl, key: string, body: Json): Promise<void> {
  const { workspace, message } = url
  if (message && (isTrue(body['delete_original']) || isTrue(body['replace_original']))) {
    if (message.ephemeral) replaceWhisper(workspace, message.ts, isTrue(body['delete_original']) ? undefined : body)
    else if (isTrue(body['delete_original']))
      await workspace.emulator.call('chat.delete', botTokenOf(workspace), { channel: url.channel, ts: message.ts })
    else {
      const fields = { text: body['text'], ...withBlockIds(body) }
      await workspace.emulator.call('chat.update', botTokenOf(workspace), {
        channel: url.channel,
        ts: message.ts,
        ...fields,
      })
    }
    return
  }
  const thread = text(body['thread_ts']) || (isTrue(body['replace_original']) ? '' : (message?.thread_ts ?? ''))
  if (body['response_type'] === 'in_channel') {
    await workspace.emulator.call('chat.postMessage', botTokenOf(workspace), {
      channel: url.channel,
      text: body['text'] ?? '',
      ...withBlockIds(body),
      ...(thread && { thread_ts: thread }),
      bot_id: workspace.bot.botId,
      app_id: core.app.id,
    })
    return
  }
  whisper(workspace, {
    channel: url.channel,
    user: url.user,
    text: text(body['text']),
    blocks: list(withBlockIds(body)['blocks']),
    ...(thread && { thread_ts: thread }),
    responseUrl: key,
  })
}

function replaceWhisper(workspace: Workspace, ts: string, body: Json | undefined): void {
  const at = workspace.ephemerals.findIndex((ephemeral) => ephemeral.ts === ts)
  const before = workspace.ephemerals[at]
  if (!before) return
  if (!body) workspace.ephemerals.splice(at, 1)
  else workspace.ephemerals[at] = { ...before, text: text(body['text']), blocks: list(withBlockIds(body)['blocks']) }
}

/** The message an interaction points at, as its payload carries it. */
export function pointedAt(
  workspace: Workspace,
  channel: string,
  ts: string,
): { message: Json; ephemeral: boolean } | undefined {
  const stored = storedMessage(workspace, channel, ts)
  if (stored) return { message: object(stored), ephemeral: false }
  const whispered = workspace.ephemerals.find((ephemeral) => ephemeral.ts === ts)
  return (
    whispered && {
      message: { type: 'message', bot_id: workspace.bot.botId, ...whispered, user: workspace.bot.userId },
      ephemeral: true,
    }
  )
}
