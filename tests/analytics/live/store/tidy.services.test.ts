/** What watching leaves behind is bounded. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { keepStates, keepTrack } from '../../../../src/analytics/live/store/detectors.ts'
import { incidentsSince, keepIncident, openIncidents } from '../../../../src/analytics/live/store/incidents.ts'
import { endRule, keepRule } from '../../../../src/analytics/live/store/rules.ts'
import { tidyLive } from '../../../../src/analytics/live/store/tidy.ts'
import { ensureWindowTables } from '../../../../src/analytics/live/store/window-tables.ts'
import { decide } from '../../../../src/analytics/live/watch/incidents.ts'
import { newTrack } from '../../../../src/analytics/live/watch/track.ts'
import { ruleOf } from '../../../support/rule.ts'
import { useStore } from '../../../support/store.ts'
import { count, watchedShop } from '../../../support/watched-shop.ts'
import { findingOf } from '../watch/findings.ts'

const own = useStore()
const DAY = 86_400_000
const now = Date.now()
const ago = (days: number) => now - days * DAY
const countOf = async (table: string) =>
  (await sql<{ n: number }>`SELECT count(*)::int AS n FROM ${sql.id('tidings', table)}`.execute(own.store)).rows[0]!.n

async function keep(id: string, changedAt: number, resolvedAt: number | null): Promise<void> {
  const [change] = decide([], [findingOf(0, 400)], () => id)
  await keepIncident(own.store, { ...change!.incident, resolvedAt }, changedAt)
  await sql`INSERT INTO tidings.incident_votes (incident, person, verdict) VALUES (${id}, 'web:local/ada', 'useful')`.execute(
    own.store,
  )
}

test('incidents go after a year and some, with their votes; one that nothing comes of is over', async () => {
  await keep('old', ago(500), ago(500))
  await keep('young', ago(300), ago(300))
  await keep('stuck', ago(8), null)
  await keep('open', ago(1), null)
  await tidyLive(own.store, new Date(now))
  expect((await incidentsSince(own.store, new Date(0))).map(({ id }) => id).toSorted()).toEqual([
    'open',
    'stuck',
    'young',
  ])
  expect((await openIncidents(own.store, 'sales')).map(({ id }) => id)).toEqual(['open'])
  expect(await countOf('incident_votes')).toBe(3)
})

test('detectors that saw no bucket for long go, and what was remembered of rules that ended', async () => {
  const state = { version: 1 }
  await keepStates(own.store, 'hour', [
    { kpi: 'orders', slice: '{}', upto: new Date(ago(1)), state },
    { kpi: 'orders', slice: '{"region":"gone"}', upto: new Date(ago(40)), state },
  ])
  for (const id of ['kept', 'ended']) {
    await keepRule(own.store, ruleOf({ id }), { source: 'chat', madeBy: null })
    await keepTrack(own.store, id, '{}', { ...newTrack, since: now })
  }
  await endRule(own.store, 'ended')
  await tidyLive(own.store, new Date(now))
  expect(await countOf('detectors')).toBe(1)
  expect(await countOf('tracks')).toBe(1)
  expect(await countOf('rules')).toBe(2)
  await tidyLive(own.store, new Date(now + 500 * DAY))
  expect(await countOf('rules')).toBe(1)
})

test('minutes go after three days, or eight where a rule holds them against the week before', async () => {
  await ensureWindowTables(own.store, watchedShop())
  const minutes = async () =>
    (
      await sql<{ n: number }>`SELECT count(*)::int AS n FROM tidings.window_sales WHERE grain = 'minute'`.execute(
        own.store,
      )
    ).rows[0]!.n
  for (const days of [1, 5, 7, 9]) await count(own.store, [{ at: ago(days), members: {}, orders: 1, revenue: 1 }])
  const change = { kind: 'change', against: 'week', direction: 'up', by: { fraction: 0.5 } } as const
  const when = { kind: 'any', of: [change, { kind: 'above', value: 5 }] } as const
  await keepRule(own.store, ruleOf({ id: 'compared', grain: 'minute', when }), { source: 'chat', madeBy: null })
  await tidyLive(own.store, new Date(now))
  expect(await minutes()).toBe(3)
  await endRule(own.store, 'compared')
  await tidyLive(own.store, new Date(now))
  expect(await minutes()).toBe(1)
})
