import { test } from 'vitest'
import { failureCode } from '../../src/bot/failed.ts'

test.for([
  ['a store that refuses connections', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'unreachable'],
  ['a store that was shut down', Object.assign(new Error('terminating'), { code: '57P01' }), 'unreachable'],
  ['a connection that broke', new Error('Connection terminated unexpectedly'), 'unreachable'],
  ['a fault of ours', new TypeError('x is not a function'), 'internal'],
  ['what is no error', 'oops', 'internal'],
] as const)('%s is told as what it is', ([, error, code], { expect }) => {
  expect(failureCode(error)).toBe(code)
})
