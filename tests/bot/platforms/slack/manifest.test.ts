/** manifest.yml as Slack admits it, in each of its variants. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const written = readFileSync(join(import.meta.dirname, '../../../../manifest.yml'), 'utf8')
const address = 'https://tidings.example.com'

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

/** As docs/slack.md says to change it. */
function variant(...taken: ('http' | 'several')[]): unknown {
  const lines = taken.reduce((lines, each) => lines.replaceAll(`# ${each}: `, ''), body)
  return parse(
    taken.includes('http') ? lines.replace('socket_mode_enabled: true', 'socket_mode_enabled: false') : lines,
  )
}
/** Without the words at the top, which speak of the variants. */
const body = written.slice(written.indexOf('_metadata'))

describe('manifest.yml is admitted', () => {
  test.for([
    ['over a socket', []],
    ['over HTTP', ['http']],
    ['over a socket for several workspaces', ['several']],
    ['over HTTP for several workspaces', ['http', 'several']],
  ] as const)('%s', ([, taken], { expect }) => {
    const manifest = manifestSchema.parse(variant(...taken))
    const events = `${address}/slack/events`
    const isHttp = taken.some((each) => each === 'http')
    const { features, oauth_config, settings } = manifest
    expect(settings.socket_mode_enabled).toBe(!isHttp)
    expect([
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
      ...features.slash_commands.map(({ url }) => url),
    ]).toEqual(Array<unknown>(3).fill(isHttp ? events : undefined))
    expect(oauth_config.redirect_urls).toEqual(
      taken.some((each) => each === 'several') ? [`${address}/slack/oauth_redirect`] : undefined,
    )
  })

  test('each list in order, nothing twice', () => {
    const { oauth_config, settings } = manifestSchema.parse(parse(written))
    for (const list of [
      oauth_config.scopes.bot,
      oauth_config.scopes.bot_optional,
      settings.event_subscriptions.bot_events,
    ])
      expect(list).toEqual([...new Set(list)].toSorted())
  })

  test('what may be declined is asked for', () => {
    const { bot, bot_optional } = manifestSchema.parse(parse(written)).oauth_config.scopes
    expect(bot).toEqual(expect.arrayContaining(bot_optional))
  })
})
