import { threadKey, type Call, type Core } from './core.ts'
import type { MessageRow } from './emulator.ts'
import { list, object, text, type Json } from './json.ts'
import type { Ephemeral, Workspace } from './workspace.ts'

/** A message as Slack keeps it. */
export interface Message {
  readonly team: string
  readonly channel: string
  readonly ts: string
  /** The thread it stands in; its own ts where it has started one. */
  readonly thread: string | undefined
  readonly user: string
  readonly isFromBot: boolean
  readonly text: string
  readonly blocks: readonly Json[]
  readonly files: readonly Json[]
  readonly metadata: Json | undefined
  readonly isEdited: boolean
  readonly reactions: readonly Json[]
}

export function asMessage(workspace: Workspace, row: MessageRow): Message {
  return {
    team: workspace.id,
    channel: row.channel_id,
    ts: row.ts,
    thread: row.thread_ts,
    user: row.user,
    isFromBot: row.user === workspace.bot.userId,
    text: row.text,
    blocks: list(row['blocks']),
    files: list(row['files']).map((file) => ({
      ...filesOf(workspace).findOneBy('file_id', text(file['file_id'])),
      id: file['file_id'],
    })),
    metadata: row['metadata'] === undefined ? undefined : object(row['metadata']),
    isEdited: row['edited'] !== undefined,
    reactions: list(row['reactions']),
  }
}

const filesOf = (workspace: Workspace) => workspace.emulator.tables.files

/** Every message of a conversation, in order. */
export function messagesIn(workspace: Workspace, channel: string): readonly Message[] {
  return workspace.emulator.tables.messages
    .all()
    .filter((row) => row.channel_id === channel)
    .toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
    .map((row) => asMessage(workspace, row))
}

/** The bot's finished words that belong to a message: in its thread, or after it in a direct message. */
export function repliesTo(workspace: Workspace, said: Message): readonly Message[] {
  const root = said.thread ?? said.ts
  const isDirect = workspace.emulator.tables.channels.findOneBy('channel_id', said.channel)?.is_im === true
  return messagesIn(workspace, said.channel).filter(
    (message) =>
      message.isFromBot &&
      message.ts > said.ts &&
      (message.thread === root || (isDirect && message.thread === undefined && said.thread === undefined)) &&
      !workspace.streams.has(threadKey(message.channel, message.ts)),
  )
}

/** Everything said to one person alone. */
export function whispersTo(workspace: Workspace, user: string): readonly Ephemeral[] {
  return workspace.ephemerals.filter((ephemeral) => ephemeral.user === user)
}

/** Waits until a look finds something; says what happened meanwhile when it never does. */
export async function waitFor<T>(core: Core, what: string, look: () => T | undefined, withinMs: number): Promise<T> {
  const until = Date.now() + withinMs
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (Date.now() > until) throw new Error(`${what} did not come within ${withinMs} ms.\n${account(core)}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** What the world saw, for the reader of a failed test. */
export function account(core: Core): string {
  const calls = core.calls.slice(-40).map(({ method, body, response, at }) => {
    const outcome = response
      ? response['ok'] === false
        ? `refused: ${String(response['error'])}`
        : 'ok'
      : 'not answered'
    return `  ${at} ms  ${method} ${short(body)} → ${outcome}`
  })
  const sent = core.deliveries.log.slice(-20).map(({ type, eventId, arrived, attempts }) => {
    const state = arrived === undefined ? 'underway' : arrived ? 'acknowledged' : 'lost'
    const tries = attempts.map(({ outcome }) => (outcome.acknowledged ? 'ok' : outcome.reason)).join(', ')
    return `  ${type} ${eventId ?? ''} ${state} [${tries}]`
  })
  const wrong = core.violations.map(
    (violation) => `  ${violation.method} ${violation.at}: ${violation.rule}, ${violation.detail}`,
  )
  return [
    `Calls of the app (${core.calls.length}):`,
    ...calls,
    `Most posts of one channel in a second: ${busiest(core.calls, 'chat.postMessage', 1000)}; most edits in a minute: ${busiest(core.calls, 'chat.update', 60_000)}`,
    `Sent to the app (${core.deliveries.log.length}):`,
    ...sent,
    ...(wrong.length > 0 ? ['Violations:', ...wrong] : []),
  ].join('\n')
}

function short(body: Json): string {
  const printed = JSON.stringify(body)
  return printed.length > 160 ? `${printed.slice(0, 160)}…` : printed
}

/** The most calls of a method, for one channel, in any window of so many milliseconds. */
export function busiest(calls: readonly Call[], method: string, windowMs: number): number {
  const sent = calls.filter((call) => call.method === method && call.response?.['ok'] === true)
  const together = (first: Call) =>
    sent.filter(
      ({ at, body }) => body['channel'] === first.body['channel'] && at >= first.at && at < first.at + windowMs,
    )
  return Math.max(0, ...sent.map((first) => together(first).length))
}
