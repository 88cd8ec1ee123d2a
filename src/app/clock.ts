/** What is done by the clock. */
import { schedule, type Logger as CronLogger } from 'node-cron'
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
      // A second that a busy machine missed is made up for in the next.
      suppressMissedWarning: true,
      logger: cronLog(log, name),
    }),
  )
  return {
    stop() {
      for (const task of tasks) void task.destroy()
    },
  }
}

/** The house's log as node-cron takes one, which otherwise prints to the console. */
function cronLog(log: Logger, job: string): CronLogger {
  return {
    debug() {},
    info() {},
    // That a run takes longer than its turn is no fault: the next one comes.
    warn: (message) => log.debug({ from: 'node-cron', job }, message),
    error: (message, error) => log.error({ from: 'node-cron', job, err: error ?? message }, 'scheduled job failed'),
  }
}
