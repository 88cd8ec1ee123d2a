import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Core } from './core.ts'
import type { ChannelRow } from './emulator.ts'
import { text, type Json } from './json.ts'
import type { Workspace } from './workspace.ts'

type Shape =
  | 'app-context-changed'
  | 'app-home-opened'
  | 'app-mention'
  | 'app-uninstalled'
  | 'block-actions'
  | 'bot-message'
  | 'event-callback'
  | 'message'
  | 'message-action'
  | 'message-changed'
  | 'message-deleted'
  | 'slash-command'
  | 'tokens-revoked'
  | 'view-closed'
  | 'view-submission'

/** A fresh copy of a recorded shape with some of its fields replaced. */
export function shaped(shape: Shape, fields: Json): Json {
  const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'envelopes', `${shape}.json`), 'utf8')) as Json
  const filled = Object.entries({ ...recorded, ...fields }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(filled)
}

/** An event as Slack wraps it, with an id of its own. */
export function eventCallback(core: Core, workspace: Workspace, event: Json): Json {
  return shaped('event-callback', {
    team_id: workspace.id,
    context_team_id: workspace.id,
    api_app_id: core.app.id,
    event,
    event_id: `Ev0${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.id,
        user_id: workspace.bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event_context: `4-${Buffer.from(JSON.stringify({ et: event['type'], tid: workspace.id })).toString('base64url')}`,
  })
}

/** The name of a conversation's kind in events, and of the subscription that brings its messages. */
export function channelType(channel: ChannelRow): 'im' | 'mpim' | 'group' | 'channel' {
  if (channel.is_im) return 'im'
  if (channel.is_mpim) return 'mpim'
  return channel.is_private ? 'group' : 'channel'
}

/** A message as its event carries it: what people write and what the app itself wrote have different fields. */
export function messageEvent(core: Core, workspace: Workspace, channel: ChannelRow, message: Json): Json {
  const shared = {
    ...message,
    channel: channel.channel_id,
    channel_type: channelType(channel),
    event_ts: message['ts'],
    team: workspace.id,
  }
  if (message['user'] !== workspace.bot.userId) return shaped('message', { client_msg_id: undefined, ...shared })
  const { userId, botId, name } = workspace.bot
  return shaped('bot-message', {
    ...shared,
    bot_id: botId,
    app_id: core.app.id,
    bot_profile: {
      id: botId,
      deleted: false,
      name,
      updated: 1763700000,
      app_id: core.app.id,
      user_id: userId,
      icons: {},
      team_id: workspace.id,
    },
  })
}

/** A mention of the bot: the same message again, as an event of its own. */
export function mentionEvent(workspace: Workspace, channel: ChannelRow, message: Json): Json {
  const { channel_type: _left, ...rest } = message
  return shaped('app-mention', {
    ...rest,
    type: 'app_mention',
    channel: channel.channel_id,
    event_ts: message['ts'],
    team: workspace.id,
  })
}

/** Text as people type it, in the blocks that Slack makes of it. */
export function richText(typed: string): readonly Json[] {
  const elements = typed.split(/(<@[A-Z0-9]+>)/).flatMap((part): Json[] => {
    const user = /^<@([A-Z0-9]+)>$/.exec(part)?.[1]
    if (user) return [{ type: 'user', user_id: user }]
    return part ? [{ type: 'text', text: part }] : []
  })
  return [
    {
      type: 'rich_text',
      block_id: randomBytes(3).toString('base64url'),
      elements: [{ type: 'rich_text_section', elements }],
    },
  ]
}

/** The `user` and `team` that interactions carry. */
export function interactor(workspace: Workspace, userId: string): Json {
  const name = workspace.people.find((person) => person.id === userId)?.name ?? text(userId)
  return {
    user: { id: userId, username: name, name, team_id: workspace.id },
    team: { id: workspace.id, domain: workspace.domain },
  }
}
