import { describe, expect, test } from 'vitest'
import { plannedBy } from '../../../src/analytics/live/planned.ts'
import { createDetector } from '../../../src/analytics/live/detect/detector.ts'
import { close, type ClosedBucket } from '../../../src/analytics/live/watch/learn.ts'
import { liveParts } from '../../../src/analytics/live/live-parts.ts'
import { newSeries } from '../../../src/analytics/live/watch/series.ts'
import { HOUR, watchedShop } from '../../support/watched-shop.ts'

const at = (text: string) => Date.parse(text)
const hour = (text: string) => [at(text), at(text) + HOUR] as const

describe('a bucket is planned', () => {
  const events = [
    { name: 'Black Friday', from: at('2026-11-26T23:00:00Z'), to: at('2026-11-27T23:00:00Z'), members: {} },
    { name: 'App', from: at('2026-11-20T10:30:00Z'), to: at('2026-11-20T10:45:00Z'), members: { channel: 'app' } },
  ]
  const isPlanned = plannedBy({ calendar: { holidays: ['DE'], events: null }, timezone: 'Europe/Berlin' }, () => events)
  test.for([
    ['on a public holiday', '2026-12-25T10:00:00Z', {}, true],
    ['from midnight of the zone on', '2026-12-24T23:00:00Z', {}, true],
    ['not before', '2026-12-24T22:00:00Z', {}, false],
    ['while an event of everything goes on', '2026-11-27T22:00:00Z', { region: 'EMEA' }, true],
    ['not when it is over', '2026-11-27T23:00:00Z', {}, false],
    ['where an event is about the same', '2026-11-20T10:00:00Z', { channel: 'app', region: 'EMEA' }, true],
    ['not where it is about another', '2026-11-20T10:00:00Z', { channel: 'web' }, false],
    ['not where it is about a part', '2026-11-20T10:00:00Z', {}, false],
    ['not on an ordinary day', '2026-11-18T10:00:00Z', {}, false],
  ] as const)('%s', ([, moment, members, is]) => {
    expect(isPlanned(...hour(moment), members as Record<string, string>)).toBe(is)
  })

  test('by the events that are known by then', () => {
    let known = events.slice(0, 0)
    const planned = plannedBy({ calendar: { holidays: [], events: null }, timezone: 'UTC' }, () => known)
    expect(planned(...hour('2026-11-27T10:00:00Z'), {})).toBe(false)
    known = events
    expect(planned(...hour('2026-11-27T10:00:00Z'), {})).toBe(true)
  })
})

describe('a sale of three times as much', () => {
  const catalog = watchedShop()
  const kpi = catalog.kpis.get('orders')!
  const start = at('2026-09-01T00:00:00Z')
  const usual = (from: number) => 1000 + 400 * Math.sin((2 * Math.PI * from) / (24 * HOUR)) + 20 * Math.sin(from / HOUR)
  /** The last bucket before its end, played with a sale of a day three days before. */
  function played(isKnown: boolean) {
    const series = newSeries(kpi, liveParts(kpi, catalog)!, { slice: '{}', grain: 'hour' })
    const detector = createDetector({ goodWhen: 'steady', grain: HOUR, kind: 'count' })
    const isSale = (from: number) => from >= start + 900 * HOUR && from < start + 924 * HOUR
    const isPlanned = (from: number) => isKnown && isSale(from)
    const outlooks = []
    for (let from = start; from < start + 996 * HOUR; from += HOUR) {
      const bucket: ClosedBucket = {
        from,
        to: from + HOUR,
        value: Math.round(usual(from) * (isSale(from) ? 3 : 1)),
        volume: null,
        isPlanned: isPlanned(from),
        isMissing: false,
      }
      const next = { from: from + HOUR, to: from + 2 * HOUR, isPlanned: isPlanned(from + HOUR) }
      close(detector, series, bucket, [next])
      outlooks.push({ ...series.outlooks.at(-1)!, isAbnormal: series.abnormal !== null })
    }
    return outlooks
  }
  const width = ({ low, high }: { low: number; high: number }) => high - low

  test('widens the normal range while it lasts, and is not learnt where it is known', () => {
    const [known, unknown] = [played(true), played(false)]
    // Forecast a bucket ahead: the first hour of the sale, and a quiet one three days later.
    expect(width(known[899]!)).toBeGreaterThan(2 * width(unknown[899]!))
    const far = (outlook: { from: number; expected: number }) =>
      Math.abs(outlook.expected - usual(outlook.from)) / usual(outlook.from)
    for (const index of [923, 930, 947]) {
      expect(far(known[index]!)).toBeLessThan(0.1)
      expect(far(known[index]!)).toBeLessThanOrEqual(far(unknown[index]!) + 0.02)
    }
  })
})
