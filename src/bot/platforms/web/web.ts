/** The web chat as a platform: messages come in by POST, replies go out as server-sent events, the page is static. */
import type { Router } from 'express'
import { LRUCache } from 'lru-cache'
import { printPlace } from '../../../analytics/place.ts'
import { alertSaid } from '../../alert-said.ts'
import { alertsFeed } from '../../alerts-feed.ts'
import type { ChatMessage, Said } from '../../message.ts'
import type { Hear, Platform } from '../../platform.ts'
import type { Reply } from '../../reply.ts'
import { markInWords, unmarked } from '../../marks.ts'
import { words } from '../../replies/en.ts'
import { legible, legibleLines } from '../../replies/legible.ts'
import type { TakeMessage, WebParts } from './parts.ts'
import { createRouter } from './routes.ts'
import { createStreams } from './streams.ts'
import { createMemoryTranscripts } from './transcripts.ts'
import type { WireEvent, WireReply } from './wire.ts'

// More unanswered questions than this in one conversation is a loop, not a person.
const MOST_WAITING = 20

export function createWeb(parts: WebParts): Platform & { readonly router: Router } {
  const transcripts = createMemoryTranscripts()
  const streams = createStreams(transcripts)
  /** Conversation → the messages handed in and not yet answered, in order. */
  const queues = new Map<string, { readonly ids: string[]; last: Promise<void> }>()
  /** When something was said in a conversation last, and which alert was told to all last. */
  const saidAt = new LRUCache<string, number>({ max: 5_000 })
  let lastAlert: { readonly key: string; readonly at: number } | null = null
  let hear: Hear | null = null
  let isStopping = false

  async function tell(conversation: string, key: string, event: WireEvent): Promise<number | null> {
    const entry = await transcripts.append(conversation, key, event)
    if (entry) streams.publish(conversation, entry)
    return entry?.sequence ?? null
  }

  /** "Ack" after an alert is about the alert; after an answer it is not. */
  function meant(message: ChatMessage): Said {
    const { said, author, place } = message
    const spoken = said.kind === 'words' ? alertSaid(said.text) : null
    if (!spoken || spoken.number !== null || !lastAlert || !parts.mayFollow(author)) return said
    if (lastAlert.at <= (saidAt.get(place.conversation) ?? 0)) return said
    const press = { kind: 'alert', act: spoken.act, isSpoken: true } as const
    return { kind: 'press', reply: lastAlert.key, press, feed: alertsFeed }
  }

  const take: TakeMessage = async (message, saidThere) => {
    if (!hear || isStopping) return 'stopping'
    const { conversation } = message.place
    const queue = queues.get(conversation) ?? { ids: [], last: Promise.resolve() }
    if (queue.ids.length >= MOST_WAITING) return 'busy'
    const at = message.askedAt.toISOString()
    const said = { kind: 'said', id: message.id, said: saidThere, at, as: message.actAs ?? null } as const
    if ((await tell(conversation, `said ${message.id}`, said)) === null) return 'known'
    queue.ids.push(message.id)
    queues.set(conversation, queue)
    // One after the other, so that a follow-up finds the turn it follows.
    queue.last = answerAfter(queue.last, { ...message, said: meant(message) })
    if (saidThere.kind !== 'press') saidAt.set(conversation, Date.now())
    return 'taken'
  }

  async function answerAfter(earlier: Promise<void>, message: ChatMessage): Promise<void> {
    const { conversation } = message.place
    await earlier
    try {
      const heard = await hear?.(message)
      if (!(await heard?.answered)) throw new Error('the message could not be answered')
      await tell(conversation, `done ${message.id}`, { kind: 'done', id: message.id })
    } catch (error) {
      parts.log.error({ err: error, place: printPlace(message.place), message: message.id }, 'message not answered')
      const text = 'Something went wrong on our side and this was not answered. Please ask again.'
      await tell(conversation, `done ${message.id}`, { kind: 'failed', id: message.id, text })
    }
    const queue = queues.get(conversation)
    queue?.ids.shift()
    if (queue?.ids.length === 0) queues.delete(conversation)
  }

  return {
    name: 'web',
    pictures: 'with words',
    router: createRouter({ ...parts, transcripts, streams, take }),
    async start(listener) {
      hear = listener
    },
    async send({ key, to: { place }, content }) {
      const isFeed = place.conversation === alertsFeed.conversation
      if (isFeed) await transcripts.begin(place.conversation, '')
      if (!(await transcripts.find(place.conversation))) {
        return { kind: 'refused', because: 'nobody has this conversation open any more' }
      }
      // What a reply is called outside is its key, which outlives this process.
      const replaces = content.kind === 'edit' ? content.messageId : undefined
      // A reply goes out under the id of its message; any other key is of something nobody asked.
      const asked = queues.get(place.conversation)?.ids.includes(key) ? key : null
      const event = {
        kind: 'reply',
        key,
        to: asked,
        at: new Date().toISOString(),
        reply: toWire(legible(content.reply)),
        ...(replaces !== undefined && { replaces }),
      } as const
      const sequence = await tell(place.conversation, `reply ${key}`, event)
      if (sequence === null) return { kind: 'already_sent' }
      if (isFeed && content.reply.alert) lastAlert = { key, at: Date.now() }
      return { kind: 'sent', messageId: replaces ?? key }
    },
    newsOf: () => alertsFeed,
    async health() {
      return hear ? null : 'not started'
    },
    async stop() {
      isStopping = true
      await Promise.all([...queues.values()].map((queue) => queue.last))
      streams.close()
      hear = null
    },
  }
}

function toWire({ picture, ...reply }: Reply): WireReply {
  const { result, marks = [], comment } = reply
  const wire = {
    ...reply,
    understood: unmarked(result.understood, marks),
    marks: marks.map((mark) => ({ ...mark, text: markInWords(mark) })),
    commentary: comment === undefined ? null : { label: words.commentaryLabel, text: comment },
    unverifiedSql: result.query === null && result.sql !== null ? legibleLines(result.sql) : null,
  }
  if (!picture) return { ...wire, picture: null }
  const { id, altText, width, height } = picture
  return { ...wire, picture: { url: `/charts/${encodeURIComponent(id)}.png`, altText, width, height } }
}
