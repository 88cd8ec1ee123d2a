import { expect, test } from 'vitest'
import { agosOf, bucketAgo } from '../../../../src/analytics/live/watch/ago.ts'
import { bucketAt } from '../../../../src/analytics/live/watch/clock.ts'
import { newSeries, remember, rememberedBefore } from '../../../../src/analytics/live/watch/series.ts'
import { liveParts } from '../../../../src/analytics/live/live-parts.ts'
import { HOUR, MINUTE, watchedShop } from '../../../support/watched-shop.ts'

const zone = 'Europe/Berlin'

test.for([
  ['an ordinary hour', '2026-11-16T10:00:00Z', 'hour', 'day', '2026-11-15T10:00:00Z', 1],
  ['an hour a week ago', '2026-11-16T10:00:00Z', 'hour', 'week', '2026-11-09T10:00:00Z', 1],
  [
    'the same wall clock a day after winter time began',
    '2026-10-25T10:00:00Z',
    'hour',
    'day',
    '2026-10-24T09:00:00Z',
    1,
  ],
  ['the same wall clock a week after it', '2026-10-31T10:00:00Z', 'hour', 'week', '2026-10-24T09:00:00Z', 1],
  ['the hour that comes twice, first', '2026-10-25T00:00:00Z', 'hour', 'day', '2026-10-24T00:00:00Z', 1],
  ['the hour that comes twice, again', '2026-10-25T01:00:00Z', 'hour', 'day', '2026-10-24T00:00:00Z', 1],
  ['the hour that was skipped the day before', '2026-03-30T00:00:00Z', 'hour', 'day', '2026-03-29T01:00:00Z', 1],
  ['the same minute', '2026-03-29T10:07:00Z', 'minute', 'day', '2026-03-28T11:07:00Z', 1 / 60],
  ['a day before one of 25 hours', '2026-10-24T22:00:00Z', 'day', 'day', '2026-10-23T22:00:00Z', 24],
  ['a day after one of 25 hours', '2026-10-25T23:00:00Z', 'day', 'day', '2026-10-24T22:00:00Z', 25],
  ['a day of 23 hours a week ago', '2026-04-04T22:00:00Z', 'day', 'week', '2026-03-28T23:00:00Z', 23],
] as const)('%s is compared with its like', ([, at, grain, ago, then, hours]) => {
  const bucket = bucketAt(Date.parse(at), grain, zone)
  expect(new Date(bucket.from).toISOString()).toBe(new Date(at).toISOString())
  const found = bucketAgo(bucket, ago, grain, zone)
  expect(new Date(found.from).toISOString()).toBe(new Date(then).toISOString())
  expect((found.to - found.from) / HOUR).toBeCloseTo(hours)
})

test('conditions say what they compare with', () => {
  const change = (against: 'day' | 'week' | 'previous' | 'normal') =>
    ({ kind: 'change', against, direction: 'up', by: { fraction: 0.1 } }) as const
  expect(agosOf({ kind: 'all', of: [change('week'), { kind: 'any', of: [change('day'), change('week')] }] })).toEqual([
    'week',
    'day',
  ])
  expect(agosOf({ kind: 'all', of: [change('previous'), change('normal')] })).toEqual([])
})

test('the bucket before a day of any length is the day before; one that is not closed yet is not known', () => {
  const catalog = watchedShop()
  const kpi = catalog.kpis.get('orders')!
  const { recent } = newSeries(kpi, liveParts(kpi, catalog)!, { slice: '{}', grain: 'day' })
  const days = ['2026-10-23T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z']
  for (const [index, day] of days.slice(0, 3).entries())
    remember(recent, { at: Date.parse(day), value: index, expected: null, low: null, high: null })
  const before = (day: string, hours: number) => rememberedBefore(recent, Date.parse(day), hours * HOUR)
  expect([before(days[1]!, 25), before(days[2]!, 24), before(days[3]!, 24)]).toEqual([0, 1, 2])
  expect(before('2026-10-27T23:00:00Z', 24)).toBeNull()
  expect(rememberedBefore(recent, Date.parse(days[0]!), MINUTE)).toBeNull()
})
