import { expect, test } from 'vitest'
import { heldWords } from '../../../src/bot/replies/held-words.ts'
import { fallenRevenue } from '../../support/sample-incident.ts'
import { watchedShop } from '../../support/watched-shop.ts'

const catalog = watchedShop()
const night = { from: '2026-11-22T21:00:00Z', until: '2026-11-23T06:00:00Z' }
const over = {
  ...fallenRevenue,
  phase: 'resolved',
  from: '2026-11-22T23:10:00Z',
  resolvedAt: '2026-11-22T23:52:00Z',
} as const

test('what is still going on comes before what came and went, a line each', () => {
  const { headline, lines } = heldWords([over, fallenRevenue], night, { catalog, locale: 'en' })
  expect(headline).toBe('Held back in quiet hours (22:00–07:00): 1 still going on, 1 came and went')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^• Still going on since 13:00: Revenue: €3,900 so far, .* below normal$/)
  expect(lines[1]).toMatch(/^• Came and went \(00:10\): Revenue is back to normal: resolved after 42 min, about €18/)
})

test('of very many the rest is counted', () => {
  const { headline, lines } = heldWords(
    Array.from({ length: 30 }, () => over),
    night,
    { catalog, locale: 'en' },
  )
  expect(headline).toContain('): 30 came and went')
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toContain('10 more')
})
