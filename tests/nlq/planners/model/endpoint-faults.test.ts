import { expect, test } from 'vitest'
import { failureOf, stopUnlessPassing, unwanted } from '../../../../src/nlq/planners/model/endpoint-faults.ts'

function answered(status: number, headers: Readonly<Record<string, string>> = {}, message = ''): Error {
  return Object.assign(new Error(message), { status, headers: new Headers(headers) })
}

function thrown(code: string): Error {
  const cause = Object.assign(new Error('of the key sk-1'), { code })
  class APIConnectionError extends Error {}
  return new APIConnectionError('no', { cause: new TypeError('fetch failed', { cause }) })
}

/** How long it says to wait; null: it is not asked again. */
function waitAfter(error: Error, knowsForm = true): number | undefined | null {
  try {
    stopUnlessPassing(error, { knowsForm })
  } catch {
    return null
  }
  return 'retryAfterMs' in error ? (error.retryAfterMs as number) : undefined
}

test.for([
  ['2', 2_000],
  ['0.5', 500],
  ['-1', 0],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['6', null],
  ['1e99', undefined],
  [`9${'9'.repeat(400)}`, null],
  ['Fri, 31 Dec 2100 23:59:59 GMT', null],
  ['soon', undefined],
] as const)('a busy server that says "%s" is waited for %s ms', ([value, wait], { expect }) => {
  expect(waitAfter(answered(429, { 'retry-after': value }))).toBe(wait)
})

test('what will be the same in a second is not tried again', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_SSL_WRONG_VERSION_NUMBER'])
    expect(waitAfter(thrown(code))).toBeNull()
  for (const status of [400, 401, 403, 404, 413, 422]) expect(waitAfter(answered(status))).toBeNull()
  expect(waitAfter(answered(500), false)).toBeNull()
  expect(waitAfter(answered(500))).toBeUndefined()
  expect(waitAfter(thrown('ECONNRESET'))).toBeUndefined()
})

test.for([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'refused', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'refused', 'NODE_EXTRA_CA_CERTS'],
  ['CERT_HAS_EXPIRED', 'refused', 'NODE_EXTRA_CA_CERTS'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'refused', 'http or https?'],
  ['HPE_INVALID_CONSTANT', 'refused', 'http or https?'],
  ['ECONNRESET', 'unreachable', '(ECONNRESET)'],
  ['UND_ERR_CONNECT_TIMEOUT', 'unreachable', '(UND_ERR_CONNECT_TIMEOUT)'],
  ['sk-secret', 'unreachable', 'it cannot be reached'],
] as const)('%s is "%s"', ([code, failure, says], { expect }) => {
  const failed = failureOf(thrown(code))
  expect(failed).toMatchObject({ failure, message: expect.stringContaining(says) as string })
  expect(failed.message).not.toContain('sk-')
})

test('what is not taken is told by the words of the refusal, and of nothing else', () => {
  expect(unwanted(answered(400, {}, "Use 'max_completion_tokens' instead of 'max_tokens'."))).toBe('max_tokens')
  expect(unwanted(answered(422, {}, '["body","stream_options"]'))).toBe('stream_options')
  expect(unwanted(answered(500, {}, 'temperature'))).toBeNull()
  expect(unwanted(answered(400, {}, 'no such thing'))).toBeNull()
})
