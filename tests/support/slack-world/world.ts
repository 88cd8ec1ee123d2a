import { channelOf, threadKey, type Core } from './core.ts'
import { createDeliveries } from './delivery.ts'
import type { Row, ViewRow } from './emulator.ts'
import { eventCallback, messageEvent, shaped } from './envelopes.ts'
import { tellApp } from './events.ts'
import { createFaults } from './faults.ts'
import { object, type Json } from './json.ts'
import { fromManifest } from './manifest.ts'
import { createActor, type Actor } from './person.ts'
import { account, busiest, messagesIn, repliesTo, waitFor, whispersTo } from './reading.ts'
import { createRequests, signedHeaders } from './requests.ts'
import { listen, route } from './server.ts'
import type { SlackWorld, WorldOptions } from './slack-world.ts'
import { createSockets } from './sockets.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const generousMs = 60_000

export type { SlackWorld, WorldOptions } from './slack-world.ts'

/** Starts a Slack. What a test can do with it is in slack-world.ts. */
export async function startSlackWorld(options: WorldOptions): Promise<SlackWorld> {
  const { server, port } = await listen()
  const origin = `http://127.0.0.1:${port}`
  const app = {
    id: 'A0TIDINGS',
    token: 'xapp-1-A0TIDINGS-app',
    signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
    clientId: '100.200',
    clientSecret: 'a-client-secret',
    ...fromManifest(),
    ...(options.scopes && { scopes: options.scopes }),
    ...(options.events && { events: options.events }),
  }
  const addresses = options.eventsUrl === undefined ? [] : [options.eventsUrl]
  let turn = 0
  const nextAddress = () => {
    turn += 1
    return (
      addresses[turn % Math.max(1, addresses.length)] ?? missing('an eventsUrl: give it at the start or with deliverTo')
    )
  }
  const sockets = createSockets(server, app.id)
  const carrier = options.mode === 'socket' ? sockets : createRequests(nextAddress, app.signingSecret)
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
    faults,
    deliveries: createDeliveries(carrier, times, startedAt),
    responseUrls: new Map(),
    allowed: new Set(),
    triggerLivesMs: times.triggerLivesMs,
    mentionFirst: options.mentionFirst ?? false,
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
    get statuses() {
      return workspaces.flatMap((workspace) => workspace.statusLog)
    },
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
    contentOf(fileId) {
      const file = world.files.find(({ file_id }) => file_id === fileId) ?? missing(`a file ${fileId}`)
      return Buffer.from(file.content_base64 ?? '', 'base64')
    },
    until: (what, look, withinMs = generousMs) => waitFor(core, what, look, withinMs),
    busiest: (method, windowMs) => busiest(core.calls, method, windowMs),
    settled: () => core.deliveries.settled(),

    deliverTo: (...urls) => void addresses.splice(0, Infinity, ...urls),
    async sendRaw(event, raw = {}) {
      const body = raw.body ?? JSON.stringify(eventCallback(core, team, event))
      const retry =
        raw.retryNum === undefined ? undefined : { number: raw.retryNum, reason: raw.retryReason ?? 'http_timeout' }
      const response = await fetch(nextAddress(), {
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
    deactivate(user) {
      for (const { emulator } of workspaces) {
        const found = emulator.tables.users.findOneBy('user_id', user.id)
        if (found) emulator.tables.users.update(found.id, { deleted: true })
      }
    },
    unfurls(said) {
      const message = { type: 'message', user: said.user, text: said.text, ts: said.ts, blocks: said.blocks }
      const previewed = { ...message, attachments: [{ id: 1, from_url: 'https://example.com', title: 'Example' }] }
      tellApp(core, teamOf(said.team), {
        type: 'message',
        subtype: 'message_changed',
        channel: said.channel,
        ts: (Date.now() / 1000).toFixed(6),
        message: previewed,
        previous_message: message,
      })
      return core.deliveries.settled()
    },
    anotherBotSays: (typed, where) => {
      const channel = row(where.in)
      const ts = (Date.now() / 1000).toFixed(6)
      const said = {
        type: 'message',
        subtype: 'bot_message',
        bot_id: 'B0ANOTHER',
        username: 'Another',
        text: typed,
        ts,
      }
      return send(messageEvent(core, team, channel, said), team)
    },
    kickBot: (channel) =>
      void setMembers(
        channel,
        row(channel).members.filter((member) => member !== team.bot.userId),
      ),
    inviteBot: (channel) => void setMembers(channel, [...row(channel).members, team.bot.userId]),

    allow: (name) => void core.allowed.add(name),
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
    [Symbol.asyncDispose]: () => world.close(),
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
