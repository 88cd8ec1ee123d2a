import type { Call } from './core.ts'
import type { Delivery, DeliveryTimes } from './delivery.ts'
import type { FileRow, Row, ViewRow } from './emulator.ts'
import type { Faults } from './faults.ts'
import type { Json } from './json.ts'
import type { Violation } from './limits.ts'
import type { Actor } from './person.ts'
import type { Message } from './reading.ts'
import type { Sockets } from './sockets.ts'
import type { Ephemeral, Workspace, WorkspaceSeed } from './workspace.ts'

export interface WorldOptions extends WorkspaceSeed {
  /** How the app gets its events. */
  readonly mode: 'socket' | 'http'
  /** Whether a mention is told before the message it stands in; Slack promises no order. */
  readonly mentionFirst?: boolean
  /** Where signed requests go; may be told later with `deliverTo`. */
  readonly eventsUrl?: string
  /** More workspaces beside the first. */
  readonly others?: readonly WorkspaceSeed[]
  /** What the bot's token may do and what the app is told; from `manifest.yml` unless given. */
  readonly scopes?: readonly string[]
  readonly events?: readonly string[]
  readonly times?: Partial<DeliveryTimes> & { readonly triggerLivesMs?: number }
}

export interface RawRequest {
  readonly signedWith?: string
  /** Seconds since 1970. */
  readonly timestamp?: number | string
  readonly retryNum?: number
  readonly retryReason?: string
  /** Sent instead of the event. */
  readonly body?: string
  readonly contentType?: string
  readonly headers?: Record<string, string>
}

/** A Slack of one's own: real HTTP, real sockets, everything the app sends checked against Slack's limits. */
export interface SlackWorld extends AsyncDisposable {
  readonly apiUrl: string
  readonly url: string
  readonly botToken: string
  readonly appToken: string
  readonly appId: string
  readonly signingSecret: string
  readonly clientId: string
  readonly clientSecret: string
  readonly team: Workspace
  readonly teams: readonly Workspace[]
  readonly calls: readonly Call[]
  readonly deliveries: readonly Delivery[]
  readonly violations: readonly Violation[]
  readonly faults: Faults
  readonly sockets: Pick<Sockets, 'connections' | 'drop' | 'disconnect' | 'refuse' | 'hold'>

  user(name: string, team?: Workspace): Actor
  callsTo(method: string): readonly Call[]
  channelId(name: string): string

  /** Waits for the bot's answer to a message: the nth, where one message gets several. */
  replyTo(
    said: Message,
    options?: { readonly withinMs?: number; readonly nth?: number; readonly when?: (reply: Message) => boolean },
  ): Promise<Message>
  repliesTo(said: Message): readonly Message[]
  messages(channel: string): readonly Message[]
  thread(of: Message): readonly Message[]
  /** A message as it stands now. */
  again(message: Message): Message
  ephemerals(user: Actor): readonly Ephemeral[]
  /** Waits for something said to one person alone. */
  whisperTo(user: Actor, options?: { readonly withinMs?: number; readonly nth?: number }): Promise<Ephemeral>
  status(channel: string, thread: string): string | undefined
  /** Every status that was set, in order. */
  readonly statuses: readonly {
    readonly channel: string
    readonly thread: string
    readonly status: string
    readonly at: number
  }[]
  home(user: Actor): Row<ViewRow> | undefined
  views(user: Actor): readonly Row<ViewRow>[]
  /** Waits for a modal to open for somebody. */
  modalOf(user: Actor, withinMs?: number): Promise<Row<ViewRow>>
  suggestedPrompts(user: Actor): readonly Json[]
  readonly files: readonly FileRow[]
  /** What is in a file. */
  contentOf(fileId: string): Buffer
  /** Waits until a look finds something. */
  until<T>(what: string, look: () => T | undefined, withinMs?: number): Promise<T>
  /** The most calls of a method that fell into any window of so many milliseconds, for one channel. */
  busiest(method: string, windowMs: number): number
  /** Waits until everything sent to the app has been acknowledged or given up. */
  settled(): Promise<void>

  /** Where signed requests go; with several instances each gets its turn. */
  deliverTo(...eventsUrls: readonly string[]): void
  /** Sends a request of the test's own making; HTTP mode only. */
  sendRaw(event: Json, options?: RawRequest): Promise<{ readonly status: number; readonly body: string }>
  /** Sends the events of a message again, as Slack does when it missed the acknowledgement. */
  redeliver(said: Message, times: number): Promise<void>
  emit(event: Json, team?: Workspace): Promise<void>

  revokeToken(team?: Workspace): Promise<void>
  uninstall(team?: Workspace): Promise<void>
  archive(channel: string): void
  /** Somebody leaves the company. */
  deactivate(user: Actor): void
  /** Slack shows a preview below a message: an event like an edit, though nobody edited anything. */
  unfurls(said: Message): Promise<void>
  /** Another app's bot writes in a channel; ours must not answer it. */
  anotherBotSays(typed: string, where: { readonly in: string }): Promise<void>
  kickBot(channel: string): void
  inviteBot(channel: string): void

  /** Whom the bot may mention (a user id, `here`), or where it may link to (the beginning of an address). */
  allow(name: string): void
  /** Violations of this rule are meant by the test. */
  tolerate(rule: string): void
  /** Throws a list of what the app sent that Slack would refuse, cut, or let disturb people. */
  expectClean(): void
  /** What happened so far, for messages of failed tests. */
  account(): string
  close(): Promise<void>
}
