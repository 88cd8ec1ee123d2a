/** Messages that one person alone sees: over the address a command or click came with, in the place itself, or directly. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import type { Place } from '../../../analytics/place.ts'
import type { SlackMessage } from './blocks/message.ts'
import { failureOf } from './failures.ts'
import { everPlainer, formed } from './post.ts'

export interface Ear {
  readonly place: Place
  readonly user: string
  /** The address to answer to; it is good for half an hour and five answers. */
  readonly handle: string | null
}

type Way = (form: SlackMessage) => Promise<unknown>

const timeoutMs = 5_000

/** Tries one way after the other; throws what the last one failed with, or what may pass. */
export async function whisper(client: WebClient, message: SlackMessage, ear: Ear): Promise<void> {
  let refusal: unknown
  for (const way of waysTo(client, ear)) {
    try {
      await everPlainer(message, way)
      return
    } catch (error) {
      if (failureOf(error).kind === 'later') throw error
      refusal = error
    }
  }
  throw refusal
}

function waysTo(client: WebClient, { place, user, handle }: Ear): readonly Way[] {
  const { conversation, thread } = place
  const inThread = thread === null ? {} : { thread_ts: thread }
  const here: Way = (form) => client.chat.postEphemeral({ channel: conversation, user, ...formed(form), ...inThread })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's, not a window's.
  const directly: Way = (form) => client.chat.postMessage({ channel: user, ...formed(form) })
  if (handle === null) return [here, directly]
  const back: Way = (form) =>
    answerTo(handle, { ...formed(form), response_type: 'ephemeral', replace_original: false, ...inThread })
  // Only the place itself is sure to show it in the thread; only the address works where Tidings is not.
  return thread === null ? [back, here, directly] : [here, back, directly]
}

/** Rejects as the Web API client does. */
async function answerTo(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  const { status, statusText, headers } = response
  const answer = (await response.text()).slice(0, 500)
  if (status === 429) throw new WebAPIRateLimitedError(Number(headers.get('retry-after')) || 1)
  if (status >= 500) throw new WebAPIHTTPError(status, statusText, {}, answer)
  const error = errorIn(answer)
  if (!response.ok || error !== null) throw new WebAPIPlatformError({ ok: false, error: error ?? 'no_service' })
}

function errorIn(answer: string): string | null {
  const [, named] = /"error"\s*:\s*"([a-z_]+)"/.exec(answer) ?? []
  if (named) return named
  return /^[a-z_]+$/.test(answer) && answer !== 'ok' ? answer : null
}
