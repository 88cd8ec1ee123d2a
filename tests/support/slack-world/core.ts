import type { Deliveries } from './delivery.ts'
import type { ChannelRow, Row } from './emulator.ts'
import type { FaultBook } from './faults.ts'
import type { Json } from './json.ts'
import type { Manifest } from './manifest.ts'
import type { Violation } from './limits.ts'
import type { Ephemeral, Workspace } from './workspace.ts'

/** One call the app made, kept for assertions. */
export interface Call {
  readonly method: string
  readonly body: Json
  readonly team: string | undefined
  /** Milliseconds since the world began, and how long the answer took. */
  readonly at: number
  tookMs?: number
  response?: Json
}

/** Where an answer to a command or a click may be sent without a token. */
export interface ResponseUrl {
  readonly workspace: Workspace
  readonly channel: string
  readonly user: string
  readonly message?: { readonly ts: string; readonly thread_ts?: string; readonly ephemeral: boolean }
  readonly expiresAt: number
  uses: number
}

/** What every part of the world shares. */
export interface Core {
  readonly app: Manifest & {
    readonly id: string
    readonly token: string
    readonly signingSecret: string
    readonly clientId: string
    readonly clientSecret: string
  }
  readonly startedAt: number
  readonly workspaces: Workspace[]
  readonly calls: Call[]
  readonly violations: Violation[]
  readonly faults: FaultBook
  readonly deliveries: Deliveries
  readonly responseUrls: Map<string, ResponseUrl>
  /** What tests allow: whom the bot mentions, where it links to. */
  readonly allowed: Set<string>
  readonly triggerLivesMs: number
  readonly mentionFirst: boolean
  url(path: string): string
  socketUrl(): string
}

/** A channel by id, or by name with or without its `#`. */
export function channelOf(workspace: Workspace, name: string): Row<ChannelRow> | undefined {
  const plain = name.replace(/^#/, '')
  return workspace.emulator.tables.channels
    .all()
    .find((row) => row.channel_id === name || (!row.is_im && row.name === plain))
}

/** Keeps what one person alone sees. */
export function whisper(workspace: Workspace, said: Omit<Ephemeral, 'ts'>): string {
  const ts = `${Math.floor(Date.now() / 1000)}.${String(900_000 + workspace.ephemerals.length).padStart(6, '0')}`
  workspace.ephemerals.push({ ...said, ts })
  return ts
}

/** The key of a thread in the maps of a workspace. */
export function threadKey(channel: string, thread: string): string {
  return `${channel}/${thread}`
}

/** Whether Slack has worked through a file, so that blocks may name it. */
export function isFileReady(core: Core, workspace: Workspace, fileId: string): boolean {
  const since = workspace.filesSince.get(fileId)
  return since !== undefined && Date.now() >= since + core.faults.fileDelayMs()
}

/** The token the workspace's bot has now: the one it was given at the start, or the newest installation's. */
export function botTokenOf(workspace: Workspace): string {
  const alive = workspace.emulator.tables.tokens
    .all()
    .filter((row) => row.bot_id && !workspace.deadTokens.has(row.token))
  return alive.at(-1)?.token ?? workspace.botToken
}
