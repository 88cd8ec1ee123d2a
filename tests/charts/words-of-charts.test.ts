import { describe, expect, test } from 'vitest'
import { formatOf } from '../../src/charts/format.ts'
import { clean, fit, fitApart, widthOf, wrap } from '../../src/charts/text.ts'

describe('numbers', () => {
  test.for<[string | null, number, string]>([
    ['USD', 1_240_312.4, '$1.24M'],
    ['USD', 12_431, '$12.4k'],
    ['USD', 9431.4, '$9,431'],
    ['USD', 92.4, '$92.40'],
    ['USD', -18_400, '−$18.4k'],
    ['EUR', 0, '€0'],
    ['JPY', 1234, '¥1,234'],
    ['count', 999_999, '1M'],
    ['count', 12, '12'],
    [null, 0.1234, '0.123'],
    [null, 3e21, '3e21'],
    ['percent', 0.0421, '4.2%'],
    ['percent', 1.5, '150%'],
    ['percentage_points', 4.21, '4.2%'],
    ['seconds', 0.25, '250 ms'],
    ['seconds', 42, '42 s'],
    ['seconds', 90_400, '25.1 h'],
    ['bytes', 5.68e9, '5.68 GB'],
  ])('%s %d is written %s', ([unit, value, text], { expect }) => {
    expect(formatOf(unit, 'en').short(value)).toBe(text)
  })

  test('a unit that is a word is said in sentences only', () => {
    expect(formatOf('parcels', 'en').short(12_400)).toBe('12.4k')
    expect(formatOf('parcels', 'en').words(12_400)).toBe('12.4k parcels')
  })

  test('labels of an axis differ from each other', () => {
    for (const ticks of [
      [0, 500, 1000, 1500],
      [1_200_000, 1_250_000, 1_300_000],
      [0.04, 0.041, 0.042],
      [0, 0.5, 1],
    ])
      for (const unit of ['USD', 'percent', 'count', 'seconds'])
        expect(new Set(formatOf(unit, 'en').axis(ticks)).size).toBe(ticks.length)
  })

  test('a distance is relative, in points for what is a percentage, and nothing from zero or across it', () => {
    expect(formatOf('USD', 'en').distance(112, 100)).toBe('12%')
    expect(formatOf('USD', 'en').distance(1300, 100)).toBe('13×')
    expect(formatOf('percent', 'en').distance(0.0421, 0.0384)).toBe('0.4 pp')
    expect(formatOf('USD', 'en').distance(5, 0)).toBeNull()
    expect(formatOf('USD', 'en').distance(5, 1e-300)).toBeNull()
    expect(formatOf('USD', 'en').distance(5, -5)).toBeNull()
  })
})

describe('text', () => {
  test.for<[string, string]>([
    ['a\u0000b\u001Bc\u0007', 'a b c'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['  two   words\n', 'two words'],
    ['\uD800broken', '□broken'],
    ['🚀 Launch', 'Launch'],
    ['東京', '□□'],
    ['x'.repeat(20_000), `${'x'.repeat(59)}…`],
  ])('%j becomes %j', ([given, text], { expect }) => expect(clean(given)).toBe(text))

  test('what is made to fit fits', () => {
    for (const width of [20, 60, 200]) {
      const text = fit('Wireless noise-cancelling headphones', width, 16)
      expect(widthOf(text, 16)).toBeLessThanOrEqual(Math.max(width, widthOf('W…', 16)))
    }
  })

  test('names that begin alike stay apart', () => {
    const names = ['Wireless noise-cancelling headphones, black', 'Wireless noise-cancelling headphones, white']
    expect(new Set(fitApart(names, 150, 16)).size).toBe(2)
  })

  test('a line that is too long is broken at spaces, and the last one is shortened', () => {
    const lines = wrap('one two three four five six seven eight nine ten', 80, 16, 2)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toBe('one two')
    expect(lines[1]).toMatch(/…$/)
  })
})
