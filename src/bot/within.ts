/** Nobody waits for ever. */
import { setTimeout as sleep } from 'node:timers/promises'

/** It took longer than it may; what was begun goes on unseen. */
export class TookTooLong extends Error {
  override name = 'TookTooLong'
  constructor(ms: number) {
    super(`no end after ${ms} ms`)
  }
}

/** Rejects with TookTooLong, or with what the work rejects with. */
export async function within<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const done = new AbortController()
  const late = sleep(ms, undefined, { signal: done.signal }).then(() => Promise.reject(new TookTooLong(ms)))
  late.catch(() => {})
  try {
    return await Promise.race([work(), late])
  } finally {
    done.abort()
  }
}
