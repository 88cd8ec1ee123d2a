import { plainMessage } from './chat-methods.ts'
import { channelOf, threadKey } from './core.ts'
import { channelType } from './envelopes.ts'
import { list, object, text } from './json.ts'
import { refused, served, type Incoming, type Method } from './method.ts'

/** Who and where: sign-in checks, conversations, people, and the lines an assistant shows beside a thread. */
export const peopleMethods: Readonly<Record<string, Method>> = {
  'auth.test': {
    scopes: [],
    serve: ({ workspace, core }) => ({
      ok: true,
      url: `https://${workspace.domain}.slack.com/`,
      team: workspace.name,
      user: workspace.bot.name,
      team_id: workspace.id,
      user_id: workspace.bot.userId,
      bot_id: workspace.bot.botId,
      app_id: core.app.id,
      is_enterprise_install: false,
    }),
  },
  'users.info': {
    scopes: ['users:read'],
    async serve(call) {
      const answer = await served(call)
      const person = call.workspace.people.find(({ id }) => id === call.body['user'])
      if (!answer['ok'] || !person) return answer
      const seesEmail = call.scopes.includes('users:read.email')
      const { email: _left, ...profile } = object(object(answer['user'])['profile'])
      const { email: _gone, ...user } = object(answer['user'])
      return {
        ok: true,
        user: {
          ...user,
          tz: person.tz,
          tz_label: person.tz,
          tz_offset: offsetSeconds(person.tz),
          profile: { ...profile, ...(seesEmail && { email: person.email }) },
          ...(isTrue(call.body['include_locale']) && { locale: person.locale }),
        },
      }
    },
  },
  'conversations.info': {
    scopes: (call) => [`${scopeFamily(call)}:read`],
    serve: async (call) => {
      const row = channelOf(call.workspace, text(call.body['channel']))
      if (row?.is_private && !row.members.includes(call.workspace.bot.userId)) return refused('channel_not_found')
      const answer = await served(call)
      if (!answer['ok']) return answer
      const isMember = row?.members.includes(call.workspace.bot.userId) ?? false
      return { ...answer, channel: { ...object(answer['channel']), ...(row && !row.is_im && { is_member: isMember }) } }
    },
  },
  'conversations.history': { scopes: (call) => [`${scopeFamily(call)}:history`], inChannel: true, serve: readMessages },
  'conversations.replies': { scopes: (call) => [`${scopeFamily(call)}:history`], inChannel: true, serve: readMessages },
  'conversations.members': { scopes: (call) => [`${scopeFamily(call)}:read`] },
  'conversations.open': { scopes: ['im:write'] },
  'reactions.add': { scopes: ['reactions:write'], inChannel: true },
  'reactions.remove': { scopes: ['reactions:write'], inChannel: true },
  'assistant.threads.setStatus': {
    scopes: ['assistant:write|chat:write'],
    inChannel: true,
    serve({ workspace, body, core }) {
      const [channel, thread, status] = [text(body['channel_id']), text(body['thread_ts']), text(body['status'])]
      if (status) workspace.statuses.set(threadKey(channel, thread), status)
      else workspace.statuses.delete(threadKey(channel, thread))
      workspace.statusLog.push({ channel, thread, status, at: Date.now() - core.startedAt })
      return { ok: true }
    },
  },
  'assistant.threads.setSuggestedPrompts': {
    scopes: ['assistant:write'],
    inChannel: true,
    serve({ workspace, body }) {
      workspace.prompts.set(text(body['channel_id']), list(body['prompts']))
      return { ok: true }
    },
  },
  'assistant.threads.setTitle': {
    scopes: ['assistant:write'],
    inChannel: true,
    serve({ workspace, body }) {
      workspace.titles.set(threadKey(text(body['channel_id']), text(body['thread_ts'])), text(body['title']))
      return { ok: true }
    },
  },
}

/** The emulator knows neither times nor, in threads, a limit: it gives everything, and this takes what was asked for. */
async function readMessages(call: Incoming) {
  const { cursor: _all, ...body } = call.body
  const answer = await call.workspace.emulator.call(call.method, call.token, { ...body, limit: 1000 })
  if (!answer['ok']) return answer
  const isThread = call.method === 'conversations.replies'
  if (isThread && list(answer['messages']).length === 0) return refused('thread_not_found')
  const oldest = text(call.body['oldest'])
  const latest = text(call.body['latest'])
  const inclusive = isTrue(call.body['inclusive'])
  const asked = list(answer['messages']).filter((message) => {
    const ts = text(message['ts'])
    if (inclusive && (ts === oldest || ts === latest)) return true
    return (!oldest || ts > oldest) && (!latest || ts < latest)
  })
  const limit = Number(call.body['limit'] ?? (isThread ? 1000 : 100))
  const start = Number(text(call.body['cursor']) || 0)
  const has_more = asked.length > start + limit
  return {
    ok: true,
    messages: asked
      .slice(start, start + limit)
      .map((message) => plainMessage(message, isTrue(call.body['include_all_metadata']))),
    has_more,
    response_metadata: { next_cursor: has_more ? String(start + limit) : '' },
  }
}

function scopeFamily({ workspace, body }: Incoming): string {
  const channel = channelOf(workspace, text(body['channel']))
  if (!channel) return 'channels'
  const type = channelType(channel)
  return type === 'group' ? 'groups' : type === 'channel' ? 'channels' : type
}

/** Forms carry words, JSON carries booleans. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1
}

function offsetSeconds(tz: string): number {
  const now = new Date()
  const there = new Date(now.toLocaleString('en-US', { timeZone: tz }))
  const utc = new Date(now.toLocaleString('en-US', { timeZone: 'UTC' }))
  return Math.round((there.getTime() - utc.getTime()) / 1000)
}
