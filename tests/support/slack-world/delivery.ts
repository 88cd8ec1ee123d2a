import { text, object, type Json } from './json.ts'

/** What Slack sends to the app, whichever way it goes. */
export interface Envelope {
  readonly kind: 'events_api' | 'interactive' | 'slash_commands'
  readonly payload: Json
}

export interface Retry {
  readonly number: number
  readonly reason: string
}

export type Outcome =
  | { readonly acknowledged: true; readonly body: Json | string }
  | { readonly acknowledged: false; readonly reason: string; readonly noRetry?: boolean }

/** One way to the app: signed requests, or a socket. */
export interface Carrier {
  attempt(envelope: Envelope, retry: Retry | undefined, withinMs: number): Promise<Outcome>
  close(): Promise<void>
}

/** One envelope and everything that was tried to bring it home. */
export interface Delivery {
  readonly envelope: Envelope
  /** `message`, `app_mention`, `block_actions`, `/kpi` … */
  readonly type: string
  readonly eventId: string | undefined
  readonly attempts: readonly { readonly at: number; readonly tookMs: number; readonly outcome: Outcome }[]
  /** Undefined while it is on its way. */
  readonly arrived: boolean | undefined
}

/** Everything sent to the app. */
export interface Deliveries {
  readonly log: readonly Delivery[]
  /** Resolves with what the app answered, or with undefined when Slack gives up. */
  send(envelope: Envelope, first?: Retry): Promise<Json | string | undefined>
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export interface DeliveryTimes {
  /** Slack waits three seconds for an acknowledgement. */
  readonly ackWithinMs: number
  /** Slack tries an event again at once, after a minute and after five; tests have no such time. */
  readonly retryAfterMs: readonly number[]
}

export function createDeliveries(carrier: Carrier, times: DeliveryTimes, startedAt: number): Deliveries {
  const log: Delivery[] = []
  const underway = new Set<Promise<unknown>>()
  const stopping = new AbortController()

  async function carry(envelope: Envelope, first: Retry | undefined): Promise<Json | string | undefined> {
    const attempts: Delivery['attempts'][number][] = []
    const event = object(envelope.payload['event'])
    const entry: { -readonly [K in keyof Delivery]: Delivery[K] } = {
      envelope,
      type: text(event['type']) || text(envelope.payload['type']) || text(envelope.payload['command']),
      eventId: text(envelope.payload['event_id']) || undefined,
      attempts,
      arrived: undefined,
    }
    log.push(entry)
    // Slack tries only events again; a person whose click was lost sees a warning sign.
    const retries = envelope.kind === 'events_api' ? times.retryAfterMs : []
    for (let tried = 0; ; tried += 1) {
      const began = Date.now()
      const before = attempts.at(-1)?.outcome
      const retry =
        before && !before.acknowledged ? { number: (first?.number ?? 0) + tried, reason: before.reason } : first
      const outcome = await carrier.attempt(envelope, retry, times.ackWithinMs)
      attempts.push({ at: began - startedAt, tookMs: Date.now() - began, outcome })
      if (outcome.acknowledged) {
        entry.arrived = true
        return outcome.body
      }
      const wait = retries[tried]
      if (wait === undefined || outcome.noRetry || stopping.signal.aborted) {
        entry.arrived = false
        return undefined
      }
      await pause(wait, stopping.signal)
    }
  }

  return {
    log,
    send(envelope, first) {
      const sent = carry(envelope, first)
      underway.add(sent)
      return sent.finally(() => underway.delete(sent))
    },
    async settled() {
      while (underway.size > 0) await Promise.allSettled(underway)
    },
    async stop() {
      stopping.abort()
      await carrier.close()
      await Promise.allSettled(underway)
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
