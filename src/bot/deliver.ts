/**
 * The one way out: everything that is said goes to the outbox under a key and from there to its platform, in the order
 * of its lane, once. What can be tried again is; what can't be delivered is told to its owner.
 */
import type { Logger } from 'pino'
import type { Alerts } from './alerts.ts'
import { createAttempt, outgoingOf, type AttemptTimes, type Outcome } from './attempt.ts'
import { createLines } from './lines.ts'
import { printPlace } from '../analytics/place.ts'
import type { Entry, Kept, Laned, Outbox, Unsaid, Waiting } from './outbox.ts'
import type { Lane, Platform, Receipt } from './platform.ts'
import { plainReply } from './plain-reply.ts'
import { words } from './replies/en.ts'
import { within } from '../analytics/within.ts'

/** How long what may take. */
export interface DeliveryTimes extends AttemptTimes {
  /** What is older and fails is not tried again: nobody would wait for it any longer. */
  readonly givenUpAfterMs: number
  /** A picture that was tried in vain for so long is said to be missing. */
  readonly pictureGivenUpAfterMs: number
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** When the process is to end: how long entries still go to a lane where each waits for its slot. */
  readonly lastCallMs: number
}

const usualTimes: DeliveryTimes = {
  sendMs: 30_000,
  findMs: 10_000,
  turnMs: 5_000,
  givenUpAfterMs: 30 * 60_000,
  pictureGivenUpAfterMs: 2 * 60_000,
  firstPauseMs: 500,
  longestPauseMs: 60_000,
  lastCallMs: 3_000,
}

/** Of what others left or put back: how much is taken at once, and how much of all there may be in hand then. */
const mostASweep = 50
const mostInHand = 200
/** Of one lane; those behind wait in the outbox, however many they become. */
const mostInLine = 20
/** More pictures than this do not wait for words to be changed: they go below them. */
const mostPicturesInLine = 4
/** While another instance is sending an earlier entry of the lane. */
const turnAskedEveryMs = 50

interface Parts {
  readonly platformOf: (name: string) => Platform | undefined
  /** Names of the platforms that this process is connected to. */
  readonly connected: () => readonly string[]
  readonly outbox: Outbox
  readonly log: Logger
  readonly onEnd: (entry: Entry, receipt: Receipt) => Promise<void>
  /** Gives words and pictures to what was written without. */
  readonly alerts?: Alerts
  readonly times?: Partial<DeliveryTimes>
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** It can't be lost any more; `out` is what came of the first try. What is to be tried again is, in the background. */
export interface Written {
  readonly out: Promise<Receipt>
}

export interface Deliver {
  /** Writes to the outbox, ends the message that it answers, and sends in its turn. `out` never rejects. */
  write(entry: Entry, answers?: string | null): Promise<Written>
  /** Takes what is due and sends it in the background: put off, or left behind by a process that died. Called by the clock. */
  sweep(): Promise<void>
  /** Resolves when what is being sent is out; what would have to wait is left to other instances. */
  finish(): Promise<void>
}

export function createDeliver(parts: Parts): Deliver {
  const { platformOf, connected, outbox, log, onEnd, alerts, now = Date.now } = parts
  const times = { ...usualTimes, ...parts.times }
  /** What is on its way, by key. */
  const inHand = new Map<string, Promise<Receipt>>()
  const lanes = createLines(turnAskedEveryMs)
  let finishingSince: number | null = null
  const isStopping = () => finishingSince !== null && now() - finishingSince > times.lastCallMs
  const attempting = { platformOf, outbox, log, times, isStopping }

  async function write(entry: Entry, answers: string | null = null): Promise<Written> {
    const seq = await outbox.write(withLane(entry), answers)
    const out = inHand.get(entry.key)
    if (out) return { out }
    if (seq !== null) return { out: take(fresh(entry, seq)) }
    const known = await outbox.find(entry.key)
    // Sent by us or by another; or somebody has it in hand, or the sweep will.
    const isOpen = known?.state === 'waiting' || known?.state === 'sending'
    const because = 'it is being sent already'
    return { out: Promise.resolve(isOpen ? { kind: 'later', because, afterMs: null } : { kind: 'already_sent' }) }
  }

  function fresh(entry: Entry, seq: number): Kept {
    return { ...entry, state: 'waiting', messageId: null, attempts: 0, writtenAt: new Date(now()), seq }
  }

  function withLane(entry: Entry): Laned {
    return { entry, lane: laneOf(entry)?.name ?? null }
  }

  function laneOf(entry: Entry, isApart = false): Lane | null {
    return platformOf(entry.to.place.platform)?.lane?.(outgoingOf(entry, '', isApart)) ?? null
  }

  function take(entry: Waiting): Promise<Receipt> {
    const out = entry.parcel.kind === 'alert' ? told(entry, entry.parcel) : noted({ ...entry, parcel: entry.parcel })
    inHand.set(entry.key, out)
    return out
  }

  /** What is to be said of an incident is settled when its turn comes: as it stands then. */
  async function told(waiting: Waiting, subject: Unsaid): Promise<Receipt> {
    const later = (because: string): Receipt => ({ kind: 'later', because, afterMs: null })
    try {
      const { key } = waiting
      const said = (await alerts?.told(waiting, subject)) ?? null
      if (said === null) return later('there is nobody to tell it')
      if (said.kind === 'refused') return await refuse(waiting, said.because)
      const entry: Kept = { ...waiting, parcel: said.parcel }
      if (!(await outbox.say(key, withLane(entry)))) return { kind: 'already_sent' }
      const receipt = await noted(entry)
      const picture = receipt.kind === 'sent' ? await alerts?.pictured(entry, subject) : null
      if (picture) await write(picture)
      return receipt
    } catch (error) {
      log.error({ err: error, key: waiting.key }, 'alert not told yet')
      return later('something went wrong on the way')
    } finally {
      inHand.delete(waiting.key)
    }
  }

  async function noted(entry: Kept): Promise<Receipt> {
    const receipt = await inTurn(entry).catch((error: unknown): Receipt => {
      // Left as it is: its time runs out and whoever sweeps takes it from where it stands.
      log.error({ err: error, key: entry.key }, 'delivery failed')
      return { kind: 'later', because: 'the delivery failed', afterMs: null }
    })
    await onEnd(entry, receipt).catch((error: unknown) =>
      log.error({ err: error, key: entry.key }, 'end of a delivery not noted'),
    )
    inHand.delete(entry.key)
    return receipt
  }

  async function inTurn(kept: Kept): Promise<Receipt> {
    const isLate = ageOf(kept) > times.pictureGivenUpAfterMs && kept.attempts > 0
    const entry = isLate ? withoutPicture(kept) : kept
    const isApart = entry.parcel.kind === 'picture' && (await isPictureApart(entry))
    const lane = laneOf(entry, isApart)
    const attempt = createAttempt(attempting, entry, lane, isApart)
    if (!lane) {
      await attempt.mayGo()
      return settle(entry, await attempt.go(), lane)
    }
    if (lanes.waiting(lane.name) >= mostInLine)
      return settle(entry, { kind: 'left', because: 'its lane is full' }, lane)
    const endTurn = await lanes.turn(lane.name, entry.seq, () => attempt.mayGo())
    try {
      return await settle(entry, await attempt.go(), lane)
    } finally {
      endTurn()
    }
  }

  /** Once it is where it can be shown: whether too many wait to be put into their words. */
  async function isPictureApart(entry: Kept): Promise<boolean> {
    const platform = platformOf(entry.to.place.platform)
    await within(times.sendMs, async () => platform?.prepare?.(outgoingOf(entry, ''))).catch((error: unknown) =>
      log.warn({ err: error, key: entry.key }, 'picture not prepared'),
    )
    const lane = laneOf(entry)
    return lane !== null && lanes.waiting(lane.name) >= mostPicturesInLine
  }

  async function settle(entry: Kept, outcome: Outcome, lane: Lane | null): Promise<Receipt> {
    switch (outcome.kind) {
      case 'sent':
        await outbox.sent(entry.key, outcome.messageId)
        return outcome
      case 'already_sent':
        await outbox.sent(entry.key, entry.messageId)
        return outcome
      case 'gone':
        return { kind: 'already_sent' }
      case 'refused':
        return refuse(entry, outcome.because)
      case 'later':
        if (lane && outcome.isLane) await outbox.closeLane(lane, outcome.afterMs ?? 0)
        return isGivenUp(entry) ? refuse(entry, words.givenUp(outcome.because)) : putOff(entry, outcome)
      case 'left':
        if (isGivenUp(entry) && finishingSince === null) return refuse(entry, words.givenUp(outcome.because))
        await outbox.release(entry.key)
        return { kind: 'later', because: outcome.because, afterMs: null }
    }
  }

  function isGivenUp(entry: Kept): boolean {
    return ageOf(entry) > times.givenUpAfterMs
  }

  function ageOf({ writtenAt }: Kept): number {
    return now() - writtenAt.getTime()
  }

  async function putOff(entry: Kept, outcome: Outcome & { kind: 'later' }): Promise<Receipt> {
    const { because, afterMs, mayBeOut } = outcome
    const backOffMs = Math.min(times.longestPauseMs, times.firstPauseMs * 2 ** entry.attempts)
    const pauseMs = Math.round(afterMs ?? backOffMs * (0.75 + Math.random() / 2))
    log.warn({ key: entry.key, because, pauseMs }, 'not delivered yet')
    await outbox.postpone(entry.key, { because, afterMs: pauseMs, mayBeOut })
    return { kind: 'later', because, afterMs: pauseMs }
  }

  /** The owner hears of it; not of a picture, without which the words have arrived. */
  async function refuse(entry: Waiting, because: string): Promise<Receipt> {
    log.warn({ key: entry.key, place: printPlace(entry.to.place), because }, 'not delivered')
    const notice = noticeOf(entry, because)
    const seq = await outbox.refused(entry.key, because, notice && withLane(notice))
    if (seq !== null && notice) void take(fresh(notice, seq))
    return { kind: 'refused', because }
  }

  function noticeOf({ key, owner, parcel }: Waiting, because: string): Entry | null {
    const place = owner && platformOf(owner.platform)?.privately?.(owner)
    if (!place || parcel.kind === 'picture') return null
    const reply = plainReply({ kind: 'command', text: words.notDelivered(because) })
    const address = { place, onlyFor: null, handle: null }
    return { key: `${key} owner`, to: address, parcel: { kind: 'reply', reply }, owner: null }
  }

  return {
    write,
    async sweep() {
      if (inHand.size > 0) await outbox.hold([...inHand.keys()])
      const room = Math.min(mostASweep, mostInHand - inHand.size)
      if (finishingSince !== null || room <= 0) return
      for (const entry of await outbox.takeDue(connected(), room))
        // What was just put back and is due again may not have left our hand yet.
        void (inHand.get(entry.key) ?? Promise.resolve()).then(() => take(entry))
    },
    async finish() {
      finishingSince ??= now()
      while (inHand.size > 0) await Promise.all(inHand.values())
    },
  }
}

/** Whoever reads the words would wait for their picture: it is said that there is none. */
function withoutPicture(entry: Kept): Kept {
  const { parcel } = entry
  if (parcel.kind !== 'picture' || parcel.picture === null) return entry
  const reply = { ...parcel.reply, picture: null, pictureMissing: words.pictureFailed }
  return { ...entry, parcel: { ...parcel, reply, picture: null } }
}
