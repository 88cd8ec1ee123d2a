/**
 * From what somebody said to what goes out: a message is written to the inbox before it counts as heard, answered in the
 * order of its conversation, and ended by the transaction that writes its reply to the outbox.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import type { Logger } from 'pino'
import type { Undrawn } from './conversation.ts'
import type { Deliver } from './deliver.ts'
import { conversationOf, type Inbox } from './inbox.ts'
import type { ChatMessage } from './message.ts'
import type { Address, Hear, Platform, Receipt, Stage } from './platform.ts'
import type { Reply } from './reply.ts'
import { storable } from './storable.ts'

/** How many questions are worked on at once; the others wait in the inbox. */
const atOnce = 24
/** A question that ended its process so often is not tried again. */
const mostAttempts = 5
/** How long a question waits for an earlier one of its place that another instance works on. */
const longestTurnMs = 20_000

/** What is said in answer, and to whom. */
export interface Response {
  readonly reply: Undrawn
  /** Who sees it: all in the place, or the asker alone. */
  readonly audience: 'everyone' | 'asker'
  /** Key of the reply that this one takes the place of. */
  readonly replaces: string | null
}

interface Parts {
  readonly inbox: Inbox
  readonly deliver: Deliver
  readonly platformOf: (name: string) => Platform | undefined
  /** What the house knows of the author is filled in: locale and vouched-for e-mail. */
  readonly known: (message: ChatMessage) => Promise<ChatMessage>
  readonly respond: (message: ChatMessage) => Promise<Response>
  /** What is said of a message that cannot be answered whatever is tried. */
  readonly giveUp: (message: ChatMessage) => Response
  readonly drawn: (reply: Undrawn, message: ChatMessage) => Promise<Reply>
  readonly onAnswered: (message: ChatMessage, reply: Reply, receipt: Receipt) => Promise<void>
  readonly log: Logger
}

export interface Hearing {
  readonly hear: Hear
  /** Takes again what somebody took and did not answer. Called by the clock. */
  sweep(): Promise<void>
  /** Resolves when all that was taken here is answered. */
  finish(): Promise<void>
}

export function createHearing(parts: Parts): Hearing {
  const { inbox, deliver, log } = parts
  const queue = new PQueue({ concurrency: atOnce })
  /** Conversation → the last of its messages. */
  const conversations = new Map<string, Promise<boolean>>()
  const inHand = new Set<string>()

  const hear: Hear = async (said) => {
    const message = { ...said, said: storable(said.said) }
    const isNew = await inbox.take(message)
    return { isNew, answered: isNew ? inOrder(message, 1) : Promise.resolve(true) }
  }

  /** One after the other in a conversation, so that a follow-up finds the turn it follows. */
  function inOrder(message: ChatMessage, attempts: number): Promise<boolean> {
    inHand.add(message.id)
    const busy = showBusy(parts.platformOf(message.place.platform), message)
    const conversation = conversationOf(message)
    const earlier = conversations.get(conversation) ?? Promise.resolve(true)
    const answered = earlier
      .then(() => queue.add(() => work(message, attempts, busy)))
      .then(
        () => true,
        (error: unknown) => {
          log.error({ err: error, message: message.id }, 'message not answered yet')
          return false
        },
      )
      .finally(() => {
        void busy.over()
        inHand.delete(message.id)
        if (conversations.get(conversation) === answered) conversations.delete(conversation)
      })
    conversations.set(conversation, answered)
    return answered
  }

  async function work(heard: ChatMessage, attempts: number, busy: Busy): Promise<void> {
    busy.stage = 'querying'
    const platform = parts.platformOf(heard.place.platform)
    if (!platform) return
    await ourTurn(heard)
    const message = await parts.known(heard)
    const isHopeless = attempts > mostAttempts
    const { reply, audience, replaces } = isHopeless ? parts.giveUp(message) : await parts.respond(message)
    const to = addressOf(message, audience)
    const { chart: _chart, ...undrawn } = reply
    const drawing = reply.chart && platform.pictures !== 'none' ? parts.drawn(reply, message) : null
    const addsPicture = drawing !== null && platform.pictures === 'after words'
    const shown = drawing === null || addsPicture ? undrawn : await drawing
    const parcel =
      replaces === null
        ? ({ kind: 'reply', reply: shown } as const)
        : ({ kind: 'edit', of: replaces, reply: shown } as const)
    const entry = { key: message.id, to, parcel, owner: message.author }
    await busy.over()
    // With a picture to come it stays taken: whoever takes it again finds the words sent and adds the picture.
    const receipt = await deliver.send(entry, addsPicture ? null : message.id)
    await parts.onAnswered(message, shown, receipt)
    if (!addsPicture) return
    const full = await drawing
    const of = replaces ?? message.id
    const picture = { kind: 'picture', of, reply: full, picture: full.picture } as const
    await deliver.send({ key: `${message.id} picture`, to, parcel: picture, owner: null }, message.id)
  }

  async function ourTurn(message: ChatMessage): Promise<void> {
    const startedAt = Date.now()
    while (Date.now() - startedAt < longestTurnMs && (await inbox.hasEarlier(message))) await sleep(100)
  }

  return {
    hear,
    async sweep() {
      if (inHand.size > 0) await inbox.hold([...inHand])
      for (const { message, attempts } of await inbox.retake(50))
        if (!inHand.has(message.id)) void inOrder(message, attempts)
    },
    async finish() {
      while (conversations.size > 0) await Promise.all(conversations.values())
    },
  }
}

function addressOf(message: ChatMessage, audience: Response['audience']): Address {
  const { place, author, handle = null } = message
  const isPrivateAnyway = message.audience === 'asker' && !message.isWhispered
  return { place, onlyFor: audience === 'asker' && !isPrivateAnyway ? author : null, handle }
}

/** A person who has seen nothing for so long is shown that their question is worked on. */
const shownAfterMs = 300
/** The words do not wait for a status longer than this. */
const statusMayTakeMs = 500

interface Busy {
  stage: Stage
  /** Shows nothing more; resolves when what was shown cannot come after the reply any more. */
  over(): Promise<void>
}

function showBusy(platform: Platform | undefined, message: ChatMessage): Busy {
  let shown: Promise<unknown> = Promise.resolve()
  const timer = setTimeout(() => {
    shown = Promise.race([platform?.working?.(message, busy.stage), sleep(statusMayTakeMs)])
  }, shownAfterMs)
  const busy: Busy = {
    stage: 'reading',
    async over() {
      clearTimeout(timer)
      await shown
    },
  }
  return busy
}
