/** What Slack says of the tokens it was given, and what to do about it. */
import { checkSlack, type SlackAnswer, type SlackChannel, type SlackWorkspace } from '../../app.ts'
import { parsePlace } from '../../analytics/place.ts'
import type { SlackConfig } from '../../config/slack.ts'
import { advice, fault, ok, type Finding } from './finding.ts'

/** `places`: those that the catalog gives roles to, on any platform. */
export async function checkChat(slack: SlackConfig | null, places: readonly string[]): Promise<readonly Finding[]> {
  if (slack === null) return [ok('slack', 'not connected: docs/slack.md shows how')]
  const channels = places.flatMap((text) => {
    const place = parsePlace(text)
    return place?.platform === 'slack' ? [{ workspace: place.workspace, channel: place.conversation }] : []
  })
  const { tokens, apiUrl } = slack
  const botTokens = tokens.kind === 'one' ? [tokens.botToken] : []
  const appToken = slack.mode === 'socket' ? slack.appToken : null
  const checked = await checkSlack({ botTokens, appToken, apiUrl, channels })
  const host = apiUrl === null ? 'slack.com' : new URL(apiUrl).host
  return [
    ...checked.workspaces.flatMap((workspace) => findingsOf(workspace, host)),
    ...(checked.socket === null ? [] : [checkSocket(checked.socket, host)]),
    ...(slack.mode === 'http' ? [checkSecret(slack.signingSecret)] : []),
    ...checkChannels(checked.channels, checked.workspaces),
    ...checkElsewhere(channels, checked.workspaces),
  ]
}

/** Everything there is to say of one workspace. */
function findingsOf(workspace: SlackAnswer<SlackWorkspace>, host: string): readonly Finding[] {
  switch (workspace.kind) {
    case 'refused':
      return [
        fault(
          'slack',
          `Slack refuses the bot token (${workspace.error}): copy it anew from Install App, or install the app again.`,
        ),
      ]
    case 'unreachable':
      return [fault('slack', `${host} cannot be reached (${workspace.because}): let this machine reach it over https.`)]
    case 'works':
      return [
        checkApp(workspace),
        checkScopes(workspace),
        ...(workspace.clockAheadMs === null ? [] : [checkClock(workspace.clockAheadMs)]),
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

function checkChannels(
  channels: readonly SlackChannel[],
  workspaces: readonly SlackAnswer<SlackWorkspace>[],
): readonly Finding[] {
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
  workspaces: readonly SlackAnswer<SlackWorkspace>[],
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
