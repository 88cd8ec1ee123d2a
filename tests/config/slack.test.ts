import { afterEach, describe, expect, test, vi } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { useConfiguration } from '../support/own-configuration.ts'
import { tidings } from '../support/command.ts'

const bot = 'xoxb-1-2-bot'
const app = 'xapp-1-A1-2-app'
const key = Buffer.alloc(32, 7)
const one = { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app }
const several = {
  SLACK_APP_TOKEN: app,
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client-secret',
  SLACK_TOKEN_KEY: key.toString('base64'),
  TIDINGS_WEB_PUBLIC_URL: 'https://tidings.example',
}

const { nowhere, write, faultsOf } = useConfiguration()
const slackOf = (environment: NodeJS.ProcessEnv, file = nowhere()) => loadConfig({}, environment, file).slack

describe('the ways to connect', () => {
  test('nothing said about Slack is no Slack', () => {
    expect(slackOf({})).toBeNull()
    expect(slackOf({ TIDINGS_WEB_PUBLIC_URL: 'https://tidings.example' })).toBeNull()
    expect(slackOf({ SLACK_BOT_TOKEN: '' })).toBeNull()
  })

  test('two tokens: one workspace over a socket', () => {
    const expected = { mode: 'socket', appToken: app, tokens: { kind: 'one', botToken: bot }, apiUrl: null }
    expect(slackOf(one)).toEqual(expected)
    expect(slackOf({ TIDINGS_SLACK_BOT_TOKEN: bot, TIDINGS_SLACK_APP_TOKEN: app })).toEqual(expected)
    const rest = { SLACK_SIGNING_SECRET: 'a', SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'b' }
    expect(slackOf({ ...one, ...rest })).toEqual(expected)
  })

  test('a token in a file of its own', () => {
    const files = { SLACK_BOT_TOKEN_FILE: write('bot', `${bot}\n`), SLACK_APP_TOKEN_FILE: write('app', `${app}\n`) }
    expect(slackOf(files)).toEqual(slackOf(one))
  })

  test('HTTP asks for the signing secret instead of the app token', () => {
    const environment = { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: 'secret', TIDINGS_SLACK_MODE: 'http' }
    expect(slackOf(environment)).toEqual({
      mode: 'http',
      signingSecret: 'secret',
      tokens: { kind: 'one', botToken: bot },
      apiUrl: null,
    })
  })

  test.for(['base64', 'base64url', 'hex'] as const)('several workspaces, the key in %s', (encoding, { expect }) => {
    expect(slackOf({ ...several, SLACK_TOKEN_KEY: key.toString(encoding) })).toEqual({
      mode: 'socket',
      appToken: app,
      tokens: {
        kind: 'several',
        clientId: '1.2',
        clientSecret: 'client-secret',
        tokenKey: key,
        publicUrl: 'https://tidings.example',
      },
      apiUrl: null,
    })
  })

  test('what is no secret may stand in the file', () => {
    const file = write(
      'plain.yml',
      'slack: { mode: http, client_id: "1.2" }\nweb: { public_url: "https://a.example" }\n',
    )
    const { SLACK_CLIENT_SECRET, SLACK_TOKEN_KEY } = several
    expect(slackOf({ SLACK_CLIENT_SECRET, SLACK_TOKEN_KEY, SLACK_SIGNING_SECRET: 'secret' }, file)).toMatchObject({
      mode: 'http',
      tokens: { kind: 'several', clientId: '1.2', publicUrl: 'https://a.example' },
    })
    const secrets = write('secret.yml', `slack: { token_key: ${key.toString('hex')} }\n`)
    expect(faultsOf({}, secrets)).toEqual([expect.stringContaining('TIDINGS_SLACK_TOKEN_KEY')])
  })

  test('off is off, whatever else is there', () => {
    expect(slackOf({ ...one, TIDINGS_SLACK_MODE: 'off' })).toBeNull()
    expect(slackOf({ SLACK_BOT_TOKEN: 'nonsense' }, write('off.yml', 'slack:\n  mode: off\n'))).toBeNull()
  })

  test.for([
    ['https://slack-gov.com/api/', 'https://slack-gov.com/api/'],
    ['https://slack-gov.com/api', 'https://slack-gov.com/api/'],
    ['http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/api/'],
  ] as const)('another Slack at %s', ([given, apiUrl], { expect }) => {
    expect(slackOf({ ...one, TIDINGS_SLACK_API_URL: given })?.apiUrl).toBe(apiUrl)
  })
})

describe('what is wrong is said with what to do', () => {
  test.for([
    ['a bot token alone', { SLACK_BOT_TOKEN: bot }, [/slack\.app_token is missing.*xapp-.*connections:write/]],
    ['an app token alone', { SLACK_APP_TOKEN: app }, [/slack\.bot_token is missing.*xoxb-/]],
    ['a mode alone', { TIDINGS_SLACK_MODE: 'socket' }, [/slack\.app_token is missing/, /slack\.bot_token is missing/]],
    [
      'swapped tokens',
      { SLACK_BOT_TOKEN: app, SLACK_APP_TOKEN: bot },
      [/slack\.app_token holds a bot token/, /slack\.bot_token holds an app-level token/],
    ],
    ['the token of a person', { ...one, SLACK_BOT_TOKEN: 'xoxp-1' }, [/slack\.bot_token holds the token of a person/]],
    ['a token that expires', { ...one, SLACK_BOT_TOKEN: 'xoxe.xoxb-1' }, [/slack\.bot_token .*expires/]],
    ['quotation marks', { ...one, SLACK_BOT_TOKEN: `"${bot}"` }, [/slack\.bot_token holds quotation marks/]],
    ['curly quotation marks', { ...one, SLACK_BOT_TOKEN: `“${bot}”` }, [/slack\.bot_token holds quotation marks/]],
    ['the example itself', { ...one, SLACK_BOT_TOKEN: 'xoxb-…' }, [/slack\.bot_token holds a space or a sign/]],
    ['a space in a token', { ...one, SLACK_APP_TOKEN: 'xapp-1 2' }, [/slack\.app_token holds a space or a sign/]],
    ['nonsense for a token', { ...one, SLACK_APP_TOKEN: 'abc' }, [/slack\.app_token holds something other/]],
    ['a mode there is not', { ...one, TIDINGS_SLACK_MODE: 'rtm' }, [/slack\.mode: socket .*http or off/]],
    [
      'HTTP without a signing secret',
      { SLACK_BOT_TOKEN: bot, TIDINGS_SLACK_MODE: 'http' },
      [/slack\.signing_secret is missing/],
    ],
    [
      'a token for a signing secret',
      { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: app, TIDINGS_SLACK_MODE: 'http' },
      [/slack\.signing_secret holds an app-level token/],
    ],
    [
      'a signing secret and no mode',
      { SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: 'secret' },
      [/slack\.app_token is missing.*slack\.mode to http/],
    ],
    [
      'a client id alone',
      { SLACK_CLIENT_ID: '1.2' },
      [
        /slack\.app_token is missing/,
        /slack\.client_secret is missing/,
        /slack\.token_key is missing.*openssl rand -base64 32/,
        /web\.public_url is missing/,
      ],
    ],
    ['one workspace and several', { ...several, SLACK_BOT_TOKEN: bot }, [/slack\.bot_token is for one workspace/]],
    ['a short key', { ...several, SLACK_TOKEN_KEY: key.subarray(1).toString('base64') }, [/not 32 bytes.*openssl/]],
    ['a long key', { ...several, SLACK_TOKEN_KEY: `${key.toString('hex')}00` }, [/not 32 bytes/]],
    [
      'a key with a hole',
      { ...several, SLACK_TOKEN_KEY: `${key.toString('base64').slice(0, 20)} x` },
      [/not 32 bytes/],
    ],
    ['no address', { ...one, TIDINGS_SLACK_API_URL: 'slack' }, [/slack\.api_url/]],
    ['tokens in the clear', { ...one, TIDINGS_SLACK_API_URL: 'http://slack.com/api/' }, [/slack\.api_url/]],
  ] as const)('%s', ([, environment, expected], { expect }) => {
    const faults = faultsOf(environment)
    expect(faults).toEqual(expected.map((each) => expect.stringMatching(each)))
    for (const value of Object.values(environment).filter((each) => each.length > 6))
      expect(faults.join()).not.toContain(value)
  })

  test('beside what else is wrong, all at once', () => {
    const faults = faultsOf({ SLACK_BOT_TOKEN: app, TIDINGS_WEB_PORT: 'ninety', TIDINGS_SLACK_BOT_TOKN: bot })
    for (const part of ['web.port', 'TIDINGS_SLACK_BOT_TOKN', 'slack.app_token is missing', 'slack.bot_token holds'])
      expect(faults.filter((fault) => fault.includes(part))).toHaveLength(1)
    expect(faults).toHaveLength(4)
  })
})

describe('tokens of another program in the environment', () => {
  afterEach(() => void vi.unstubAllEnvs())

  test.for([
    ['start', true],
    ['demo', true],
    ['doctor', true],
    ['ask', false],
    ['check-sql', false],
  ] as const)('%s minds them: %s', async ([command, minds], { expect }) => {
    vi.stubEnv('SLACK_BOT_TOKEN', bot)
    vi.stubEnv('TIDINGS_WEB_PORT', 'so that no command runs')
    const { code, err } = await tidings([command])
    expect(code).toBe(2)
    expect(err).toContain('web.port')
    expect(err.includes('slack.app_token is missing')).toBe(minds)
  })
})
