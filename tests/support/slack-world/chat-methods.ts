import { randomBytes } from 'node:crypto'
import { channelOf, isFileReady, threadKey, whisper } from './core.ts'
import type { MessageRow } from './emulator.ts'
import { list, object, text, type Json } from './json.ts'
import { refused, served, type Incoming, type Method } from './method.ts'

/**
 * Messages. The emulator keeps them; this adds what it leaves out: the bot's names on its own messages, block ids, files
 * that are not ready, streams, and messages that one person alone sees.
 */
export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    inChannel: true,
    async serve(call) {
      const unready = unreadyFile(call)
      if (unready) return unready
      noteThread(call)
      const answer = await served(call, {
        ...withBlockIds(call.body),
        bot_id: call.workspace.bot.botId,
        app_id: call.core.app.id,
      })
      if (answer['ok']) settleThread(call, text(answer['channel']), text(answer['ts']))
      return answer
    },
  },
  'chat.update': {
    scopes: ['chat:write'],
    inChannel: true,
    serve: (call) => unreadyFile(call) ?? served(call, withBlockIds(call.body)),
  },
  'chat.delete': { scopes: ['chat:write'], inChannel: true },
  'chat.getPermalink': { scopes: [] },
  'chat.postEphemeral': {
    scopes: ['chat:write'],
    inChannel: true,
    serve({ workspace, body }) {
      const channel = channelOf(workspace, text(body['channel']))
      const user = text(body['user'])
      if (!channel) return refused('channel_not_found')
      if (!channel.members.includes(user)) return refused('user_not_in_channel')
      const thread = text(body['thread_ts'])
      const message_ts = whisper(workspace, {
        channel: channel.channel_id,
        user,
        ...(thread && { thread_ts: thread }),
        text: text(body['text']),
        blocks: list(withBlockIds(body)['blocks']),
      })
      return { ok: true, message_ts }
    },
  },
  'chat.startStream': {
    scopes: ['chat:write'],
    inChannel: true,
    async serve(call) {
      const words = streamed(call.body)
      const answer = await call.workspace.emulator.call('chat.postMessage', call.token, {
        channel: call.body['channel'],
        thread_ts: call.body['thread_ts'],
        text: words || ' ',
        bot_id: call.workspace.bot.botId,
        app_id: call.core.app.id,
      })
      if (answer['ok']) call.workspace.streams.set(threadKey(text(answer['channel']), text(answer['ts'])), words)
      return answer['ok'] ? { ok: true, channel: answer['channel'], ts: answer['ts'] } : answer
    },
  },
  'chat.appendStream': { scopes: ['chat:write'], inChannel: true, serve: (call) => addToStream(call) },
  'chat.stopStream': {
    scopes: ['chat:write'],
    inChannel: true,
    async serve(call) {
      const { body, workspace } = call
      const answer = await addToStream(call)
      if (!answer['ok']) return answer
      workspace.streams.delete(threadKey(text(body['channel']), text(body['ts'])))
      settleThread(call, text(body['channel']), text(body['ts']))
      return answer
    },
  },
}

async function addToStream({ workspace, token, body, method }: Incoming): Promise<Json> {
  const key = threadKey(text(body['channel']), text(body['ts']))
  const before = workspace.streams.get(key)
  if (before === undefined) return refused('message_not_in_streaming_state')
  const words = before + streamed(body)
  workspace.streams.set(key, words)
  const answer = await workspace.emulator.call('chat.update', token, {
    channel: body['channel'],
    ts: body['ts'],
    text: words || ' ',
    ...(method === 'chat.stopStream' && {
      ...withBlockIds(body),
      ...(body['metadata'] !== undefined && { metadata: body['metadata'] }),
    }),
  })
  return answer['ok'] ? { ok: true, channel: body['channel'], ts: body['ts'] } : answer
}

/** A stream grows by text, or by chunks of which some are text. */
function streamed(body: Json): string {
  const chunks = list(body['chunks']).map((chunk) => text(chunk['text']))
  return text(body['markdown_text']) + chunks.join('')
}

/** Slack names every block that has no name: presses point at it. */
export function withBlockIds(body: Json): Json {
  if (body['blocks'] === undefined) return {}
  return { blocks: list(body['blocks']).map((block) => ({ block_id: randomBytes(3).toString('base64url'), ...block })) }
}

/** A thread has the ts of its first message; Slack loses replies that name another one of it. */
function noteThread({ core, workspace, body, method }: Incoming): void {
  const thread = text(body['thread_ts'])
  const row = thread && workspace.emulator.tables.messages.findOneBy('ts', thread)
  if (row && row.thread_ts && row.thread_ts !== row.ts) {
    core.violations.push({
      rule: 'thread',
      method,
      at: 'thread_ts',
      detail: `${thread} is a reply in the thread ${row.thread_ts}`,
    })
  }
}

/** A reply takes the status line away. */
function settleThread({ workspace, body }: Incoming, channel: string, ts: string): void {
  const row = workspace.emulator.tables.messages
    .all()
    .find((message) => message.ts === ts && message.channel_id === channel)
  for (const thread of [text(body['thread_ts']), row?.thread_ts, ts]) {
    if (thread) workspace.statuses.delete(threadKey(channel, thread))
  }
}

/** A picture block that names a file Slack has not worked through refuses the whole message. */
export function unreadyFile({ core, workspace, body }: Incoming): Json | undefined {
  const blocks = [...list(body['blocks']), ...list(object(body['view'])['blocks'])]
  const images = blocks.flatMap((block) => [block, object(block['accessory']), ...list(block['elements'])])
  for (const image of images) {
    const file = object(image['slack_file'])
    const id = text(file['id']) || fileOfUrl(text(file['url']))
    if (image['slack_file'] === undefined) continue
    const known = workspace.emulator.tables.files.findOneBy('file_id', id)
    if (known && isFileReady(core, workspace, id)) continue
    return refused('invalid_blocks', {
      response_metadata: { messages: [`[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file] (${id})`] },
    })
  }
  return undefined
}

function fileOfUrl(url: string): string {
  return /\/(F[A-Z0-9]+)\//.exec(url)?.[1] ?? ''
}

/** A message as readers of the API get it: its metadata only for those who ask. */
export function plainMessage(message: Json, withMetadata: boolean): Json {
  if (withMetadata) return message
  const { metadata: _left, ...rest } = message
  return rest
}

/** The stored message behind a channel and a timestamp. */
export function storedMessage(workspace: Incoming['workspace'], channel: string, ts: string): MessageRow | undefined {
  return workspace.emulator.tables.messages.all().find((row) => row.ts === ts && row.channel_id === channel)
}
