/** A circuit breaker: an endpoint that failed again and again is left alone for a while, so that nobody waits for it. */

/** Failures in a row after which it is left alone. */
const failuresBefore = 3
/** How long at first; twice as long each time that the try afterwards fails too. */
const firstRestMs = 15_000
const longestRestMs = 300_000

export interface Breaker {
  /** Whether it may be asked now. After a rest one may, and the others wait for what comes of it. */
  mayAsk(): boolean
  /** Whether it is left alone now. */
  rests(): boolean
  succeeded(): void
  failed(): void
  /** Asked by nobody's fault in vain: the one try after a rest is given back. */
  gaveUp(): void
}

/** `now` in milliseconds, of a clock that never goes back. */
export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let restMs = firstRestMs
  let closedUntil: number | null = null
  let isTrying = false
  const rests = () => closedUntil !== null && (isTrying || now() < closedUntil)
  return {
    rests,
    mayAsk() {
      if (rests()) return false
      isTrying = closedUntil !== null
      return true
    },
    succeeded() {
      failures = 0
      restMs = firstRestMs
      closedUntil = null
      isTrying = false
    },
    failed() {
      failures++
      if (isTrying) restMs = Math.min(restMs * 2, longestRestMs)
      if (isTrying || failures >= failuresBefore) closedUntil = now() + restMs
      isTrying = false
    },
    gaveUp() {
      isTrying = false
    },
  }
}
