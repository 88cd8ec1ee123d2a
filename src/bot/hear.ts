/**
 * From what somebody said to what goes out: a message is written to the inbox before it counts as heard, answered in the
 * order of its conversation, and ended by the transaction that writes its reply to the outbox.
 */
import PQueue from 'p-queue'
import type { Logger } from 'pino'
import { showBusy, type Busy } from './busy.ts'
import type { Undrawn } from './conversation.ts'
import type { Deliver } from './deliver.ts'
import { conversationOf, type Inbox, type Left } from './inbox.ts'
import { createLines } from './lines.ts'
import type { ChatMessage } from './message.ts'
import type { Address, Hear, Platform, Receipt } from './platform.ts'
import type { Reply } from './reply.ts'
import type { Response } from './response.ts'
import { storable } from './storable.ts'

/** How many questions are worked on at once, and how many pictures drawn; the others wait. */
const atOnce = 24
/** A question that ended its process so often is not tried again. */
const mostAttempts = 5
/** If even saying so fails so often, nothing is said. */
const mostFarewells = 5
/** How long a message waits for an earlier one of its conversation that another instance has in hand. */
const usuallyLongestTurnMs = 30_000
/** How many messages may wait to be written down while the database is away. */
const mostUnwritten = 1_000
/** Of what others left: how much is taken at once, and how much of all there may be in hand then. */
const mostASweep = 100
const mostInHand = 500

interface Parts {
  readonly inbox: Inbox
  readonly deliver: Deliver
  readonly platformOf: (name: string) => Platform | undefined
  /** Names of the platforms that this process is connected to. */
  readonly connected: () => readonly string[]
  /** What the house knows of the author is filled in: locale and vouched-for e-mail. */
  readonly known: (message: ChatMessage) => Promise<ChatMessage>
  /** Null: there is nothing to say, which ends the message too. */
  readonly respond: (message: ChatMessage) => Promise<Response | null>
  /** What is said of a message that cannot be answered whatever is tried. */
  readonly giveUp: (message: ChatMessage) => Response
  readonly drawn: (reply: Undrawn, message: ChatMessage) => Promise<Reply>
  /** The words are out, or not yet, so long after the message was heard. */
  readonly onAnswered: (message: ChatMessage, reply: Reply, receipt: Receipt, afterMs: number) => Promise<void>
  readonly log: Logger
  readonly longestTurnMs?: number
}

export interface Hearing {
  readonly hear: Hear
  /** Takes again what somebody took and did not answer. Called by the clock. */
  sweep(): Promise<void>
  /** Resolves when all that was taken here is answered and written to the outbox. */
  finish(): Promise<void>
}

export function createHearing(parts: Parts): Hearing {
  const { inbox, deliver, log, longestTurnMs = usuallyLongestTurnMs } = parts
  const questions = new PQueue({ concurrency: atOnce })
  const drawings = new PQueue({ concurrency: atOnce })
  const conversations = createLines(100)
  /** What is being written down, by id: a message may come again before it is. */
  const unwritten = new Map<string, ReturnType<Inbox['take']>>()
  /** What is being answered, by id. */
  const inHand = new Map<string, Promise<boolean>>()
  let isFinishing = false

  const hear: Hear = async (said) => {
    const takenAt = new Date()
    const message = { ...said, said: storable(said.said) }
    const earlier = unwritten.get(message.id)
    if (earlier) {
      await earlier
      return { isNew: false, answered: Promise.resolve(true) }
    }
    if (unwritten.size >= mostUnwritten) throw new Error('too many messages wait to be written down')
    const writing = inbox.take(message)
    unwritten.set(message.id, writing)
    const taken = await writing.finally(() => unwritten.delete(message.id))
    const answered = taken ? answer({ ...taken, message, attempts: 1, takenAt }) : Promise.resolve(true)
    return { isNew: taken !== null, answered }
  }

  function answer(left: Left): Promise<boolean> {
    const { message } = left
    const busy = showBusy(parts.platformOf(message.place.platform), message)
    const answered = work(left, busy)
      .catch((error: unknown) => {
        log.error({ err: error, message: message.id }, 'message not answered yet')
        return false
      })
      .finally(() => {
        void busy.over()
        inHand.delete(message.id)
      })
    inHand.set(message.id, answered)
    return answered
  }

  async function work(left: Left, busy: Busy): Promise<boolean> {
    const platform = parts.platformOf(left.message.place.platform)
    if (!platform) return false
    const endTurn = await turnOf(left)
    try {
      busy.stage = 'querying'
      const responded = await questions.add(() => respond(left))
      if (!responded) return true
      const { message, response } = responded
      const { reply, replaces, key = message.id } = response
      const { chart: _chart, ...undrawn } = reply
      const isShown = platform.pictures !== 'none' && (platform.wantsPicture?.(reply) ?? true)
      const isDrawn = reply.chart !== null && isShown
      const drawing = isDrawn ? drawings.add(() => parts.drawn(reply, message)) : null
      // Words that can't be written are not waited for by their picture.
      drawing?.catch(() => {})
      const addsPicture = drawing !== null && platform.pictures === 'after words'
      const shown = drawing === null || addsPicture ? undrawn : await drawing
      await busy.over()
      const to = addressOf(message, response.audience)
      const parcel =
        replaces === null
          ? ({ kind: 'reply', reply: shown } as const)
          : ({ kind: 'edit', of: replaces, reply: shown } as const)
      const entry = { key, to, parcel, owner: message.author }
      // With a picture to come it stays taken: whoever takes it again finds the words sent and adds the picture.
      const { out } = await deliver.write(entry, addsPicture ? null : message.id)
      endTurn()
      const receipt = await out
      await parts.onAnswered(message, shown, receipt, Date.now() - left.takenAt.getTime())
      if (!addsPicture) return true
      const full = await drawing
      const of = replaces ?? key
      const picture = { kind: 'picture', of, reply: full, picture: full.picture } as const
      await deliver.write({ key: `${key} picture`, to, parcel: picture, owner: null }, message.id)
      return true
    } finally {
      endTurn()
    }
  }

  /** One after the other in a conversation, so that a follow-up finds the turn it follows. */
  function turnOf({ message, seq, isBehind }: Left): Promise<() => void> {
    const conversation = conversationOf(message)
    const since = Date.now()
    return conversations.turn(conversation, seq, async () => {
      if (!isBehind || Date.now() - since > longestTurnMs) return true
      // Who can't be asked may be back in a moment.
      return !(await inbox.hasEarlier(conversation, seq).catch(() => true))
    })
  }

  /** Null: it is ended without a word. */
  async function respond({ message: heard, attempts }: Left) {
    if (attempts <= mostAttempts) {
      const message = await parts.known(heard)
      const response = await parts.respond(message)
      if (response !== null) return { message, response }
      await inbox.answered(heard)
      return null
    }
    if (attempts <= mostAttempts + mostFarewells) return { message: heard, response: parts.giveUp(heard) }
    log.error({ message: heard.id, attempts }, 'message dropped')
    await inbox.answered(heard)
    return null
  }

  return {
    hear,
    async sweep() {
      if (inHand.size > 0) await inbox.hold([...inHand.keys()])
      const room = Math.min(mostASweep, mostInHand - inHand.size)
      if (isFinishing || room <= 0) return
      for (const left of await inbox.retake(parts.connected(), room))
        if (!inHand.has(left.message.id)) void answer(left)
    },
    async finish() {
      isFinishing = true
      while (inHand.size > 0) await Promise.all(inHand.values())
    },
  }
}

function addressOf(message: ChatMessage, audience: Response['audience']): Address {
  const { place, author, handle = null } = message
  const isPrivateAnyway = message.audience === 'asker' && !message.isWhispered
  return { place, onlyFor: audience === 'asker' && !isPrivateAnyway ? author : null, handle }
}
