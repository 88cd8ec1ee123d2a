/**
 * The one way out: everything that is said goes to the outbox under a key and from there to its platform, in the order
 * of its lane, once. What can be tried again is; what can't be delivered is told to its owner.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Turn } from '../analytics/store/lanes.ts'
import { printPlace } from '../analytics/place.ts'
import type { Entry, Kept, Laned, Outbox, Parcel } from './outbox.ts'
import type { Content, Lane, Outgoing, Platform, Receipt } from './platform.ts'
import { plainReply } from './plain-reply.ts'
import { words } from './replies/en.ts'
import { TookTooLong, within } from './within.ts'

/** How long what may take. */
export interface DeliveryTimes {
  /** One call of the platform. */
  readonly sendMs: number
  readonly findMs: number
  /** What is older and fails is not tried again: nobody would wait for it any longer. */
  readonly givenUpAfterMs: number
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** The wait for an earlier entry of the lane that another instance is sending. */
  readonly turnMs: number
  /** When the process is to end: how long entries still go to a lane where each waits for its slot. */
  readonly lastCallMs: number
}

const usualTimes: DeliveryTimes = {
  sendMs: 30_000,
  findMs: 10_000,
  givenUpAfterMs: 30 * 60_000,
  firstPauseMs: 500,
  longestPauseMs: 60_000,
  turnMs: 5_000,
  lastCallMs: 3_000,
}

/** How much is on its way at once; the rest waits in the outbox. */
const mostInHand = 200
const mostASweep = 50

interface Parts {
  readonly platformOf: (name: string) => Platform | undefined
  /** Names of the platforms that this process is connected to. */
  readonly connected: () => readonly string[]
  readonly outbox: Outbox
  readonly log: Logger
  readonly onEnd: (entry: Entry, receipt: Receipt) => Promise<void>
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

export function createDeliver({
  platformOf,
  connected,
  outbox,
  log,
  onEnd,
  times: given,
  now = Date.now,
}: Parts): Deliver {
  const times = { ...usualTimes, ...given }
  /** What is on its way, by key. */
  const inHand = new Map<string, Promise<Receipt>>()
  /** Lane → the last thing that goes there, so that this process keeps their order. */
  const lines = new Map<string, Promise<unknown>>()
  let finishingSince: number | null = null

  async function write(entry: Entry, answers: string | null = null): Promise<Written> {
    const isNew = await outbox.write(withLane(entry), answers)
    const out = inHand.get(entry.key)
    if (out) return { out }
    if (isNew) return { out: take(fresh(entry)) }
    const known = await outbox.find(entry.key)
    // Sent by us or by another; or somebody has it in hand, or the sweep will.
    const isOpen = known?.state === 'waiting' || known?.state === 'sending'
    const because = 'it is being sent already'
    return { out: Promise.resolve(isOpen ? { kind: 'later', because, afterMs: null } : { kind: 'already_sent' }) }
  }

  function fresh(entry: Entry): Kept {
    return { ...entry, state: 'waiting', messageId: null, attempts: 0, writtenAt: new Date(now()) }
  }

  function withLane(entry: Entry): Laned {
    return { entry, lane: laneOf(entry)?.name ?? null }
  }

  function laneOf(entry: Entry): Lane | null {
    return platformOf(entry.to.place.platform)?.lane?.(outgoingOf(entry, '')) ?? null
  }

  function take(entry: Kept): Promise<Receipt> {
    const out = inLine(entry)
    inHand.set(entry.key, out)
    return out
  }

  async function inLine(entry: Kept): Promise<Receipt> {
    const lane = laneOf(entry)
    const earlier = (lane && lines.get(lane.name)) ?? Promise.resolve()
    const sent = earlier.then(() => attempt(entry, lane))
    // Left as it is: its time runs out and whoever sweeps takes it from where it stands.
    const out = sent.catch((error: unknown): Receipt => {
      log.error({ err: error, key: entry.key }, 'delivery failed')
      return { kind: 'later', because: 'the delivery failed', afterMs: null }
    })
    if (lane) lines.set(lane.name, out)
    const receipt = await out
    if (lane && lines.get(lane.name) === out) lines.delete(lane.name)
    await onEnd(entry, receipt).catch((error: unknown) =>
      log.error({ err: error, key: entry.key }, 'end of a delivery not noted'),
    )
    inHand.delete(entry.key)
    return receipt
  }

  async function attempt(entry: Kept, lane: Lane | null): Promise<Receipt> {
    const platform = platformOf(entry.to.place.platform)
    if (!platform) return refuse(entry, `${entry.to.place.platform} is not connected`)
    if (lane && finishingSince !== null && now() - finishingSince > times.lastCallMs)
      return leave(entry, 'Tidings is stopping')
    const changed = await messageChanged(entry.parcel)
    if (changed === 'not yet') return leave(entry, 'the reply it belongs to is not out yet')
    if (changed === 'never' && entry.parcel.kind === 'picture')
      return refuse(entry, 'the reply it belongs to was not delivered')
    // The new version of a reply that never came is the reply.
    const outgoing = outgoingOf(entry, changed === 'never' ? null : changed)
    const found = entry.state === 'sending' ? await look(platform, outgoing) : null
    if (found?.kind === 'there') return sent(entry, found.messageId)
    if (found?.kind === 'not asked')
      return later(entry, { because: found.because, afterMs: times.findMs / 2, mayBeOut: true })
    const turn = await turnOf(entry.key, lane)
    if (turn.kind === 'gone') return { kind: 'already_sent' }
    if (turn.kind !== 'now')
      return isGivenUp(entry) ? giveUp(entry, 'its lane is full') : leave(entry, 'its lane is full')
    if (turn.waitMs > 0) await sleep(turn.waitMs)
    const receipt = await within(times.sendMs, () => platform.send(outgoing)).catch((error: unknown): Receipt => {
      log.error({ err: error, key: entry.key, place: printPlace(entry.to.place) }, 'sending failed')
      return { kind: 'later', because: reasonOf(error), afterMs: null }
    })
    switch (receipt.kind) {
      case 'sent':
        return sent(entry, receipt.messageId)
      case 'already_sent':
        await outbox.sent(entry.key, entry.messageId)
        return receipt
      case 'refused':
        return refuse(entry, receipt.because)
      case 'later':
        if (lane && receipt.afterMs !== null) await outbox.closeLane(lane, receipt.afterMs)
        // Told to wait, it is not out; after anything else nobody knows.
        return later(entry, { ...receipt, mayBeOut: receipt.afterMs === null })
    }
  }

  /** The platform's id of the reply that a parcel changes; empty for what changes none. */
  async function messageChanged(parcel: Parcel): Promise<string> {
    if (parcel.kind === 'reply') return ''
    const changed = await outbox.find(parcel.of)
    if (changed?.messageId) return changed.messageId
    return changed?.state === 'waiting' || changed?.state === 'sending' ? 'not yet' : 'never'
  }

  /** Whether it is there, for what may be out. Where it can't be told, it is sent again. */
  async function look(platform: Platform, outgoing: Outgoing) {
    if (!platform.find) return { kind: 'cannot tell' } as const
    try {
      return await within(times.findMs, async () => platform.find!(outgoing))
    } catch (error) {
      return { kind: 'not asked', because: reasonOf(error) } as const
    }
  }

  async function turnOf(key: string, lane: Lane | null): Promise<Turn> {
    const startedAt = Date.now()
    for (;;) {
      // Held past the end of the call, so that nobody else begins meanwhile.
      const turn = await outbox.begin(key, lane, times.sendMs + 5_000)
      if (turn.kind !== 'behind' || !turn.isHeld || Date.now() - startedAt > times.turnMs) return turn
      await sleep(50)
    }
  }

  async function leave(entry: Kept, because: string): Promise<Receipt> {
    await outbox.release(entry.key)
    return { kind: 'later', because, afterMs: null }
  }

  function isGivenUp(entry: Kept): boolean {
    return now() - entry.writtenAt.getTime() > times.givenUpAfterMs
  }

  async function later(
    entry: Kept,
    { because, afterMs, mayBeOut }: { because: string; afterMs: number | null; mayBeOut: boolean },
  ): Promise<Receipt> {
    if (isGivenUp(entry)) return giveUp(entry, because)
    const backOffMs = Math.min(times.longestPauseMs, times.firstPauseMs * 2 ** entry.attempts)
    const pauseMs = Math.round(afterMs ?? backOffMs * (0.75 + Math.random() / 2))
    log.warn({ key: entry.key, because, pauseMs }, 'not delivered yet')
    await outbox.postpone(entry.key, { because, afterMs: pauseMs, mayBeOut })
    return { kind: 'later', because, afterMs: pauseMs }
  }

  async function giveUp(entry: Kept, because: string): Promise<Receipt> {
    return refuse(entry, words.givenUp(because))
  }

  async function sent(entry: Kept, messageId: string): Promise<Receipt> {
    await outbox.sent(entry.key, messageId)
    return { kind: 'sent', messageId }
  }

  /** The owner hears of it; not of a picture, without which the words have arrived. */
  async function refuse(entry: Kept, because: string): Promise<Receipt> {
    log.warn({ key: entry.key, place: printPlace(entry.to.place), because }, 'not delivered')
    const notice = noticeOf(entry, because)
    const isEnded = await outbox.refused(entry.key, because, notice && withLane(notice))
    if (isEnded && notice) void take(fresh(notice))
    return { kind: 'refused', because }
  }

  function noticeOf({ key, owner, to, parcel }: Entry, because: string): Entry | null {
    const place = owner && platformOf(owner.platform)?.privately?.(owner)
    if (!place || parcel.kind === 'picture') return null
    const reply = plainReply({ kind: 'command', text: words.notDelivered(to.place.conversation, because) })
    const address = { place, onlyFor: null, handle: null }
    return { key: `${key} owner`, to: address, parcel: { kind: 'reply', reply }, owner: null }
  }

  return {
    write,
    async sweep() {
      if (inHand.size > 0) await outbox.hold([...inHand.keys()])
      const room = Math.min(mostASweep, mostInHand - inHand.size)
      if (finishingSince !== null || room <= 0) return
      for (const entry of await outbox.takeDue(connected(), room)) if (!inHand.has(entry.key)) void take(entry)
    },
    async finish() {
      finishingSince = now()
      while (inHand.size > 0) await Promise.all(inHand.values())
    },
  }
}

/** For people, in a few words; the log has the error itself. */
function reasonOf(error: unknown): string {
  return error instanceof TookTooLong ? 'there was no answer in time' : 'something went wrong on the way'
}

function outgoingOf({ key, to, parcel }: Entry, messageId: string | null): Outgoing {
  return { key, to, content: contentOf(parcel, messageId) }
}

function contentOf(parcel: Parcel, messageId: string | null): Content {
  switch (parcel.kind) {
    case 'reply':
      return parcel
    case 'edit':
      return messageId === null
        ? { kind: 'reply', reply: parcel.reply }
        : { kind: 'edit', messageId, reply: parcel.reply }
    case 'picture':
      return { kind: 'picture', messageId: messageId ?? '', reply: parcel.reply, picture: parcel.picture }
  }
}
