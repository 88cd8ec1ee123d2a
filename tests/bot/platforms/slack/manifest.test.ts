/** manifest.yml as Slack admits it, as it stands and as docs/slack.md says to change it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const root = join(import.meta.dirname, '../../../..')
const docs = readFileSync(join(root, 'docs/slack.md'), 'utf8')

/** What Slack takes, with its limits; other keys are refused. */
const text = (most: number) => z.string().min(1).max(most)
const scopes = z.array(z.string().regex(/^[a-z_]+(:[a-z.]+)?$/)).max(255)
const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    long_description: text(4000).min(174),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    agent_view: z.strictObject({
      agent_description: text(300),
      suggested_prompts: z.array(z.strictObject({ title: text(75), message: text(300) })).max(4),
    }),
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(32).startsWith('/'),
          description: text(2000),
          usage_hint: text(1000),
          should_escape: z.boolean(),
          url: z.url().optional(),
        }),
      )
      .max(50),
    shortcuts: z
      .array(
        z.strictObject({ type: z.literal('message'), callback_id: text(255), name: text(24), description: text(150) }),
      )
      .max(10),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.url()).optional(),
    scopes: z.strictObject({ bot: scopes, bot_optional: scopes }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: z.url().optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: z.url().optional() }),
    socket_mode_enabled: z.boolean(),
    org_deploy_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
})

/** The commands of docs/slack.md that change it, in order: for HTTP, for several workspaces. */
const [forHttp = '', forSeveral = ''] = [...docs.matchAll(/^ *(sed .*) manifest\.yml$/gm)].map((found) => found[1]!)
const edits = {
  none: 'cat',
  http: forHttp,
  several: forSeveral,
  'http and several': `${forHttp.replace(/ -e "[^"]*"$/, '')} ${forSeveral.replace(/^sed /, '')}`,
} as const

function manifestAfter(edit: keyof typeof edits) {
  const options = { cwd: root, env: { ...process.env, HOST: 'our.host' }, encoding: 'utf8' } as const
  return manifestSchema.parse(parse(execFileSync('sh', ['-c', `${edits[edit]} manifest.yml`], options)))
}

describe('manifest.yml is admitted', () => {
  test.for([
    ['none', false, false],
    ['http', true, false],
    ['several', false, true],
    ['http and several', true, true],
  ] as const)('as it is changed for: %s', ([edit, isHttp, isForSeveral], { expect }) => {
    const { features, oauth_config, settings } = manifestAfter(edit)
    expect(settings.socket_mode_enabled).toBe(!isHttp)
    const addresses = [
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      ...features.slash_commands.map(({ url }) => url),
    ]
    expect(addresses).toEqual(addresses.map(() => (isHttp ? 'https://our.host/slack/events' : undefined)))
    expect(oauth_config.redirect_urls).toEqual(isForSeveral ? ['https://our.host/slack/oauth_redirect'] : undefined)
  })

  test('each list in order, nothing twice', () => {
    const { oauth_config, settings } = manifestAfter('none')
    for (const list of [
      oauth_config.scopes.bot,
      oauth_config.scopes.bot_optional,
      settings.event_subscriptions.bot_events,
    ])
      expect(list).toEqual([...new Set(list)].toSorted())
  })

  test('what may be declined is asked for', () => {
    const { bot, bot_optional } = manifestAfter('none').oauth_config.scopes
    expect(bot).toEqual(expect.arrayContaining(bot_optional))
  })
})
