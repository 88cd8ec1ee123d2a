import { expect, test } from 'vitest'
import { createBreaker } from '../../../../src/nlq/planners/model/breaker.ts'

function broken() {
  let now = 0
  const breaker = createBreaker(() => now)
  for (let times = 0; times < 3; times++) breaker.failed()
  return { breaker, after: (ms: number) => void (now += ms) }
}

test('two failures are borne, a third in a row is not', () => {
  const breaker = createBreaker(() => 0)
  breaker.failed()
  breaker.failed()
  breaker.succeeded()
  breaker.failed()
  breaker.failed()
  expect(breaker.mayAsk()).toBe(true)
  breaker.failed()
  expect(breaker.mayAsk()).toBe(false)
})

test('after a rest one is let through, and what comes of it decides', () => {
  const { breaker, after } = broken()
  after(14_999)
  expect(breaker.mayAsk()).toBe(false)
  after(1)
  expect([breaker.mayAsk(), breaker.mayAsk()]).toEqual([true, false])
  breaker.succeeded()
  expect([breaker.mayAsk(), breaker.mayAsk()]).toEqual([true, true])
})

test('a try that fails doubles the rest', () => {
  const { breaker, after } = broken()
  after(15_000)
  breaker.mayAsk()
  breaker.failed()
  after(29_999)
  expect(breaker.mayAsk()).toBe(false)
  after(1)
  expect(breaker.mayAsk()).toBe(true)
})

test('who gives up leaves the try to the next', () => {
  const { breaker, after } = broken()
  after(15_000)
  breaker.mayAsk()
  breaker.gaveUp()
  expect(breaker.mayAsk()).toBe(true)
})
