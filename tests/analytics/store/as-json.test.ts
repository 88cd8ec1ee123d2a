import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asJson } from '../../../src/analytics/store/as-json.ts'

test.for([
  ['a plain reply', { text: 'Umsatz: 5 € 🙂', rows: [[1, null, true]] }],
  ['words about backslashes', { text: String.raw`\u0000 and \ud83d` }],
] as const)('%s stays as it is', ([_what, value]) => {
  expect(JSON.parse(asJson(value))).toEqual(value)
})

test.for([
  ['NUL', 'a\0b', 'a b'],
  ['the first half of an emoji', 'a\ud83db', 'a b'],
  ['the second half of one', 'a\ude42', 'a '],
] as const)('%s becomes a blank, the rest stays', ([_what, text, kept]) => {
  expect(JSON.parse(asJson({ deep: [{ text }], beside: '🙂' }))).toEqual({ deep: [{ text: kept }], beside: '🙂' })
})

test('nothing that jsonb refuses is left in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(0xffff)), (text, units) => {
      const written: unknown = JSON.parse(asJson([text, String.fromCharCode(...units)]))
      for (const each of written as string[]) expect(each).not.toMatch(/\0|\p{Surrogate}/u)
    }),
  )
})
