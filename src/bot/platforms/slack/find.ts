/** Looks for a message of ours by the key of its reply, after a process died while it was sending. */
import type { WebClient } from '@slack/web-api'
import type { Found, Outgoing } from '../../platform.ts'
import { printStanding, replyEvent } from './post.ts'

const pages = 5
const perPage = 100

interface Sent {
  readonly ts?: string
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object }
}

/** What changes a message can be done again; what one person heard leaves no trace. */
export async function findMessage(client: WebClient, { key, to, content }: Outgoing): Promise<Found> {
  if (content.kind !== 'reply') return { kind: 'not there' }
  const { conversation, thread } = to.place
  // A person's direct messages go by another name, which only sending tells.
  if (to.onlyFor !== null || /^[UW]/.test(conversation)) return { kind: 'cannot tell' }
  const oldest = momentIn(key)
  const about = { channel: conversation, limit: perPage, include_all_metadata: true, ...(oldest && { oldest }) }
  let cursor: string | undefined
  for (let page = 0; page < pages; page++) {
    const more = cursor === undefined ? {} : { cursor }
    const { messages = [], response_metadata } =
      thread === null
        ? await client.conversations.history({ ...about, ...more })
        : await client.conversations.replies({ ...about, ...more, ts: thread })
    const found = (messages as readonly Sent[]).find((message) => keyOf(message) === key)
    if (found?.ts) return { kind: 'there', messageId: printStanding({ channel: conversation, ts: found.ts }) }
    cursor = response_metadata?.next_cursor
    if (!cursor) return { kind: 'not there' }
  }
  return { kind: 'cannot tell' }
}

function keyOf({ metadata }: Sent): unknown {
  if (metadata?.event_type !== replyEvent) return null
  return metadata.event_payload && 'key' in metadata.event_payload ? metadata.event_payload.key : null
}

/** An answer is younger than the message it answers, whose moment is in its id. */
function momentIn(key: string): string | undefined {
  return /^slack:[^/]+\/[^/]+\/(\d+\.\d+)$/.exec(key)?.[1]
}
