import type { Json } from './json.ts'

/** What goes wrong with a call: an answer of Slack's own, a status, a delay before the real answer, or no answer at all. */
export type Fault =
  | { readonly kind: 'answer'; readonly body: Json }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'silence' }
  /** The work is done and the answer never arrives: the caller cannot know. */
  | { readonly kind: 'lost answer' }

/** The faults a test has asked for, by method; `*` stands for every method. */
export interface Faults {
  /** The next `count` calls answer so. An error name stands for `{ ok: false, error }`. */
  next(method: string, count: number, answer: string | Json): void
  /** Every call answers so until `clear`. */
  always(method: string, answer: string | Json): void
  rateLimit(method: string, count: number, retryAfterSeconds: number): void
  status(method: string, count: number, status: number): void
  /** The next `count` calls are never answered. */
  silence(method: string, count: number): void
  /** The next `count` calls are carried out, and their answers lost. */
  loseAnswers(method: string, count: number): void
  /** Every call waits this long before it is carried out. */
  slow(method: string, ms: number): void
  clear(method?: string): void
  /** How long after their upload files are usable in blocks: milliseconds, or never. Said anew, it holds for earlier files too. */
  fileReadyAfter(delay: number | 'never'): void
}

export interface FaultBook extends Faults {
  take(method: string): Fault | undefined
  fileDelayMs(): number
}

export function createFaults(): FaultBook {
  const planned = new Map<string, { fault: Fault; left: number }[]>()
  let fileDelayMs = 0
  const add = (method: string, left: number, fault: Fault) => {
    planned.set(method, [...(planned.get(method) ?? []), { fault, left }])
  }
  const answered = (answer: string | Json): Fault => ({
    kind: 'answer',
    body: typeof answer === 'string' ? { ok: false, error: answer } : answer,
  })
  return {
    next: (method, count, answer) => add(method, count, answered(answer)),
    always: (method, answer) => add(method, Infinity, answered(answer)),
    rateLimit: (method, count, seconds) =>
      add(method, count, { kind: 'status', status: 429, headers: { 'retry-after': String(seconds) } }),
    status: (method, count, status) => add(method, count, { kind: 'status', status }),
    silence: (method, count) => add(method, count, { kind: 'silence' }),
    loseAnswers: (method, count) => add(method, count, { kind: 'lost answer' }),
    slow: (method, ms) => add(method, Infinity, { kind: 'slow', ms }),
    clear: (method) => (method === undefined ? planned.clear() : void planned.delete(method)),
    fileReadyAfter: (delay) => {
      fileDelayMs = delay === 'never' ? Infinity : delay
    },
    fileDelayMs: () => fileDelayMs,
    take(method) {
      for (const queue of [planned.get(method), planned.get('*')]) {
        const first = queue?.find(({ left }) => left > 0)
        if (!first) continue
        first.left -= 1
        return first.fault
      }
      return undefined
    },
  }
}
