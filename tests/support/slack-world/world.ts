import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { channelOf, threadKey, type Call, type Core } from './core.ts'
import { createDeliveries, type Delivery, type DeliveryTimes } from './delivery.ts'
import type { FileRow, Row, ViewRow } from './emulator.ts'
import { eventCallback, shaped } from './envelopes.ts'
import { tellApp } from './events.ts'
import { createFaults, type Faults } from './faults.ts'
import { list, object, text, type Json } from './json.ts'
import type { Violation } from './limits.ts'
import { createActor, type Actor } from './person.ts'
import { account, messagesIn, repliesTo, waitFor, whispersTo, type Message } from './reading.ts'
import { createRequests, signedHeaders } from './requests.ts'
import { listen, route } from './server.ts'
import { createSockets, type Sockets } from './sockets.ts'
import { openWorkspace, type Ephemeral, type Workspace, type WorkspaceSeed } from './workspace.ts'

export interface WorldOptions extends WorkspaceSeed {
  /** How the app gets its events. */
  readonly mode: 'socket' | 'http'
  /** Where signed requests go; may be told later with `deliverTo`. */
  readonly eventsUrl?: string
  /** More workspaces beside the first. */
  readonly others?: readonly WorkspaceSeed[]
  /** What the bot's token may do and what the app is told; from `manifest.yml` unless given. */
  readonly scopes?: readonly string[]
  readonly events?: readonly string[]
  readonly times?: Partial<DeliveryTimes> & { readonly triggerLivesMs?: number }
}

export interface RawRequest {
  readonly signedWith?: string
  /** Seconds since 1970. */
  readonly timestamp?: number | string
  readonly retryNum?: number
  readonly retryReason?: string
  /** Sent instead of the event. */
  readonly body?: string
  readonly contentType?: string
  readonly headers?: Record<string, string>
}

/** A Slack of one's own: real HTTP, real sockets, everything the app sends checked against Slack's limits. */
export interface SlackWorld {
  readonly apiUrl: string
  readonly url: string
  readonly botToken: string
  readonly appToken: string
  readonly appId: string
  readonly signingSecret: string
  readonly clientId: string
  readonly clientSecret: string
  readonly team: Workspace
  readonly teams: readonly Workspace[]
  readonly calls: readonly Call[]
  readonly deliveries: readonly Delivery[]
  readonly violations: readonly Violation[]
  readonly faults: Faults
  readonly sockets: Pick<Sockets, 'connections' | 'drop' | 'disconnect' | 'refuse' | 'hold'>

  user(name: string, team?: Workspace): Actor
  callsTo(method: string): readonly Call[]
  channelId(name: string): string

  /** Waits for the bot's answer to a message: the nth, where one message gets several. */
  replyTo(
    said: Message,
    options?: { readonly withinMs?: number; readonly nth?: number; readonly when?: (reply: Message) => boolean },
  ): Promise<Message>
  repliesTo(said: Message): readonly Message[]
  messages(channel: string): readonly Message[]
  thread(of: Message): readonly Message[]
  /** A message as it stands now. */
  again(message: Message): Message
  ephemerals(user: Actor): readonly Ephemeral[]
  /** Waits for something said to one person alone. */
  whisperTo(user: Actor, options?: { readonly withinMs?: number; readonly nth?: number }): Promise<Ephemeral>
  status(channel: string, thread: string): string | undefined
  home(user: Actor): Row<ViewRow> | undefined
  views(user: Actor): readonly Row<ViewRow>[]
  /** Waits for a modal to open for somebody. */
  modalOf(user: Actor, withinMs?: number): Promise<Row<ViewRow>>
  suggestedPrompts(user: Actor): readonly Json[]
  readonly files: readonly FileRow[]
  /** Waits until a look finds something. */
  until<T>(what: string, look: () => T | undefined, withinMs?: number): Promise<T>
  /** Waits until everything sent to the app has been acknowledged or given up. */
  settled(): Promise<void>

  deliverTo(eventsUrl: string): void
  /** Sends a request of the test's own making; HTTP mode only. */
  sendRaw(event: Json, options?: RawRequest): Promise<{ readonly status: number; readonly body: string }>
  /** Sends the events of a message again, as Slack does when it missed the acknowledgement. */
  redeliver(said: Message, times: number): Promise<void>
  emit(event: Json, team?: Workspace): Promise<void>

  revokeToken(team?: Workspace): Promise<void>
  uninstall(team?: Workspace): Promise<void>
  archive(channel: string): void
  kickBot(channel: string): void
  inviteBot(channel: string): void

  allowPing(name: string): void
  /** Violations of this rule are meant by the test. */
  tolerate(rule: string): void
  /** Throws a list of what the app sent that Slack would refuse, cut, or let disturb people. */
  expectClean(): void
  /** What happened so far, for messages of failed tests. */
  account(): string
  close(): Promise<void>
}

const generousMs = 20_000

export async function startSlackWorld(options: WorldOptions): Promise<SlackWorld> {
  const { server, port } = await listen()
  const origin = `http://127.0.0.1:${port}`
  const app = {
    id: 'A0TIDINGS',
    token: 'xapp-1-A0TIDINGS-app',
    signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
    clientId: '100.200',
    clientSecret: 'a-client-secret',
    scopes: options.scopes ?? fromManifest().scopes,
    events: options.events ?? fromManifest().events,
  }
  let eventsUrl = options.eventsUrl
  const sockets = createSockets(server, app.id)
  const carrier =
    options.mode === 'socket'
      ? sockets
      : createRequests(
          () => eventsUrl ?? missing('an eventsUrl: give it at the start or with deliverTo'),
          app.signingSecret,
        )
  const startedAt = Date.now()
  const times = { ackWithinMs: 3000, retryAfterMs: [0, 200, 1000], triggerLivesMs: 3000, ...options.times }
  const faults = createFaults()
  const tolerated = new Set<string>()
  const workspaces: Workspace[] = []
  const core: Core = {
    app,
    startedAt,
    workspaces,
    calls: [],
    violations: [],
    notes: [],
    faults,
    deliveries: createDeliveries(carrier, times, startedAt),
    responseUrls: new Map(),
    pings: new Set(),
    triggerLivesMs: times.triggerLivesMs,
    url: (path) => origin + path,
    socketUrl: () => `ws://127.0.0.1:${port}/link/?ticket=${Date.now()}`,
  }
  for (const [i, seed] of [options, ...(options.others ?? [])].entries()) {
    const workspace: Workspace = await openWorkspace(seed, app, i + 1, (event) => tellApp(core, workspace, event))
    workspaces.push(workspace)
  }
  route(server, core)
  const [team = missing('a workspace')] = workspaces
  const teamOf = (id: string) => workspaces.find((workspace) => workspace.id === id) ?? team
  const row = (name: string) => channelOf(team, name) ?? missing(`a channel ${name}`)
  const setMembers = (name: string, members: readonly string[]) =>
    team.emulator.tables.channels.update(row(name).id, { members })
  const offending = () => core.violations.filter(({ rule }) => !tolerated.has(rule))
  const send = async (event: Json, workspace: Workspace) => {
    await core.deliveries.send({ kind: 'events_api', payload: eventCallback(core, workspace, event) })
  }

  const world: SlackWorld = {
    apiUrl: `${origin}/api/`,
    url: origin,
    botToken: team.botToken,
    appToken: app.token,
    appId: app.id,
    signingSecret: app.signingSecret,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    team,
    teams: workspaces,
    calls: core.calls,
    deliveries: core.deliveries.log,
    violations: core.violations,
    faults,
    sockets,

    user(name, workspace = team) {
      const person = workspace.people.find((one) => one.name === name)
      return createActor(core, workspace, person ?? missing(`a person called ${name}`))
    },
    callsTo: (method) => core.calls.filter((call) => call.method === method),
    channelId: (name) => row(name).channel_id,

    replyTo(said, { withinMs = generousMs, nth = 1, when = () => true } = {}) {
      const look = () => repliesTo(teamOf(said.team), said).filter(when)[nth - 1]
      return waitFor(core, `The reply to "${said.text}"`, look, withinMs)
    },
    repliesTo: (said) => repliesTo(teamOf(said.team), said),
    messages: (channel) => messagesIn(team, channelOf(team, channel)?.channel_id ?? channel),
    thread: (of) =>
      messagesIn(teamOf(of.team), of.channel).filter(({ ts, thread }) => [ts, thread].includes(of.thread ?? of.ts)),
    again: (message) =>
      messagesIn(teamOf(message.team), message.channel).find(({ ts }) => ts === message.ts) ??
      missing(`the message ${message.ts}: it was deleted`),
    ephemerals: (user) => workspaces.flatMap((workspace) => whispersTo(workspace, user.id)),
    whisperTo: (user, { withinMs = generousMs, nth = 1 } = {}) =>
      waitFor(core, `Words for ${user.name} alone`, () => world.ephemerals(user)[nth - 1], withinMs),
    status: (channel, thread) => team.statuses.get(threadKey(channel, thread)),
    home: (user) => viewsOf(workspaces, user).find(({ type }) => type === 'home'),
    views: (user) => viewsOf(workspaces, user).filter(({ type }) => type === 'modal'),
    modalOf: (user, withinMs = generousMs) =>
      waitFor(core, `A modal for ${user.name}`, () => world.views(user).at(-1), withinMs),
    suggestedPrompts(user) {
      const direct = team.emulator.tables.channels
        .all()
        .find(({ is_im, members }) => is_im && members.includes(user.id))
      return (direct && team.prompts.get(direct.channel_id)) ?? []
    },
    get files() {
      return workspaces.flatMap((workspace) => workspace.emulator.tables.files.all())
    },
    until: (what, look, withinMs = generousMs) => waitFor(core, what, look, withinMs),
    settled: () => core.deliveries.settled(),

    deliverTo(url) {
      eventsUrl = url
    },
    async sendRaw(event, raw = {}) {
      const body = raw.body ?? JSON.stringify(eventCallback(core, team, event))
      const retry =
        raw.retryNum === undefined ? undefined : { number: raw.retryNum, reason: raw.retryReason ?? 'http_timeout' }
      const response = await fetch(eventsUrl ?? missing('an eventsUrl'), {
        method: 'POST',
        body,
        headers: {
          ...signedHeaders(body, {
            secret: raw.signedWith ?? app.signingSecret,
            retry,
            ...(raw.timestamp !== undefined && { timestamp: raw.timestamp }),
            ...(raw.contentType && { contentType: raw.contentType }),
          }),
          ...raw.headers,
        },
      })
      return { status: response.status, body: await response.text() }
    },
    async redeliver(said, count) {
      const about = core.deliveries.log.filter(({ envelope }) => {
        const event = object(envelope.payload['event'])
        return event['channel'] === said.channel && event['ts'] === said.ts && event['subtype'] === undefined
      })
      if (about.length === 0) missing(`an event about "${said.text}"`)
      for (let n = 1; n <= count; n += 1) {
        await Promise.all(
          about.map(({ envelope }) => core.deliveries.send(envelope, { number: n, reason: 'http_timeout' })),
        )
      }
    },
    emit: (event, workspace = team) => send(event, workspace),

    async revokeToken(workspace = team) {
      for (const { token, bot_id } of workspace.emulator.tables.tokens.all())
        if (bot_id) workspace.deadTokens.set(token, 'token_revoked')
      await send(shaped('tokens-revoked', { tokens: { oauth: [], bot: [workspace.bot.userId] } }), workspace)
    },
    async uninstall(workspace = team) {
      for (const { token, bot_id } of workspace.emulator.tables.tokens.all())
        if (bot_id) workspace.deadTokens.set(token, 'account_inactive')
      await send(shaped('tokens-revoked', { tokens: { oauth: [], bot: [workspace.bot.userId] } }), workspace)
      await send(shaped('app-uninstalled', {}), workspace)
    },
    archive: (channel) => void team.emulator.tables.channels.update(row(channel).id, { is_archived: true }),
    kickBot: (channel) =>
      void setMembers(
        channel,
        row(channel).members.filter((member) => member !== team.bot.userId),
      ),
    inviteBot: (channel) => void setMembers(channel, [...row(channel).members, team.bot.userId]),

    allowPing: (name) => void core.pings.add(name),
    tolerate: (rule) => void tolerated.add(rule),
    expectClean() {
      const found = offending().map(({ method, at, rule, detail }) => `  ${method} ${at}: ${rule} (${detail})`)
      if (found.length > 0)
        throw new Error(`The app sent what Slack would not stand for:\n${[...new Set(found)].join('\n')}`)
    },
    account: () => account(core),
    async close() {
      await core.deliveries.stop()
      await sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      for (const workspace of workspaces) await workspace.emulator.close()
      world.expectClean()
    },
  }
  return world
}

function viewsOf(workspaces: readonly Workspace[], user: Actor): readonly Row<ViewRow>[] {
  return workspaces
    .flatMap((workspace) => workspace.emulator.tables.views.all())
    .filter((view) => view.user_id === user.id)
}

function missing(what: string): never {
  throw new Error(`slack-world needs ${what}`)
}

const defaultScopes = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:write',
  'users:read',
  'users:read.email',
]

const defaultEvents = [
  'app_home_opened',
  'app_context_changed',
  'app_mention',
  'message.im',
  'message.channels',
  'message.groups',
  'app_uninstalled',
  'tokens_revoked',
]

/** What the app asks for in its manifest, or what such an app usually asks for while there is none. */
function fromManifest(): { scopes: readonly string[]; events: readonly string[] } {
  const file = join(import.meta.dirname, '../../../manifest.yml')
  if (!existsSync(file)) return { scopes: defaultScopes, events: defaultEvents }
  const manifest = object(parse(readFileSync(file, 'utf8')))
  const scopes = object(object(manifest['oauth_config'])['scopes'])['bot']
  const events = object(object(manifest['settings'])['event_subscriptions'])['bot_events']
  return { scopes: words(scopes), events: words(events) }
}

function words(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text).filter(Boolean) : list(value).map(() => '')
}
