import { expect, test } from 'vitest'
import type { Catalog, View } from '../../../src/analytics/catalog.ts'
import { goingOn } from '../../../src/analytics/live/going-on.ts'
import { catalog as bare } from '../../charts/fixtures.ts'

const sales: View = {
  ...bare.views.get('sales')!,
  live: { schema: 'rollup', name: 'sales_live' },
  time: { ...bare.views.get('sales')!.time!, zone: 'Europe/Berlin' },
}
const catalog: Catalog = { ...bare, views: new Map([...bare.views, ['sales', sales]]) }
const known = new Map([['sales', { from: '2026-01-01T00:00:00', to: '2026-11-20T08:00:00' }]])
const now = new Date('2026-11-22T10:00:00Z')

test('data that events bring goes on beyond what was read of it, in the zone of its view', () => {
  expect(goingOn(known, catalog, now).get('sales')).toEqual({ from: '2026-01-01T00:00:00', to: '2026-11-22T11:15:00' })
})

test('data that nothing brings ends where it ended', () => {
  const plain = { ...catalog, views: new Map([['sales', { ...sales, live: null }]]) }
  expect(goingOn(known, plain, now)).toEqual(known)
})
