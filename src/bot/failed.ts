/** What is said when something that nobody expected got in the way. */
import { isNotThere } from '../analytics/not-there.ts'
import { QueryFailed } from '../analytics/run/failures.ts'
import { plainReply } from './plain-reply.ts'
import type { Reply } from './reply.ts'
import { words, type FailureCode } from './replies/en.ts'

/** Errors of the ground floor carry their code; the store may be away; anything else is our own fault. */
export function failureCode(error: unknown): FailureCode {
  if (error instanceof QueryFailed) return 'database'
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (typeof code === 'string' && Object.hasOwn(words.failed, code)) return code as FailureCode
  return isNotThere(error) ? 'unreachable' : 'internal'
}

export function failedReply(code: FailureCode, elapsedMs = 0): Reply & { readonly chart: null } {
  const text = words.failed[code]
  return { ...plainReply({ kind: 'failed', text, error: { code, message: text }, elapsedMs }), chart: null }
}
