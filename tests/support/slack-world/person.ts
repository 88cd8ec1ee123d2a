import { randomUUID } from 'node:crypto'
import { channelOf, type Core } from './core.ts'
import { eventCallback, interactor, richText, shaped } from './envelopes.ts'
import type { Row, ViewRow } from './emulator.ts'
import { tellApp } from './events.ts'
import { list, object, text, type Json } from './json.ts'
import { approve } from './oauth-methods.ts'
import { filledIn, pressed } from './press.ts'
import { asMessage, type Message } from './reading.ts'
import { answerThrough, newResponseUrl, pointedAt } from './response-urls.ts'
import { newTrigger } from './view-methods.ts'
import { viewPayload } from './views.ts'
import type { Ephemeral, Person, Workspace } from './workspace.ts'

type Thread = Message | string

/** Something with buttons: a message, a whisper, a modal or the Home tab. */
export type Clickable = Message | Ephemeral | Row<ViewRow>

/** A person of the workspace, and what they can do there. */
export interface Actor extends Person {
  /** Writes in a channel. `@tidings` and `@ben` become mentions. */
  says(typed: string, where: { readonly in: string; readonly thread?: Thread }): Promise<Message>
  /** Writes to the bot alone. */
  dms(typed: string, where?: { readonly thread?: Thread }): Promise<Message>
  edits(message: Message, typed: string): Promise<Message>
  /** Deletes a message; one with replies leaves a stone in its place, which Slack tells as an edit. */
  deletes(message: Message): Promise<void>
  /** Presses a button, or picks from a menu, by its words, its action id or its value. */
  clicks(on: Clickable, name: string): Promise<void>
  /** Runs a slash command; gives the address for later answers, and whether Slack got its acknowledgement. */
  slash(
    command: string,
    words: string,
    where: { readonly in: string },
  ): Promise<{ readonly responseUrl: string; readonly acknowledged: boolean }>
  runsShortcut(callbackId: string, message: Message): Promise<{ readonly acknowledged: boolean }>
  /** Submits a modal; gives what the app answered, such as errors beside fields. */
  submits(view: Row<ViewRow>, values: Readonly<Record<string, string | readonly string[]>>): Promise<Json>
  closes(view: Row<ViewRow>): Promise<void>
  joins(channel: string): void
  leaves(channel: string): void
  opensHome(): Promise<void>
  opensMessages(): Promise<void>
  /** Agrees on Slack's consent page; gives the address the browser goes to next. */
  approves(page: string): Promise<string>
}

export function createActor(core: Core, workspace: Workspace, person: Person): Actor {
  const { emulator } = workspace
  const call = async (method: string, body: Json) => {
    const answer = await emulator.call(method, person.token, body)
    if (answer['ok'] !== true) throw new Error(`${person.name} cannot ${method}: ${String(answer['error'])}`)
    return answer
  }
  const stored = (channel: string, ts: string): Message => {
    const row = emulator.tables.messages.all().find((one) => one.ts === ts && one.channel_id === channel)
    if (!row) throw new Error(`there is no message ${ts} in ${channel}`)
    return asMessage(workspace, row)
  }
  const directly = async () =>
    text(object((await call('conversations.open', { users: workspace.bot.userId }))['channel'])['id'])

  async function write(channel: string, typed: string, thread: Thread | undefined): Promise<Message> {
    const words = withMentions(workspace, typed)
    const root = typeof thread === 'string' ? thread : (thread?.thread ?? thread?.ts)
    const answer = await call('chat.postMessage', {
      channel,
      text: words,
      blocks: richText(words),
      client_msg_id: randomUUID(),
      ...(root && { thread_ts: root }),
    })
    return stored(text(answer['channel']), text(answer['ts']))
  }

  function room(name: string) {
    const channel = channelOf(workspace, name)
    if (!channel) throw new Error(`there is no channel ${name}`)
    if (!channel.members.includes(person.id)) throw new Error(`${person.name} is not in ${name}`)
    return channel
  }

  function setMembers(name: string, change: (members: readonly string[]) => readonly string[]) {
    const channel = channelOf(workspace, name)
    if (!channel) throw new Error(`there is no channel ${name}`)
    const members = change(channel.members)
    emulator.tables.channels.update(channel.id, { members, num_members: members.length })
  }

  async function opens(tab: 'home' | 'messages') {
    const view =
      tab === 'home'
        ? emulator.tables.views.all().find((row) => row.type === 'home' && row.user_id === person.id)
        : undefined
    const event = shaped('app-home-opened', {
      user: person.id,
      channel: await directly(),
      tab,
      event_ts: now(),
      ...(view && { view: viewPayload(view) }),
    })
    if (!core.app.events.includes('app_home_opened')) return
    await core.deliveries.send({ kind: 'events_api', payload: eventCallback(core, workspace, event) })
  }

  const interaction = (shape: 'block-actions' | 'message-action' | 'view-submission' | 'view-closed', fields: Json) =>
    core.deliveries.send({
      kind: 'interactive',
      payload: shaped(shape, { ...interactor(workspace, person.id), api_app_id: core.app.id, ...fields }),
    })

  return {
    ...person,
    says: async (typed, where) => write(room(where.in).channel_id, typed, where.thread),
    dms: async (typed, where) => write(await directly(), typed, where?.thread),
    async edits(message, typed) {
      const words = withMentions(workspace, typed)
      await call('chat.update', { channel: message.channel, ts: message.ts, text: words, blocks: richText(words) })
      return stored(message.channel, message.ts)
    },
    async deletes(message) {
      const replies = emulator.tables.messages
        .all()
        .filter(({ thread_ts, ts }) => thread_ts === message.ts && ts !== message.ts)
      const row = emulator.tables.messages
        .all()
        .find(({ ts, channel_id }) => ts === message.ts && channel_id === message.channel)
      if (row && replies.length > 0) {
        const stone = { user: 'USLACKBOT', subtype: 'tombstone', text: 'This message was deleted.', hidden: true }
        emulator.tables.messages.update(row.id, { ...stone, blocks: undefined })
        tellApp(core, workspace, {
          type: 'message',
          subtype: 'message_changed',
          channel: message.channel,
          ts: now(),
          message: { type: 'message', ...stone, ts: message.ts, thread_ts: message.ts },
          previous_message: {
            type: 'message',
            user: message.user,
            text: message.text,
            ts: message.ts,
            thread_ts: message.ts,
          },
        })
        return
      }
      await call('chat.delete', { channel: message.channel, ts: message.ts })
    },
    async clicks(on, name) {
      const action = pressed(list(on.blocks), name)
      const values = object(action['selected_option'])['value'] === undefined ? {} : stateOf(action)
      const shared = { trigger_id: newTrigger(core, workspace, person.id), actions: [action], state: { values } }
      if ('view_id' in on) {
        await interaction('block-actions', {
          ...shared,
          trigger_id: newTrigger(core, workspace, person.id, on.view_id),
          container: { type: 'view', view_id: on.view_id },
          view: viewPayload(on),
        })
        return
      }
      const found = pointedAt(workspace, on.channel, on.ts)
      if (!found) throw new Error(`the message ${on.ts} is gone`)
      const thread = text(found.message['thread_ts'])
      const inThread = thread ? { thread_ts: thread } : {}
      await interaction('block-actions', {
        ...shared,
        container: {
          type: 'message',
          message_ts: on.ts,
          channel_id: on.channel,
          is_ephemeral: found.ephemeral,
          ...inThread,
        },
        channel: placeOf(workspace, on.channel),
        // Slack leaves the message out when only one person can see it.
        ...(!found.ephemeral && { message: found.message }),
        response_url: newResponseUrl(core, {
          workspace,
          channel: on.channel,
          user: person.id,
          message: { ts: on.ts, ephemeral: found.ephemeral, ...inThread },
        }),
      })
    },
    async slash(command, words, where) {
      if (!core.app.commands.includes(command)) throw new Error(`the manifest has no command ${command}`)
      const channel = where.in === 'dm' ? channelOf(workspace, await directly()) : room(where.in)
      if (!channel) throw new Error('there is no such place')
      const about = { workspace, channel: channel.channel_id, user: person.id }
      const response_url = newResponseUrl(core, about)
      const answer = await core.deliveries.send({
        kind: 'slash_commands',
        payload: shaped('slash-command', {
          team_id: workspace.id,
          team_domain: workspace.domain,
          channel_id: channel.channel_id,
          channel_name: channel.is_im ? 'directmessage' : channel.is_private ? 'privategroup' : channel.name,
          user_id: person.id,
          user_name: person.name,
          command,
          text: words,
          api_app_id: core.app.id,
          response_url,
          trigger_id: newTrigger(core, workspace, person.id),
        }),
      })
      const said: Json = typeof answer === 'string' ? { text: answer } : (answer ?? {})
      const url = core.responseUrls.get(new URL(response_url).pathname.replace('/response/', ''))
      if (url && (said['text'] || said['blocks'])) await answerThrough(core, url, 'acknowledgement', said)
      return { responseUrl: response_url, acknowledged: answer !== undefined }
    },
    async runsShortcut(callbackId, message) {
      if (!core.app.shortcuts.includes(callbackId)) throw new Error(`the manifest has no shortcut ${callbackId}`)
      const found = pointedAt(workspace, message.channel, message.ts)
      const answer = await interaction('message-action', {
        action_ts: now(),
        channel: placeOf(workspace, message.channel),
        callback_id: callbackId,
        trigger_id: newTrigger(core, workspace, person.id),
        response_url: newResponseUrl(core, { workspace, channel: message.channel, user: person.id }),
        message_ts: message.ts,
        message: found?.message ?? {},
      })
      return { acknowledged: answer !== undefined }
    },
    async submits(view, values) {
      const filled = filledIn(viewPayload(view), values)
      const answer = await interaction('view-submission', {
        trigger_id: newTrigger(core, workspace, person.id, view.view_id),
        view: filled,
      })
      if (answer === undefined)
        throw new Error('the app did not acknowledge the modal: Slack would show an error in it')
      const said = object(answer)
      if (said['response_action'] === 'update') emulator.tables.views.update(view.id, { ...object(said['view']) })
      else if (said['response_action'] === undefined || said['response_action'] === 'clear')
        emulator.tables.views.delete(view.id)
      return said
    },
    async closes(view) {
      emulator.tables.views.delete(view.id)
      if (view['notify_on_close'] === true) await interaction('view-closed', { view: viewPayload(view) })
    },
    joins: (name) => setMembers(name, (members) => [...members, person.id]),
    leaves: (name) => setMembers(name, (members) => members.filter((member) => member !== person.id)),
    opensHome: () => opens('home'),
    opensMessages: () => opens('messages'),
    approves: (page) => approve(core, workspace, person.id, page),
  }
}

function stateOf(action: Json): Json {
  if (action['type'] === 'overflow') return {}
  const state = { type: action['type'], selected_option: action['selected_option'] }
  return { [text(action['block_id'])]: { [text(action['action_id'])]: state } }
}

function placeOf(workspace: Workspace, channelId: string): Json {
  const channel = channelOf(workspace, channelId)
  return {
    id: channelId,
    name: channel?.is_im ? 'directmessage' : channel?.is_private ? 'privategroup' : (channel?.name ?? ''),
  }
}

function withMentions(workspace: Workspace, typed: string): string {
  const names = new Map([
    ...workspace.people.map(({ name, id }) => [name, id] as const),
    [workspace.bot.name, workspace.bot.userId],
  ])
  return typed.replaceAll(/@([a-z]+)/g, (whole, name: string) => (names.has(name) ? `<@${names.get(name)}>` : whole))
}

function now(): string {
  return (Date.now() / 1000).toFixed(6)
}
