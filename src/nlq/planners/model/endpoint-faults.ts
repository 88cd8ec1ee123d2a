/** What the errors of an endpoint's client mean. */
import { ModelFailed } from './failed.ts'

/** A server that says to come back later than this is too busy for somebody who waits. */
const longestWaitMs = 5_000

/** What it means for whoever asked. */
export function failureOf(error: unknown): ModelFailed {
  if (error instanceof ModelFailed) return error
  const status = statusOf(error)
  const said = `${status}${codeOf(error)}`
  if (status === 401 || status === 403) return new ModelFailed('refused', `it does not take the key (${said})`)
  if (status === 404) return new ModelFailed('refused', `there is no such model or address (${said})`)
  if (status === 429) return new ModelFailed('unreachable', `it takes no more requests now (${said})`)
  if (status !== null && status < 500 && status !== 408)
    return new ModelFailed('refused', `it does not take the request (${said})`)
  if (status !== null) return new ModelFailed('unreachable', `it answers with an error of its own (${said})`)
  return new ModelFailed('unreachable', `it cannot be reached${causeOf(error)}`)
}

/** It was read and not taken as it is. */
export function isAboutTheRequest(error: unknown): boolean {
  const status = statusOf(error)
  return status === 400 || status === 404 || status === 422 || status === 501
}

/** Called between tries; what is thrown ends them. */
export function stopUnlessPassing(error: unknown): void {
  const status = statusOf(error)
  const isBroken = status === null ? isConnection(error) : status === 408 || status === 429 || status >= 500
  const wait = retryAfterMs(error)
  if (!isBroken || (wait !== null && wait > longestWaitMs) || /insufficient_quota/.test(codeOf(error))) throw error
}

function retryAfterMs(error: unknown): number | null {
  const headers: unknown = error instanceof Error && 'headers' in error ? error.headers : null
  const value = headers instanceof Headers ? headers.get('retry-after') : null
  return value === null || !/^\d+$/.test(value.trim()) ? null : Number(value) * 1000
}

function isConnection(error: unknown): boolean {
  if (!(error instanceof Error) || !/^(?:APIConnection|Connection)/.test(error.constructor.name)) return false
  // Where nobody listens nobody will in a second.
  return !/ECONNREFUSED|ENOTFOUND/.test(causeOf(error))
}

function statusOf(error: unknown): number | null {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : null
}

/** What the provider calls it; nothing that may hold a part of the key or the prompt. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' && /^[A-Za-z_]{1,40}$/.test(code) ? `, ${code}` : ''
}

/** ECONNREFUSED and the like. */
function causeOf(error: unknown): string {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    const code = codeOf(inner)
    if (/^, E[A-Z]+$/.test(code)) return ` (${code.slice(2)})`
  }
  return ''
}
