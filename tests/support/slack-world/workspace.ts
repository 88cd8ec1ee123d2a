import { startEmulator, type ChannelRow, type Emulator } from './emulator.ts'
import type { Json } from './json.ts'

/** A person of the workspace, as a test names them. */
export interface PersonSeed {
  readonly name: string
  readonly realName?: string
  readonly email?: string
  readonly locale?: string
  readonly tz?: string
}

/** A channel of the workspace. Without `members` everybody is in it; the bot is, unless it says otherwise. */
export interface ChannelSeed {
  readonly name: string
  readonly isPrivate?: boolean
  readonly members?: readonly string[]
  readonly withoutBot?: boolean
}

export interface WorkspaceSeed {
  readonly id?: string
  readonly name?: string
  readonly people?: readonly PersonSeed[]
  readonly channels?: readonly ChannelSeed[]
  /** Whether the app starts out installed. */
  readonly installed?: boolean
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly realName: string
  readonly email: string
  readonly locale: string
  readonly tz: string
  /** A user's own token: the story speaks to the emulator with it, the app never sees it. */
  readonly token: string
}

/** What only the person it was meant for can see. */
export interface Ephemeral {
  readonly channel: string
  readonly user: string
  readonly ts: string
  readonly thread_ts?: string
  readonly text: string
  readonly blocks: readonly Json[]
  /** Set where it came through a response URL. */
  readonly responseUrl?: string
}

/** One workspace: the emulator that keeps it, and what the emulator has no place for. */
export interface Workspace {
  readonly id: string
  readonly name: string
  readonly domain: string
  readonly botToken: string
  readonly bot: { readonly userId: string; readonly botId: string; readonly name: string }
  readonly people: readonly Person[]
  readonly emulator: Emulator
  readonly ephemerals: Ephemeral[]
  /** The status shown in a thread, by channel and thread. */
  readonly statuses: Map<string, string>
  readonly statusLog: {
    readonly channel: string
    readonly thread: string
    readonly status: string
    readonly at: number
  }[]
  readonly prompts: Map<string, readonly Json[]>
  readonly titles: Map<string, string>
  /** Messages that are still being written, by channel and ts. */
  readonly streams: Map<string, string>
  /** When the upload of each file was completed. */
  readonly filesSince: Map<string, number>
  /** Tokens that worked once, and the error they get now. */
  readonly deadTokens: Map<string, string>
}

const everybody: readonly PersonSeed[] = [
  { name: 'ana', realName: 'Ana Lopez', locale: 'en-US', tz: 'Europe/Madrid' },
  { name: 'ben', realName: 'Ben Carter', locale: 'en-GB', tz: 'Europe/London' },
  { name: 'chloe', realName: 'Chloé Martin', locale: 'fr-FR', tz: 'Europe/Paris' },
  { name: 'dieter', realName: 'Dieter Braun', locale: 'de-DE', tz: 'Europe/Berlin' },
  { name: 'emi', realName: 'Emi Sato', locale: 'ja-JP', tz: 'Asia/Tokyo' },
  { name: 'finn', realName: 'Finn Olsen', locale: 'en-US', tz: 'America/New_York' },
]

const rooms: readonly ChannelSeed[] = [
  { name: 'sales' },
  { name: 'operations' },
  { name: 'leadership', isPrivate: true },
]

/** Starts the emulator of one workspace and fills it. */
export async function openWorkspace(
  seed: WorkspaceSeed,
  app: { readonly id: string; readonly scopes: readonly string[] },
  number: number,
  onEvent: (event: Json) => void,
): Promise<Workspace> {
  const id = seed.id ?? `T0TIDE${number}`
  const name = seed.name ?? (number === 1 ? 'Tea Shop' : `Tea Shop ${number}`)
  const domain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const emulator = await startEmulator(onEvent)
  const bot = { userId: `U0TIDINGS${number}`, botId: `B0TIDINGS${number}`, name: 'tidings' }
  const botToken = `xoxb-${id}-tidings`
  const people = (seed.people ?? everybody).map((person): Person => ({
    id: `U0${person.name.toUpperCase()}${number}`,
    name: person.name,
    realName: person.realName ?? person.name,
    email: person.email ?? `${person.name}@${domain}.example`,
    locale: person.locale ?? 'en-US',
    tz: person.tz ?? 'Europe/London',
    token: `xoxp-${id}-${person.name}`,
  }))
  const { tables } = emulator
  tables.teams.insert({ team_id: id, name, domain })
  for (const person of people) {
    tables.users.insert(userRow(id, person.id, person.name, person.realName, person.email, false))
    tables.tokens.insert(tokenRow(id, person.token, person.id, personScopes))
  }
  const installed = seed.installed ?? true
  tables.users.insert(userRow(id, bot.userId, bot.name, 'Tidings', '', true))
  tables.bots.insert({
    bot_id: bot.botId,
    app_id: app.id,
    user_id: bot.userId,
    name: bot.name,
    deleted: false,
    icons: {},
  })
  if (installed) {
    tables.tokens.insert({
      ...tokenRow(id, botToken, bot.userId, app.scopes),
      token_type: 'bot',
      app_id: app.id,
      bot_id: bot.botId,
      bot_user_id: bot.userId,
    })
  }
  const idOf = (who: string) => people.find((person) => person.name === who)?.id ?? who
  for (const [at, channel] of (seed.channels ?? rooms).entries()) {
    const members = (channel.members ?? people.map((person) => person.name)).map(idOf)
    if (!channel.withoutBot) members.push(bot.userId)
    tables.channels.insert(
      channelRow(id, `C0${channel.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}${number}${at}`, channel, members),
    )
  }
  return {
    id,
    name,
    domain,
    botToken,
    bot,
    people,
    emulator,
    ephemerals: [],
    statuses: new Map(),
    statusLog: [],
    prompts: new Map(),
    titles: new Map(),
    streams: new Map(),
    filesSince: new Map(),
    deadTokens: new Map(),
  }
}

const personScopes = [
  'chat:write',
  'im:write',
  'files:write',
  'files:read',
  'channels:history',
  'groups:history',
  'im:history',
]

function tokenRow(teamId: string, token: string, userId: string, scopes: readonly string[]) {
  return { token, token_type: 'user', team_id: teamId, user_id: userId, scopes }
}

function userRow(teamId: string, userId: string, name: string, realName: string, email: string, isBot: boolean) {
  const profile = { display_name: name, real_name: realName, email, image_48: '', image_192: '' }
  return {
    user_id: userId,
    team_id: teamId,
    name,
    real_name: realName,
    email,
    is_admin: false,
    is_bot: isBot,
    deleted: false,
    profile,
  }
}

function channelRow(teamId: string, channelId: string, seed: ChannelSeed, members: readonly string[]): ChannelRow {
  const isPrivate = seed.isPrivate ?? false
  const note = { value: '', creator: members[0], last_set: 0 }
  return {
    channel_id: channelId,
    team_id: teamId,
    name: seed.name,
    is_channel: !isPrivate,
    is_private: isPrivate,
    is_archived: false,
    topic: note,
    purpose: note,
    members,
    creator: members[0],
    num_members: members.length,
  }
}
