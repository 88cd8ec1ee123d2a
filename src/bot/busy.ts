/** A person who has seen nothing for a moment is shown that their question is worked on. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ChatMessage } from './message.ts'
import type { Platform, Stage } from './platform.ts'

const shownAfterMs = 300
/** The words do not wait for a status longer than this. */
const statusMayTakeMs = 500

export interface Busy {
  stage: Stage
  /** Shows nothing more; resolves when what was shown cannot come after the reply any more. */
  over(): Promise<void>
}

export function showBusy(platform: Platform | undefined, message: ChatMessage): Busy {
  let shown: Promise<unknown> = Promise.resolve()
  const timer = setTimeout(() => {
    const status = platform?.working?.(message, busy.stage).catch(() => {})
    shown = Promise.race([status, sleep(statusMayTakeMs)])
  }, shownAfterMs)
  const busy: Busy = {
    stage: 'reading',
    async over() {
      clearTimeout(timer)
      await shown
    },
  }
  return busy
}
