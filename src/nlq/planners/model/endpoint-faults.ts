/** What the errors of an endpoint's client mean. */
import { ModelFailed } from './failed.ts'

/** A server that says to come back later than this is too busy for somebody who waits. */
const longestWaitMs = 5_000

/** What it means for whoever asked, and what to do about it. */
export function failureOf(error: unknown): ModelFailed {
  const [own] = causesOf(error).filter((each) => each instanceof ModelFailed)
  if (own) return own
  const status = statusOf(error)
  if (status !== null) return failedWith(status, codeOf(error))
  const code = causesOf(error).map(codeOf).find(isSystemCode) ?? null
  if (code !== null && /CERT|SIGNATURE|SELF_SIGNED/.test(code))
    return new ModelFailed(
      'refused',
      `its certificate is not trusted (${code}): name its authority's file in NODE_EXTRA_CA_CERTS`,
    )
  if (code !== null && /WRONG_VERSION|HPE_|EPROTO|PACKET_LENGTH/.test(code))
    return new ModelFailed(
      'refused',
      `it speaks no ${code.startsWith('HPE_') ? 'HTTP' : 'TLS'} (${code}): http or https?`,
    )
  if (causesOf(error).some((each) => each instanceof Error && each.message === 'terminated'))
    return new ModelFailed('unreachable', 'the connection broke in the middle of the answer')
  return new ModelFailed('unreachable', `it cannot be reached${code === null ? '' : ` (${code})`}`)
}

/** `code`: what the provider calls it. */
export function failedWith(status: number, code: string): ModelFailed {
  const said = `${status}${/^[A-Za-z_]{1,40}$/.test(code) ? `, ${code}` : ''}`
  if (status === 401 || status === 403)
    return new ModelFailed(
      'refused',
      `it does not take the key (${said}): check model.api_key, and whether it may use model.name`,
    )
  if (status === 402 || (status === 429 && isQuota(code)))
    return new ModelFailed('unreachable', `what is paid for is used up (${said})`)
  if (status === 404)
    return new ModelFailed(
      'refused',
      `there is no such model or address (${said}): check model.name, and model.base_url up to /v1`,
    )
  if (status === 407) return new ModelFailed('refused', `a proxy in between wants a password (${said})`)
  if (status === 413 || /context_length/.test(code))
    return new ModelFailed(
      'request refused',
      `the prompt is longer than it takes (${said}): it needs room for 6,000 tokens`,
    )
  if (status === 429) return new ModelFailed('unreachable', `it takes no more requests now (${said})`)
  if (status === 400 || status === 422)
    return new ModelFailed('request refused', `it does not take the request (${said})`)
  if (status < 500 && status !== 408) return new ModelFailed('refused', `it does not take the request (${said})`)
  return new ModelFailed('unreachable', `it answers with an error of its own (${said})`)
}

/** It was read and not taken as it is. */
export function isAboutTheRequest(error: unknown): boolean {
  const status = statusOf(error)
  return status === 400 || status === 404 || status === 422 || status === 501
}

/** Some say so where they do not know a form: an error of their own, or that the request is wrong. */
export function isAboutTheForm(error: unknown): boolean {
  return isAboutTheRequest(error) || statusOf(error) === 500
}

/** What was said or asked is not let through: nothing that is wrong with the endpoint. */
export function isFiltered(error: unknown): boolean {
  return codeOf(error) === 'content_filter'
}

/** What a request may go without. */
export type Extra = 'temperature' | 'stream_options' | 'max_tokens' | 'tool_choice' | 'response_format'

/** What the endpoint does not take of a request, by the words of its refusal; null: none of these. */
export function unwanted(error: unknown): Extra | null {
  if (!isAboutTheRequest(error)) return null
  const said = String(error)
  if (/max_completion_tokens/.test(said) && /max_tokens/.test(said)) return 'max_tokens'
  if (/stream_options|include_usage/.test(said)) return 'stream_options'
  if (/tool_choice/.test(said)) return 'tool_choice'
  if (/response_format|json_object/.test(said)) return 'response_format'
  return /temperature/i.test(said) ? 'temperature' : null
}

/**
 * Called between tries; what is thrown ends them, and the next waits as long as the server says. A server that has not yet
 * shown that it knows the form is not asked in it twice.
 */
export function stopUnlessPassing(error: unknown, { knowsForm }: { readonly knowsForm: boolean }): void {
  const status = statusOf(error)
  const isBroken = status === null ? isConnection(error) : status === 408 || status === 429 || status >= 500
  const wait = retryAfterMs(error)
  const isFinal = !isBroken || (wait !== null && wait > longestWaitMs) || (status === 500 && !knowsForm)
  if (isFinal || isQuota(codeOf(error))) throw error
  if (wait !== null && error instanceof Error) Object.assign(error, { retryAfterMs: wait })
}

function isQuota(code: string): boolean {
  return /insufficient_quota|quota_exceeded|billing/.test(code)
}

/** Seconds or a date; null: neither. */
function retryAfterMs(error: unknown): number | null {
  const [headers] = causesOf(error).flatMap((each) =>
    each instanceof Error && 'headers' in each && each.headers instanceof Headers ? [each.headers] : [],
  )
  const value = headers?.get('retry-after')?.trim()
  if (!value) return null
  const ms = /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}

function isConnection(error: unknown): boolean {
  if (!(error instanceof Error) || !/^(?:APIConnection|Connection)/.test(error.constructor.name)) return false
  // Where nobody listens nobody will in a second, nor will a certificate be trusted.
  const codes = causesOf(error).map(codeOf)
  const isLasting = codes.some((code) =>
    /ECONNREFUSED|ENOTFOUND|CERT|SIGNATURE|WRONG_VERSION|PACKET_LENGTH|EPROTO|HPE_/.test(code),
  )
  return !isLasting && !causesOf(error).some((each) => each instanceof ModelFailed)
}

function statusOf(error: unknown): number | null {
  for (const each of causesOf(error))
    if (each instanceof Error && 'status' in each && typeof each.status === 'number') return each.status
  return null
}

/** What the provider or the system calls it. */
function codeOf(error: unknown): string {
  for (const each of causesOf(error))
    if (each instanceof Error && 'code' in each && typeof each.code === 'string') return each.code
  return ''
}

/** ECONNREFUSED and the like; nothing that may hold a part of the key or the prompt. */
function isSystemCode(code: string): boolean {
  return /^[A-Z][A-Z_]{2,40}$/.test(code)
}

/** An error, and what it came of. */
function causesOf(error: unknown): readonly unknown[] {
  const all: unknown[] = []
  for (let each = error; each !== undefined && all.length < 10; each = each instanceof Error ? each.cause : undefined)
    all.push(each)
  return all
}
