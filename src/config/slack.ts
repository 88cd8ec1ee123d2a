/** What is said about Slack in the configuration → SlackConfig, or every fault with what to do about it. */

/** How Tidings connects to Slack. Tokens, secrets and the key are never logged. */
export type SlackConfig = SlackDoor & {
  readonly tokens: SlackTokens
  /** Ends in a slash; null: Slack's own. GovSlack has another. */
  readonly apiUrl: string | null
}

type SlackDoor =
  | { readonly mode: 'socket'; readonly appToken: string }
  | { readonly mode: 'http'; readonly signingSecret: string }

type SlackTokens =
  | { readonly kind: 'one'; readonly botToken: string }
  | {
      readonly kind: 'several'
      readonly clientId: string
      readonly clientSecret: string
      /** 32 bytes; tokens of workspaces are kept under it. */
      readonly tokenKey: Buffer
      /** Where a browser comes back to after an installation. */
      readonly publicUrl: string
    }

/** As written, none of it checked. */
export type SlackGiven = Readonly<Record<OwnKey | 'publicUrl', string | undefined>>

type OwnKey = 'mode' | 'botToken' | 'appToken' | 'signingSecret' | 'clientId' | 'clientSecret' | 'tokenKey' | 'apiUrl'

/** Null when nothing about Slack is given, or when it is switched off. Adds to `faults`, which never hold a value. */
export function slackFrom({ publicUrl, ...own }: SlackGiven, faults: string[]): SlackConfig | null {
  if (own.mode === 'off' || Object.values(own).every((value) => value === undefined)) return null
  const door = doorFrom(own, faults)
  const tokens = tokensFrom({ ...own, publicUrl }, faults)
  const apiUrl = apiUrlFrom(own.apiUrl, faults)
  return door && tokens && { ...door, tokens, apiUrl }
}

function doorFrom(
  { mode, appToken, signingSecret }: Pick<SlackGiven, 'mode' | 'appToken' | 'signingSecret'>,
  faults: string[],
): SlackDoor | null {
  switch (mode) {
    case undefined:
    case 'socket': {
      if (appToken === undefined && mode === undefined && signingSecret !== undefined) {
        faults.push(
          `slack.app_token is missing: ${origins.app_token}; or, to be called over HTTP, set slack.mode to http`,
        )
        return null
      }
      const token = tokenFrom('app_token', appToken, faults)
      return token === null ? null : { mode: 'socket', appToken: token }
    }
    case 'http': {
      const secret = credentialFrom('signing_secret', signingSecret, faults)
      return secret === null ? null : { mode, signingSecret: secret }
    }
    default:
      faults.push('slack.mode: socket (the default), http or off')
      return null
  }
}

function tokensFrom(
  { botToken, clientId, clientSecret, tokenKey, publicUrl }: Omit<SlackGiven, 'mode' | 'apiUrl'>,
  faults: string[],
): SlackTokens | null {
  // An app's credentials are often copied together; the key is there on purpose.
  const hasCredentials = clientId !== undefined || clientSecret !== undefined
  if (tokenKey === undefined && (botToken !== undefined || !hasCredentials)) {
    const token = tokenFrom('bot_token', botToken, faults)
    return token === null ? null : { kind: 'one', botToken: token }
  }
  const isBoth = botToken !== undefined
  if (isBoth)
    faults.push('slack.bot_token is for one workspace, slack.token_key for several: give the one or the other')
  const id = credentialFrom('client_id', clientId, faults)
  const secret = credentialFrom('client_secret', clientSecret, faults)
  const key = keyFrom(tokenKey, faults)
  if (publicUrl === undefined)
    faults.push('web.public_url is missing: with several workspaces browsers come back to it after an installation')
  return isBoth || id === null || secret === null || key === null || publicUrl === undefined
    ? null
    : { kind: 'several', clientId: id, clientSecret: secret, tokenKey: key, publicUrl }
}

/** Where each is found. */
const origins = {
  app_token:
    'set SLACK_APP_TOKEN to the app-level token (xapp-…) of Basic Information, App-Level Tokens, with the scope connections:write',
  bot_token:
    'set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-…) of Install App; for several workspaces give slack.client_id, slack.client_secret and slack.token_key instead',
  signing_secret: 'set SLACK_SIGNING_SECRET to the Signing Secret of Basic Information, App Credentials',
  client_id: 'set SLACK_CLIENT_ID to the Client ID of Basic Information, App Credentials',
  client_secret: 'set SLACK_CLIENT_SECRET to the Client Secret of Basic Information, App Credentials',
} as const

const prefixes = { app_token: 'xapp-', bot_token: 'xoxb-' } as const

function tokenFrom(key: 'app_token' | 'bot_token', value: string | undefined, faults: string[]): string | null {
  const prefix = prefixes[key]
  if (value?.startsWith(prefix) && !foreign.test(value)) return value
  faults.push(faultOf(key, value, `something other than a token ${prefix}…`))
  return null
}

function credentialFrom(
  key: 'signing_secret' | 'client_id' | 'client_secret',
  value: string | undefined,
  faults: string[],
): string | null {
  if (value !== undefined && kindOf(value) === null) return value
  faults.push(faultOf(key, value, 'something else'))
  return null
}

function faultOf(key: keyof typeof origins, value: string | undefined, otherwise: string): string {
  return `slack.${key} ${value === undefined ? 'is missing' : `holds ${kindOf(value) ?? otherwise}`}: ${origins[key]}`
}

// An ellipsis or a space that was copied along: no header of HTTP may carry it.
const foreign = /[^\x21-\x7e]/

/** What people put in the wrong variable, by what it begins with. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^["'“‘]/, 'quotation marks'],
  [foreign, 'a space or a sign that Slack uses in none, such as …'],
  [/^xoxb-/, 'a bot token (xoxb-…)'],
  [/^xapp-/, 'an app-level token (xapp-…)'],
  [/^xoxp-/, 'the token of a person (xoxp-…)'],
  [/^xoxe[.-]/, 'a token that expires (token rotation is on), which Tidings cannot keep fresh'],
]

function kindOf(value: string): string | null {
  return kinds.find(([pattern]) => pattern.test(value))?.[1] ?? null
}

const keyBytes = 32

function keyFrom(value: string | undefined, faults: string[]): Buffer | null {
  const how = 'make one with: openssl rand -base64 32, set SLACK_TOKEN_KEY to it and keep it'
  if (value === undefined) {
    faults.push(`slack.token_key is missing: ${how}`)
    return null
  }
  const key = Buffer.from(value, /^[0-9a-f]{64}$/i.test(value) ? 'hex' : 'base64')
  // Node reads base64 leniently: what it passed over would be lost from the key.
  const isWhole = /^([0-9a-f]{64}|[\w+/-]{43}=?)$/i.test(value)
  if (isWhole && key.length === keyBytes) return key
  faults.push(`slack.token_key is not ${keyBytes} bytes in base64 or hex: ${how}`)
  return null
}

function apiUrlFrom(given: string | undefined, faults: string[]): string | null {
  if (given === undefined) return null
  const url = URL.canParse(given) ? new URL(given) : null
  const isLocal = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal))
    return url.href.endsWith('/') ? url.href : `${url.href}/`
  faults.push('slack.api_url is no https address, and tokens are sent to it (GovSlack: https://slack-gov.com/api/)')
  return null
}
