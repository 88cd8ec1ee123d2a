/** Patience with a database that does not answer: it is asked again until it does, or until we stop, and for how long is known. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { messageOf } from '../message-of.ts'
import { within } from '../within.ts'

/** A merge that takes longer is taken for lost; what became of it is read back. */
const LONGEST_ANSWER_MS = 60_000
const FIRST_RETRY_MS = 50
const LONGEST_RETRY_MS = 5_000
/** What is over sooner nobody needs to hear of. */
const TROUBLE_MS = 5_000

export interface Patience {
  /** Asks once; rejects when the answer takes too long: what was asked for may still be done. */
  answered<Answer>(ask: () => Promise<Answer>): Promise<Answer>
  /** Asks until there is an answer; throws when we are stopping. */
  untilItAnswers<Answer>(ask: () => Promise<Answer>): Promise<Answer>
  /** Nothing can be done for now. */
  inTrouble(error: unknown): void
  /** It can again. */
  isWell(): void
  /** Between tries of one thing. */
  pauses(): Pauses
  /** Why nothing could be done for a while; null: it could. */
  fault(): string | null
}

export interface Pauses {
  /** Each is twice as long as the one before; false: we are stopping. */
  pause(): Promise<boolean>
  /** The next is as short as the first. */
  reset(): void
}

interface Parts {
  readonly log: Pick<Logger, 'warn'>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Aborted: we are stopping. */
  readonly stop: AbortSignal
}

export function createPatience({ log, now, stop }: Parts): Patience {
  let trouble: { readonly since: number; readonly because: string } | null = null

  const answered = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    within(LONGEST_ANSWER_MS, ask, `the database did not answer within ${LONGEST_ANSWER_MS / 1000} s`)

  function inTrouble(error: unknown): void {
    if (!trouble) log.warn({ err: error }, 'events wait for the database')
    trouble = { since: trouble?.since ?? now(), because: messageOf(error) }
  }

  function pauses(): Pauses {
    let ms = FIRST_RETRY_MS
    return {
      pause() {
        const pause = sleep(ms, true, { signal: stop }).catch(() => false)
        ms = Math.min(ms * 2, LONGEST_RETRY_MS)
        return pause
      },
      reset() {
        ms = FIRST_RETRY_MS
      },
    }
  }

  return {
    answered,
    async untilItAnswers(ask) {
      const between = pauses()
      for (;;) {
        try {
          return await answered(ask)
        } catch (error) {
          inTrouble(error)
          if (!(await between.pause())) throw error
        }
      }
    },
    inTrouble,
    isWell() {
      trouble = null
    },
    pauses,
    fault() {
      const isLong = trouble !== null && now() - trouble.since > TROUBLE_MS
      return isLong ? `events are not counted: ${trouble?.because}` : null
    },
  }
}
