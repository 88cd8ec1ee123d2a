/** What is being done for Slack, so that stopping can wait for it. */
import type { Logger } from 'pino'
import { faultOf } from './failures.ts'

export interface InHand {
  /** Somebody waits for it. */
  counted<Result>(work: Promise<Result>): Promise<Result>
  /** Nobody waits for it, and nothing is lost with it. */
  aside(name: string, work: Promise<void>): void
  settled(): Promise<void>
}

export function createInHand(log: Logger): InHand {
  const inHand = new Set<Promise<unknown>>()

  async function counted<Result>(work: Promise<Result>): Promise<Result> {
    inHand.add(work)
    try {
      return await work
    } finally {
      inHand.delete(work)
    }
  }

  return {
    counted,
    aside(name, work) {
      void counted(work.catch((error: unknown) => log.warn({ ...faultOf(error), work: name }, 'not done in Slack')))
    },
    async settled() {
      await Promise.allSettled(inHand)
    },
  }
}
