/** Asks Slack what a deployment should know before people do: tokens, scopes, clock, channels. Changes nothing there. */
import { WebAPIPlatformError, WebClient, type FetchFunction, type WebAPICallResult } from '@slack/web-api'
import { pino } from 'pino'
import { boltLog } from './bolt-log.ts'
import { manifestScopes } from './manifest.ts'
import { createSeal, SealBroken } from './seal.ts'
import { keptTeam } from './teams.ts'

interface SlackToCheck {
  readonly tokens:
    | { readonly kind: 'one'; readonly botToken: string }
    | { readonly kind: 'several'; readonly tokenKey: Buffer; readonly installed: readonly Installed[] }
  /** Null: not over a socket. */
  readonly appToken: string | null
  /** Null: Slack's own. */
  readonly apiUrl: string | null
  /** Where the bot should be. */
  readonly channels: readonly { readonly workspace: string; readonly channel: string }[]
}

interface Installed {
  readonly workspace: string
  readonly sealed: Buffer
}

interface SlackChecked {
  /** Null: there is no app token. */
  readonly socket: SlackAnswer<object> | null
  readonly workspaces: readonly SlackToken[]
  /** Of workspaces whose token works. */
  readonly channels: readonly SlackChannel[]
}

/** One bot token, and what came of it. */
export type SlackToken =
  | (SlackAnswer<SlackWorkspace> & { /** Null: it was not known before. */ readonly of: string | null })
  | { readonly kind: 'unreadable'; readonly because: string }

/** What came of a call: Slack's own word where it refused. */
export type SlackAnswer<Found> =
  | ({ readonly kind: 'works' } & Found)
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'unreachable'; readonly because: string }

export interface SlackWorkspace {
  readonly id: string
  readonly name: string
  /** What the bot is called there. */
  readonly bot: string
  /** In the manifest and not granted; what may be declined apart. */
  readonly missing: readonly string[]
  readonly declined: readonly string[]
  /** Granted and not in the manifest. */
  readonly unused: readonly string[]
  /** Slack's clock, to the second. Null: it did not say. */
  readonly clockAheadMs: number | null
  /** False: the app token is of another app. Null: it cannot be told. */
  readonly isAppOfAppToken: boolean | null
}

export interface SlackChannel {
  readonly workspace: string
  readonly channel: string
  readonly state:
    | { readonly kind: 'in' | 'not in' | 'archived'; readonly name: string }
    | { readonly kind: 'not found' | 'not looked at' }
    | { readonly kind: 'unknown'; readonly because: string }
}

/** Slack lets us look at some fifty a minute; who has more than that has seen enough of them. */
const mostChannels = 40
const timeoutMs = 10_000

/** Never throws for what Slack may answer. */
export async function checkSlack({ tokens, appToken, apiUrl, channels }: SlackToCheck): Promise<SlackChecked> {
  // Not connected to: Slack would share out events to a connection that nobody listens on.
  const socket = appToken === null ? null : await answerOf(() => clientFor(appToken, apiUrl).apps.connections.open({}))
  const workspaces: SlackToken[] = []
  const seen: SlackChannel[] = []
  for (const held of heldTokens(tokens)) {
    if (held.kind === 'unreadable') {
      workspaces.push(held)
      continue
    }
    const found = await checkWorkspace(held.token, appToken, apiUrl)
    workspaces.push({ ...found, of: held.of })
    if (found.kind !== 'works') continue
    const there = channels.filter(({ workspace }) => workspace === found.id)
    const bot = clientFor(held.token, apiUrl)
    for (const each of there.slice(0, mostChannels)) seen.push({ ...each, state: await stateOf(each.channel, bot) })
    for (const each of there.slice(mostChannels)) seen.push({ ...each, state: { kind: 'not looked at' } })
  }
  return { socket: socket?.kind === 'works' ? { kind: 'works' } : socket, workspaces, channels: seen }
}

type Held =
  | { readonly kind: 'token'; readonly of: string | null; readonly token: string }
  | Extract<SlackToken, { kind: 'unreadable' }>

function heldTokens(tokens: SlackToCheck['tokens']): readonly Held[] {
  if (tokens.kind === 'one') return [{ kind: 'token', of: null, token: tokens.botToken }]
  const { open } = createSeal(tokens.tokenKey)
  return tokens.installed.map(({ workspace, sealed }): Held => {
    try {
      return { kind: 'token', of: workspace, ...keptTeam.parse(JSON.parse(open(sealed, workspace))) }
    } catch (error) {
      if (error instanceof SealBroken) return { kind: 'unreadable', because: error.message }
      throw error
    }
  })
}

async function checkWorkspace(
  botToken: string,
  appToken: string | null,
  apiUrl: string | null,
): Promise<SlackAnswer<SlackWorkspace>> {
  let clockAheadMs: number | null = null
  const asked = await answerOf(() => clientFor(botToken, apiUrl, (ms) => (clockAheadMs = ms)).auth.test())
  if (asked.kind !== 'works') return asked
  const { team_id: id = '', team: name = id, user: bot = '', app_id } = asked
  const scopes = scopesOf(asked.response_metadata?.scopes)
  return { kind: 'works', id, name, bot, ...scopes, clockAheadMs, isAppOfAppToken: isSameApp(app_id, appToken) }
}

/** Asks once. `onClock` is told how far Slack's clock is ahead of ours. */
function clientFor(token: string, apiUrl: string | null, onClock?: (aheadMs: number) => void): WebClient {
  const fetchAndLook: FetchFunction = async (url, init) => {
    const askedAt = Date.now()
    const response = await fetch(url, init)
    const theirs = Date.parse(response.headers.get('date') ?? '')
    // The header is cut to the second: half of one is right on average. So is half of the way there and back.
    if (Number.isFinite(theirs)) onClock?.(theirs + 500 - (askedAt + Date.now()) / 2)
    return response
  }
  return new WebClient(token, {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    fetch: fetchAndLook,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    // What goes wrong is said once, by whoever asked.
    logger: boltLog(pino({ level: 'silent' })),
  })
}

/** Nothing to complain of where Slack does not say what was granted. */
function scopesOf(granted: readonly string[] | undefined): Pick<SlackWorkspace, 'missing' | 'declined' | 'unused'> {
  if (granted === undefined) return { missing: [], declined: [], unused: [] }
  const { all, optional } = manifestScopes()
  const absent = all.filter((scope) => !granted.includes(scope))
  return {
    missing: absent.filter((scope) => !optional.includes(scope)),
    declined: absent.filter((scope) => optional.includes(scope)),
    unused: granted.filter((scope) => !all.includes(scope)),
  }
}

/** App tokens begin with `xapp-1-`, the app's id and a dash. */
function isSameApp(appId: string | undefined, appToken: string | null): boolean | null {
  const ofToken = /^xapp-\d+-(A[A-Z0-9]{6,})-/.exec(appToken ?? '')?.[1]
  return appId === undefined || ofToken === undefined ? null : appId === ofToken
}

async function stateOf(channel: string, bot: WebClient): Promise<SlackChannel['state']> {
  const found = await answerOf(() => bot.conversations.info({ channel }))
  switch (found.kind) {
    case 'works': {
      const name = found.channel?.name ?? channel
      if (found.channel?.is_archived) return { kind: 'archived', name }
      return { kind: found.channel?.is_member ? 'in' : 'not in', name }
    }
    case 'refused':
      return found.error === 'channel_not_found' ? { kind: 'not found' } : { kind: 'unknown', because: found.error }
    case 'unreachable':
      return { kind: 'unknown', because: found.because }
  }
}

async function answerOf<Result extends WebAPICallResult>(call: () => Promise<Result>): Promise<SlackAnswer<Result>> {
  try {
    return { kind: 'works', ...(await call()) }
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return { kind: 'refused', error: error.data.error }
    return { kind: 'unreachable', because: innermost(error) }
  }
}

function innermost(error: unknown): string {
  let found = error
  while (found instanceof Error && found.cause instanceof Error) found = found.cause
  if (!(found instanceof Error)) return String(found)
  // Where several addresses were tried, the message is empty and the code is not.
  return found.message || ('code' in found ? String(found.code) : found.name)
}
