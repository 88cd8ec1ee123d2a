import { channelOf, type Core } from './core.ts'
import { channelType, eventCallback, mentionEvent, messageEvent, shaped } from './envelopes.ts'
import type { ChannelRow } from './emulator.ts'
import { object, text, type Json } from './json.ts'
import type { Workspace } from './workspace.ts'

/** Tells the app what happened in a workspace, where it subscribed to it and may see it. */
export function tellApp(core: Core, workspace: Workspace, event: Json): void {
  for (const told of eventsOf(core, workspace, event)) {
    void core.deliveries.send({ kind: 'events_api', payload: eventCallback(core, workspace, told) })
  }
}

/** A mention in a channel is told twice: as a message and as a mention, each under an id of its own. */
function eventsOf(core: Core, workspace: Workspace, event: Json): readonly Json[] {
  const type = text(event['type'])
  if (type !== 'message') return core.app.events.includes(type) ? [event] : []
  const channel = channelOf(workspace, text(event['channel']))
  if (!channel?.members.includes(workspace.bot.userId)) return []
  const kind = channelType(channel)
  const { channel: _left, ...message } = event
  const told: Json[] = []
  const plural = kind === 'channel' || kind === 'group' ? `${kind}s` : kind
  if (core.app.events.includes(`message.${plural}`)) told.push(anyMessage(core, workspace, channel, message))
  const mentions = text(message['text']).includes(`<@${workspace.bot.userId}>`)
  const isPlain = message['subtype'] === undefined || message['subtype'] === 'file_share'
  if (
    mentions &&
    isPlain &&
    kind !== 'im' &&
    message['user'] !== workspace.bot.userId &&
    core.app.events.includes('app_mention')
  ) {
    const mention = mentionEvent(workspace, channel, messageEvent(core, workspace, channel, message))
    if (core.mentionFirst) told.unshift(mention)
    else told.push(mention)
  }
  return told
}

function anyMessage(core: Core, workspace: Workspace, channel: ChannelRow, message: Json): Json {
  const place = { channel: channel.channel_id, channel_type: channelType(channel) }
  switch (message['subtype']) {
    case 'message_changed':
      return shaped('message-changed', {
        ...place,
        message: inner(core, workspace, channel, object(message['message'])),
        previous_message: inner(core, workspace, channel, object(message['previous_message'])),
        ts: message['ts'],
        event_ts: message['ts'],
      })
    case 'message_deleted':
      return shaped('message-deleted', {
        ...place,
        previous_message: inner(core, workspace, channel, object(message['previous_message'])),
        deleted_ts: message['deleted_ts'],
        ts: message['ts'],
        event_ts: message['ts'],
      })
    default:
      return messageEvent(core, workspace, channel, message)
  }
}

/** A message inside another event has no channel and no event time of its own. */
function inner(core: Core, workspace: Workspace, channel: ChannelRow, message: Json): Json {
  const {
    channel: _channel,
    channel_type: _type,
    event_ts: _ts,
    ...rest
  } = messageEvent(core, workspace, channel, message)
  return { ...rest, source_team: workspace.id, user_team: workspace.id }
}
