import { expect, test } from 'vitest'
import { nextRound } from '../../src/bot/rounds.ts'

test('what was begun goes on one after the other, and what comes in goes between', async () => {
  const log: string[] = []
  const work = async (name: string) => {
    await nextRound()
    log.push(name)
    // What came in while it worked.
    setImmediate(() => log.push(`heard during ${name}`))
  }
  await Promise.all(['1', '2', '3'].map(work))
  await new Promise((resolve) => setImmediate(resolve))
  expect(log).toEqual(['1', 'heard during 1', '2', 'heard during 2', '3', 'heard during 3'])
})

test('who comes while others wait comes after them', async () => {
  const log: string[] = []
  const first = nextRound().then(() => log.push('first'))
  const second = nextRound().then(() => log.push('second'))
  await first
  const third = nextRound().then(() => log.push('third'))
  await Promise.all([second, third])
  expect(log).toEqual(['first', 'second', 'third'])
})
