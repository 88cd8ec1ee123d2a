/** Nobody waits for ever. */
import { setTimeout as sleep } from 'node:timers/promises'

/** It took longer than it may; what was begun goes on unseen. */
export class TookTooLong extends Error {
  override name = 'TookTooLong'
}

/** Rejects with TookTooLong, whose message may be given, or with what the work rejects with. */
export async function within<Result>(
  ms: number,
  work: () => Promise<Result>,
  because = `no end after ${ms} ms`,
): Promise<Result> {
  const done = new AbortController()
  const late = sleep(ms, undefined, { signal: done.signal }).then(() => Promise.reject(new TookTooLong(because)))
  late.catch(() => {})
  try {
    return await Promise.race([work(), late])
  } finally {
    done.abort()
  }
}
