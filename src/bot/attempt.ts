/** One try to send one entry: what came of an earlier try is looked for, then it goes in its turn and in a slot of its lane. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Turn } from '../analytics/store/lanes.ts'
import { printPlace } from '../analytics/place.ts'
import type { Entry, Kept, Outbox, Parcel } from './outbox.ts'
import type { Content, Lane, Outgoing, Platform, Receipt } from './platform.ts'
import { TookTooLong, within } from '../analytics/within.ts'

/** What came of a try. */
export type Outcome =
  | Exclude<Receipt, { readonly kind: 'later' }>
  /** Not now. With `mayBeOut` nobody knows whether it arrived; `isLane`: nothing may go to its lane before. */
  | {
      readonly kind: 'later'
      readonly because: string
      readonly afterMs: number | null
      readonly mayBeOut: boolean
      readonly isLane: boolean
    }
  /** It was not its turn: anybody may take it when it is. */
  | { readonly kind: 'left'; readonly because: string }
  /** Somebody else has it, or ended it. */
  | { readonly kind: 'gone' }

export interface AttemptTimes {
  /** One call of the platform. */
  readonly sendMs: number
  readonly findMs: number
  /** The wait for an earlier entry of the lane that somebody else is sending. */
  readonly turnMs: number
}

interface Parts {
  readonly platformOf: (name: string) => Platform | undefined
  readonly outbox: Outbox
  readonly log: Logger
  readonly times: AttemptTimes
  /** Whether nothing that would have to wait is begun any more. */
  readonly isStopping: () => boolean
}

export interface Attempt {
  /** Asked until it says yes: looks for what an earlier try came to, once, and takes a slot as soon as it is its turn. */
  mayGo(): Promise<boolean>
  /** Asked once afterwards. */
  go(): Promise<Outcome>
}

export function createAttempt(parts: Parts, entry: Kept, lane: Lane | null, isApart: boolean): Attempt {
  const { outbox, log, times } = parts
  const place = printPlace(entry.to.place)
  let since: number | null = null
  let prepared: Promise<Ready | Outcome> | null = null
  let turn: Turn = { kind: 'gone' }

  async function prepare(): Promise<Ready | Outcome> {
    const platform = parts.platformOf(entry.to.place.platform)
    if (!platform) return { kind: 'refused', because: `${entry.to.place.platform} is not connected` }
    if (lane && parts.isStopping()) return { kind: 'left', because: 'Tidings is stopping' }
    const changed = await messageChanged(entry.parcel)
    if (changed === 'not yet') return { kind: 'left', because: 'the reply it belongs to is not out yet' }
    if (changed === 'never' && entry.parcel.kind === 'picture')
      return { kind: 'refused', because: 'the reply it belongs to was not delivered' }
    // The new version of a reply that never came is the reply.
    const outgoing = outgoingOf(entry, changed === 'never' ? null : changed, isApart)
    const ready = { kind: 'ready', platform, outgoing } as const
    return entry.state === 'sending' ? ((await look(platform, outgoing)) ?? ready) : ready
  }

  /** The platform's id of the reply that a parcel changes; empty for what changes none. */
  async function messageChanged(parcel: Parcel): Promise<string> {
    if (parcel.kind === 'reply') return ''
    const changed = await outbox.standing(parcel.of)
    if (changed?.messageId) return changed.messageId
    return changed?.state === 'waiting' || changed?.state === 'sending' ? 'not yet' : 'never'
  }

  /** What may be out is looked for. Null: it is not there, or that can't be told, and it is sent again. */
  async function look(platform: Platform, outgoing: Outgoing): Promise<Outcome | null> {
    if (!platform.find) return null
    try {
      const found = await within(times.findMs, async () => platform.find!(outgoing))
      return found.kind === 'there' ? { kind: 'sent', messageId: found.messageId } : null
    } catch (error) {
      log.error({ err: error, key: entry.key, place }, 'the platform could not be asked for a message')
      return { kind: 'later', because: reasonOf(error), afterMs: times.findMs / 2, mayBeOut: true, isLane: false }
    }
  }

  async function send({ platform, outgoing }: Ready): Promise<Outcome> {
    try {
      const receipt = await within(times.sendMs, () => platform.send(outgoing))
      if (receipt.kind !== 'later') return receipt
      // Told to wait, it is not out; after anything else nobody knows.
      const wasToldTo = receipt.afterMs !== null
      return { ...receipt, mayBeOut: !wasToldTo, isLane: wasToldTo }
    } catch (error) {
      log.error({ err: error, key: entry.key, place }, 'sending failed')
      return { kind: 'later', because: reasonOf(error), afterMs: null, mayBeOut: true, isLane: false }
    }
  }

  return {
    async mayGo() {
      since ??= Date.now()
      prepared ??= prepare()
      if ((await prepared).kind !== 'ready') return true
      // Held past the end of the call, so that nobody else begins meanwhile.
      turn = await outbox.begin(entry.key, lane, 1.25 * times.sendMs)
      return turn.kind !== 'behind' || !turn.isHeld || Date.now() - since > times.turnMs
    },
    async go() {
      const ready = await (prepared ??= prepare())
      if (ready.kind !== 'ready') return ready
      switch (turn.kind) {
        case 'gone':
          return turn
        case 'behind':
        case 'full':
          return { kind: 'left', because: 'its lane is full' }
        case 'now':
          if (turn.waitMs > 0) await sleep(turn.waitMs)
          return send(ready)
      }
    },
  }
}

interface Ready {
  readonly kind: 'ready'
  readonly platform: Platform
  readonly outgoing: Outgoing
}

/** For people, in a few words; the log has the error itself. */
function reasonOf(error: unknown): string {
  return error instanceof TookTooLong ? 'there was no answer in time' : 'something went wrong on the way'
}

/**
 * As the platform takes it; `messageId` is of the reply that it changes, null when there is none to change. A picture may
 * be a message of its own.
 */
export function outgoingOf({ key, to, parcel }: Entry, messageId: string | null, isApart = false): Outgoing {
  return { key, to, content: contentOf(parcel, messageId, isApart) }
}

function contentOf(parcel: Parcel, messageId: string | null, isApart: boolean): Content {
  switch (parcel.kind) {
    case 'reply':
      return parcel
    case 'edit':
      return messageId === null
        ? { kind: 'reply', reply: parcel.reply }
        : { kind: 'edit', messageId, reply: parcel.reply }
    case 'picture':
      return { kind: 'picture', messageId: messageId ?? '', reply: parcel.reply, picture: parcel.picture, isApart }
  }
}
