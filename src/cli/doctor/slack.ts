/** What Slack says of the tokens it was given, and what to do about it. */
import { checkSlack, type SlackAnswer, type SlackChannel, type SlackToken, type SlackWorkspace } from '../../app.ts'
import { parsePlace } from '../../analytics/place.ts'
import type { SlackConfig } from '../../config/slack.ts'
import { installationsIn } from '../../analytics/store/installations.ts'
import { openStore } from '../../analytics/store/store.ts'
import { advice, fault, ok, type Finding } from './finding.ts'

/** `places`: those that the catalog gives roles to, on any platform. `storeUrl`: null where the store cannot be read. */
export async function checkChat(
  slack: SlackConfig | null,
  places: readonly string[],
  storeUrl: string | null,
): Promise<readonly Finding[]> {
  if (slack === null) return [ok('slack', 'not connected: docs/slack.md shows how')]
  const channels = places.flatMap((text) => {
    const place = parsePlace(text)
    return place?.platform === 'slack' ? [{ workspace: place.workspace, channel: place.conversation }] : []
  })
  const { apiUrl } = slack
  const tokens =
    slack.tokens.kind === 'one' ? slack.tokens : { ...slack.tokens, installed: await installedIn(storeUrl) }
  const appToken = slack.mode === 'socket' ? slack.appToken : null
  const { workspaces, socket, channels: seen } = await checkSlack({ tokens, appToken, apiUrl, channels })
  const host = apiUrl === null ? 'slack.com' : new URL(apiUrl).host
  return [
    ...(tokens.kind === 'several' && storeUrl !== null && workspaces.length === 0
      ? [noneInstalled(tokens.publicUrl)]
      : []),
    ...workspaces.flatMap((workspace) => findingsOf(workspace, host)),
    ...(socket === null ? [] : [checkSocket(socket, host)]),
    ...(slack.mode === 'http' ? [checkSecret(slack.signingSecret)] : []),
    ...checkChannels(seen, workspaces),
    ...checkElsewhere(channels, workspaces),
  ]
}

async function installedIn(storeUrl: string | null) {
  if (storeUrl === null) return []
  const store = openStore(storeUrl)
  try {
    return await installationsIn(store, 'slack').list()
  } finally {
    await store.destroy()
  }
}

function noneInstalled(publicUrl: string): Finding {
  const page = new URL('slack/install', publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href
  return advice('slack', `no workspace has installed the app yet: start it, and open ${page} there.`)
}

/** Everything there is to say of one workspace. */
function findingsOf(token: SlackToken, host: string): readonly Finding[] {
  switch (token.kind) {
    case 'unreadable':
      return [fault('slack', `${token.because}.`)]
    case 'refused':
      return [
        fault(
          'slack',
          token.of === null
            ? `Slack refuses the bot token (${token.error}): copy it anew from Install App, or install the app again.`
            : `Slack refuses the bot token of ${token.of} (${token.error}): install the app there again.`,
        ),
      ]
    case 'unreachable':
      return [fault('slack', `${host} cannot be reached (${token.because}): let this machine reach it over https.`)]
    case 'works':
      return [
        checkApp(token),
        checkScopes(token),
        ...(token.clockAheadMs === null ? [] : [checkClock(token.clockAheadMs)]),
      ]
  }
}

function checkApp({ name, id, bot, isAppOfAppToken }: SlackWorkspace): Finding {
  return isAppOfAppToken === false
    ? fault('slack', 'the bot token and the app token are of two apps: take both from the same one.')
    : ok('slack', `${name} (${id}), as @${bot}`)
}

function checkScopes({ missing, declined, unused }: SlackWorkspace): Finding {
  const part = 'slack_scopes'
  if (missing.length > 0)
    return fault(
      part,
      `${missing.join(', ')} not granted: put manifest.yml into App Manifest, save, and install the app again.`,
    )
  if (unused.length > 0)
    return advice(part, `${unused.join(', ')} granted and not needed: take them out under OAuth & Permissions.`)
  return ok(
    part,
    declined.length > 0
      ? `what is needed is granted; ${declined.join(', ')} was declined, so that people are not known by e-mail`
      : 'as in manifest.yml',
  )
}

function checkSocket(socket: SlackAnswer<object>, host: string): Finding {
  const part = 'slack_socket'
  switch (socket.kind) {
    case 'works':
      return ok(part, 'the app token opens one')
    case 'refused':
      return fault(
        part,
        `Slack refuses the app token (${socket.error}): make one with the scope connections:write under Basic Information, App-Level Tokens, and switch Socket Mode on.`,
      )
    case 'unreachable':
      return fault(part, `${host} cannot be reached (${socket.because}).`)
  }
}

/** What Slack signs is believed for five minutes. */
const refusedFromSec = 300
const tellFromSec = 10

function checkClock(aheadMs: number): Finding {
  const part = 'slack_clock'
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const says = `Slack's clock is ${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} ours`
  if (seconds >= refusedFromSec) return fault(part, `${says}: set ours by NTP, or what Slack signs looks forged.`)
  return seconds >= tellFromSec ? advice(part, `${says}: set ours by NTP.`) : ok(part, 'ours and Slack’s agree')
}

function checkChannels(channels: readonly SlackChannel[], workspaces: readonly SlackToken[]): readonly Finding[] {
  const part = 'slack_channels'
  const botOf = (id: string) =>
    workspaces.flatMap((each) => (each.kind === 'works' && each.id === id ? [each.bot] : []))[0] ?? 'tidings'
  const wrong = channels.flatMap(({ workspace, channel, state }) => {
    const invite = `say /invite @${botOf(workspace)} there`
    switch (state.kind) {
      case 'in':
      case 'not looked at':
        return []
      case 'not in':
        return [advice(part, `not in #${state.name} (${channel}), which the catalog gives a role: ${invite}.`)]
      case 'archived':
        return [advice(part, `#${state.name} (${channel}) is archived: take it out of the catalog.`)]
      case 'not found':
        return [
          advice(part, `${channel} cannot be seen: if it is private, ${invite}; else correct its id in the catalog.`),
        ]
      case 'unknown':
        return [advice(part, `whether we are in ${channel} could not be found out (${state.because}): try again.`)]
    }
  })
  const count = (kind: SlackChannel['state']['kind']) => channels.filter(({ state }) => state.kind === kind).length
  const left = count('not looked at') > 0 ? `; ${count('not looked at')} more were not looked at` : ''
  return count('in') > 0
    ? [ok(part, `in ${count('in')} of the ${channels.length} that the catalog names${left}`), ...wrong]
    : wrong
}

/** Channels of workspaces that no working token is for. */
function checkElsewhere(
  channels: readonly { readonly workspace: string; readonly channel: string }[],
  workspaces: readonly SlackToken[],
): readonly Finding[] {
  // Of a workspace whose token fails nothing is known.
  if (workspaces.some(({ kind }) => kind !== 'works')) return []
  const known = workspaces.flatMap((each) => (each.kind === 'works' ? [each.id] : []))
  const strange = channels.filter(({ workspace }) => !known.includes(workspace))
  return strange.map(({ workspace, channel }) =>
    advice(
      'slack_channels',
      `the catalog gives a role to ${workspace}/${channel}, and there is no token for that workspace: correct the id, or leave it for later.`,
    ),
  )
}

function checkSecret(signingSecret: string): Finding {
  const part = 'slack_secret'
  return /^[0-9a-f]{32}$/.test(signingSecret)
    ? ok(part, 'looks like a signing secret')
    : advice(
        part,
        'a signing secret has 32 characters of 0-9 and a-f: copy it anew from Basic Information, App Credentials.',
      )
}
