/** Slack waits three seconds for an acknowledgement, and then sends again. */
import { setTimeout as sleep } from 'node:timers/promises'

/** It took longer than Slack waits; what was begun goes on. */
class NotInTime extends Error {
  override name = 'NotInTime'
  constructor() {
    super('not written to the inbox within the time that Slack waits')
  }
}

/** Rejects with NotInTime, or with what the work rejects with. */
export async function inTime<Result>(work: Promise<Result>, withinMs: number): Promise<Result> {
  const done = new AbortController()
  try {
    const late = sleep(withinMs, undefined, { signal: done.signal })
    return await Promise.race([work, late.then(() => Promise.reject(new NotInTime()))])
  } finally {
    done.abort()
  }
}
