/** What Tidings listens to in Slack, and what becomes of it. */
import type { App, Context } from '@slack/bolt'
import type { ChatMessage } from '../../message.ts'
import { inTime } from './in-time.ts'
import { fromPost, type Self, type Translated } from './translate.ts'

interface Parts {
  readonly hear: (message: ChatMessage) => Promise<unknown>
  /** Whether Tidings takes part in the thread that the message was said in. */
  readonly isInOurThread: (message: ChatMessage) => Promise<boolean>
}

/** Registers every listener. Bolt acknowledges when they resolve: then what was said is in the inbox. */
export function listen(app: App, { hear, isInOurThread }: Parts): void {
  async function hearPost(translated: Translated | null): Promise<void> {
    if (!translated) return
    const { message, onlyInOurThread } = translated
    if (onlyInOurThread && !(await isInOurThread(message))) return
    await hear(message)
  }

  app.event('message', ({ event, context }) => inTime(hearPost(fromPost(event, selfIn(context)))))
  app.event('app_mention', ({ event, context }) => inTime(hearPost(fromPost(event, selfIn(context)))))
}

/** As `authorize` put it there. */
function selfIn({ teamId, botUserId, botId }: Context): Self {
  return { team: teamId ?? '', botUser: botUserId ?? '', botId: botId ?? null }
}
