/** A reply's shape, whatever the reply: nobody stays without an answer because a block could not be made. */
import type { Logger } from 'pino'
import type { Reply } from '../../reply.ts'
import { markup } from './blocks/escape.ts'
import { comfort } from './blocks/limits.ts'
import { messageOf, type SlackMessage } from './blocks/message.ts'

export type Shape = (reply: Reply, key: string, shown: Parameters<typeof messageOf>[2]) => SlackMessage

export function createShape(log: Logger): Shape {
  return (reply, key, shown) => {
    try {
      return messageOf(reply, key, shown)
    } catch (error) {
      log.error({ err: error, key }, 'a reply has no shape in Slack; its words go out alone')
      return { text: markup(reply.result.text, comfort.text), blocks: [] }
    }
  }
}
