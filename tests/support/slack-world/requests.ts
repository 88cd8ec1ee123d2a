import { createHmac } from 'node:crypto'
import type { Carrier, Envelope, Outcome, Retry } from './delivery.ts'
import type { Json } from './json.ts'

/** How a request to the app is signed and marked; tests forge with it. */
export interface Signing {
  readonly secret: string
  /** Seconds since 1970, as the header has them. */
  readonly timestamp?: number | string
  readonly retry?: Retry | undefined
  readonly contentType?: string
}

/** Slack's `v0` signature and the headers that go with it. */
export function signedHeaders(body: string, signing: Signing): Record<string, string> {
  const timestamp = String(signing.timestamp ?? Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', signing.secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    'content-type': signing.contentType ?? 'application/json',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
    ...(signing.retry && {
      'x-slack-retry-num': String(signing.retry.number),
      'x-slack-retry-reason': signing.retry.reason,
    }),
  }
}

/** Posts envelopes to the app's address, as Slack does for an app with a request URL. */
export function createRequests(url: () => string, signingSecret: string): Carrier {
  const stopping = new AbortController()
  return {
    async attempt(envelope, retry, withinMs): Promise<Outcome> {
      const { body, contentType } = written(envelope)
      try {
        const response = await fetch(url(), {
          method: 'POST',
          body,
          headers: signedHeaders(body, { secret: signingSecret, retry, contentType }),
          redirect: 'manual',
          signal: AbortSignal.any([AbortSignal.timeout(withinMs), stopping.signal]),
        })
        const answer = await response.text()
        if (response.ok) return { acknowledged: true, body: parsed(answer) }
        return { acknowledged: false, reason: 'http_error', noRetry: response.headers.get('x-slack-no-retry') === '1' }
      } catch (error) {
        const timedOut = error instanceof Error && error.name === 'TimeoutError'
        return { acknowledged: false, reason: timedOut ? 'http_timeout' : 'connection_failed' }
      }
    },
    close: async () => stopping.abort(),
  }
}

/** Events travel as JSON; interactions as a form with one field; commands as a form. */
function written({ kind, payload }: Envelope): { body: string; contentType: string } {
  const form = 'application/x-www-form-urlencoded'
  switch (kind) {
    case 'events_api':
      return { body: JSON.stringify(payload), contentType: 'application/json' }
    case 'interactive':
      return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), contentType: form }
    case 'slash_commands':
      return { body: new URLSearchParams(payload as Record<string, string>).toString(), contentType: form }
  }
}

function parsed(answer: string): Json | string {
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' && value !== null ? (value as Json) : answer
  } catch {
    return answer
  }
}
