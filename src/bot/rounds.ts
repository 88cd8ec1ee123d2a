/**
 * The program has one thread: while it plans or lays out a chart it hears nobody. What takes milliseconds is begun here,
 * one a round of the event loop, so that what came in meanwhile is written down and acknowledged in between.
 */
const waiting: (() => void)[] = []

/** Resolves in a later round of the event loop, in which nobody else's does. */
export function nextRound(): Promise<void> {
  return new Promise((go) => {
    waiting.push(go)
    if (waiting.length === 1) setImmediate(letOneGo)
  })
}

function letOneGo(): void {
  waiting[0]?.()
  // After what was waited for with it: only then is the next round another one.
  queueMicrotask(() => {
    waiting.shift()
    if (waiting.length > 0) setImmediate(letOneGo)
  })
}
