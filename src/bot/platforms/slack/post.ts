/** Messages that all in a place see: posted, changed, each in the richest form that Slack takes. */
import type { WebClient } from '@slack/web-api'
import type { Place } from '../../../analytics/place.ts'
import type { SlackMessage } from './blocks/message.ts'
import { plainer } from './blocks/plainer.ts'
import { isAboutBlocks } from './failures.ts'

/** Marks our messages with the key of the reply, by which they are found again. */
export const replyEvent = 'tidings_reply'

/** Where a message stands: a conversation may be named by a person, and then Slack says which it is. */
export interface Standing {
  readonly channel: string
  readonly ts: string
}

/** `C1/1763770000.000200` */
export function printStanding({ channel, ts }: Standing): string {
  return `${channel}/${ts}`
}

/** Null for what was told to one person and stands nowhere. */
export function parseStanding(messageId: string): Standing | null {
  const [, channel, ts] = /^([A-Z0-9]+)\/([\d.]+)$/.exec(messageId) ?? []
  return channel && ts ? { channel, ts } : null
}

export async function postMessage(
  client: WebClient,
  message: SlackMessage,
  { place, key }: { readonly place: Place; readonly key: string },
): Promise<Standing> {
  const { conversation, thread } = place
  return everPlainer(message, async (form) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's, not a window's.
    const posted = await client.chat.postMessage({
      channel: conversation,
      ...formed(form),
      ...marked(key),
      unfurl_links: false,
      unfurl_media: false,
      ...(thread === null ? {} : { thread_ts: thread }),
    })
    return { channel: posted.channel ?? conversation, ts: posted.ts ?? '' }
  })
}

export async function updateMessage(
  client: WebClient,
  message: SlackMessage,
  { standing, key }: { readonly standing: Standing; readonly key: string },
): Promise<void> {
  await everPlainer(message, (form) => client.chat.update({ ...standing, ...formed(form), ...marked(key) }))
}

/** Tries plainer forms as long as it is the form that is refused. */
export async function everPlainer<Result>(
  message: SlackMessage,
  attempt: (form: SlackMessage) => Promise<Result>,
): Promise<Result> {
  let refusal: unknown
  for (const form of [message, ...plainer(message)]) {
    try {
      return await attempt(form)
    } catch (error) {
      if (!isAboutBlocks(error)) throw error
      refusal = error
    }
  }
  throw refusal
}

/** As every method takes it: nothing in the words becomes a link or a ping. */
export function formed({ text, blocks }: SlackMessage) {
  return { text, blocks: [...blocks], parse: 'none' as const, link_names: false }
}

export function marked(key: string) {
  return { metadata: { event_type: replyEvent, event_payload: { key } } }
}
