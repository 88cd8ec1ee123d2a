/** Instances of the bot over one store, and the chat they all speak into: it keeps what was posted and fails on demand. */
import { pino } from 'pino'
import { openStore, type Store } from '../../src/analytics/store/store.ts'
import { createDeliver, type Deliver, type DeliveryTimes } from '../../src/bot/deliver.ts'
import { createDrawings } from '../../src/bot/drawings.ts'
import { createHearing, type Hearing } from '../../src/bot/hear.ts'
import type { Response } from '../../src/bot/response.ts'
import { inboxInStore, type Inbox } from '../../src/bot/inbox.ts'
import type { ChatMessage } from '../../src/bot/message.ts'
import { outboxInStore, type Entry, type Outbox } from '../../src/bot/outbox.ts'
import { plainReply } from '../../src/bot/plain-reply.ts'
import type { Found, Lane, Outgoing, Platform, Receipt } from '../../src/bot/platform.ts'
import type { Reply } from '../../src/bot/reply.ts'
import { giveUp } from '../../src/bot/respond.ts'

export interface Posted {
  readonly key: string
  readonly kind: Outgoing['content']['kind']
  readonly conversation: string
  readonly text: string
  /** Of the message, or of the one that was changed. */
  readonly messageId: string
  readonly at: number
  readonly handle: string | null
}

/** What a call of the chat comes to; `post` lets it happen. */
export type Fate = (outgoing: Outgoing, post: () => Receipt) => Receipt | Promise<Receipt>

export interface Chat {
  readonly posted: Posted[]
  /** Of calls, happened or not. */
  calls: number
  readonly asked: string[]
  /** For the next calls, one each; afterwards everything happens. */
  readonly fates: Fate[]
  lane: (outgoing: Outgoing) => Lane
  /** Null: it cannot be asked. */
  find: ((outgoing: Outgoing) => Promise<Found>) | null
  pictures: Platform['pictures']
  /** Texts in the order of their posting. */
  texts(conversation?: string): string[]
}

export function createChat(): Chat {
  const posted: Posted[] = []
  const chat: Chat = {
    posted,
    calls: 0,
    asked: [],
    fates: [],
    lane: perConversation(0),
    async find({ key }) {
      const there = posted.find((each) => each.key === key)
      return there ? { kind: 'there', messageId: there.messageId } : { kind: 'not there' }
    },
    pictures: 'none',
    texts: (conversation) =>
      posted.filter((each) => conversation === undefined || each.conversation === conversation).map(({ text }) => text),
  }
  return chat
}

/** One entry each gap for each conversation, and a burst more after a rest. */
export function perConversation(gapMs: number, burst = 0): (outgoing: Outgoing) => Lane {
  return ({ to: { place } }) => ({ name: `chat ${place.conversation}`, gapMs, burst })
}

export interface Instance {
  readonly store: Store
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly deliver: Deliver
  readonly hearing: Hearing
  readonly hear: Hearing['hear']
  /** Of words that are out: how many of their pictures were asked for. */
  picturesAsked(): number
  /** What the clock does. */
  sweep(): Promise<void>
  /** From now on nothing that this instance begins comes to anything, and nothing it has in hand goes on. */
  die(): void
  close(): Promise<void>
}

export interface InstanceOptions {
  readonly respond?: (message: ChatMessage) => Promise<Response>
  readonly known?: (message: ChatMessage) => Promise<ChatMessage>
  readonly drawn?: (reply: Response['reply'], message: ChatMessage) => Promise<Reply>
  readonly onEnd?: (entry: Entry, receipt: Receipt) => Promise<void>
  readonly heldForMs?: number
  readonly writtenWithinMs?: number
  readonly times?: Partial<DeliveryTimes>
  readonly now?: () => number
  readonly longestTurnMs?: number
  readonly awayForMs?: number
  readonly answersWithinMs?: number
  readonly mostUndrawn?: number
}

export function startInstance(storeUrl: string, chat: Chat, options: InstanceOptions = {}): Instance {
  const { answersWithinMs } = options
  const store = openStore(storeUrl, answersWithinMs === undefined ? {} : { answersWithinMs })
  const { heldForMs, writtenWithinMs } = options
  const inbox = inboxInStore(store, {
    ...(heldForMs !== undefined && { heldForMs }),
    ...(writtenWithinMs !== undefined && { writtenWithinMs }),
  })
  const outbox = outboxInStore(store, heldForMs)
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' })
  let isDead = false
  const alive = <Result>(result: Result): Result | Promise<Result> => (isDead ? new Promise(() => {}) : result)
  const platform: Platform = {
    name: 'chat',
    get pictures() {
      return chat.pictures
    },
    start: async () => {},
    async send(outgoing) {
      await alive(null)
      chat.calls++
      const fate = chat.fates.shift()
      const post = () => postTo(chat, outgoing)
      return alive(await (fate ? fate(outgoing, post) : post()))
    },
    lane: (outgoing) => chat.lane(outgoing),
    working: async () => {},
    find: async (outgoing) => {
      chat.asked.push(outgoing.key)
      return (await chat.find?.(outgoing)) ?? { kind: 'cannot tell' }
    },
    privately: ({ user }) => ({ platform: 'chat', workspace: 'T1', conversation: user, thread: null }),
    health: async () => null,
    stop: async () => {},
  }
  const platformOf = (name: string) => (name === 'chat' ? platform : undefined)
  const connected = () => ['chat']
  const deliver = createDeliver({
    platformOf,
    connected,
    outbox,
    log,
    onEnd: options.onEnd ?? (async () => {}),
    times: { firstPauseMs: 20, ...options.times },
    ...(options.now && { now: options.now }),
  })
  const drawings = createDrawings({
    drawn: async (reply, message) =>
      alive(await (options.drawn ?? (async (plain): Promise<Reply> => plain))(reply, message)),
    findReply: (key) => outbox.find(key),
    ...(options.mostUndrawn !== undefined && { mostWaiting: options.mostUndrawn }),
  })
  let picturesAsked = 0
  const hearing = createHearing({
    inbox,
    deliver,
    platformOf,
    connected,
    known: options.known ?? (async (message) => message),
    respond: async (message) => alive(await (options.respond ?? echo)(message)),
    giveUp,
    drawings: {
      ...drawings,
      later(key, message) {
        picturesAsked++
        return drawings.later(key, message)
      },
    },
    onAnswered: async () => {},
    log,
    ...(options.longestTurnMs !== undefined && { longestTurnMs: options.longestTurnMs }),
    ...(options.awayForMs !== undefined && { awayForMs: options.awayForMs }),
  })
  return {
    store,
    inbox,
    outbox,
    deliver,
    hearing,
    hear: (message) => hearing.hear(message),
    picturesAsked: () => picturesAsked,
    async sweep() {
      if (isDead) return
      await hearing.sweep()
      await deliver.sweep()
    },
    die: () => {
      isDead = true
    },
    async close() {
      if (!isDead) {
        await hearing.finish()
        await deliver.finish()
      }
      await store.destroy()
    },
  }
}

function postTo(chat: Chat, { key, to, content }: Outgoing): Receipt {
  const messageId = content.kind === 'reply' ? `m${chat.posted.length + 1}` : content.messageId
  const { conversation } = to.place
  const text = content.reply.headline
  chat.posted.push({ key, kind: content.kind, conversation, text, messageId, at: Date.now(), handle: to.handle })
  return { kind: 'sent', messageId }
}

export async function echo({ said, audience, replaces }: ChatMessage): Promise<Response> {
  const text = said.kind === 'words' ? `re: ${said.text}` : said.kind
  return { reply: saying(text), audience, replaces: replaces ?? null }
}

export function saying(text: string): Response['reply'] {
  return { ...plainReply({ kind: 'command', text }), chart: null }
}

let ids = 0

/** Something said, under an id of its own. */
export function says(text: string, given: Partial<ChatMessage> & { in?: string } = {}): ChatMessage {
  const { in: conversation = `C${++ids}`, ...rest } = given
  return {
    id: `chat:${++ids}`,
    place: { platform: 'chat', workspace: 'T1', conversation, thread: null },
    author: { platform: 'chat', workspace: 'T1', user: 'ana' },
    askedAt: new Date(),
    said: { kind: 'words', text },
    audience: 'everyone',
    ...rest,
  }
}

/** An entry that answers nothing. */
export function entryOf(text: string, given: Partial<Entry> & { in?: string } = {}): Entry {
  const { place, author } = says(text, given.in === undefined ? {} : { in: given.in })
  const { in: _in, ...rest } = given
  return {
    key: `chat:${++ids}`,
    to: { place, onlyFor: null, handle: null },
    parcel: { kind: 'reply', reply: saying(text) },
    owner: author,
    ...rest,
  }
}

/** Waits, with a generous deadline, until a claim holds. */
export async function until(claim: () => boolean | Promise<boolean>, step?: () => Promise<void>): Promise<void> {
  const startedAt = Date.now()
  while (!(await claim())) {
    if (Date.now() - startedAt > 60_000) throw new Error('waited in vain')
    await step?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
