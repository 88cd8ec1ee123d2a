import { describe, expect, test } from 'vitest'
import { liveParts } from '../../../../src/analytics/live/live-parts.ts'
import type { KeptRule } from '../../../../src/analytics/live/store/rules.ts'
import type { Window } from '../../../../src/analytics/live/store/windows.ts'
import { lookWithin } from '../../../../src/analytics/live/watch/look.ts'
import { endingOfRatio, rateSurprise } from '../../../../src/analytics/live/watch/ratio.ts'
import { newSeries } from '../../../../src/analytics/live/watch/series.ts'
import { boundByRegion } from '../../../support/bound-catalog.ts'
import { poisson, seeded } from '../../../support/chance.ts'
import { ruleOf } from '../../../support/rule.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const start = Date.parse('2026-11-16T10:00:00Z')
const catalog = boundByRegion(
  `
timezone: UTC
views:
  visits: { relation: kpi.visits, live: rollup.visits, time: { column: hour, grain: hour }, dimensions: { region: { column: region } } }
kpis:
  conversion: { view: visits, measure: { ratio: { of: { sum: orders }, over: { sum: visits } } }, unit: percent, good_when: up }
streams:
  visits: { topic: visits, time: at, into: visits, measures: { visits: { count: true }, orders: { count: true, where: { bought: [true] } } }, dimensions: { region: region } }
`,
  ['visits'],
  ['visits', 'orders'],
)
const kpi = catalog.kpis.get('conversion')!

const windowOf = (at: number, orders: number, visits: number): Window => ({
  bucket: new Date(at),
  slice: '{}',
  events: visits,
  firstAt: new Date(at),
  lastAt: new Date(at + MINUTE - 1),
  values: { orders, visits },
  squares: {},
})

/** Looks at each minute of some hours; `rate` of visits that buy, of so many a minute. Normal is 4 %, 3 to 5. */
function played(hours: number, rate: (minute: number) => number, perMinute: number, seed = 1, when = ruleOf().when) {
  const next = seeded(seed)
  const series = newSeries(kpi, liveParts(kpi, catalog)!, { slice: '{}', grain: 'hour' })
  const kept: KeptRule = {
    rule: ruleOf({ kpi: 'conversion', when }),
    source: 'chat',
    mutes: new Map(),
    bar: 1,
    madeBy: null,
    madeAt: new Date(0),
  }
  const minutes: Window[] = []
  const told: number[] = []
  for (let minute = 0; minute < hours * 60; minute++) {
    const visits = poisson(perMinute, next)
    const orders = Array.from({ length: visits }).filter(() => next() < rate(minute)).length
    const at = start + minute * MINUTE
    minutes.push(windowOf(at, orders, visits))
    const from = start + Math.floor(minute / 60) * HOUR
    const bucket = { from, to: from + HOUR }
    const range = { expected: 0.04, low: 0.03, high: 0.05 }
    series.outlooks = [-1, 0, 1].map((hour) => ({ from: from + hour * HOUR, to: from + (hour + 1) * HOUR, ...range }))
    const sum = (name: string) =>
      minutes.filter(({ bucket }) => bucket.getTime() >= from).reduce((all, { values }) => all + values[name]!, 0)
    series.current = windowOf(from, sum('orders'), sum('visits'))
    const until = at + MINUTE
    const heard = { now: until, since: start - HOUR, until, isUpToDate: true }
    const judged = lookWithin(kept, series, bucket, { minutes: minutes.slice(-31), heard, toldTo: undefined })
    if (judged.reasons) told.push(minute)
  }
  return told
}

describe('a rate', () => {
  test('on normal days is never told before its hour is over', () => {
    // Uneven within the hour, and large or small.
    for (const [seed, perMinute] of [2, 20, 60].entries())
      expect(played(48, (minute) => 0.04 * (1 + 0.1 * Math.sin(minute / 7)), perMinute, seed + 1)).toEqual([])
  })

  test('that falls to a quarter is told long before its hour is over', () => {
    const [first] = played(2, (minute) => (minute < 65 ? 0.04 : 0.01), 150)
    expect(first).toBeGreaterThan(65)
    expect(first).toBeLessThan(85)
  })

  test('of few visits is never told, however far off it is', () => {
    expect(played(2, (minute) => (minute < 65 ? 0.04 : 0), 1)).toEqual([])
  })

  test('that is surely below a bound is told when what is left cannot make it up', () => {
    const when = { kind: 'below', value: 0.02 } as const
    const [first] = played(1, () => 0.004, 100, 1, when)
    expect(first).toBeGreaterThan(20)
    expect(first).toBeLessThan(59)
    expect(played(1, () => 0.024, 100, 1, when)).toEqual([])
  })
})

describe('the test of a rate', () => {
  const range = { low: 0.03, high: 0.05 }
  const share = (of: number, over: number) => ({ of, over, unit: 1, isShare: true })
  test.for([
    ['nothing is said of few', share(30, 40), null],
    ['within the range there is no surprise', share(80, 2000), 0],
    ['a little below may be chance', share(20, 1000), 0],
    ['nothing at all of many is no chance', share(0, 1000), 1],
    ['twice as much of many is no chance', share(1200, 12_000), 1],
  ] as const)('%s', ([, parts, size]) => {
    const found = rateSurprise(parts, range)
    if (size === null) expect(found).toBeNull()
    else expect(Math.min(1, Math.floor(found!.size))).toBe(size)
  })

  test('large amounts in the numerator count for less', () => {
    const amounts = { of: 1_200, over: 12_000, isShare: false }
    expect(rateSurprise({ ...amounts, unit: 1 }, range)!.size).toBeGreaterThan(
      2 * rateSurprise({ ...amounts, unit: 10 }, range)!.size,
    )
  })

  test('what is left of a bucket bounds where it ends', () => {
    const early = endingOfRatio(share(10, 1000), 0.1, range)
    const late = endingOfRatio(share(10, 1000), 0.9, range)
    expect(early.most).toBeGreaterThan(late.most)
    expect(late.most).toBeLessThan(0.036)
    expect(endingOfRatio(share(10, 1000), 1, range)).toEqual({ least: 0.01, most: 0.01 })
    expect(endingOfRatio(share(1, 10), 0.5, range).most).toBe(Infinity)
    // Of a share it is certain how far it can come, whatever is normal.
    expect(endingOfRatio(share(900, 1000), 0.8, null).least).toBeCloseTo(900 / 1500)
  })
})
