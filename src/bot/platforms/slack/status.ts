/** "Tidings is reading…" below a question, while it is worked on. Slack takes it away with the reply, or after two minutes. */
import type { WebClient } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { printPlace, type Place } from '../../../analytics/place.ts'
import type { ChatMessage } from '../../message.ts'
import type { Stage } from '../../platform.ts'
import { errorName } from './failures.ts'
import { words } from './words.ts'

export interface Status {
  /** Never throws: nobody's answer hangs on it. */
  show(client: WebClient, message: ChatMessage, stage: Stage): Promise<void>
  /** After a reply that Slack does not see as one, since one person alone sees it. */
  clear(client: WebClient, place: Place): Promise<void>
}

const stages: Readonly<Record<Stage, string | null>> = {
  reading: words.statusReading,
  querying: words.statusQuerying,
  // The words are out by then, and nothing would take it away again.
  drawing: null,
}

export function createStatus(log: Logger): Status {
  const shown = new LRUCache<string, true>({ max: 5_000, ttl: 120_000 })

  async function set(client: WebClient, { conversation, thread }: Place, status: string): Promise<boolean> {
    try {
      await client.assistant.threads.setStatus({ channel_id: conversation, thread_ts: thread ?? '', status })
      return true
    } catch (error) {
      log.debug({ error: errorName(error) }, 'status not shown')
      return false
    }
  }

  return {
    async show(client, { place, isWhispered, isOverheard, replaces }, stage) {
      const status = stages[stage]
      // There may be no reply at all to words that were overheard; an edit is none to Slack.
      if (status === null || place.thread === null || isWhispered || isOverheard || replaces !== undefined) return
      if (await set(client, place, status)) shown.set(printPlace(place), true)
    },
    async clear(client, place) {
      if (place.thread !== null && shown.delete(printPlace(place))) await set(client, place, '')
    },
  }
}
