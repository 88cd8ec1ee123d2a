import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSeal, SealBroken } from '../../../../src/bot/platforms/slack/seal.ts'

const key = randomBytes(32)
const { seal, open } = createSeal(key)

test('what is sealed is opened again, whatever it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => open(seal(text, 'T1'), 'T1') === text))
})

test('a token is not to be read in what is kept, and never looks the same twice', () => {
  const sealed = seal('xoxb-secret', 'T1')
  expect(sealed.includes('xoxb')).toBe(false)
  expect(sealed.equals(seal('xoxb-secret', 'T1'))).toBe(false)
})

describe('what is not opened', () => {
  test('the installation of another workspace', () => {
    expect(() => open(seal('xoxb-secret', 'T1'), 'T2')).toThrow(/T2 was changed in the database/)
  })

  test('one under another key, and what to do is said', () => {
    const other = createSeal(randomBytes(32))
    expect(() => other.open(seal('xoxb-secret', 'T1'), 'T1')).toThrow(/another key: set slack.token_key back/)
  })

  test('one with any bit changed', () => {
    const sealed = seal('xoxb-secret', 'T1')
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 1
      expect(() => open(changed, 'T1')).toThrow(SealBroken)
    }
  })

  test.for([0, 1, 16, 32] as const)('one cut to %i bytes', (length, { expect }) => {
    expect(() => open(seal('xoxb-secret', 'T1').subarray(0, length), 'T1')).toThrow(SealBroken)
  })
})
