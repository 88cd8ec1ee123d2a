/** What must be written gets written, also when the server is away for a while. */
import { setTimeout as sleep } from 'node:timers/promises'
import { isNotThere } from '../not-there.ts'

const firstPauseMs = 50
const longestPauseMs = 2_000

/** Tries again, for so long, as long as it is the server that is at fault and not the statement. */
export async function patiently<Result>(work: () => Promise<Result>, forMs: number): Promise<Result> {
  const startedAt = Date.now()
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || Date.now() - startedAt + pauseMs > forMs) throw error
      await sleep(pauseMs * (0.75 + Math.random() / 2))
    }
  }
}

/** Deadlocks and failovers, too; and what the driver says of a connection that broke in its hands. */
function isPassing(error: unknown): boolean {
  if (isNotThere(error)) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return /^(40001|40P01|25006)$/.test(code) || /connection error|not queryable/i.test(error.message)
}
