import { describe, expect, test } from 'vitest'
import type { Change, Incident } from '../../../../src/analytics/live/watch/incident-state.ts'
import { decide } from '../../../../src/analytics/live/watch/incidents.ts'
import { followLate, newTrack } from '../../../../src/analytics/live/watch/track.ts'
import type { Finding } from '../../../../src/analytics/live/watch/finding.ts'
import { newRecent, remember } from '../../../../src/analytics/live/watch/series.ts'
import { findingOf, HOUR, START } from './findings.ts'

const closed = (hour: number, value: number) => ({
  at: START + hour * HOUR,
  value,
  expected: 1000,
  low: 800,
  high: 1200,
})
const late = (hour: number, value: number): Finding => ({ ...findingOf(hour, value), isLate: true })
const one = (changes: readonly Change[]) => {
  expect(changes).toHaveLength(1)
  return changes[0]!
}
/** Hours one after the other, each closed. */
function told(...values: readonly number[]): Incident {
  let open: readonly Incident[] = []
  for (const [hour, value] of values.entries()) {
    const recent = newRecent()
    for (const [index, each] of values.slice(0, hour + 1).entries()) remember(recent, closed(index, each))
    open = decide(open, [findingOf(hour, value, { recent })], () => 'one').map(({ incident }) => incident)
  }
  return open[0]!
}

describe('a correction', () => {
  test('of the only bad bucket to a normal one ends the incident, with nothing lost', () => {
    const { incident, isWorthTelling } = one(decide([told(500)], [late(0, 990)], () => 'two'))
    expect(incident.content).toMatchObject({ phase: 'resolved', total: 0 })
    expect(isWorthTelling).toBe(true)
  })

  test('of one of two bad buckets leaves the other', () => {
    const { incident, isWorthTelling } = one(decide([told(500, 600)], [late(0, 990)], () => 'two'))
    expect(incident.resolvedAt).toBeNull()
    expect(incident.content.total).toBe(-400)
    expect(isWorthTelling).toBe(false)
  })

  test('that is far worse is told', () => {
    const { incident, isWorthTelling, isToExplain } = one(decide([told(700)], [late(0, 100)], () => 'two'))
    expect(incident.content).toMatchObject({ phase: 'worse', total: -900, worst: { value: 100 } })
    expect([isWorthTelling, isToExplain]).toEqual([true, true])
  })

  test('of a little changes figures without a word', () => {
    const { incident, isWorthTelling } = one(decide([told(500)], [late(0, 520)], () => 'two'))
    expect(incident.content).toMatchObject({ phase: 'open', total: -480, value: 520 })
    expect(isWorthTelling).toBe(false)
  })

  test('of a bucket before it began changes nothing', () => {
    const open = told(500)
    expect(one(decide([open], [late(-3, 990)], () => 'two')).incident.content).toEqual(open.content)
  })

  test('of a bucket that was normal opens an incident of that bucket', () => {
    const { incident, isNew } = one(decide([], [late(0, 100)], () => 'two'))
    expect(isNew).toBe(true)
    expect(incident.content.bucket).toBe(new Date(START).toISOString())
  })
})

describe('a bucket that late events changed is worth telling', () => {
  const rule = { buckets: { n: 2, of: 3 }, minimumDurationMs: 0 }
  const held = (...hours: readonly number[]) => ({
    ...newTrack,
    buckets: hours.map((hour) => ({ at: hour * HOUR, holds: true })),
  })
  const isDue = (track: Parameters<typeof followLate>[0], hour: number, over = {}) =>
    followLate(track, { bucket: hour * HOUR, holds: true }, { ...rule, ...over }).isDue

  test('by the buckets up to it alone', () => {
    expect(isDue(held(1), 2)).toBe(true)
    expect(isDue(held(3), 2)).toBe(false)
    expect(isDue(newTrack, 2, { buckets: { n: 1, of: 1 } })).toBe(true)
  })

  test('not where it was told of already, nor where it must last', () => {
    expect(isDue({ ...held(1), quietUntil: 3 * HOUR }, 2)).toBe(false)
    expect(isDue(held(1), 2, { minimumDurationMs: 1 })).toBe(false)
  })
})
