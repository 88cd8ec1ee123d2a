import { describe, expect, test } from 'vitest'
import { isWorthIt, reasonsFor, type Seen } from '../../../../src/analytics/live/watch/conditions.ts'
import type { Condition } from '../../../../src/analytics/live/rule.ts'
import {
  coolDown,
  follow,
  isForgettable,
  newTrack,
  type Look,
  type Track,
} from '../../../../src/analytics/live/watch/track.ts'

/** A closed bucket of 100 where 100 is usual. */
const normal: Seen = {
  value: 100,
  ending: { least: 100, most: 100 },
  expected: 100,
  low: 80,
  high: 120,
  abnormal: null,
  volume: 100,
  previous: 100,
  dayAgo: 100,
  weekAgo: 100,
  lastAt: Date.parse('2026-11-16T08:00:00Z'),
  silentMs: 1000,
}
const closed = (value: number, over: Partial<Seen> = {}): Seen => ({
  ...normal,
  value,
  ending: { least: value, most: value },
  ...over,
})
const filling = (value: number, most: number): Seen => ({ ...normal, value, ending: { least: value, most } })
const drop = { kind: 'anomaly', found: 'drop', direction: 'down' } as const

const isSo = (condition: Condition, seen: Seen, factor = 1) =>
  reasonsFor(condition, seen, { factor, goodWhen: 'up' }) !== null

describe('a condition holds', () => {
  const fell: Condition = { kind: 'change', against: 'previous', direction: 'down', by: { fraction: 0.2 } }
  test.for<[string, Condition, Seen, boolean]>([
    ['above its bound', { kind: 'above', value: 50 }, closed(51), true],
    ['not at its bound', { kind: 'above', value: 50 }, closed(50), false],
    ['below its bound', { kind: 'below', value: 50 }, closed(49), true],
    ['outside on either side', { kind: 'outside', low: 50, high: 60 }, closed(61), true],
    ['not inside', { kind: 'outside', low: 50, high: 60 }, closed(55), false],
    ['where a sum that fills has passed it', { kind: 'above', value: 50 }, filling(51, 200), true],
    ['not where a sum that fills may still pass it', { kind: 'below', value: 50 }, filling(10, 60), false],
    ['where what is left cannot make it up', { kind: 'below', value: 50 }, filling(10, 45), true],
    ['when it fell by so much', fell, closed(80), true],
    ['not when it fell by less', fell, closed(81), false],
    ['not when it rose', fell, closed(130), false],
    ['not against nothing', fell, closed(80, { previous: null }), false],
    ['not as a part of zero', fell, closed(-5, { previous: 0 }), false],
    [
      'by an amount, against what is normal',
      { kind: 'change', against: 'normal', direction: 'either', by: { amount: 30 } },
      closed(131),
      true,
    ],
    [
      'a day and a week ago',
      {
        kind: 'all',
        of: [
          { kind: 'change', against: 'day', direction: 'up', by: { fraction: 0.5 } },
          { kind: 'change', against: 'week', direction: 'up', by: { fraction: 0.5 } },
        ],
      },
      closed(160, { weekAgo: 90 }),
      true,
    ],
    ['not when one of all does not', { kind: 'all', of: [fell, { kind: 'below', value: 10 }] }, closed(70), false],
    ['when one of several does', { kind: 'any', of: [fell, { kind: 'below', value: 10 }] }, closed(70), true],
    ['not of nothing', { kind: 'all', of: [] }, closed(70), false],
    ['when it is silent', { kind: 'silent', forMs: 600_000 }, closed(0, { silentMs: 600_000 }), true],
    ['not when it is zero', { kind: 'silent', forMs: 600_000 }, closed(0), false],
    ['when abnormal in the bad direction', { kind: 'anomaly', direction: 'bad' }, closed(10, { abnormal: drop }), true],
    ['not in the other', { kind: 'anomaly', direction: 'up' }, closed(10, { abnormal: drop }), false],
    ['not when normal', { kind: 'anomaly', direction: 'either' }, closed(100), false],
    ['not without data', { kind: 'below', value: 50 }, { ...normal, value: null }, false],
  ])('%s', ([, condition, seen, holds]) => {
    expect(isSo(condition, seen)).toBe(holds)
  })
})

test('a movement in the good direction is no bad one', () => {
  const spike = closed(300, { abnormal: { kind: 'anomaly', found: 'spike', direction: 'up' } })
  const bad: Condition = { kind: 'anomaly', direction: 'bad' }
  expect(reasonsFor(bad, spike, { factor: 1, goodWhen: 'up' })).toBeNull()
  expect(reasonsFor(bad, spike, { factor: 1, goodWhen: 'down' })).not.toBeNull()
  expect(reasonsFor(bad, spike, { factor: 1, goodWhen: 'steady' })).not.toBeNull()
})

test('a bar that was raised asks for more', () => {
  expect(isSo({ kind: 'above', value: 100 }, closed(120), 1.25)).toBe(false)
  expect(isSo({ kind: 'above', value: 100 }, closed(126), 1.25)).toBe(true)
  expect(isSo({ kind: 'anomaly', direction: 'bad' }, closed(78, { abnormal: drop }), 1.25)).toBe(false)
  expect(isSo({ kind: 'anomaly', direction: 'bad' }, closed(70, { abnormal: drop }), 1.25)).toBe(true)
})

test('little volume and small changes are nothing', () => {
  const rule = { minimumVolume: 50, minimumChange: { fraction: 0.1 } }
  expect(isWorthIt(rule, closed(70, { volume: 49 }), 1)).toBe(false)
  expect(isWorthIt(rule, closed(95), 1)).toBe(false)
  expect(isWorthIt(rule, closed(89), 1)).toBe(true)
  expect(isWorthIt(rule, closed(89), 1.25)).toBe(false)
})

describe('what holds is worth telling', () => {
  const HOUR = 3_600_000
  const follows = (rule: Parameters<typeof follow>[2], looks: readonly Look[], from: Track = newTrack) => {
    let track = from
    return looks.map((look) => {
      const next = follow(track, look, rule)
      track = next.track
      return next.isDue
    })
  }
  const hour = (at: number, holds: boolean): Look => ({
    bucket: at * HOUR,
    holds,
    isFilling: false,
    at: (at + 1) * HOUR,
  })
  const at = (minutes: number, holds: boolean): Look => ({ bucket: 0, holds, isFilling: true, at: minutes * 60_000 })

  test('in n of the last m buckets', () => {
    const rule = { buckets: { n: 2, of: 3 }, minimumDurationMs: 0 }
    expect(follows(rule, [hour(0, true), hour(1, false), hour(2, true), hour(3, false), hour(4, false)])).toEqual([
      false,
      false,
      true,
      false,
      false,
    ])
  })

  test('when it has for as long as the rule says', () => {
    const rule = { buckets: { n: 1, of: 1 }, minimumDurationMs: 10 * 60_000 }
    expect(follows(rule, [at(5, true), at(14, true), at(15, true)])).toEqual([false, false, true])
    expect(follows(rule, [hour(0, true)])).toEqual([true])
  })

  test('not again in the bucket an incident ended in, nor before its pause is over', () => {
    const rule = { buckets: { n: 1, of: 1 }, minimumDurationMs: 0, coolDownMs: 2 * HOUR }
    const cooling = coolDown(newTrack, 0.5 * HOUR, HOUR, rule)
    expect(follows(rule, [hour(0, true), hour(1, true), hour(2, true), hour(3, true)], cooling)).toEqual([
      false,
      false,
      false,
      true,
    ])
    const short = coolDown(newTrack, 0.5 * HOUR, HOUR, { coolDownMs: 0 })
    expect(follows(rule, [hour(0, true), hour(1, true)], short)).toEqual([false, true])
  })

  test('a burst of its own in the hour of the one before is news, the hour itself is not', () => {
    const rule = { buckets: { n: 1, of: 1 }, minimumDurationMs: 0, coolDownMs: 60_000 }
    const told = coolDown(newTrack, 10 * 60_000, HOUR, rule)
    expect(told.toldTo).toBe(11 * 60_000)
    expect(follows(rule, [at(20, true)], told)).toEqual([false])
    expect(follows(rule, [{ ...at(20, true), isPace: true }], told)).toEqual([true])
    // Half an hour is looked at together: until then what was told would be found again.
    const { track } = follow(told, at(40, false), rule)
    expect(isForgettable(track, 62 * 60_000)).toBe(true)
    expect(isForgettable({ ...track, quietUntil: null }, 40 * 60_000)).toBe(false)
  })
})
