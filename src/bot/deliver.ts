/**
 * The one way out: everything that is said goes to the outbox under a key and from there to its platform, in the order
 * of its lane, once. What can be tried again is; what can't be delivered is told to its owner.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { printPlace } from '../analytics/place.ts'
import type { Entry, Kept, Outbox, Parcel } from './outbox.ts'
import type { Content, Lane, Outgoing, Platform, Receipt } from './platform.ts'
import { plainReply } from './plain-reply.ts'
import { words } from './replies/en.ts'

/** What nobody would wait for any longer. */
const givenUpAfterMs = 30 * 60_000
const longestPauseMs = 60_000
/** A slot that is further off than this is waited for in the outbox, where any instance finds it. */
const longestWaitMs = 5_000

interface Parts {
  readonly platformOf: (name: string) => Platform | undefined
  readonly outbox: Outbox
  readonly log: Logger
  readonly onEnd: (entry: Entry, receipt: Receipt) => Promise<void>
}

export interface Deliver {
  /**
   * Writes to the outbox, ends the message that it answers, and sends in its turn. Gives what came of the first try;
   * what is to be tried again is, in the background.
   */
  send(entry: Entry, answers?: string | null): Promise<Receipt>
  /** Sends what is due: put off, or left behind by a process that died. Called by the clock. */
  sweep(): Promise<void>
  /** Resolves when what is being sent is out. */
  finish(): Promise<void>
}

export function createDeliver({ platformOf, outbox, log, onEnd }: Parts): Deliver {
  /** Lane → the last thing that goes there, so that this process keeps their order. */
  const lanes = new Map<string, Promise<unknown>>()
  const held = new Set<string>()

  async function send(entry: Entry, answers: string | null = null): Promise<Receipt> {
    const isNew = await outbox.write(entry, answers)
    if (isNew) return inTurn({ ...entry, state: 'waiting', messageId: null, attempts: 0, writtenAt: new Date() })
    const known = await outbox.find(entry.key)
    // Sent by us or by another; or somebody has it in hand, or the sweep will.
    return known?.state === 'waiting' || known?.state === 'sending'
      ? { kind: 'later', because: 'it is being sent already', afterMs: null }
      : { kind: 'already_sent' }
  }

  async function inTurn(entry: Kept): Promise<Receipt> {
    const platform = platformOf(entry.to.place.platform)
    if (!platform) return end(entry, { kind: 'refused', because: `${entry.to.place.platform} is not connected` })
    held.add(entry.key)
    const lane = platform.lane?.(outgoingOf(entry, '')) ?? null
    const turn = (lane && lanes.get(lane.name)) ?? Promise.resolve()
    const sent = turn.then(() => attempt(entry, platform, lane))
    const settled = sent.catch(() => {})
    if (lane) lanes.set(lane.name, settled)
    try {
      return await sent
    } finally {
      held.delete(entry.key)
      if (lane && lanes.get(lane.name) === settled) lanes.delete(lane.name)
    }
  }

  async function attempt(entry: Kept, platform: Platform, lane: Lane | null): Promise<Receipt> {
    const messageId = await messageChanged(entry.parcel)
    if (messageId === 'not yet')
      return later(entry, { because: 'the reply it belongs to is not out yet', afterMs: 1_000 })
    if (messageId === 'never')
      return end(entry, { kind: 'refused', because: 'the reply it belongs to was not delivered' })
    const outgoing = outgoingOf(entry, messageId)
    if (entry.state === 'sending') {
      const found = (await platform.find?.(outgoing)) ?? { kind: 'cannot tell' }
      if (found.kind === 'there') return end(entry, { kind: 'sent', messageId: found.messageId })
    }
    const waitMs = await outbox.begin(entry.key, lane)
    if (waitMs === null) return { kind: 'already_sent' }
    if (waitMs > longestWaitMs) return later(entry, { because: 'its lane is full', afterMs: waitMs })
    if (waitMs > 0) await sleep(waitMs)
    const receipt = await platform.send(outgoing).catch((error: unknown): Receipt => {
      log.error({ err: error, key: entry.key, place: printPlace(entry.to.place) }, 'sending failed')
      return { kind: 'later', because: error instanceof Error ? error.message : String(error), afterMs: null }
    })
    if (receipt.kind === 'later') return later(entry, { ...receipt, ...(lane && { lane: lane.name }) })
    return end(entry, receipt)
  }

  /** The platform's id of the reply that a parcel changes; empty for what changes none. */
  async function messageChanged(parcel: Parcel): Promise<string> {
    if (parcel.kind === 'reply') return ''
    const changed = await outbox.find(parcel.of)
    if (changed?.messageId) return changed.messageId
    return changed?.state === 'waiting' || changed?.state === 'sending' ? 'not yet' : 'never'
  }

  async function later(
    entry: Kept,
    { because, afterMs, lane = null }: { because: string; afterMs: number | null; lane?: string | null },
  ): Promise<Receipt> {
    if (Date.now() - entry.writtenAt.getTime() > givenUpAfterMs)
      return end(entry, { kind: 'refused', because: words.givenUp(because) })
    const pauseMs = afterMs ?? Math.min(longestPauseMs, 500 * 2 ** entry.attempts) * (0.75 + Math.random() / 2)
    log.warn({ key: entry.key, because, pauseMs: Math.round(pauseMs) }, 'not delivered yet')
    await outbox.postpone(entry.key, { because, afterMs: pauseMs, lane: afterMs === null ? null : lane })
    const receipt: Receipt = { kind: 'later', because, afterMs: pauseMs }
    await onEnd(entry, receipt)
    return receipt
  }

  async function end(entry: Kept, receipt: Exclude<Receipt, { kind: 'later' }>): Promise<Receipt> {
    if (receipt.kind === 'refused') {
      log.warn({ key: entry.key, place: printPlace(entry.to.place), because: receipt.because }, 'not delivered')
      await outbox.end(entry.key, { because: receipt.because })
      await tellOwner(entry, receipt.because)
    } else
      await outbox.end(entry.key, { message: receipt.kind === 'sent' ? receipt.messageId : (entry.messageId ?? '') })
    await onEnd(entry, receipt)
    return receipt
  }

  /** In the background, since it may take its own time; not for pictures, without which the words have arrived. */
  async function tellOwner({ key, owner, to, parcel }: Entry, because: string): Promise<void> {
    const place = owner && platformOf(owner.platform)?.privately?.(owner)
    if (!place || parcel.kind === 'picture') return
    const reply = plainReply({ kind: 'command', text: words.notDelivered(to.place.conversation, because) })
    await outbox.write(
      {
        key: `${key} owner`,
        to: { place, onlyFor: null, handle: null },
        parcel: { kind: 'reply', reply },
        owner: null,
      },
      null,
    )
    const notice = await outbox.find(`${key} owner`)
    if (notice?.state === 'waiting')
      void inTurn(notice).catch((error: unknown) => log.error({ err: error, key }, 'owner not told'))
  }

  return {
    send,
    async sweep() {
      if (held.size > 0) await outbox.hold([...held])
      const due = await outbox.takeDue(50)
      await Promise.all(
        due.map((entry) =>
          inTurn(entry).catch((error: unknown) => log.error({ err: error, key: entry.key }, 'delivery failed')),
        ),
      )
    },
    async finish() {
      while (lanes.size > 0) await Promise.all(lanes.values())
    },
  }
}

function outgoingOf({ key, to, parcel }: Entry, messageId: string): Outgoing {
  return { key, to, content: contentOf(parcel, messageId) }
}

function contentOf(parcel: Parcel, messageId: string): Content {
  switch (parcel.kind) {
    case 'reply':
      return parcel
    case 'edit':
      return { kind: 'edit', messageId, reply: parcel.reply }
    case 'picture':
      return { kind: 'picture', messageId, reply: parcel.reply, picture: parcel.picture }
  }
}
