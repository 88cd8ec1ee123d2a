/** What was held back in quiet hours becomes one message, within the rights of its place. */
import { expect, test } from 'vitest'
import { ownerPolicy } from '../../src/analytics/access.ts'
import type { Policy } from '../../src/analytics/policy.ts'
import type { IncidentContent } from '../../src/analytics/live/incident.ts'
import { createAlerts } from '../../src/bot/alerts.ts'
import { fallenRevenue, newIncident } from '../support/sample-incident.ts'
import { watchedShop } from '../support/watched-shop.ts'

const catalog = watchedShop()
const place = { platform: 'web', workspace: 'local', conversation: 'alerts', thread: null }
const entry = { key: 'held', to: { place, onlyFor: null, handle: null }, owner: null }
const parcel = { kind: 'alert', held: { from: '2026-11-22T21:00:00Z', until: '2026-11-23T06:00:00Z' } } as const

function alertsOf(contents: readonly IncidentContent[], policy: Policy | null) {
  const asked: unknown[] = []
  const alerts = createAlerts({
    standingOf: async () => null,
    heldFor: async (until, printed) => {
      asked.push([until.toISOString(), printed])
      return contents.map((content, index) => ({ incident: newIncident(`i${index}`, content), rule: null }))
    },
    policyOf: () => policy,
    platformOf: () => undefined,
    namesOf: async () => new Map(),
    draw: async () => expect.unreachable(),
    onError: (error) => expect.unreachable(String(error)),
  })
  return { alerts, asked }
}

test('all of it in one reply, without a picture', async () => {
  const { alerts, asked } = alertsOf([fallenRevenue, { ...fallenRevenue, phase: 'resolved' }], ownerPolicy(catalog))
  const told = await alerts.told(entry, parcel)
  expect(asked).toEqual([['2026-11-23T06:00:00.000Z', 'web:local/alerts']])
  expect(told).toMatchObject({ kind: 'parcel', parcel: { kind: 'reply', reply: { picture: null } } })
  const text = told.kind === 'parcel' && told.parcel.kind === 'reply' ? told.parcel.reply.result.text : ''
  expect(text.split('\n')).toHaveLength(3)
  expect(text).toContain('1 still going on, 1 came and went')
  expect(await alerts.pictured(entry, parcel)).toBeNull()
})

test('what the place may not see is left out; nothing is said where nothing is left', async () => {
  const unknown = { ...fallenRevenue, kpi: 'secret' }
  const { alerts } = alertsOf([unknown, fallenRevenue], ownerPolicy(catalog))
  const told = await alerts.told(entry, parcel)
  expect(JSON.stringify(told)).not.toContain('secret')
  expect(await alertsOf([unknown], ownerPolicy(catalog)).alerts.told(entry, parcel)).toMatchObject({ kind: 'refused' })
  expect(await alertsOf([fallenRevenue], null).alerts.told(entry, parcel)).toMatchObject({ kind: 'refused' })
})
