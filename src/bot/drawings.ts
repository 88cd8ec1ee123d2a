/** Pictures to come: a few are drawn at a time, and the many that may wait are keys of replies, without their rows. */
import PQueue from 'p-queue'
import type { Undrawn } from './conversation.ts'
import type { ChatMessage } from './message.ts'
import type { Kept } from './outbox.ts'
import type { Reply } from './reply.ts'

/** A few more than are drawn at a time, so that no painter waits for the next. */
const atOnce = 4
/** On a small machine they take a minute. */
const usuallyMostWaiting = 300

interface Parts {
  readonly drawn: (reply: Undrawn, message: ChatMessage) => Promise<Reply>
  /** What was said under a key; null when nothing was, or no longer is known. */
  readonly findReply: (key: string) => Promise<Kept | null>
  readonly mostWaiting?: number
}

export interface Drawings {
  /** Whether one more may wait; otherwise the words say that there is none. */
  hasRoom(): boolean
  /** The reply with its picture, for words that wait for it: it goes before the pictures of words that are out. */
  first(reply: Undrawn, message: ChatMessage): Promise<Reply>
  /** The reply under this key with its picture, read when its turn comes. */
  later(key: string, message: ChatMessage): Promise<Later>
  /** What waits for words that are out is left to whoever takes their message again. */
  finish(): void
}

type Later =
  | { readonly kind: 'drawn'; readonly reply: Reply }
  /** Nothing was said under the key, or it is no longer known. */
  | { readonly kind: 'not said' }
  | { readonly kind: 'left' }

export function createDrawings({ drawn, findReply, mostWaiting = usuallyMostWaiting }: Parts): Drawings {
  const queue = new PQueue({ concurrency: atOnce })
  let isFinishing = false

  async function drawnOf(key: string, message: ChatMessage): Promise<Later> {
    if (isFinishing) return { kind: 'left' }
    const kept = await findReply(key)
    if (!kept || kept.state === 'refused') return { kind: 'not said' }
    const { reply } = kept.parcel
    return { kind: 'drawn', reply: await drawn({ ...reply, chart: reply.result.chart }, message) }
  }

  return {
    hasRoom: () => queue.size < mostWaiting,
    first: (reply, message) => queue.add(() => drawn(reply, message), { priority: 1 }),
    later: (key, message) => queue.add(() => drawnOf(key, message)),
    finish: () => {
      isFinishing = true
    },
  }
}
