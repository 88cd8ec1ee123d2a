import { expect, test } from 'vitest'
import type { Catalog, View } from '../../../src/analytics/catalog.ts'
import { alertWords } from '../../../src/bot/replies/alert-words.ts'
import { catalog as bare } from '../../charts/fixtures.ts'
import { fallenRevenue } from '../../support/sample-incident.ts'

const sales: View = { ...bare.views.get('sales')!, time: { ...bare.views.get('sales')!.time!, zone: 'Europe/Berlin' } }
const catalog: Catalog = { ...bare, views: new Map([...bare.views, ['sales', sales]]) }
const told = (change: Partial<typeof fallenRevenue>) =>
  alertWords({ ...fallenRevenue, ...change }, { catalog, locale: 'en' })

test('an hour that is filling is held against what is normal for so much of it, in the zone of its view', () => {
  const { headline, subtitle, small } = told({})
  expect(headline).toMatch(/^Revenue: .*3,900 so far, 61% below normal$/)
  expect(subtitle).toMatch(/^14:00–15:00 · normal is .*20k \(.*16k to .*24k\) · since 13:00$/)
  expect(small).toBe('Rule revenue · data as of Sun 22 Nov, 14:30 Europe/Berlin')
})

test('the segments that explain it come with their share, then what else is known', () => {
  const { lines } = told({})
  expect(lines[0]).toMatch(/^EMEA <!channel> accounts for 85% of it: .*900 instead of .*6,100$/)
  expect(lines).toContainEqual(expect.stringContaining('Public holiday: Repentance Day'))
})

test('all having moved alike is said, and nothing is where nothing is known', () => {
  const explanation = { drivers: [], isBroad: true, effects: null, circumstances: [] }
  expect(told({ explanation }).lines).toEqual(['No single segment explains it: all moved alike.'])
  expect(told({ explanation: null }).lines).toEqual([])
})

test('what moved a bucket the other way does not explain a lull within it', () => {
  const drivers = [{ members: { region: 'EMEA' }, value: 1433, expected: 1122, share: 0.86 }]
  const explanation = { drivers, isBroad: false, effects: null, circumstances: [] }
  expect(told({ explanation, direction: 'down' }).lines).toEqual([])
  expect(told({ explanation, direction: 'up' }).lines[0]).toMatch(/^EMEA accounts for 86% of it/)
  const against = { members: { region: 'EMEA' }, value: 90, expected: 120, share: -0.4 }
  const lines = told({ explanation: { ...explanation, drivers: [...drivers, against] }, direction: 'up' }).lines
  expect(lines).toHaveLength(3)
})

test('a burst is told by what came within it', () => {
  const reasons = [
    {
      kind: 'pace',
      direction: 'up',
      from: '2026-11-22T13:29:20Z',
      to: '2026-11-22T13:30:00Z',
      value: 900,
      expected: 150,
    },
  ] as const
  expect(told({ reasons, direction: 'up', isBad: false }).headline).toMatch(/900 in 40 s, 500% above normal$/)
})

test('its end says how long it took and what it came to', () => {
  const { headline } = told({ phase: 'resolved', resolvedAt: '2026-11-22T12:42:00Z', isFilling: false })
  expect(headline).toMatch(/^Revenue is back to normal: resolved after 42 min, about .*18k below normal$/)
})

test('data that stopped coming is no low figure', () => {
  const reasons = [{ kind: 'silent', since: '2026-11-22T11:05:00Z', forMs: 1_800_000 }] as const
  expect(told({ direction: 'silent', value: null, reasons }).headline).toBe('Revenue: no data since 12:05')
})
