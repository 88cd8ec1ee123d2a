/** Replies → Slack's Web API. Nothing is thrown: what Slack answers becomes a receipt. */
import type { ChatPostMessageArguments } from '@slack/web-api'
import type { Outgoing, Receipt } from '../../platform.ts'
import type { ClientOf } from './clients.ts'
import { failureNamed, failureOf } from './failures.ts'
import type { Teams } from './teams.ts'

interface Parts {
  readonly teams: Teams
  readonly clientOf: ClientOf
}

/** Marks our messages with the key of the reply, by which they are found again. */
export const replyEvent = 'tidings_reply'

export function createSend({ teams, clientOf }: Parts) {
  return async function send({ key, to, content }: Outgoing): Promise<Receipt> {
    try {
      const team = await teams.of(to.place.workspace)
      if (!team) return failureNamed('account_inactive')
      const { conversation, thread } = to.place
      const message: ChatPostMessageArguments = {
        channel: conversation,
        text: content.reply.result.text,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: replyEvent, event_payload: { key } },
        ...(thread === null ? {} : { thread_ts: thread }),
      }
      const client = clientOf(team.token)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's, not a window's.
      const { channel, ts } = await client.chat.postMessage(message)
      return { kind: 'sent', messageId: `${channel}/${ts}` }
    } catch (error) {
      return failureOf(error)
    }
  }
}
