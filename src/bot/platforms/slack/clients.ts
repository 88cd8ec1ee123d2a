/** Web API clients: one a token, none of which waits long or tries again by itself, since the outbox does. */
import { WebClient, type WebClientOptions } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import { boltLog } from './bolt-log.ts'

export interface ClientParts {
  readonly log: Logger
  /** Null: Slack's own. Ends in a slash. */
  readonly apiUrl: string | null
  /** How long a call may take. */
  readonly timeoutMs: number
}

export function clientOptions({
  log,
  apiUrl,
  timeoutMs,
}: ClientParts): WebClientOptions & { readonly slackApiUrl?: string } {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: boltLog(log),
  }
}

export type ClientOf = (token: string) => WebClient

export function createClients(parts: ClientParts): ClientOf {
  const clients = new LRUCache<string, WebClient>({ max: 1000 })
  return (token) => {
    const known = clients.get(token)
    if (known) return known
    const client = new WebClient(token, clientOptions(parts))
    clients.set(token, client)
    return client
  }
}
