/** manifest.yml asks for what the code listens to and calls, and for nothing else. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '@slack/bolt'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { listen } from '../../../../src/bot/platforms/slack/listeners.ts'
import { fromPost } from '../../../../src/bot/platforms/slack/translate.ts'

const root = join(import.meta.dirname, '../../../..')
const folder = join(root, 'src/bot/platforms/slack')
const manifest = parse(readFileSync(join(root, 'manifest.yml'), 'utf8')) as {
  readonly features: {
    readonly slash_commands: readonly { readonly command: string }[]
    readonly shortcuts: readonly { readonly callback_id: string }[]
  }
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } }
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } }
}
const events = manifest.settings.event_subscriptions.bot_events

/** What the listeners are registered for. */
function listenedTo() {
  const heard = { events: new Set<string>(), commands: new Set<string>(), shortcuts: new Set<string>() }
  const registers = {
    event: (name: string) => void heard.events.add(name),
    command: (name: string) => void heard.commands.add(name),
    shortcut: (name: string) => void heard.shortcuts.add(name),
    // Buttons and modals are the app's own: the manifest does not name them.
    action() {},
    view() {},
  }
  listen(registers as unknown as App, {} as Parameters<typeof listen>[1])
  return heard
}

/** `message.im` and the like are told apart by where the message was said. */
const placesOfMessages: Readonly<Record<string, { readonly channel_type: string; readonly channel: string }>> = {
  'message.channels': { channel_type: 'channel', channel: 'C0SALES' },
  'message.groups': { channel_type: 'group', channel: 'G0BOARD' },
  'message.im': { channel_type: 'im', channel: 'D0ANA' },
  'message.mpim': { channel_type: 'mpim', channel: 'G0MANY' },
}

test('the events are those that are listened to', () => {
  const subscribed = new Set(events.map((event) => event.replace(/^message\..*/, 'message')))
  expect(subscribed).toEqual(listenedTo().events)
})

test('messages are heard in every kind of conversation that is subscribed to, and no other is left out', () => {
  expect(events.filter((event) => event.startsWith('message.'))).toEqual(Object.keys(placesOfMessages))
  for (const [event, place] of Object.entries(placesOfMessages)) {
    const post = { type: 'message', user: 'U0ANA', text: '<@U0BOT> revenue', ts: '1761000000.000100', ...place }
    const heard = fromPost(post, { team: 'T1', botUser: 'U0BOT', botId: 'B0BOT' })
    expect([event, heard?.message.said]).toEqual([event, { kind: 'words', text: 'revenue' }])
  }
})

test('the commands and shortcuts are those that are listened to', () => {
  const { commands, shortcuts } = listenedTo()
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([...commands])
  expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual([...shortcuts])
})

/** Scopes of a bot token that Slack's documentation asks for, as far as we go. */
const scopesOfMethods: Readonly<Record<string, readonly string[]>> = {
  'assistant.threads.setStatus': ['chat:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  // Only of channels that the catalog names.
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'users.info': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.publish': [],
  // Of the app-level token, which has scopes of its own.
  'apps.connections.open': [],
}
const scopesOfEvents: Readonly<Record<string, readonly string[]>> = {
  app_context_changed: ['assistant:write'],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  tokens_revoked: [],
}

/** Web API methods that the code names: `client.chat.postMessage(`, `.apiCall('chat.postMessage'`. */
function calledMethods(): ReadonlySet<string> {
  const families = [...new Set(Object.keys(scopesOfMethods).map((method) => method.split('.')[0]))]
  // Others that a Web API client has, so that a call from a family that is new here is not passed over.
  families.push('agents', 'bookmarks', 'bots', 'calls', 'canvases', 'dnd', 'emoji', 'lists', 'migration', 'oauth')
  families.push('openid', 'pins', 'reactions', 'reminders', 'rtm', 'search', 'slackLists', 'team', 'usergroups')
  const named = new RegExp(String.raw`\.((?:${families.join('|')})(?:\.[a-z]\w+)+)\s*\(`, 'g')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
  return new Set(
    sources.flatMap((source) => [
      ...[...source.matchAll(named)].map((found) => found[1]!),
      ...[...source.matchAll(/apiCall\(\s*'([\w.]+)'/g)].map((found) => found[1]!),
      ...(/filesUploadV2|\.apiCall\(\s*[^'\s]/.test(source) ? ['a call that cannot be told from the source'] : []),
    ]),
  )
}

test('every Web API method that is called is one whose scopes are known here', () => {
  const called = calledMethods()
  expect(called.size).toBeGreaterThan(5)
  expect([...called].toSorted()).toEqual(Object.keys(scopesOfMethods).toSorted())
})

test('the scopes are those that the events, the calls and the commands need', () => {
  const { commands, shortcuts } = listenedTo()
  const needed = new Set([
    ...[...calledMethods()].flatMap((method) => scopesOfMethods[method] ?? []),
    ...events.flatMap((event) => scopesOfEvents[event] ?? [`unknown event ${event}`]),
    ...(commands.size + shortcuts.size > 0 ? ['commands'] : []),
  ])
  expect([...needed].toSorted()).toEqual(manifest.oauth_config.scopes.bot)
})

test('docs/slack.md says of every scope what it is for, and of no other', () => {
  const section = readFileSync(join(root, 'docs/slack.md'), 'utf8')
    .split(/^## /m)
    .find((each) => each.startsWith('What each permission'))!
  const explained = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap((row) =>
    [...row[1]!.matchAll(/`([^`]+)`/g)].map((found) => found[1]!),
  )
  // Of the app-level token, which the manifest does not know.
  const ofApp = ['connections:write']
  expect(explained.toSorted()).toEqual([...manifest.oauth_config.scopes.bot, ...ofApp].toSorted())
})
