/**
 * From what somebody said to what goes out: a message is written to the inbox before it counts as heard, answered in the
 * order of its conversation, and ended by the transaction that writes its reply to the outbox.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import type { Logger } from 'pino'
import { showBusy, type Busy } from './busy.ts'
import type { Deliver } from './deliver.ts'
import type { Drawings } from './drawings.ts'
import { conversationOf, type Inbox, type Left } from './inbox.ts'
import { createLines } from './lines.ts'
import type { ChatMessage } from './message.ts'
import type { Address, Hear, Platform, Receipt } from './platform.ts'
import type { Reply } from './reply.ts'
import { words } from './replies/en.ts'
import type { Response } from './response.ts'
import { storable } from './storable.ts'

/** How many questions are worked on at once; the others wait. */
const atOnce = 24
/** A question that ended its process so often is not tried again. */
const mostAttempts = 5
/** If even saying so fails so often, nothing is said. */
const mostFarewells = 5
/** How long a message waits for an earlier one of its conversation that another instance has in hand. */
const usuallyLongestTurnMs = 30_000
/** How long a question is tried again while the database is away, before its asker is told to. */
const usuallyAwayForMs = 20_000
const firstPauseMs = 250
const longestPauseMs = 4_000
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
  readonly drawings: Drawings
  /** The words are out, or not yet, so long after the message was heard. */
  readonly onAnswered: (message: ChatMessage, reply: Reply, receipt: Receipt, afterMs: number) => Promise<void>
  readonly log: Logger
  readonly longestTurnMs?: number
  readonly awayForMs?: number
}

export interface Hearing {
  readonly hear: Hear
  /** Takes again what somebody took and did not answer. Called by the clock. */
  sweep(): Promise<void>
  /** Resolves when all that was taken here is answered and written to the outbox; what only waits for its picture is left. */
  finish(): Promise<void>
}

export function createHearing(parts: Parts): Hearing {
  const { inbox, deliver, drawings, log, longestTurnMs = usuallyLongestTurnMs, awayForMs = usuallyAwayForMs } = parts
  const questions = new PQueue({ concurrency: atOnce })
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
      const picture = await say(left, platform, busy, endTurn)
      return picture === null || (await addPicture(picture))
    } finally {
      endTurn()
    }
  }

  /** Answers in words, and in a picture where words wait for it. Gives the picture that is to be added; null: there is none. */
  async function say(left: Left, platform: Platform, busy: Busy, endTurn: () => void): Promise<PictureToCome | null> {
    const responded = await respondPatiently(left, platform)
    if (!responded) return null
    const { message, response } = responded
    const { reply, replaces, key = message.id } = response
    const { chart, ...undrawn } = reply
    const isWanted = chart !== null && platform.pictures !== 'none' && (platform.wantsPicture?.(reply) ?? true)
    const comes = !isWanted ? 'never' : !drawings.hasRoom() ? 'not now' : platform.pictures
    const shown =
      comes === 'with words'
        ? await drawings.first(reply, message)
        : comes === 'not now'
          ? { ...undrawn, pictureMissing: words.pictureLeftOut }
          : undrawn
    await busy.over()
    const to = addressOf(message, response.audience)
    const parcel =
      replaces === null
        ? ({ kind: 'reply', reply: shown } as const)
        : ({ kind: 'edit', of: replaces, reply: shown } as const)
    const entry = { key, to, parcel, owner: message.author }
    const addsPicture = comes === 'after words'
    // With a picture to come it stays taken: whoever takes it again finds the words sent and adds the picture.
    const { out } = await deliver.write(entry, addsPicture ? null : message.id)
    endTurn()
    const receipt = await out
    await parts.onAnswered(message, shown, receipt, Date.now() - left.takenAt.getTime())
    return addsPicture ? { key, of: replaces ?? key, to, message } : null
  }

  /** False: its message is left as it is, for whoever takes it again. */
  async function addPicture({ key, of, to, message }: PictureToCome): Promise<boolean> {
    const later = await drawings.later(key, message)
    switch (later.kind) {
      case 'left':
        return false
      case 'not said':
        await inbox.answered(message)
        return true
      case 'drawn': {
        const { reply } = later
        const parcel = { kind: 'picture', of, reply, picture: reply.picture } as const
        await deliver.write({ key: `${key} picture`, to, parcel, owner: null }, message.id)
        return true
      }
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

  /** Where people see that their question is worked on, it is kept through a moment in which the database is away. */
  async function respondPatiently(left: Left, platform: Platform) {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      const responded = await questions.add(() => respond(left))
      const isAway = responded?.response.reply.result.error?.code === 'unreachable'
      const isPatient = platform.working !== undefined && !isFinishing
      if (!isAway || !isPatient || Date.now() - left.takenAt.getTime() + pauseMs > awayForMs) return responded
      await sleep(pauseMs)
    }
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
      drawings.finish()
      while (inHand.size > 0) await Promise.all(inHand.values())
    },
  }
}

/** Of words that are out. */
interface PictureToCome {
  /** Of the words. */
  readonly key: string
  /** Of the reply that it is put into. */
  readonly of: string
  readonly to: Address
  readonly message: ChatMessage
}

function addressOf(message: ChatMessage, audience: Response['audience']): Address {
  const { place, author, handle = null } = message
  const isPrivateAnyway = message.audience === 'asker' && !message.isWhispered
  return { place, onlyFor: audience === 'asker' && !isPrivateAnyway ? author : null, handle }
}
