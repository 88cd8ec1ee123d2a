/** What is done by the clock. */
import { schedule } from 'node-cron'
import type { Logger } from 'pino'

/** Its failure is logged, not thrown. */
export interface Job {
  /** For the log. */
  readonly name: string
  /** When, as cron writes it, seconds first where there are six fields. */
  readonly at: string
  readonly run: () => Promise<unknown>
}

/** Runs each job when its time comes, never twice at once, until it is stopped. */
export function startClock(jobs: readonly Job[], log: Logger): { stop(): void } {
  const tasks = jobs.map(({ name, at, run }) =>
    schedule(at, () => run().catch((error: unknown) => log.error({ err: error, job: name }, 'scheduled job failed')), {
      name,
      noOverlap: true,
    }),
  )
  return {
    stop() {
      for (const task of tasks) void task.destroy()
    },
  }
}
